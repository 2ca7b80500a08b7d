package ffmpeg_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// These tests need a graphics card and its driver. A machine is said to have a
// card when the driver's files in /dev are there; then nothing is skipped.

func needCard(t testing.TB) {
	t.Helper()
	files, err := filepath.Glob("/dev/nvidia[0-9]*")
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("this machine has no Nvidia card: there is no /dev/nvidia0")
	}
	n, err := ffmpeg.NvidiaDevices()
	require.NoError(t, err, "the card is there, and cannot be used")
	require.Positive(t, n)
}

// onCard decodes and scales there and encodes here.
func onCard() ffmpeg.Device { return ffmpeg.Device{Nvidia: true, CPUEncode: true} }

// psnr is how alike two videos are, in dB over all frames; 100 for equal ones.
func psnr(t testing.TB, a, b []byte) float64 {
	t.Helper()
	dir := t.TempDir()
	x, y := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	require.NoError(t, os.WriteFile(x, a, 0o600))
	require.NoError(t, os.WriteFile(y, b, 0o600))
	cmd := exec.Command("ffmpeg", "-nostdin", "-hide_banner", "-i", x, "-i", y, "-lavfi",
		"[0:v]setpts=N/TB[a];[1:v]setpts=N/TB[b];[a][b]psnr", "-f", "null", "-")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	m := regexp.MustCompile(`PSNR .*average:(\S+)`).FindSubmatch(out)
	require.NotNil(t, m, "%s", out)
	if string(m[1]) == "inf" {
		return 100
	}
	db, err := strconv.ParseFloat(string(m[1]), 64)
	require.NoError(t, err)
	return db
}

// sharp is a profile whose encoder loses next to nothing.
func sharp(w, h int, change func(*core.Profile)) core.Profile {
	p := core.Profile{Name: fmt.Sprintf("%dx%d", w, h), Width: w, Height: h, Quality: 4, Format: core.MP4}
	if change != nil {
		change(&p)
	}
	return p
}

// detail is a picture full of fine lines that move.
func detail(t testing.TB, ext, size, seconds string, args ...string) []byte {
	t.Helper()
	base := []string{
		"-f", "lavfi", "-i", "mandelbrot=size=" + size + ":rate=30:end_scale=0.05", "-f", "lavfi", "-i", "sine=sample_rate=48000",
		"-t", seconds, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-c:a", "aac",
	}
	return media(t, ext, append(base, args...)...)
}

