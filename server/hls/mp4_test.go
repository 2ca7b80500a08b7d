package hls_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafov/m3u8"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/hls"
)

// mp4Segment is segment seq with the media of an MP4 file of testdata.
func mp4Segment(t testing.TB, seq uint64, name string) *core.Segment {
	t.Helper()
	return &core.Segment{
		ManifestID: "movie", Seq: seq, Duration: time.Second, Data: fixture(t, name),
		Info: core.MediaInfo{
			Container: core.MP4, HasVideo: true, HasAudio: true, VideoCodec: core.AV1, AudioCodec: "aac", Width: 160, Height: 90,
			FPSNum: 10, FPSDen: 1, VideoFrames: 10,
		},
	}
}

func av1Segment(t testing.TB, seq int) *core.Segment {
	return mp4Segment(t, uint64(seq), "av1_"+strconv.Itoa(seq)+".mp4")
}

// TestMP4Source plays an AV1 source, whose segments cannot be MPEG-TS, beside
// renditions that are.
func TestMP4Source(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("a:b", []core.Profile{small})
	for i := range 3 {
		seg := av1Segment(t, i)
		out.Source(seg)
		out.Rendition(seg, small, smallRendition(t, i))
	}
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:3\n"+
		"#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=92344,AVERAGE-BANDWIDTH=89099,CODECS=\"av01.0.00M.08,mp4a.40.2\",RESOLUTION=160x90,FRAME-RATE=10.000\n"+
		"a%3Ab/source.m3u8\n"+
		"#EXT-X-STREAM-INF:PROGRAM-ID=0,BANDWIDTH=114304,AVERAGE-BANDWIDTH=112299,CODECS=\"avc1.42c00a,mp4a.40.2\",RESOLUTION=160x90,FRAME-RATE=10.000\n"+
		"a%3Ab/small.m3u8\n", body(t, get(t, s, "/stream/a%3Ab.m3u8"), 200))
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
		"#EXT-X-MAP:URI=\"/stream/a%3Ab/source/init-0.mp4\"\n"+
		"#EXTINF:1.000,\n/stream/a%3Ab/source/0.m4s\n#EXTINF:1.000,\n/stream/a%3Ab/source/1.m4s\n#EXTINF:1.000,\n/stream/a%3Ab/source/2.m4s\n",
		undated(body(t, get(t, s, "/stream/a%3Ab/source.m3u8"), 200)))
	require.NotContains(t, body(t, get(t, s, "/stream/a%3Ab/small.m3u8"), 200), "EXT-X-MAP")

	init := body(t, get(t, s, "/stream/a%3Ab/source/init-0.mp4"), 200)
	media := body(t, get(t, s, "/stream/a%3Ab/source/1.m4s"), 200)
	whole := string(fixture(t, "av1_1.mp4"))
	require.True(t, strings.HasPrefix(whole, init+media), "init section and fragments are the segment")
	require.Equal(t, "mfra", whole[len(init+media)+4:][:4], "but for the index, whose places are wrong now")
}

// TestMP4Addresses asks for what MP4 tracks have, and what they don't.
func TestMP4Addresses(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	out := s.Open("movie", []core.Profile{small})
	out.Source(av1Segment(t, 0))
	out.Rendition(av1Segment(t, 0), small, smallRendition(t, 0))
	for path, want := range map[string]string{
		"source/0.m4s": "video/mp4", "source/init-0.mp4": "video/mp4", "small/0.ts": "video/mp2t",
		"source/0.ts": "", "source/0.mp4": "", "source/1.m4s": "", "source/init-1.mp4": "", "source/init-0.ts": "", "source/init-0.m4s": "",
		"source/init-.mp4": "", "source/init-x.mp4": "", "small/0.m4s": "", "small/init-0.mp4": "", "small/init-0.ts": "", "none/init-0.mp4": "",
	} {
		resp := get(t, s, "/stream/movie/"+path)
		if want == "" {
			require.Equal(t, 404, resp.StatusCode, path)
			continue
		}
		require.Equal(t, 200, resp.StatusCode, path)
		require.Equal(t, want, resp.Header.Get("Content-Type"), path)
		require.Equal(t, "max-age=60", resp.Header.Get("Cache-Control"), path)
	}
}

