package hls_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

func TestEndedStreamLingers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, nil)
		out := s.Open("movie", nil)
		out.Source(sourceSegment(t, 0, 0))
		out.End()
		out.Source(sourceSegment(t, 1, 1)) // too late
		time.Sleep(59 * time.Second)
		got := body(t, get(t, s, "/stream/movie/source.m3u8"), 200)
		require.Contains(t, got, "/0.ts\n#EXT-X-ENDLIST\n")
		require.Equal(t, 200, get(t, s, "/stream/movie/source/0.ts").StatusCode)
		time.Sleep(2 * time.Second)
		require.Equal(t, 404, get(t, s, "/stream/movie/source.m3u8").StatusCode)
		require.Empty(t, s.Streams())
	})
}

func TestStreamComesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, nil)
		old := s.Open("movie", []core.Profile{small})
		seg := sourceSegment(t, 0, 0)
		old.Source(seg)
		old.Rendition(seg, small, smallRendition(t, 0))
		old.Source(sourceSegment(t, 1, 1)) // whose rendition is still being made
		old.End()
		time.Sleep(40 * time.Second)

		out := s.Open("movie", []core.Profile{small})
		seg = sourceSegment(t, 0, 2)
		out.Source(seg)
		out.Rendition(seg, small, smallRendition(t, 2))
		old.Source(sourceSegment(t, 2, 3)) // has lost the stream
		require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
			"#EXTINF:1.000,\n/stream/movie/small/0.ts\n#EXT-X-GAP\n#EXTINF:1.000,\n/stream/movie/small/1.ts\n"+
			"#EXT-X-DISCONTINUITY\n#EXTINF:1.000,\n/stream/movie/small/2.ts\n",
			undated(body(t, get(t, s, "/stream/movie/small.m3u8"), 200)))

		time.Sleep(40 * time.Second) // the old end's clock must not count any more
		require.Equal(t, 200, get(t, s, "/stream/movie/source/2.ts").StatusCode)
		require.Equal(t, 404, get(t, s, "/stream/movie/source/3.ts").StatusCode)
	})
}

// TestMasterWaits asks for the master before the first rendition is there.
func TestMasterWaits(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("late=%v", late), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t, func(c *hls.Config) { c.StartWait = 5 * time.Second })
				out := s.Open("movie", []core.Profile{small})
				answers := make(chan string)
				go func() { answers <- body(t, get(t, s, "/stream/movie.m3u8"), 200) }()
				start := time.Now()
				time.Sleep(time.Second)
				seg := sourceSegment(t, 0, 0)
				out.Source(seg)
				if !late {
					time.Sleep(time.Second)
					out.Rendition(seg, small, smallRendition(t, 0))
				}
				got := <-answers
				require.Contains(t, got, "movie/source.m3u8")
				if late {
					require.NotContains(t, got, "movie/small.m3u8")
					require.Equal(t, 5*time.Second, time.Since(start))
				} else {
					require.Contains(t, got, "movie/small.m3u8")
					require.Equal(t, 2*time.Second, time.Since(start))
				}
			})
		})
	}
}

func TestWaitEndsWithRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, func(c *hls.Config) { c.StartWait = time.Hour })
		s.Open("movie", nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		resp := do(t, s, httptest.NewRequestWithContext(ctx, http.MethodGet, "/stream/movie/source.m3u8", nil))
		require.Equal(t, 404, resp.StatusCode)
		require.Equal(t, time.Second, time.Since(start))
	})
}

// observer counts with function-free fields; it is a fake of hls.Observer.
type observer struct {
	bytes, gaps, evicted, requests atomic.Int64
}