// The card's renditions are the CPU's, frame by frame.
func TestCardMakesWhatTheCPUMakes(t *testing.T) {
	t.Parallel()
	needCard(t)
	x265 := []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"}
	tests := map[string]struct {
		source   []byte
		onCPU    bool // the card cannot decode this
		profiles []core.Profile
	}{
		"sizes": {source: detail(t, ".ts", "1920x1080", "1"), profiles: []core.Profile{
			sharp(1920, 1080, nil), sharp(1280, 720, nil), sharp(1024, 576, nil), sharp(854, 480, nil), sharp(640, 360, nil),
			sharp(426, 240, nil), sharp(256, 144, nil), sharp(2560, 1440, nil),
		}},
		"rates": {source: detail(t, ".ts", "640x360", "2"), profiles: []core.Profile{
			sharp(320, 180, func(p *core.Profile) { p.FPS = 60 }), sharp(320, 180, func(p *core.Profile) { p.FPS = 12 }),
		}},
		"formats": {source: detail(t, ".ts", "640x360", "1"), profiles: []core.Profile{
			sharp(320, 180, func(p *core.Profile) { p.ColorDepth = 10 }),
			sharp(320, 180, func(p *core.Profile) { p.ChromaFormat = 1 }),
			sharp(320, 180, func(p *core.Profile) { p.ChromaFormat = 2 }),
			sharp(320, 180, func(p *core.Profile) { p.Encoder, p.ColorDepth = core.HEVC, 12 }),
		}},
		"many_references": {source: detail(t, ".ts", "1280x720", "1", "-refs", "16", "-bf", "8", "-b-pyramid", "normal"), profiles: []core.Profile{sharp(640, 360, nil)}},
		"interlaced":      {source: detail(t, ".ts", "720x576", "1", "-flags", "+ildct+ilme"), profiles: []core.Profile{sharp(360, 288, nil)}},
		"full_range":      {source: detail(t, ".ts", "640x360", "1", "-pix_fmt", "yuvj420p"), profiles: []core.Profile{sharp(320, 180, nil)}},
		"odd_size":        {source: detail(t, ".ts", "854x482", "1"), profiles: []core.Profile{sharp(426, 240, nil)}},
		"aspect":          {source: detail(t, ".ts", "720x576", "1", "-aspect", "16:9"), profiles: []core.Profile{sharp(1024, 576, nil), sharp(360, 288, nil)}},
		"hevc":            {source: detail(t, ".ts", "1280x720", "1", x265...), profiles: []core.Profile{sharp(640, 360, nil)}},
		"hevc_10_bits":    {source: detail(t, ".ts", "1280x720", "1", append(x265, "-pix_fmt", "yuv420p10le")...), profiles: []core.Profile{sharp(640, 360, nil), sharp(640, 360, func(p *core.Profile) { p.ColorDepth = 10 })}},
		"vp9":             {source: detail(t, ".mp4", "640x360", "1", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"), profiles: []core.Profile{sharp(320, 180, nil)}},
		"h264_422":        {source: detail(t, ".ts", "640x360", "1", "-pix_fmt", "yuv422p"), onCPU: true, profiles: []core.Profile{sharp(320, 180, nil)}},
		"h264_10_bits":    {source: detail(t, ".ts", "640x360", "1", "-pix_fmt", "yuv420p10le"), onCPU: true, profiles: []core.Profile{sharp(320, 180, nil)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, cpu, err := transcode(t, ffmpeg.Job{Profiles: tt.profiles}, tt.source)
			require.NoError(t, err)
			got, card, err := transcode(t, ffmpeg.Job{Profiles: tt.profiles, Device: onCard()}, tt.source)
			require.NoError(t, err)
			require.Equal(t, want.Decoded.Frames, got.Decoded.Frames)
			require.Zero(t, got.Decoded.Damaged)
			if tt.onCPU {
				require.Zero(t, got.Decoded.OnCard)
			} else {
				require.Equal(t, got.Decoded.Frames, got.Decoded.OnCard)
			}
			for i, p := range tt.profiles {
				sameRendition(t, p, cpu[i], card[i])
			}
		})
	}
}

// sameRendition compares what may not differ, and the pictures.
func sameRendition(t *testing.T, p core.Profile, want, got []byte) {
	t.Helper()
	a, b := inspect(t, want), inspect(t, got)
	x, y := a.stream("video"), b.stream("video")
	x.NbReadFrames, y.NbReadFrames = "", ""
	require.Equal(t, x, y, "%s", p.Name)
	require.Equal(t, a.frames(t), b.frames(t))
	times := func(k probed) (list []int64) {
		for _, v := range k.packets("video") {
			list = append(list, v.PTS)
		}
		slices.Sort(list)
		return list
	}
	require.Equal(t, times(a), times(b))
	db := psnr(t, want, got)
	t.Logf("%s %v: %.1f dB", p.Name, p.Encoder, db)
	require.Greater(t, db, 40.0, "%s", p.Name)
}

// The slowest rendition holds back frames of the decoder's pool, which must do.
func TestCardPoolIsLargeEnough(t *testing.T) {
	t.Parallel()
	needCard(t)
	src := detail(t, ".ts", "640x360", "2", "-refs", "16", "-bf", "16", "-b-pyramid", "normal")
	slow := sharp(640, 360, nil)
	res, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0), slow, small(0, 0)}, Device: onCard(), Preset: "slower", Threads: 1}, src)
	require.NoError(t, err)
	require.Equal(t, ffmpeg.Decoded{Frames: 60, Pixels: 60 * 640 * 360, OnCard: 60}, res.Decoded)
}

// A stream that changes its size, or becomes one that the card cannot decode.
func TestCardSourceChanges(t *testing.T) {
	t.Parallel()
	needCard(t)
	hd, sd := detail(t, ".ts", "1280x720", "1"), detail(t, ".ts", "640x360", "1")
	deep := detail(t, ".ts", "640x360", "1", "-pix_fmt", "yuv422p")
	for name, second := range map[string][]byte{"size": sd, "format": deep} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := slices.Concat(hd, second)
			want, cpu, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{sharp(320, 180, nil)}}, src)
			require.NoError(t, err)
			got, card, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{sharp(320, 180, nil)}, Device: onCard()}, src)
			require.NoError(t, err)
			require.Equal(t, want.Decoded.Frames, got.Decoded.Frames)
			sameRendition(t, sharp(320, 180, nil), cpu[0], card[0])
		})
	}
}

