package ingest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

// makeSegments cuts two segments of a generated stream with the ffmpeg program.
func makeSegments(t testing.TB, args ...string) [][]byte {
	t.Helper()
	dir := t.TempDir()
	all := append([]string{"-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10", "-f", "lavfi", "-i", "sine", "-t", "2"}, args...)
	all = append(all, "-g", "10", "-f", "segment", "-segment_time", "1", "-segment_format", "mpegts", filepath.Join(dir, "%d.ts"))
	out, err := exec.Command("ffmpeg", all...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	var segments [][]byte
	for _, name := range []string{"0.ts", "1.ts"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		segments = append(segments, b)
	}
	return segments
}

func TestTSFormat(t *testing.T) {
	t.Parallel()
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	seen := map[[32]byte]string{}
	for name, args := range map[string][]string{
		"h264":       h264,
		"h264 hrd":   append(h264, "-b:v", "200k", "-maxrate", "200k", "-bufsize", "200k", "-x264-params", "nal-hrd=cbr"),
		"h264 other": append(h264, "-s", "320x180"),
		"h264 422":   {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv422p"},
		"no audio":   append(h264, "-an"),
		"hevc":       {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p"},
	} {
		segments := makeSegments(t, args...)
		first, ok := tsFormat(segments[0])
		require.True(t, ok, name)
		second, ok := tsFormat(segments[1])
		require.True(t, ok, name)
		require.Equal(t, first, second, "%s: two segments of one stream", name)
		require.NotContains(t, seen, first, "%s has the format of %s", name, seen[first])
		seen[first] = name
	}
}

func TestTSFormatRefuses(t *testing.T) {
	t.Parallel()
	good := makeSegments(t, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")[0]
	sps := bytes.Index(good, []byte{0, 0, 1, 0x67})
	require.Positive(t, sps)
	noSPS := bytes.Clone(good)
	noSPS[sps+3] = 0x66 // an SEI
	cases := map[string][]byte{
		"empty":             nil,
		"text":              bytes.Repeat([]byte("text"), 500),
		"tables only":       good[:3*188],
		"no sync":           append([]byte{0}, good[1:]...),
		"no parameter sets": noSPS,
		"padding":           bytes.Repeat(append([]byte{0x47, 0x1f, 0xff, 0x10}, make([]byte, 184)...), 20),
		"audio":             makeSegments(t, "-map", "1", "-c:a", "aac")[0],
	}
	for name, data := range cases {
		_, ok := tsFormat(data)
		require.False(t, ok, name)
	}
}

func TestFormatsAreBounded(t *testing.T) {
	t.Parallel()
	var f formats
	for i := range 3 * maxFormats {
		key := [32]byte{byte(i), byte(i >> 8)}
		f.remember(key, core.MediaInfo{Width: i})
		info, ok := f.lookup(key)
		require.True(t, ok)
		require.Equal(t, i, info.Width)
		require.LessOrEqual(t, len(f.known), maxFormats)
	}
}

func FuzzTSFormat(f *testing.F) {
	f.Add(makeSegments(f, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")[0][:20*188])
	f.Fuzz(func(t *testing.T, data []byte) {
		format, ok := tsFormat(data)
		again, okAgain := tsFormat(bytes.Clone(data))
		if ok != okAgain || format != again {
			t.Fatal("the same bytes have two formats")
		}
	})
}

// countingProber counts how often it is asked.
type countingProber struct{ probes int }

func (p *countingProber) Probe(context.Context, []byte, string) (core.MediaInfo, error) {
	p.probes++
	return core.MediaInfo{HasVideo: true, VideoFrames: 10, Width: p.probes}, nil
}

func TestAFormatIsProbedOnce(t *testing.T) {
	t.Parallel()
	segments := makeSegments(t, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	prober := &countingProber{}
	p := &Push{cfg: PushConfig{Prober: prober}}
	ask := func(duration time.Duration, data []byte) int {
		info, err := p.probe(t.Context(), &pushRequest{duration: duration}, data)
		require.NoError(t, err)
		return info.Width
	}
	require.Equal(t, 1, ask(time.Second, segments[0]))
	require.Equal(t, 1, ask(time.Second, segments[1]), "the same format")
	require.Equal(t, 2, ask(0, segments[1]), "its duration has to be found")
	require.Equal(t, 3, ask(time.Second, segments[0][188*3:]), "no format can be told")
	require.Equal(t, 2, ask(time.Second, segments[0]))
}
