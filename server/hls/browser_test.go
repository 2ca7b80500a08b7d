//go:build e2e

package hls_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

// TestBrowserPlays plays a live stream with a gap in one rendition, and then its
// end, with hls.js in Chromium. It needs Node and `npm ci` in test/browser.
func TestBrowserPlays(t *testing.T) {
	s := newServer(t, func(c *hls.Config) { c.StartWait = 5 * time.Second })
	mux := http.NewServeMux()
	mux.Handle("/stream/", s)
	mux.Handle("/", hls.Viewer{Server: s, List: true})
	srv := httptest.NewServer(mux)
	defer srv.Close()

	out := s.Open("movie", []core.Profile{small})
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		publish(t, out, done)
	}()
	finish := sync.OnceFunc(func() { close(done); <-stopped })
	defer finish()

	live := play(t, srv.URL+"/play/movie", "--seconds", "8", "--tolerate-gaps")
	require.Len(t, live, 2)
	for name, r := range live {
		require.Greater(t, r.FramesDecoded, 60, name)
		require.GreaterOrEqual(t, r.Played, 8.0, name)
	}

	finish()
	out.End()
	ended := play(t, srv.URL+"/play/movie", "--seconds", "60", "--rendition", "source")
	require.True(t, ended["source"].Ended)
	require.GreaterOrEqual(t, ended["source"].FramesDecoded, 6*15-1) // all that is listed
}

// played is what play.mjs says of one rendition.
type played struct {
	FramesDecoded int
	Played        float64
	Ended         bool
}

func play(t *testing.T, args ...string) map[string]played {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"../../test/browser/play.mjs"}, args...)...)
	report, err := cmd.Output()
	t.Logf("%s", report)
	require.NoError(t, err)
	var got struct{ Renditions map[string]played }
	require.NoError(t, json.Unmarshal(report, &got))
	return got.Renditions
}

// publish writes a segment each second, every seventh rendition a gap.
func publish(t *testing.T, out interface {
	Source(*core.Segment)
	Rendition(*core.Segment, core.Profile, core.Rendition)
	Gap(*core.Segment, core.Profile)
}, done chan struct{}) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for i := 0; ; i++ {
		seg := sourceSegment(t, uint64(i), i%8)
		out.Source(seg)
		if i%7 == 6 {
			out.Gap(seg, small)
		} else {
			out.Rendition(seg, small, smallRendition(t, i%8))
		}
		if i < 3 {
			continue // a stream that has been running for a moment
		}
		select {
		case <-tick.C:
		case <-done:
			return
		}
	}
}
