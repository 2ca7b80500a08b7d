package hls_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

// TestSourceInPlaceOfARendition lists the source where a rendition failed, marked
// as another format before and behind it.
func TestSourceInPlaceOfARendition(t *testing.T) {
	t.Parallel()
	const head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"
	piece := func(n string) string { return "#EXTINF:1.000,\n/stream/movie/small/" + n + ".ts\n" }
	const mark = "#EXT-X-DISCONTINUITY\n"
	for name, tc := range map[string]struct {
		failed [4]bool
		want   string
	}{
		"none":      {[4]bool{}, head + piece("0") + piece("1") + piece("2") + piece("3")},
		"one":       {[4]bool{1: true}, head + piece("0") + mark + piece("1") + mark + piece("2") + piece("3")},
		"two":       {[4]bool{1: true, 2: true}, head + piece("0") + mark + piece("1") + piece("2") + mark + piece("3")},
		"the_first": {[4]bool{0: true}, head + piece("0") + mark + piece("1") + piece("2") + piece("3")},
		"the_last":  {[4]bool{3: true}, head + piece("0") + piece("1") + piece("2") + mark + piece("3")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, nil)
			out := s.Open("movie", []core.Profile{small})
			for i, failed := range tc.failed {
				seg := sourceSegment(t, uint64(i), i)
				out.Source(seg)
				if failed {
					out.Rendition(seg, small, core.Rendition{Data: seg.Data, Substitute: true})
				} else {
					out.Rendition(seg, small, smallRendition(t, i))
				}
			}
			require.Equal(t, tc.want, undated(body(t, get(t, s, "/stream/movie/small.m3u8"), 200)))
			master := body(t, get(t, s, "/stream/movie.m3u8"), 200)
			require.Contains(t, master, `CODECS="avc1.42c00a,mp4a.40.2",RESOLUTION=160x90`, "the rendition is what it is")
			for i, failed := range tc.failed {
				want := smallRendition(t, i).Data
				if failed {
					want = sourceSegment(t, uint64(i), i).Data
				}
				require.Equal(t, string(want), body(t, get(t, s, "/stream/movie/small/"+string(rune('0'+i))+".ts"), 200))
			}
		})
	}
}

// TestSourceOfAnotherContainer is MPEG-TS in an MP4 rendition: it keeps its name.
func TestSourceOfAnotherContainer(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	mp4 := core.Profile{Name: "small", Width: 160, Height: 90, Bitrate: 100_000, Format: core.MP4}
	out := s.Open("movie", []core.Profile{mp4})
	seg := sourceSegment(t, 0, 0)
	out.Source(seg)
	out.Rendition(seg, mp4, core.Rendition{Data: seg.Data, Substitute: true})
	require.Contains(t, body(t, get(t, s, "/stream/movie/small.m3u8"), 200), "/stream/movie/small/0.ts\n")
	require.Equal(t, string(seg.Data), body(t, get(t, s, "/stream/movie/small/0.ts"), 200))
}
