package ffmpeg_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func keyTimes(t *testing.T, data []byte) (keys []float64) {
	t.Helper()
	p := inspect(t, data)
	list := p.packets("video")
	for _, k := range list {
		if isKey(k) {
			keys = append(keys, float64(k.PTS-list[0].PTS)/90000)
		}
	}
	return keys
}

func TestProfileFields(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "4", "-g", "120")
	tests := map[string]struct {
		set   func(*core.Profile)
		check func(t *testing.T, p probed, data []byte)
	}{
		"default": {func(*core.Profile) {}, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "High", p.stream("video").Profile)
			require.Equal(t, 2, p.stream("video").HasBFrames, "three B-frames, of which one is a reference")
		}},
		"baseline": {func(p *core.Profile) { p.EncoderProfile = core.ProfileH264Baseline }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "Constrained Baseline", p.stream("video").Profile)
			require.Zero(t, p.stream("video").HasBFrames)
		}},
		"main": {func(p *core.Profile) { p.EncoderProfile = core.ProfileH264Main }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "Main", p.stream("video").Profile)
		}},
		"constrained_high": {func(p *core.Profile) { p.EncoderProfile = core.ProfileH264ConstrainedHigh }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "High", p.stream("video").Profile)
			require.Zero(t, p.stream("video").HasBFrames)
		}},
		"gop": {func(p *core.Profile) { p.GOP = time.Second }, func(t *testing.T, p probed, data []byte) {
			require.InDeltaSlice(t, []float64{0, 1, 2, 3}, keyTimes(t, data), 0.001)
		}},
		"gop_fraction": {func(p *core.Profile) { p.GOP = 500 * time.Millisecond }, func(t *testing.T, p probed, data []byte) {
			require.Len(t, keyTimes(t, data), 8)
		}},
		"intra": {func(p *core.Profile) { p.GOP = core.GOPIntra }, func(t *testing.T, p probed, data []byte) {
			require.Len(t, keyTimes(t, data), 120)
		}},
		"10_bit_422": {func(p *core.Profile) { p.ColorDepth, p.ChromaFormat = 10, 1 }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "yuv422p10le", p.stream("video").PixFmt)
		}},
		"hevc": {func(p *core.Profile) { p.Encoder = core.HEVC }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "hevc", p.stream("video").CodecName)
		}},
		"hevc_mp4": {func(p *core.Profile) { p.Encoder, p.Format = core.HEVC, core.MP4 }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "hvc1", p.stream("video").CodecTag)
		}},
		"vp9": {func(p *core.Profile) { p.Encoder, p.Format = core.VP9, core.MP4 }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "vp9", p.stream("video").CodecName)
		}},
		"av1": {func(p *core.Profile) { p.Encoder, p.Format = core.AV1, core.MP4 }, func(t *testing.T, p probed, data []byte) {
			require.Equal(t, "av1", p.stream("video").CodecName)
		}},
		"mp4": {func(p *core.Profile) { p.Format = core.MP4 }, func(t *testing.T, p probed, data []byte) {
			require.Contains(t, p.Format.Name, "mp4")
			require.Less(t, strings.Index(string(data), "moov"), strings.Index(string(data), "mdat"), "the index comes first")
			require.Equal(t, "avc1", p.stream("video").CodecTag)
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := small(30, 0)
			tt.set(&p)
			preset := "faster"
			if p.Encoder != core.H264 {
				preset = "ultrafast"
			}
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}, Preset: preset, Metadata: "node 1.2"}, src)
			require.NoError(t, err)
			require.Equal(t, 120, res.Renditions[0].Frames)
			got := inspect(t, outs[0])
			require.Equal(t, 120, got.frames(t))
			require.Equal(t, "aac", got.stream("audio").CodecName)
			require.True(t, isKey(got.packets("video")[0]))
			tt.check(t, got, outs[0])
			if p.Format == core.MP4 {
				require.Equal(t, "node 1.2", got.Format.Tags["comment"])
			} else {
				require.Equal(t, "node 1.2", got.Programs[0].Tags["service_provider"])
			}
		})
	}
}

