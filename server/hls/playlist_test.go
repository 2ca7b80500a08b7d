package hls_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafov/m3u8"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

func TestPlaylistsOfFirstSegment(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("movie", []core.Profile{small})
	seg := sourceSegment(t, 0, 0)
	out.Source(seg)
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n"+
		"#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=121824,AVERAGE-BANDWIDTH=121824,CODECS=\"avc1.64000a,mp4a.40.2\",RESOLUTION=192x108,FRAME-RATE=15.000\n"+
		"movie/source.m3u8\n", body(t, get(t, s, "/stream/movie.m3u8"), 200))

	out.Rendition(seg, small, smallRendition(t, 0))
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n"+
		"#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=121824,AVERAGE-BANDWIDTH=121824,CODECS=\"avc1.64000a,mp4a.40.2\",RESOLUTION=192x108,FRAME-RATE=15.000\n"+
		"movie/source.m3u8\n"+
		"#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=114304,AVERAGE-BANDWIDTH=114304,CODECS=\"avc1.42c00a,mp4a.40.2\",RESOLUTION=160x90,FRAME-RATE=15.000\n"+
		"movie/small.m3u8\n", body(t, get(t, s, "/stream/movie.m3u8"), 200))

	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
		"#EXTINF:1.000,\n/stream/movie/small/0.ts\n", undated(body(t, get(t, s, "/stream/movie/small.m3u8"), 200)))
	require.Equal(t, string(fixture(t, "small_0.ts")), body(t, get(t, s, "/stream/movie/small/0.ts"), 200))
}

func TestWindowSlides(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("movie", nil)
	for i := range 20 {
		out.Source(sourceSegment(t, uint64(i), i%8))
	}
	out.End()
	got := undated(body(t, get(t, s, "/stream/movie/source.m3u8"), 200))
	// Segments 8 and 16 start the fixture's clock anew: two discontinuities.
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:14\n#EXT-X-TARGETDURATION:1\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n"+
		"#EXTINF:1.000,\n/stream/movie/source/14.ts\n#EXTINF:1.000,\n/stream/movie/source/15.ts\n"+
		"#EXT-X-DISCONTINUITY\n#EXTINF:1.000,\n/stream/movie/source/16.ts\n#EXTINF:1.000,\n/stream/movie/source/17.ts\n"+
		"#EXTINF:1.000,\n/stream/movie/source/18.ts\n#EXTINF:1.000,\n/stream/movie/source/19.ts\n#EXT-X-ENDLIST\n", got)
	require.Equal(t, 404, get(t, s, "/stream/movie/source/7.ts").StatusCode)
	require.Equal(t, 200, get(t, s, "/stream/movie/source/8.ts").StatusCode)
}

// TestGap shows a rendition whose second segment failed, and one that failed
// from the beginning.
func TestGap(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	other := core.Profile{Name: "other", Width: 320, Height: 180, Bitrate: 250_000}
	out := s.Open("movie", []core.Profile{small, other})
	for i := range 3 {
		seg := sourceSegment(t, uint64(i), i)
		out.Source(seg)
		if i == 1 {
			out.Gap(seg, small)
		} else {
			out.Rendition(seg, small, smallRendition(t, i))
		}
		out.Gap(seg, other)
	}
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
		"#EXTINF:1.000,\n/stream/movie/small/0.ts\n#EXT-X-GAP\n#EXTINF:1.000,\n/stream/movie/small/1.ts\n#EXTINF:1.000,\n/stream/movie/small/2.ts\n",
		undated(body(t, get(t, s, "/stream/movie/small.m3u8"), 200)))
	require.Contains(t, body(t, get(t, s, "/stream/movie/small/1.ts"), 404), "gap")
	require.Contains(t, body(t, get(t, s, "/stream/movie.m3u8"), 200), "BANDWIDTH=250000,RESOLUTION=320x180,FRAME-RATE=15.000\nmovie/other.m3u8\n")
	require.NotContains(t, body(t, get(t, s, "/stream/movie/source.m3u8"), 200), "GAP")
}

func TestDiscontinuity(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*core.Segment)
		want   bool
	}{
		"ok":                    {func(*core.Segment) {}, false},
		"flagged":               {func(s *core.Segment) { s.Discontinuity = true }, true},
		"publisher_skips":       {func(s *core.Segment) { s.Seq = 2 }, true},
		"publisher_repeats":     {func(s *core.Segment) { s.Seq = 0 }, true},
		"size_changes":          {func(s *core.Segment) { s.Info.Width = 320 }, true},
		"codec_changes":         {func(s *core.Segment) { s.Info.VideoCodec = core.HEVC }, true},
		"audio_goes":            {func(s *core.Segment) { s.Info.HasAudio = false }, true},
		"clock_jumps":           {func(s *core.Segment) { s.Data = fixture(t, "source_3.ts") }, true},
		"clock_starts_anew":     {func(s *core.Segment) { s.Data = fixture(t, "source_0.ts") }, true},
		"unknown_clock_goes_on": {func(s *core.Segment) { s.Data = []byte("no media") }, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, nil)
			out := s.Open("movie", []core.Profile{small})
			first, second := sourceSegment(t, 0, 0), sourceSegment(t, 1, 1)
			c.change(second)
			out.Source(first)
			out.Source(second)
			out.Rendition(first, small, smallRendition(t, 0))
			out.Rendition(second, small, smallRendition(t, 1))
			for _, name := range []string{"source", "small"} {
				got := body(t, get(t, s, "/stream/movie/"+name+".m3u8"), 200)
				require.Equal(t, c.want, strings.Contains(got, "#EXT-X-DISCONTINUITY\n"), got)
				require.Contains(t, got, "/stream/movie/"+name+"/1.ts")
			}
		})
	}
}

