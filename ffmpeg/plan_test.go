package ffmpeg_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func planned(t *testing.T, p core.Profile, src ffmpeg.Source, job ffmpeg.Job) ffmpeg.Plan {
	t.Helper()
	job.Profiles = []core.Profile{p}
	plans, err := ffmpeg.PlanRenditions(src, job)
	require.NoError(t, err)
	return plans[0]
}

func value(p ffmpeg.Plan, key string) string {
	for _, o := range p.Encoding {
		if o.Key == key {
			return o.Value
		}
	}
	return ""
}

func hd() ffmpeg.Source {
	return ffmpeg.Source{Format: "mpegts", Width: 1280, Height: 720, Rate: ffmpeg.Rational{Num: 30, Den: 1}, AudioCodec: "aac"}
}

// The network's settings (design.md, "Media rules").
func TestPlanOfAPreset(t *testing.T) {
	t.Parallel()
	got := planned(t, preset(t, "P576p30fps16x9")[0], hd(), ffmpeg.Job{Preset: "medium", Threads: 3})
	require.Equal(t, ffmpeg.Plan{
		Encoder: "libx264", Format: "mpegts", PixelFormat: "yuv420p", Width: 1024, Height: 576,
		FPS: ffmpeg.Rational{Num: 30, Den: 1}, Anchored: true, Rate: ffmpeg.Rational{Num: 30, Den: 1}, Threads: 3, CopyAudio: true,
		Encoding: []ffmpeg.Option{
			{"preset", "medium"}, {"forced-idr", "1"}, {"bf", "3"},
			{"b", "1500000"}, {"minrate", "1500000"}, {"maxrate", "1500000"}, {"bufsize", "1500000"}, {"threads", "3"}, {"x264-params", "vbv-init=0.85:sync-lookahead=0"},
		},
		Muxing: []ffmpeg.Option{{"mpegts_copyts", "1"}, {"mpegts_flags", "+initial_discontinuity"}},
	}, got)
}

func TestPlanRates(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source   ffmpeg.Rational
		fps, den uint32
		anchored bool
		rate     ffmpeg.Rational
	}{
		"passthrough":       {ffmpeg.Rational{Num: 50, Den: 1}, 0, 0, false, ffmpeg.Rational{Num: 50, Den: 1}},
		"passthrough_blind": {ffmpeg.Rational{}, 0, 0, false, ffmpeg.Rational{Num: 30, Den: 1}},
		"passthrough_lies":  {ffmpeg.Rational{Num: 90000, Den: 1}, 0, 0, false, ffmpeg.Rational{Num: 30, Den: 1}},
		"same":              {ffmpeg.Rational{Num: 30, Den: 1}, 30, 0, true, ffmpeg.Rational{Num: 30, Den: 1}},
		"same_measured":     {ffmpeg.Rational{Num: 2999, Den: 100}, 30, 1, true, ffmpeg.Rational{Num: 30, Den: 1}},
		"ntsc_is_not_30":    {ffmpeg.Rational{Num: 30000, Den: 1001}, 30, 0, false, ffmpeg.Rational{Num: 30, Den: 1}},
		"halved":            {ffmpeg.Rational{Num: 60, Den: 1}, 30, 0, false, ffmpeg.Rational{Num: 30, Den: 1}},
		"unknown":           {ffmpeg.Rational{}, 25, 0, false, ffmpeg.Rational{Num: 25, Den: 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := hd()
			src.Rate = tt.source
			got := planned(t, core.Profile{Width: 640, Height: 360, Bitrate: 1, FPS: tt.fps, FPSDen: tt.den}, src, ffmpeg.Job{})
			require.Equal(t, tt.anchored, got.Anchored)
			require.Equal(t, tt.rate, got.Rate)
			require.EqualValues(t, tt.fps, got.FPS.Num)
		})
	}
}