// TestMP4FormatChanges goes from AV1 to VP9, to MPEG-TS, and back.
func TestMP4FormatChanges(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *hls.Config) { c.Window, c.Keep = 8, 8 })
	out := s.Open("movie", nil)
	for i, name := range []string{"av1_0.mp4", "av1_1.mp4", "vp9_0.mp4", "vp9_1.mp4"} {
		seg := mp4Segment(t, uint64(i), name)
		seg.Info.VideoCodec = []core.Codec{core.AV1, core.VP9}[i/2]
		out.Source(seg)
	}
	out.Source(sourceSegment(t, 4, 0))
	out.Source(sourceSegment(t, 5, 1))
	out.Source(mp4Segment(t, 6, "av1_2.mp4"))
	const path = "/stream/movie/source/"
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
		"#EXT-X-MAP:URI=\""+path+"init-0.mp4\"\n#EXTINF:1.000,\n"+path+"0.m4s\n#EXTINF:1.000,\n"+path+"1.m4s\n"+
		"#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\""+path+"init-2.mp4\"\n#EXTINF:1.000,\n"+path+"2.m4s\n#EXTINF:1.000,\n"+path+"3.m4s\n"+
		"#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\""+path+"init-4.ts\"\n#EXTINF:1.000,\n"+path+"4.ts\n#EXTINF:1.000,\n"+path+"5.ts\n"+
		"#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\""+path+"init-6.mp4\"\n#EXTINF:1.000,\n"+path+"6.m4s\n",
		undated(body(t, get(t, s, "/stream/movie/source.m3u8"), 200)))
	tables := body(t, get(t, s, path+"init-4.ts"), 200)
	require.Len(t, tables, 2*188)
	require.Equal(t, []byte{0x47, 0x40, 0x00}, []byte(tables[:3]), "the association table")
	require.Equal(t, []byte{0x47, 0x50, 0x00}, []byte(tables[188:191]), "and the program's")
	require.NotEqual(t, body(t, get(t, s, path+"init-0.mp4"), 200), body(t, get(t, s, path+"init-2.mp4"), 200))

	junk := sourceSegment(t, 7, 0)
	junk.Data = []byte("no tables")
	out.Source(junk)
	require.Contains(t, body(t, get(t, s, "/stream/movie/source.m3u8"), 200), "#EXT-X-GAP\n#EXTINF:1.000,\n"+path+"7.ts\n")
}

// TestMP4WindowSlides shows that the section outlives the segment it came with,
// and nothing else does.
func TestMP4WindowSlides(t *testing.T) {
	t.Parallel()
	obs := &observer{}
	s := newServer(t, func(c *hls.Config) { c.Window, c.Keep, c.Observer = 3, 3, obs })
	out := s.Open("movie", nil)
	for i := range 10 {
		seg := av1Segment(t, i%4)
		seg.Seq = uint64(i)
		out.Source(seg)
	}
	got := undated(body(t, get(t, s, "/stream/movie/source.m3u8"), 200))
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-TARGETDURATION:1\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n"+
		"#EXT-X-MAP:URI=\"/stream/movie/source/init-0.mp4\"\n#EXTINF:1.000,\n/stream/movie/source/7.m4s\n"+
		"#EXT-X-DISCONTINUITY\n#EXTINF:1.000,\n/stream/movie/source/8.m4s\n#EXTINF:1.000,\n/stream/movie/source/9.m4s\n", got,
		"the fixture's clock begins anew with segments 4 and 8")
	require.Equal(t, 200, get(t, s, "/stream/movie/source/init-0.mp4").StatusCode)
	held := 3 * len(body(t, get(t, s, "/stream/movie/source/init-0.mp4"), 200))
	for i := 7; i < 10; i++ {
		held += len(body(t, get(t, s, fmt.Sprintf("/stream/movie/source/%d.m4s", i)), 200))
	}
	require.EqualValues(t, held, obs.bytes.Load())
	require.NoError(t, s.Close())
	require.Zero(t, obs.bytes.Load())
}

