package hls_test

import (
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

// TestFFmpegPlays plays a stream with a gap and a discontinuity through the
// ffmpeg CLI, which does not know EXT-X-GAP, and counts the frames.
func TestFFmpegPlays(t *testing.T) {
	t.Parallel()
	_, err := exec.LookPath("ffmpeg")
	require.NoError(t, err)
	s := newServer(t, func(c *hls.Config) { c.Window, c.Keep = 20, 20 })
	out := s.Open("movie", []core.Profile{small})
	const perSegment, segments = 15, 12 // 8 of the fixture, then 4 again from its start
	for i := range segments {
		seg := sourceSegment(t, uint64(i), i%8)
		out.Source(seg)
		if i == 3 {
			out.Gap(seg, small)
		} else {
			out.Rendition(seg, small, smallRendition(t, i%8))
		}
	}
	out.End()
	srv := httptest.NewServer(s)
	defer srv.Close()
	for name, want := range map[string]int{"source": segments * perSegment, "small": (segments - 1) * perSegment} {
		require.Equal(t, want, countFrames(t, srv.URL+"/stream/movie/"+name+".m3u8"), name)
	}
	// The master leads to the same.
	require.Equal(t, segments*perSegment, countFrames(t, srv.URL+"/stream/movie.m3u8"))
}

// countFrames decodes the best video of url and counts its frames, none of them
// made up or dropped by ffmpeg.
func countFrames(t *testing.T, url string) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-nostdin", "-v", "error", "-live_start_index", "0",
		"-i", url, "-map", "0:v:0", "-vsync", "passthrough", "-f", "framemd5", "-")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	list, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	frames := 0
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "#") {
			frames++
		}
	}
	return frames
}
