package hls_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/hls"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var _ broadcaster.Outputs = (*hls.Server)(nil)

// small is the profile of the rendition in testdata; it makes 160x90 of 192x108.
var small = core.Profile{Name: "small", Width: 160, Height: 90, Bitrate: 100_000}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

// sourceSegment is segment seq with the media of testdata/source_<file>.ts.
func sourceSegment(t testing.TB, seq uint64, file int) *core.Segment {
	t.Helper()
	return &core.Segment{
		ManifestID: "movie", Seq: seq, Duration: time.Second, Data: fixture(t, "source_"+strconv.Itoa(file)+".ts"),
		Info: core.MediaInfo{
			HasVideo: true, HasAudio: true, VideoCodec: core.H264, AudioCodec: "aac", Width: 192, Height: 108,
			FPSNum: 15, FPSDen: 1, VideoFrames: 15, VideoCodecTag: "avc1.64000a", AudioCodecTag: "mp4a.40.2",
		},
	}
}

func smallRendition(t testing.TB, file int) core.Rendition {
	t.Helper()
	return core.Rendition{Data: fixture(t, "small_"+strconv.Itoa(file)+".ts")}
}

func newServer(t testing.TB, change func(*hls.Config)) *hls.Server {
	t.Helper()
	cfg := hls.DefaultConfig()
	cfg.StartWait = 0
	if change != nil {
		change(&cfg)
	}
	s, err := hls.New(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func get(t testing.TB, h http.Handler, path string) *http.Response {
	t.Helper()
	return do(t, h, httptest.NewRequest(http.MethodGet, path, nil))
}

func do(t testing.TB, h http.Handler, r *http.Request) *http.Response {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Result()
}

// body reads a response that must have the given status.
func body(t testing.TB, resp *http.Response, status int) string {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, status, resp.StatusCode, "%s", b)
	return string(b)
}

// undated is a playlist without its dates, which differ from run to run.
func undated(playlist string) string {
	var kept []string
	for line := range strings.SplitSeq(playlist, "\n") {
		if !strings.HasPrefix(line, "#EXT-X-PROGRAM-DATE-TIME:") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