// TestMP4Renditions are those of a push, or of a profile in AV1 or VP9.
func TestMP4Renditions(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	av1, plain := small, small
	av1.Name, av1.Format, av1.Encoder = "av1", core.MP4, core.AV1
	plain.Name, plain.Format = "plain", core.MP4
	out := s.Open("movie", []core.Profile{av1, plain})
	for i := range 4 {
		seg := sourceSegment(t, uint64(i), i)
		out.Source(seg)
		if i == 0 || i == 2 {
			out.Gap(seg, av1)
		} else {
			out.Rendition(seg, av1, core.Rendition{Data: fixture(t, "av1_"+strconv.Itoa(i)+".mp4")})
		}
		out.Rendition(seg, plain, core.Rendition{Data: fixture(t, "whole.mp4")})
	}
	master := body(t, get(t, s, "/stream/movie.m3u8"), 200)
	require.Contains(t, master, "CODECS=\"av01.0.00M.08,mp4a.40.2\",RESOLUTION=160x90,FRAME-RATE=15.000\nmovie/av1.m3u8\n")
	require.NotContains(t, master, "plain", "no player could begin with it")
	require.Contains(t, body(t, get(t, s, "/stream/movie/plain.m3u8"), 404), "fragmented MP4")
	const path = "/stream/movie/av1/"
	require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-TARGETDURATION:1\n"+
		"#EXT-X-MAP:URI=\""+path+"init-1.mp4\"\n#EXTINF:1.000,\n"+path+"1.m4s\n#EXT-X-GAP\n#EXTINF:1.000,\n"+path+"2.m4s\n#EXTINF:1.000,\n"+path+"3.m4s\n",
		undated(body(t, get(t, s, "/stream/movie/av1.m3u8"), 200)))
	require.Contains(t, body(t, get(t, s, path+"2.m4s"), 404), "gap")
}

// TestMP4ThatCannotBeListed: no playlist, or a gap in one that is there.
func TestMP4ThatCannotBeListed(t *testing.T) {
	t.Parallel()
	good := fixture(t, "av1_1.mp4")
	cases := map[string][]byte{
		"index_of_samples": fixture(t, "whole.mp4"),
		"both":             fixture(t, "hybrid.mp4"),
		"places_in_file":   fixture(t, "based.mp4"),
		"cut_off":          good[:len(good)-100],
		"cut_in_moov":      good[:300],
		"moov_alone":       good[:32+int(good[35])+int(good[34])<<8],
		"fragments_alone":  good[32+int(good[35])+int(good[34])<<8:],
		"no_ftyp":          good[32:],
		"two_moov":         append(append([]byte{}, good[:32+int(good[35])+int(good[34])<<8]...), good[32:]...),
		"no_time":          []byte(strings.Replace(string(good), "tfdt", "free", 1)),
		"huge_init":        append(append(append([]byte{}, good[:32]...), append([]byte{0, 1, 0, 8, 'f', 'r', 'e', 'e'}, make([]byte, 1<<16)...)...), good[32:]...),
		"text":             []byte(strings.Repeat("text", 100)),
		"nothing":          {},
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, nil)
			out := s.Open("movie", nil)
			bad := av1Segment(t, 1)
			bad.Data = data
			out.Source(bad)
			require.Contains(t, body(t, get(t, s, "/stream/movie.m3u8"), 404), "fragmented MP4")
			require.Contains(t, body(t, get(t, s, "/stream/movie/source.m3u8"), 404), "fragmented MP4")
			require.Empty(t, s.Streams())

			out = s.Open("ts", nil)
			out.Source(sourceSegment(t, 0, 0))
			out.Source(bad)
			require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
				"#EXTINF:1.000,\n/stream/ts/source/0.ts\n#EXT-X-DISCONTINUITY\n#EXT-X-GAP\n#EXTINF:1.000,\n/stream/ts/source/1.m4s\n",
				undated(body(t, get(t, s, "/stream/ts/source.m3u8"), 200)))

			out = s.Open("other", nil)
			out.Source(av1Segment(t, 0))
			out.Source(bad)
			out.Source(av1Segment(t, 2))
			require.Equal(t, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n"+
				"#EXT-X-MAP:URI=\"/stream/other/source/init-0.mp4\"\n#EXTINF:1.000,\n/stream/other/source/0.m4s\n"+
				"#EXT-X-GAP\n#EXTINF:1.000,\n/stream/other/source/1.m4s\n#EXTINF:1.000,\n/stream/other/source/2.m4s\n",
				undated(body(t, get(t, s, "/stream/other/source.m3u8"), 200)))
		})
	}
}