func TestDurationsAndDates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, nil)
		out := s.Open("movie", nil)
		base := time.Now() // midnight of 2000-01-01 UTC in the bubble
		for i, d := range []time.Duration{2002 * time.Millisecond, 1_966_667 * time.Microsecond, 2_600_001 * time.Microsecond} {
			time.Sleep(time.Until(base.Add(time.Duration(i+1) * 2 * time.Second)))
			seg := sourceSegment(t, uint64(i+5), i)
			seg.Duration, seg.Data = d, []byte("x")
			out.Source(seg)
		}
		require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:5\n#EXT-X-TARGETDURATION:3\n"+
			"#EXT-X-PROGRAM-DATE-TIME:1999-12-31T23:59:59.998Z\n#EXTINF:2.002,\n/stream/movie/source/5.ts\n"+
			"#EXT-X-PROGRAM-DATE-TIME:2000-01-01T00:00:02.000Z\n#EXTINF:1.966667,\n/stream/movie/source/6.ts\n"+
			"#EXT-X-PROGRAM-DATE-TIME:2000-01-01T00:00:03.966Z\n#EXTINF:2.600001,\n/stream/movie/source/7.ts\n",
			body(t, get(t, s, "/stream/movie/source.m3u8"), 200))
	})
}

func TestBandwidthIsPeakAndAverage(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("movie", nil)
	for i, size := range []int{1000, 3000, 2000, 5000} {
		seg := sourceSegment(t, uint64(i), i)
		seg.Data = bytes.Repeat([]byte{1}, size)
		if i == 3 {
			seg.Duration = 100 * time.Millisecond // too short to be a peak
		}
		out.Source(seg)
	}
	// 11000 bytes in 3.1 s
	require.Contains(t, body(t, get(t, s, "/stream/movie.m3u8"), 200), "BANDWIDTH=28387,AVERAGE-BANDWIDTH=28387")
	seg := sourceSegment(t, 4, 4)
	seg.Data = bytes.Repeat([]byte{1}, 6000)
	out.Source(seg)
	require.Contains(t, body(t, get(t, s, "/stream/movie.m3u8"), 200), "BANDWIDTH=48000,AVERAGE-BANDWIDTH=33171")
}

func TestOutOfStepRenditions(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	twin := small
	twin.Bitrate++ // another profile of the same name
	src := core.Profile{Name: "source", Width: 160, Height: 90}
	out := s.Open("movie", []core.Profile{small, twin, src})
	segs := make([]*core.Segment, 3)
	for i := range segs {
		segs[i] = sourceSegment(t, uint64(i), i)
		out.Source(segs[i])
	}
	for i := range segs {
		out.Rendition(segs[i], small, smallRendition(t, i))
	}
	out.Rendition(segs[0], twin, smallRendition(t, 0))
	out.Rendition(segs[2], twin, smallRendition(t, 2)) // 1 was forgotten
	out.Rendition(segs[2], twin, smallRendition(t, 2)) // twice
	out.Gap(segs[0], core.Profile{Name: "stranger"})
	require.NotContains(t, body(t, get(t, s, "/stream/movie/small.m3u8"), 200), "GAP")
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
		"#EXTINF:1.000,\n/stream/movie/small_2/0.ts\n#EXT-X-GAP\n#EXTINF:1.000,\n/stream/movie/small_2/1.ts\n#EXTINF:1.000,\n/stream/movie/small_2/2.ts\n",
		undated(body(t, get(t, s, "/stream/movie/small_2.m3u8"), 200)))
	out.Rendition(segs[0], src, smallRendition(t, 0))
	require.Equal(t, []hls.StreamInfo{{ID: "movie", Renditions: []string{"source", "small", "small_2", "source_2"}}}, s.Streams())
	out.End()
	require.Contains(t, body(t, get(t, s, "/stream/movie/source_2.m3u8"), 200), "#EXT-X-GAP\n#EXTINF:1.000,\n/stream/movie/source_2/2.ts\n#EXT-X-ENDLIST")
}