func (o *observer) BytesHeld(n int64)                 { o.bytes.Store(n) }
func (o *observer) Requested(hls.Resource, int)       { o.requests.Add(1) }
func (o *observer) GapListed(core.ManifestID, string) { o.gaps.Add(1) }
func (o *observer) Evicted(_ core.ManifestID, n int)  { o.evicted.Add(int64(n)) }
func sized(t *testing.T, seq uint64, n int) *core.Segment {
	seg := sourceSegment(t, seq, 0)
	seg.Data = bytes.Repeat([]byte{0x47}, n)
	return seg
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	obs := &observer{}
	s := newServer(t, func(c *hls.Config) { c.MaxStreamBytes, c.MaxBytes, c.Observer = 1000, 2500, obs })
	a := s.Open("a", nil)
	for i := range 4 {
		a.Source(sized(t, uint64(i), 300))
	}
	require.EqualValues(t, 900, obs.bytes.Load())
	require.EqualValues(t, 1, obs.evicted.Load())
	require.Contains(t, body(t, get(t, s, "/stream/a/source.m3u8"), 200), "MEDIA-SEQUENCE:1\n")
	require.Equal(t, 404, get(t, s, "/stream/a/source/0.ts").StatusCode)

	a.Source(sized(t, 4, 1001)) // never fits
	require.EqualValues(t, 1, obs.gaps.Load())
	require.Contains(t, body(t, get(t, s, "/stream/a/source.m3u8"), 200), "#EXT-X-GAP")
	a.End()

	b := s.Open("b", nil)
	b.Source(sized(t, 0, 900))
	c := s.Open("c", nil)
	c.Source(sized(t, 0, 800)) // a, which has ended, makes room
	require.Equal(t, 404, get(t, s, "/stream/a.m3u8").StatusCode)
	require.EqualValues(t, 1700, obs.bytes.Load())
	d := s.Open("d", nil)
	d.Source(sized(t, 0, 700))
	d.Source(sized(t, 1, 200)) // only at its own cost
	require.Equal(t, 404, get(t, s, "/stream/d/source/0.ts").StatusCode)
	require.Equal(t, 200, get(t, s, "/stream/d/source/1.ts").StatusCode)
	require.Equal(t, 200, get(t, s, "/stream/b/source/0.ts").StatusCode)
	require.Equal(t, 200, get(t, s, "/stream/c/source/0.ts").StatusCode)
	require.EqualValues(t, 1900, obs.bytes.Load())
	require.NoError(t, s.Close())
	require.Zero(t, obs.bytes.Load())
}

func TestEndedStreamsAreBoundedInNumber(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for i := range 300 {
		out := s.Open(core.ManifestID(fmt.Sprintf("s%03d", i)), nil)
		out.Source(sized(t, 0, 10))
		out.End()
	}
	require.Len(t, s.Streams(), 256)
	require.Equal(t, 404, get(t, s, "/stream/s000.m3u8").StatusCode)
	require.Equal(t, 200, get(t, s, "/stream/s299.m3u8").StatusCode)
}

// TestRenditionThatNeverComes lets the source run away from a rendition.
func TestRenditionThatNeverComes(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("movie", []core.Profile{small})
	first := sized(t, 0, 10)
	out.Source(first)
	out.Rendition(first, small, smallRendition(t, 0))
	for i := uint64(1); i < 1100; i++ {
		out.Source(sized(t, i, 10))
	}
	late := sized(t, 1099, 10)
	out.Rendition(late, small, smallRendition(t, 0))
	got := body(t, get(t, s, "/stream/movie/small.m3u8"), 200)
	require.Contains(t, got, "MEDIA-SEQUENCE:1094\n")
	require.Contains(t, got, "/stream/movie/small/1099.ts")
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	require.NoError(t, hls.DefaultConfig().Validate())
	for name, change := range map[string]func(*hls.Config){
		"err_window": func(c *hls.Config) { c.Window = 2 },
		"err_keep":   func(c *hls.Config) { c.Keep = 5 },
		"err_linger": func(c *hls.Config) { c.Linger = -1 },
		"err_bytes":  func(c *hls.Config) { c.MaxBytes = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := hls.DefaultConfig()
			change(&cfg)
			_, err := hls.New(cfg)
			require.Error(t, err)
		})
	}
}