func TestMP4Codecs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"av1_0.mp4":         `CODECS="av01.0.00M.08,mp4a.40.2"`,
		"vp9_0.mp4":         `CODECS="vp09.00.10.08,mp4a.40.2"`,
		"hev1.mp4":          `CODECS="hev1.1.6.L30.90,opus"`,
		"avc_fragments.mp4": `CODECS="avc1.64000a,mp4a.40.2"`,
	} {
		s := newServer(t, nil)
		seg := mp4Segment(t, 0, name)
		seg.Info.VideoCodecTag, seg.Info.Width, seg.Info.Height = "hvc1.1.6.L30.90", 0, 0
		s.Open("movie", nil).Source(seg)
		got := body(t, get(t, s, "/stream/movie.m3u8"), 200)
		require.Contains(t, got, want, name)
		require.Contains(t, got, "RESOLUTION=160x90", name)
	}
}

// TestFFmpegPlaysMP4 plays the source and looks at every packet's time.
func TestFFmpegPlaysMP4(t *testing.T) {
	t.Parallel()
	_, err := exec.LookPath("ffprobe")
	require.NoError(t, err)
	s := newServer(t, nil)
	out := s.Open("movie", []core.Profile{small})
	const perSegment, segments = 10, 4
	for i := range segments {
		seg := av1Segment(t, i)
		out.Source(seg)
		out.Rendition(seg, small, smallRendition(t, i))
	}
	out.End()
	srv := httptest.NewServer(s)
	defer srv.Close()
	address := srv.URL + "/stream/movie/source.m3u8"
	require.Equal(t, perSegment*segments, countFrames(t, address))

	list, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-live_start_index", "0", "-of", "json",
		"-show_entries", "packet=codec_type,pts_time", address).Output()
	require.NoError(t, err)
	var found struct {
		Packets []struct {
			Type string `json:"codec_type"`
			PTS  string `json:"pts_time"`
		}
	}
	require.NoError(t, json.Unmarshal(list, &found))
	frames, sounds := 0, 0
	for _, p := range found.Packets {
		if p.Type != "video" {
			sounds++
			continue
		}
		at, err := strconv.ParseFloat(p.PTS, 64)
		require.NoError(t, err)
		require.InDelta(t, float64(frames)/10, at, 0.001, "time of frame %d", frames)
		frames++
	}
	require.Equal(t, perSegment*segments, frames)
	require.InDelta(t, 4*44100/1024, sounds, 2)
}

// FuzzMP4 lists any bytes as an MP4 source and rendition: what is listed can be
// fetched, and is a part of them.
func FuzzMP4(f *testing.F) {
	for _, name := range []string{"av1_0.mp4", "vp9_0.mp4", "hev1.mp4", "avc_fragments.mp4", "whole.mp4", "based.mp4", "hybrid.mp4"} {
		f.Add(withoutMedia(fixture(f, name))) // small enough to be mutated well
	}
	mp4 := small
	mp4.Format = core.MP4
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newServer(t, nil)
		out := s.Open("movie", []core.Profile{mp4})
		seg := &core.Segment{Data: data, Info: core.MediaInfo{Container: core.MP4, HasVideo: true, HasAudio: true}}
		out.Source(seg)
		out.Rendition(seg, mp4, core.Rendition{Data: data})
		resp := get(t, s, "/stream/movie.m3u8")
		if resp.StatusCode == 404 {
			return
		}
		list, _, err := m3u8.DecodeFrom(strings.NewReader(body(t, resp, 200)), true)
		require.NoError(t, err)
		require.Len(t, list.(*m3u8.MasterPlaylist).Variants, 2)
		init := body(t, get(t, s, "/stream/movie/source/init-0.mp4"), 200)
		media := body(t, get(t, s, "/stream/movie/source/0.m4s"), 200)
		require.True(t, strings.HasPrefix(string(data), init+media))
		require.NotEmpty(t, media)
	})
}

// withoutMedia is a file whose mdat boxes are empty.
func withoutMedia(file []byte) (out []byte) {
	for len(file) >= 8 {
		size := int(file[0])<<24 | int(file[1])<<16 | int(file[2])<<8 | int(file[3])
		if string(file[4:8]) == "mdat" {
			out = append(out, 0, 0, 0, 8, 'm', 'd', 'a', 't')
		} else {
			out = append(out, file[:size]...)
		}
		file = file[size:]
	}
	return out
}
