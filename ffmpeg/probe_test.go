package ffmpeg_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func TestProbe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ext  string
		args []string
		want core.MediaInfo
	}{
		"h264_ts": {".ts", []string{"-profile:v", "main", "-level", "3.0"}, core.MediaInfo{
			Container: core.MPEGTS, VideoCodec: core.H264, PixelFormat: "yuv420p", VideoCodecTag: "avc1.4d401e"}},
		"h264_mp4": {".mp4", []string{"-profile:v", "high", "-level", "3.1"}, core.MediaInfo{
			Container: core.MP4, VideoCodec: core.H264, PixelFormat: "yuv420p", VideoCodecTag: "avc1.64001f"}},
		"h264_flv": {".flv", []string{"-profile:v", "high", "-level", "3.1"}, core.MediaInfo{
			Container: core.MPEGTS, VideoCodec: core.H264, PixelFormat: "yuv420p", VideoCodecTag: "avc1.64001f"}},
		"hevc_mp4": {".mp4", []string{"-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1"}, core.MediaInfo{
			Container: core.MP4, VideoCodec: core.HEVC, PixelFormat: "yuv420p", VideoCodecTag: "hvc1.1.6.L60.90"}},
		"hevc10_ts": {".ts", []string{"-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"}, core.MediaInfo{
			Container: core.MPEGTS, VideoCodec: core.HEVC, PixelFormat: "yuv420p10le", VideoCodecTag: "hvc1.2.4.L60.90"}},
		"vp9_mp4": {".mp4", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"}, core.MediaInfo{
			Container: core.MP4, VideoCodec: core.VP9, PixelFormat: "yuv420p", VideoCodecTag: "vp09.00.10.08"}},
		"av1_mp4": {".mp4", []string{"-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1"}, core.MediaInfo{
			Container: core.MP4, VideoCodec: core.AV1, PixelFormat: "yuv420p", VideoCodecTag: "av01.0.00M.08"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := clip(t, tt.ext, "320x180", "25", "1", tt.args...)
			got, err := ffmpeg.Probe(context.Background(), src, tt.ext)
			require.NoError(t, err)
			require.InDelta(t, time.Second, got.Duration, float64(50*time.Millisecond))
			got.Duration = 0
			want := tt.want
			want.HasVideo, want.HasAudio = true, true
			want.Width, want.Height, want.FPSNum, want.FPSDen, want.VideoFrames = 320, 180, 25, 1, 25
			want.AudioCodec, want.AudioCodecTag = "aac", "mp4a.40.2"
			require.Equal(t, want, got)
		})
	}
}

func TestProbeRefuses(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("this is not a segment of anything"), "zeros": make([]byte, 100_000)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ffmpeg.Probe(context.Background(), data, ".ts")
			require.ErrorIs(t, err, &core.TranscodeError{Code: core.InvalidVideo})
		})
	}
}