// Constant bitrate holds its rate; constant quality stays under its cap.
func TestRateControl(t *testing.T) {
	t.Parallel()
	src := media(t, ".ts", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30,noise=alls=40:allf=t", "-t", "4", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "20", "-pix_fmt", "yuv420p")
	cbr := small(30, 0)
	cbr.Bitrate = 400_000
	capped := cbr
	capped.Quality = 10 // would take much more
	cheap := cbr
	cheap.Quality = 45 // takes much less
	res, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{cbr, capped, cheap}, Preset: "medium"}, src)
	require.NoError(t, err)
	rate := func(i int) int { return int(res.Renditions[i].Bytes) * 8 / 4 }
	require.InDelta(t, 440_000, rate(0), 80_000)
	require.InDelta(t, 440_000, rate(1), 100_000)
	require.Less(t, rate(2), 200_000)
}

func TestOutputSizes(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][2]int{"360x640": {240, 426}, "320x240": {426, 320}, "322x182": {426, 240}, "426x240": {426, 240}} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			src := clip(t, ".ts", source, "30", "0.3")
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: preset(t, "P240p30fps16x9")}, src)
			require.NoError(t, err)
			v := inspect(t, outs[0]).stream("video")
			require.Equal(t, want, [2]int{v.Width, v.Height})
			require.EqualValues(t, res.Renditions[0].Frames*want[0]*want[1], res.Renditions[0].Pixels)
		})
	}
}

