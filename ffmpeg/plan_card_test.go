package ffmpeg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func TestPlanCardScale(t *testing.T) {
	t.Parallel()
	half := ffmpeg.Device{Nvidia: true, CPUEncode: true}
	whole := ffmpeg.Device{Nvidia: true}
	tests := map[string]struct {
		device        ffmpeg.Device
		width, height int // of the source
		profile       core.Profile
		want          string
	}{
		"cpu":     {ffmpeg.Device{}, 1280, 720, core.Profile{Width: 640, Height: 360}, ""},
		"smaller": {half, 1280, 720, core.Profile{Width: 640, Height: 360}, "scale_cuda=w=640:h=360:format=yuv420p:interp_algo=bilinear"},
		"same":    {half, 640, 360, core.Profile{Width: 640, Height: 360}, "scale_cuda=w=640:h=360:format=yuv420p:interp_algo=bicubic"},
		"larger":  {half, 640, 360, core.Profile{Width: 1280, Height: 720}, "scale_cuda=w=1280:h=720:format=yuv420p:interp_algo=bicubic"},
		"third":   {half, 1920, 1080, core.Profile{Width: 640, Height: 360}, "scale_cuda=w=640:h=360:format=yuv420p:interp_algo=bilinear"},
		"much_smaller": {half, 1920, 1080, core.Profile{Width: 256, Height: 144},
			"scale_cuda=w=960:h=540:interp_algo=bilinear,scale_cuda=w=480:h=270:interp_algo=bilinear,scale_cuda=w=256:h=144:format=yuv420p:interp_algo=bilinear"},
		"ten_bits": {half, 1280, 720, core.Profile{Width: 640, Height: 360, ColorDepth: 10, Encoder: core.HEVC},
			"scale_cuda=w=640:h=360:format=p010le:interp_algo=bilinear"},
		"twelve_bits": {half, 1280, 720, core.Profile{Width: 640, Height: 360, ColorDepth: 12, Encoder: core.HEVC},
			"scale_cuda=w=640:h=360:format=p016le:interp_algo=bilinear"},
		"444":             {half, 1280, 720, core.Profile{Width: 640, Height: 360, ChromaFormat: 2}, "scale_cuda=w=640:h=360:format=yuv444p:interp_algo=bilinear"},
		"422_on_the_cpu":  {half, 1280, 720, core.Profile{Width: 640, Height: 360, ChromaFormat: 1}, ""},
		"vp9":             {half, 1280, 720, core.Profile{Width: 640, Height: 360, Encoder: core.VP9, Format: core.MP4}, "scale_cuda=w=640:h=360:format=yuv420p:interp_algo=bilinear"},
		"nvenc":           {whole, 1280, 720, core.Profile{Width: 640, Height: 360}, "scale_cuda=w=640:h=360:format=nv12:interp_algo=bilinear:passthrough=0"},
		"nvenc_same_size": {whole, 640, 360, core.Profile{Width: 640, Height: 360}, "scale_cuda=w=640:h=360:format=nv12:interp_algo=bicubic:passthrough=0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := hd()
			src.Width, src.Height = tt.width, tt.height
			got := planned(t, tt.profile, src, ffmpeg.Job{Device: tt.device})
			require.Equal(t, tt.want, got.CardScale)
			require.Equal(t, tt.device == whole, got.CardEncode)
		})
	}
}

// On a card without encoder the plan is the CPU's but for the scaling.
func TestPlanCPUEncode(t *testing.T) {
	t.Parallel()
	for _, codec := range []core.Codec{core.H264, core.HEVC, core.VP9, core.AV1} {
		p := core.Profile{Width: 640, Height: 360, Bitrate: 1_000_000, Format: core.MP4, Encoder: codec}
		cpu := planned(t, p, hd(), ffmpeg.Job{Threads: 4})
		card := planned(t, p, hd(), ffmpeg.Job{Threads: 4, Device: ffmpeg.Device{Nvidia: true, CPUEncode: true}})
		require.NotEmpty(t, card.CardScale)
		card.CardScale = ""
		require.Equal(t, cpu, card)
	}
}

// Frames that the CPU decoded are encoded on the session's card, not the first.
func TestPlanNamesTheCard(t *testing.T) {
	t.Parallel()
	got := planned(t, core.Profile{Width: 640, Height: 360}, hd(), ffmpeg.Job{Device: ffmpeg.Device{Nvidia: true, Index: 3}})
	require.Equal(t, "3", value(got, "gpu"))
}
