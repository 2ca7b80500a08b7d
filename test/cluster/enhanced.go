package cluster

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/common/flv"
)

// EnhancedCodec is a codec that travels by RTMP under its FourCC, which the FLV
// muxer of FFmpeg 5.1 does not know.
type EnhancedCodec struct {
	fourCC, box string
	args        []string
}

// HEVCCodec is HEVC without reordering, encoded as fast as can be.
func HEVCCodec() EnhancedCodec {
	return EnhancedCodec{"hvc1", "hvcC", []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:bframes=0:scenecut=0"}}
}

// AV1Codec is AV1, likewise.
func AV1Codec() EnhancedCodec {
	return EnhancedCodec{"av01", "av1C", []string{"-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-threads", "1"}}
}

// Enhanced is a source that is encoded, ready to be published.
type Enhanced struct{ tags []flv.Tag }

// Encode makes a source for PublishEnhanced. It takes about as long as the
// source lasts.
func (c *Cluster) Encode(ctx context.Context, name string, s Source, codec EnhancedCodec) (*Enhanced, error) {
	video, audio := c.Path(name+".mp4"), c.Path(name+".flv")
	gop := strconv.Itoa(int(s.GOP.Seconds() * float64(s.FPS)))
	picture := []string{"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=%dx%d:rate=%d:duration=%f", s.Width, s.Height, s.FPS, s.Duration.Seconds())}
	picture = append(append(picture, codec.args...), "-pix_fmt", "yuv420p", "-b:v", s.Bitrate, "-g", gop, "-keyint_min", gop, video)
	sound := []string{"-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=440:sample_rate=48000:duration=%f", s.Duration.Seconds()), "-c:a", "aac", "-b:a", "64k", audio}
	for _, args := range [][]string{picture, sound} {
		p, err := c.Run(name+"-encoder", "ffmpeg", append([]string{"-hide_banner", "-loglevel", "error", "-nostdin", "-y"}, args...)...)
		if err != nil {
			return nil, err
		}
		code, err := p.Wait(ctx)
		if err == nil && code != 0 {
			err = fmt.Errorf("ffmpeg ended with %d: %s", code, p.LogTail(5))
		}
		if err != nil {
			return nil, err
		}
	}
	pictures, err := codec.tags(ctx, video)
	if err != nil || s.Silent {
		return &Enhanced{pictures}, err
	}
	sounds, err := soundTags(audio)
	if err != nil {
		return nil, err
	}
	tags := append(pictures, sounds...)
	slices.SortStableFunc(tags, func(a, b flv.Tag) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
	return &Enhanced{tags}, nil
}

// tags takes an MP4 file of one video track apart, and gives its packets the
// headers of Enhanced RTMP v1.
func (e EnhancedCodec) tags(ctx context.Context, path string) ([]flv.Tag, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	at := bytes.Index(file, []byte(e.box))
	if at < 4 || at-4+int(binary.BigEndian.Uint32(file[at-4:])) > len(file) {
		return nil, fmt.Errorf("%s has no box %s", path, e.box)
	}
	config := file[at+4 : at-4+int(binary.BigEndian.Uint32(file[at-4:]))]
	out, err := exec.CommandContext(ctx, "ffprobe", "-loglevel", "error", "-of", "json", "-show_entries", "packet=pts_time,size,pos,flags", path).Output()
	if err != nil {
		return nil, fmt.Errorf("ffprobe %s: %w", path, err)
	}
	var found struct {
		Packets []struct {
			PTS   float64 `json:"pts_time,string"`
			Size  int     `json:",string"`
			Pos   int     `json:",string"`
			Flags string
		}
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return nil, err
	}
	const keyStart, keyFrames, interFrames = 0x90, 0x93, 0xa3 // packets without composition time
	tags := []flv.Tag{{Type: flv.TagVideo, Data: slices.Concat([]byte{keyStart}, []byte(e.fourCC), config)}}
	for _, p := range found.Packets {
		if p.Pos+p.Size > len(file) {
			return nil, fmt.Errorf("packet at %d of %s lies outside", p.Pos, path)
		}
		head := byte(interFrames)
		if strings.HasPrefix(p.Flags, "K") {
			head = keyFrames
		}
		tags = append(tags, flv.Tag{Type: flv.TagVideo, Timestamp: int64(math.Round(p.PTS * 1000)),
			Data: slices.Concat([]byte{head}, []byte(e.fourCC), file[p.Pos:p.Pos+p.Size])})
	}
	return tags, nil
}

func soundTags(path string) (tags []flv.Tag, err error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := flv.NewReader(bytes.NewReader(file), 0)
	if err != nil {
		return nil, err
	}
	for {
		tag, err := r.ReadTag()
		if errors.Is(err, io.EOF) {
			return tags, nil
		}
		if err != nil {
			return nil, err
		}
		if tag.Type == flv.TagAudio {
			tags = append(tags, tag)
		}
	}
}

// Publish sends the source in real time to a node, and returns when the node
// has taken all of it.
func (e *Enhanced) Publish(ctx context.Context, n *Node, stream string) error {
	p, err := dialRTMP(ctx, n.RTMPAddr, stream)
	if err != nil {
		return err
	}
	defer p.close()
	begin := time.Now()
	for _, tag := range e.tags {
		select {
		case <-time.After(time.Until(begin.Add(time.Duration(tag.Timestamp) * time.Millisecond))):
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := p.message(byte(tag.Type), rtmpStream, uint32(tag.Timestamp), tag.Data); err != nil {
			return fmt.Errorf("publish %s: %w", stream, err)
		}
	}
	return p.end()
}
