package hls_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafov/m3u8"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

// masterOf is the master playlist of a stream whose source is not described and
// whose rendition is data.
func masterOf(t testing.TB, p core.Profile, source core.MediaInfo, data []byte) string {
	t.Helper()
	s := newServer(t, nil)
	out := s.Open("movie", []core.Profile{p})
	seg := &core.Segment{Data: data, Info: source}
	out.Source(seg)
	out.Rendition(seg, p, core.Rendition{Data: data})
	return body(t, get(t, s, "/stream/movie.m3u8"), 200)
}

func TestCodecsAndSizeFromBytes(t *testing.T) {
	t.Parallel()
	both := core.MediaInfo{HasVideo: true, HasAudio: true}
	square := core.Profile{Name: "p", Width: 320, Height: 320}
	cases := map[string]struct {
		data     []byte
		source   core.MediaInfo
		wantCode string // of the source and the rendition
		wantSize string // of the rendition
	}{
		"high":            {fixture(t, "source_0.ts"), both, `CODECS="avc1.64000a,mp4a.40.2"`, "192x108"},
		"baseline":        {fixture(t, "small_3.ts"), both, `CODECS="avc1.42c00a,mp4a.40.2"`, "160x90"},
		"hevc":            {fixture(t, "hevc.ts"), core.MediaInfo{HasVideo: true, Width: 192, Height: 108}, `CODECS="hvc1.1.6.L30.90"`, "320x180"},
		"audio":           {fixture(t, "audio.ts"), core.MediaInfo{HasAudio: true}, `CODECS="mp4a.40.2"`, ""},
		"cut_in_pmt":      {fixture(t, "source_0.ts")[:188*2], core.MediaInfo{HasVideo: true, Width: 192, Height: 108}, "", "320x180"},
		"no_media":        {[]byte(strings.Repeat("x", 5000)), core.MediaInfo{HasVideo: true, Width: 100, Height: 200}, "", "160x320"},
		"quotes_in_probe": {fixture(t, "source_0.ts")[:188], core.MediaInfo{HasVideo: true, VideoCodecTag: "a\"\n#EXT"}, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := strings.Split(strings.TrimSpace(masterOf(t, square, c.source, c.data)), "\n")
			require.Len(t, lines, 6)
			for _, i := range []int{2, 4} {
				if c.wantCode == "" {
					require.NotContains(t, lines[i], "CODECS")
				} else {
					require.Contains(t, lines[i], c.wantCode)
				}
			}
			if c.wantSize == "" {
				require.NotContains(t, lines[4], "RESOLUTION")
			} else {
				require.Contains(t, lines[4], "RESOLUTION="+c.wantSize)
			}
		})
	}
}

// FuzzSegment lists any bytes as a source and a rendition: the master must stay
// one that a parser reads.
func FuzzSegment(f *testing.F) {
	f.Add(fixture(f, "source_0.ts")[:188*8])
	f.Add(fixture(f, "small_0.ts")[:188*8])
	f.Add(fixture(f, "hevc.ts")[:188*8])
	f.Add(fixture(f, "audio.ts")[:188*8])
	f.Add([]byte{0x47})
	f.Fuzz(func(t *testing.T, data []byte) {
		got := masterOf(t, small, core.MediaInfo{HasVideo: true, HasAudio: true}, append(data, 0))
		list, _, err := m3u8.DecodeFrom(strings.NewReader(got), true)
		require.NoError(t, err, got)
		require.Len(t, list.(*m3u8.MasterPlaylist).Variants, 2)
	})
}

// FuzzPath asks for any path.
func FuzzPath(f *testing.F) {
	for _, p := range []string{"/stream/movie.m3u8", "/stream/movie/source.m3u8", "/stream/movie/source/0.ts", "/stream/", "//", "/stream/a/b/c/d"} {
		f.Add(p)
	}
	s, err := hls.New(hls.Config{Window: 6, Keep: 12, MaxStreamBytes: 1 << 20, MaxBytes: 1 << 20})
	require.NoError(f, err)
	s.Open("movie", nil).Source(sourceSegment(f, 0, 0))
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		require.Contains(t, []int{200, 404}, do(t, s, r).StatusCode)
	})
}