// TestReadByLibrary reads what is written here with an independent parser.
func TestReadByLibrary(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	odd := core.Profile{Name: "odd #?% ü", Width: 160, Height: 90}
	out := s.Open("a:b", []core.Profile{odd})
	for i := range 9 {
		seg := sourceSegment(t, uint64(i), i%8)
		out.Source(seg)
		if i == 5 {
			out.Gap(seg, odd)
		} else {
			out.Rendition(seg, odd, smallRendition(t, i%8))
		}
	}
	list, kind, err := m3u8.DecodeFrom(strings.NewReader(body(t, get(t, s, "/stream/a:b.m3u8"), 200)), true)
	require.NoError(t, err)
	require.Equal(t, m3u8.MASTER, kind)
	master := list.(*m3u8.MasterPlaylist)
	require.Len(t, master.Variants, 2)
	require.Equal(t, "a%3Ab/odd%20%23%3F%25%20%C3%BC.m3u8", master.Variants[1].URI)

	list, kind, err = m3u8.DecodeFrom(strings.NewReader(body(t, get(t, s, "/stream/"+master.Variants[1].URI), 200)), true)
	require.NoError(t, err)
	require.Equal(t, m3u8.MEDIA, kind)
	media := list.(*m3u8.MediaPlaylist)
	require.EqualValues(t, 3, media.SeqNo)
	require.EqualValues(t, 6, media.Count())
	for i, seg := range media.Segments[:6] {
		require.InDelta(t, 1.0, seg.Duration, 1e-9)
		require.Equal(t, i == 5, seg.Discontinuity)
		require.Equal(t, i == 2, get(t, s, seg.URI).StatusCode == http.StatusNotFound, strconv.Itoa(i))
	}
}

func TestAnswersOfHandler(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *hls.Config) { c.CurrentManifest = true })
	require.Equal(t, 404, get(t, s, "/stream/current.m3u8").StatusCode)
	s.Open("live", nil).Source(sourceSegment(t, 0, 0))
	media := fixture(t, "source_0.ts")
	cases := map[string]struct {
		method, path string
		header       http.Header
		status       int
		want         map[string]string
		length       int // of the body, -1 for any
	}{
		"master":         {"GET", "/stream/live.m3u8", nil, 200, map[string]string{"Content-Type": "application/vnd.apple.mpegurl", "Cache-Control": "no-cache"}, -1},
		"current":        {"GET", "/stream/current.m3u8", nil, 200, map[string]string{"Access-Control-Allow-Origin": "*"}, -1},
		"media":          {"GET", "/stream/live/source.m3u8", nil, 200, map[string]string{"Content-Type": "application/vnd.apple.mpegurl"}, -1},
		"segment":        {"GET", "/stream/live/source/0.ts", nil, 200, map[string]string{"Content-Type": "video/mp2t", "Cache-Control": "max-age=60", "Access-Control-Expose-Headers": "Content-Length"}, len(media)},
		"head":           {"HEAD", "/stream/live/source/0.ts", nil, 200, map[string]string{"Content-Length": strconv.Itoa(len(media))}, 0},
		"range":          {"GET", "/stream/live/source/0.ts", http.Header{"Range": {"bytes=188-375"}}, 206, map[string]string{"Content-Range": "bytes 188-375/" + strconv.Itoa(len(media))}, 188},
		"preflight":      {"OPTIONS", "/stream/live/source/0.ts", nil, 204, map[string]string{"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS"}, 0},
		"err_method":     {"POST", "/stream/live.m3u8", nil, 405, map[string]string{"Allow": "GET, HEAD, OPTIONS"}, -1},
		"err_stream":     {"GET", "/stream/other.m3u8", nil, 404, map[string]string{"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}, -1},
		"err_rendition":  {"GET", "/stream/live/other.m3u8", nil, 404, nil, -1},
		"err_segment":    {"GET", "/stream/live/source/1.ts", nil, 404, nil, -1},
		"err_number":     {"GET", "/stream/live/source/x.ts", nil, 404, nil, -1},
		"err_big_number": {"GET", "/stream/live/source/18446744073709551616.ts", nil, 404, nil, -1},
		"err_extension":  {"GET", "/stream/live/source/0.mp4", nil, 404, nil, -1},
		"err_deep":       {"GET", "/stream/live/source/0/0.ts", nil, 404, nil, -1},
		"err_dots":       {"GET", "/stream/../x.m3u8", nil, 404, nil, -1},
		"err_elsewhere":  {"GET", "/other", nil, 404, nil, -1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(c.method, "/", nil)
			r.URL.Path = c.path
			for k, v := range c.header {
				r.Header[k] = v
			}
			resp := do(t, s, r)
			got := body(t, resp, c.status)
			for k, v := range c.want {
				require.Equal(t, v, resp.Header.Get(k), k)
			}
			if c.length >= 0 {
				require.Len(t, got, c.length)
			} else {
				require.NotEmpty(t, got)
			}
		})
	}
}