// What stays open for the next segment gives it the same pictures.
func TestCardScalersAreKept(t *testing.T) {
	t.Parallel()
	needCard(t)
	profiles := []core.Profile{sharp(320, 180, nil), sharp(160, 90, nil), sharp(320, 180, nil)}
	h264 := detail(t, ".ts", "1280x720", "0.5")
	hevc := detail(t, ".ts", "1280x720", "0.5", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")
	_, first, err := transcode(t, ffmpeg.Job{Profiles: profiles, Device: onCard()}, h264)
	require.NoError(t, err)
	_, cpu, err := transcode(t, ffmpeg.Job{Profiles: profiles}, hevc)
	require.NoError(t, err)
	_, other, err := transcode(t, ffmpeg.Job{Profiles: profiles, Device: onCard()}, hevc)
	require.NoError(t, err)
	for i, p := range profiles {
		sameRendition(t, p, cpu[i], other[i])
	}
	_, second, err := transcode(t, ffmpeg.Job{Profiles: profiles, Device: onCard()}, h264)
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Equal(t, first[0], first[2])
}

func TestCardSignature(t *testing.T) {
	t.Parallel()
	needCard(t)
	src := clip(t, ".ts", "640x360", "30", "2")
	want, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Signature: true}, src)
	require.NoError(t, err)
	got, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Signature: true, Device: onCard()}, src)
	require.NoError(t, err)
	require.Len(t, got.Renditions[0].Signature, len(want.Renditions[0].Signature))
}

// A card with an encoder encodes; one without says that it has none.
func TestCardEncodes(t *testing.T) {
	t.Parallel()
	needCard(t)
	src := detail(t, ".ts", "640x360", "1")
	p := small(0, 0)
	res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}, Device: ffmpeg.Device{Nvidia: true}}, src)
	var de *ffmpeg.DeviceError
	if errors.As(err, &de) {
		t.Logf("this card does not encode: %v", err)
		return
	}
	require.NoError(t, err)
	require.Equal(t, 30, res.Decoded.OnCard)
	require.Equal(t, 30, inspect(t, outs[0]).frames(t))
}

func TestCardThatIsNotThere(t *testing.T) {
	t.Parallel()
	needCard(t)
	_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Device: ffmpeg.Device{Nvidia: true, CPUEncode: true, Index: 99}}, []byte("x"))
	var de *ffmpeg.DeviceError
	require.ErrorAs(t, err, &de)
	require.Contains(t, de.Reason, "numbered from 0")
}

// Damaged sources end in a result or an error on the card as well.
func TestCardDamagedSources(t *testing.T) {
	t.Parallel()
	needCard(t)
	src := clip(t, ".ts", "320x180", "30", "1")
	for i := range 40 {
		bad := bytes.Clone(src)
		for at := 600 + 97*i; at < len(bad); at += 4001 + 131*i {
			bad[at] ^= byte(1 + i)
		}
		res, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Device: onCard()}, bad)
		if err == nil {
			require.Positive(t, res.Renditions[0].Frames)
			continue
		}
		var de *ffmpeg.DeviceError
		require.False(t, errors.As(err, &de), "the source is damaged, not the card: %v", err)
	}
	_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Device: onCard()}, src)
	require.NoError(t, err, "a good one after them")
}

// Threads, files and memory do not grow with the number of segments.
func TestCardNothingLeaks(t *testing.T) {
	needCard(t)
	src := clip(t, ".ts", "640x360", "30", "1")
	round := func(n int) {
		for range n {
			_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0), small(25, 0)}, Device: onCard()}, src)
			require.NoError(t, err)
		}
	}
	inUse := func() int {
		ffmpeg.ReleaseMemory()
		return residentMB(t)
	}
	round(10)
	memory, files, threads := inUse(), count(t, "/proc/self/fd"), count(t, "/proc/self/task")
	round(40)
	require.Less(t, inUse(), memory+60, "1.5 MB a segment: less than one scaler's programs")
	require.LessOrEqual(t, count(t, "/proc/self/fd"), files+2)
	require.LessOrEqual(t, count(t, "/proc/self/task"), threads+4)
}