func TestPlanOptions(t *testing.T) {
	t.Parallel()
	base := core.Profile{Name: "x", Width: 640, Height: 360, Bitrate: 1_000_000, FPS: 30}
	nvidia := ffmpeg.Job{Preset: "medium", Device: ffmpeg.Device{Nvidia: true}}
	tests := map[string]struct {
		set  func(*core.Profile)
		job  ffmpeg.Job
		want map[string]string // "" for an option that must not be there
	}{
		"quality":       {func(p *core.Profile) { p.Quality = 27 }, ffmpeg.Job{}, map[string]string{"crf": "27", "b": "", "minrate": "", "maxrate": "1000000", "bufsize": "1000000"}},
		"gop":           {func(p *core.Profile) { p.GOP = 2040 * time.Millisecond }, ffmpeg.Job{}, map[string]string{"g": "61"}},
		"gop_tiny":      {func(p *core.Profile) { p.GOP = time.Millisecond }, ffmpeg.Job{}, map[string]string{"g": "1"}},
		"intra":         {func(p *core.Profile) { p.GOP = core.GOPIntra }, ffmpeg.Job{}, map[string]string{"g": "1"}},
		"no_gop":        {func(p *core.Profile) {}, ffmpeg.Job{}, map[string]string{"g": ""}},
		"preset":        {func(p *core.Profile) {}, ffmpeg.Job{Preset: "slower"}, map[string]string{"preset": "slower"}},
		"baseline":      {func(p *core.Profile) { p.EncoderProfile = core.ProfileH264Baseline }, ffmpeg.Job{}, map[string]string{"profile": "baseline", "bf": "0"}},
		"vp9":           {func(p *core.Profile) { p.Encoder, p.Format = core.VP9, core.MP4 }, ffmpeg.Job{Preset: "ultrafast"}, map[string]string{"cpu-used": "5", "b": "1000000", "minrate": "1000000"}},
		"vp9_intra":     {func(p *core.Profile) { p.Encoder, p.Format, p.GOP = core.VP9, core.MP4, core.GOPIntra }, ffmpeg.Job{}, map[string]string{"g": "0"}},
		"av1":           {func(p *core.Profile) { p.Encoder, p.Format = core.AV1, core.MP4 }, ffmpeg.Job{Preset: "medium"}, map[string]string{"preset": "8", "b": "1000000"}},
		"nvenc":         {func(p *core.Profile) {}, nvidia, map[string]string{"rc": "cbr", "b": "1000000", "bf": "0", "forced-idr": "1"}},
		"nvenc_high":    {func(p *core.Profile) { p.EncoderProfile = core.ProfileH264High }, nvidia, map[string]string{"profile": "high", "bf": "3"}},
		"nvenc_quality": {func(p *core.Profile) { p.Quality = 27 }, nvidia, map[string]string{"rc": "vbr", "cq": "34", "maxrate": "1000000"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := base
			tt.set(&p)
			got := planned(t, p, hd(), tt.job)
			for k, v := range tt.want {
				require.Equal(t, v, value(got, k), k)
			}
		})
	}
}

func TestPlanEncoders(t *testing.T) {
	t.Parallel()
	gpu := ffmpeg.Job{Device: ffmpeg.Device{Nvidia: true}}
	p := core.Profile{Width: 640, Height: 360, Format: core.MP4}
	for codec, want := range map[core.Codec][2]string{core.H264: {"libx264", "h264_nvenc"}, core.HEVC: {"libx265", "hevc_nvenc"}} {
		p.Encoder = codec
		require.Equal(t, want[0], planned(t, p, hd(), ffmpeg.Job{}).Encoder)
		require.Equal(t, want[1], planned(t, p, hd(), gpu).Encoder)
		require.Equal(t, "nv12", planned(t, p, hd(), gpu).PixelFormat)
	}
	p.Encoder = core.VP9
	gpu.Profiles = []core.Profile{p}
	_, err := ffmpeg.PlanRenditions(hd(), gpu)
	require.ErrorIs(t, err, &core.TranscodeError{Code: core.EncoderNotFound})
}

func TestThreadsFollowTheWork(t *testing.T) {
	t.Parallel()
	plans, err := ffmpeg.PlanRenditions(hd(), ffmpeg.Job{Profiles: preset(t, "P576p30fps16x9,P360p30fps16x9,P240p30fps16x9"), Threads: 12})
	require.NoError(t, err)
	require.Equal(t, []int{8, 3, 1}, []int{plans[0].Threads, plans[1].Threads, plans[2].Threads})
}