func TestPictureProperties(t *testing.T) {
	t.Parallel()
	base := []string{"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-t", "0.3", "-c:v", "libx264", "-preset", "ultrafast"}
	tests := map[string]struct {
		args []string
		want stream
	}{
		"colors":       {[]string{"-pix_fmt", "yuv420p", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"}, stream{PixFmt: "yuv420p", ColorRange: "tv", ColorSpace: "bt709", ColorPrim: "bt709", ColorTransfer: "bt709"}},
		"full_range":   {[]string{"-pix_fmt", "yuvj420p"}, stream{PixFmt: "yuvj420p", ColorRange: "pc"}},
		"aspect":       {[]string{"-pix_fmt", "yuv420p", "-aspect", "4:3"}, stream{PixFmt: "yuv420p", SAR: "3:4"}},
		"422_10_bit":   {[]string{"-pix_fmt", "yuv422p10le"}, stream{PixFmt: "yuv420p"}},
		"444":          {[]string{"-pix_fmt", "yuv444p"}, stream{PixFmt: "yuv420p"}},
		"420_10_bit":   {[]string{"-pix_fmt", "yuv420p10le"}, stream{PixFmt: "yuv420p"}},
		"gray":         {[]string{"-pix_fmt", "gray"}, stream{PixFmt: "yuvj420p"}},
		"untouched_sd": {[]string{"-pix_fmt", "yuv420p", "-s", "160x90"}, stream{PixFmt: "yuv420p"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, media(t, ".ts", append(base, tt.args...)...))
			require.NoError(t, err)
			v := inspect(t, outs[0]).stream("video")
			require.Equal(t, tt.want.PixFmt, v.PixFmt)
			if tt.want.ColorRange != "" {
				require.Equal(t, tt.want.ColorRange, v.ColorRange)
			}
			require.Equal(t, tt.want.ColorSpace, v.ColorSpace)
			require.Equal(t, tt.want.ColorPrim, v.ColorPrim)
			require.Equal(t, tt.want.ColorTransfer, v.ColorTransfer)
			if tt.want.SAR != "" {
				require.Equal(t, tt.want.SAR, v.SAR)
			}
		})
	}
}

func TestSourceFormats(t *testing.T) {
	t.Parallel()
	sources := map[string]struct {
		ext  string
		args []string
	}{
		"hevc_ts":       {".ts", []string{"-c:v", "libx265", "-x265-params", "log-level=none"}},
		"hevc10_mp4":    {".mp4", []string{"-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"}},
		"vp9_mp4":       {".mp4", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"}},
		"av1_mp4":       {".mp4", []string{"-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1"}},
		"vp8_webm":      {".webm", []string{"-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"}},
		"flv":           {".flv", nil},
		"mp4_front":     {".mp4", []string{"-movflags", "+faststart"}},
		"mp4_fragments": {".mp4", []string{"-movflags", "+frag_keyframe+empty_moov", "-g", "15"}},
		"mp3_ts":        {".ts", []string{"-c:a", "libmp3lame"}},
		"ac3_ts":        {".ts", []string{"-c:a", "ac3"}},
		"mp2_ts":        {".ts", []string{"-c:a", "mp2"}},
	}
	audio := map[string][2]string{"vp8_webm": {"opus", "opus"}, "mp3_ts": {"mp3", "mp3"}, "ac3_ts": {"ac3", "ac3"}, "mp2_ts": {"mp2", "aac"}}
	for name, tt := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := clip(t, tt.ext, "320x180", "30", "1", tt.args...)
			mp4 := small(30, 0)
			mp4.Format = core.MP4
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0), mp4}}, src)
			require.NoError(t, err)
			want, ok := audio[name]
			if !ok {
				want = [2]string{"aac", "aac"}
			}
			for i := range outs {
				require.InDelta(t, 30, res.Renditions[i].Frames, 1)
				p := inspect(t, outs[i])
				require.Equal(t, res.Renditions[i].Frames, p.frames(t))
				require.Equal(t, want[i], p.stream("audio").CodecName, "output %d", i)
			}
		})
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "3", "-output_ts_offset", "100")
	for _, tt := range []struct {
		from, to time.Duration
		frames   int
	}{{0, time.Second, 30}, {500 * time.Millisecond, 1500 * time.Millisecond, 30}, {2 * time.Second, 0, 30}, {time.Second, time.Hour, 60}} {
		t.Run(fmt.Sprint(tt.from, tt.to), func(t *testing.T) {
			t.Parallel()
			for _, p := range []core.Profile{small(0, 0), small(30, 0), small(15, 0)} {
				res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}, Clip: &core.Clip{From: tt.from, To: tt.to}}, src)
				require.NoError(t, err)
				frames := tt.frames
				if p.FPS == 15 {
					frames /= 2
				}
				require.InDelta(t, frames, res.Renditions[0].Frames, 1)
				require.Equal(t, 90, res.Decoded.Frames, "all was decoded")
				tl := timelineOf(t, outs[0])
				origin := timelineOf(t, src).pts[0]
				require.InDelta(t, origin+tt.from.Milliseconds()*90, tl.pts[0], 3000)
				require.InDelta(t, float64(tt.frames)/30*48000/1024, len(tl.audio), 2)
				require.InDelta(t, origin+tt.from.Milliseconds()*90, tl.audio[0], 2000)
			}
		})
	}
	_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Clip: &core.Clip{From: time.Minute}}, src)
	require.ErrorIs(t, err, &core.TranscodeError{Code: core.InvalidVideo})
}

// The signature is that of the ffmpeg program for the same picture.
func TestSignature(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "2")
	res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0), small(0, 0)}, Signature: true}, src)
	require.NoError(t, err)
	for i, r := range res.Renditions {
		require.Greater(t, len(r.Signature), 100)
		require.Equal(t, 60, r.Frames, "output %d has %d bytes", i, len(outs[i]))
	}
	require.Equal(t, res.Renditions[0].Signature, res.Renditions[1].Signature, "the same pictures")
	other, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0)}, Signature: true},
		media(t, ".ts", "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=30", "-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"))
	require.NoError(t, err)
	require.NotEqual(t, res.Renditions[0].Signature, other.Renditions[0].Signature)
}
