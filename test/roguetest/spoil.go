package roguetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os/exec"
	"time"
)

// spoil makes an answer what the mode says; before is the one of the segment
// before. What Replayed has no answer for stays.
func (j *job) spoil(ctx context.Context, a, before *answer) (*answer, error) {
	bad := a.clone()
	var err error
	switch j.now {
	case Slow:
		err = pause(ctx, j.proxy.cfg.Delay)
	case Garbage:
		for i := range bad.media {
			bad.media[i].data = make([]byte, len(a.media[i].data))
			rand.Read(bad.media[i].data) // never fails: crypto/rand aborts the process instead
		}
	case Few:
		last := len(bad.media) - 1
		bad.media = bad.media[:last]
		bad.result.GetData().Segments = bad.segments()[:last]
	case Size, Black, Frozen:
		err = j.repaint(ctx, bad)
	case Replayed:
		if before == nil {
			return a, nil
		}
		bad.media = before.media
	case Overcharging:
		for _, s := range bad.segments() {
			s.Pixels *= 4
		}
	default:
		return nil, fmt.Errorf("nobody knows what mode %s does to an answer", j.now)
	}
	if err != nil {
		return nil, err
	}
	j.proxy.harm(j.exchange)
	return bad, nil
}

func (j *job) repaint(ctx context.Context, bad *answer) error {
	for i := range bad.media {
		data, err := repaint(ctx, j.proxy.cfg.FFmpeg, j.now, bad.media[i].data)
		if err != nil {
			return err
		}
		bad.media[i].data = data
	}
	return nil
}

// filters of ffmpeg by mode.
func filter(m Mode) string {
	switch m {
	case Size:
		return "scale=trunc(iw/4)*2:trunc(ih/4)*2"
	case Black:
		return "lutyuv=y=16:u=128:v=128"
	case Frozen:
		return "split[a][b];[a][b]freezeframes=first=0:last=1000000:replace=0"
	default:
		return "null"
	}
}

// repaint gives an MPEG-TS segment other pictures at the same times. Sound stays.
func repaint(ctx context.Context, ffmpeg string, m Mode, data []byte) ([]byte, error) {
	cmd := exec.CommandContext(ctx, ffmpeg, "-hide_banner", "-loglevel", "error", "-copyts", "-f", "mpegts", "-i", "pipe:0",
		"-map", "0:v", "-map", "0:a?", "-vf", filter(m), "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-bf", "0", "-crf", "20",
		"-c:a", "copy", "-fps_mode", "passthrough", "-muxdelay", "0", "-muxpreload", "0", "-f", "mpegts", "-mpegts_copyts", "1", "pipe:1")
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("ffmpeg for %s: %w: %s", m, err, said.Bytes())
	}
	return out.Bytes(), nil
}

// pause waits, unless who asked leaves before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
