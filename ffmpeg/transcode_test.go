package ffmpeg_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/ffmpeg"
)

func TestTranscodeRenditions(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "640x360", "30", "2")
	res, outs, err := transcode(t, ffmpeg.Job{Profiles: preset(t, "P240p30fps16x9,P144p30fps16x9")}, src)
	require.NoError(t, err)
	require.Equal(t, ffmpeg.Decoded{Frames: 60, Pixels: 60 * 640 * 360}, res.Decoded)
	for i, size := range [][2]int{{426, 240}, {256, 144}} {
		r := res.Renditions[i]
		require.Equal(t, 60, r.Frames)
		require.EqualValues(t, 60*size[0]*size[1], r.Pixels)
		require.EqualValues(t, len(outs[i]), r.Bytes)
		require.Equal(t, "2s", r.Duration.String())
		p := inspect(t, outs[i])
		require.Equal(t, "mpegts", p.Format.Name)
		require.Equal(t, 60, p.frames(t))
		v := p.stream("video")
		require.Equal(t, size, [2]int{v.Width, v.Height})
		require.Equal(t, "aac", p.stream("audio").CodecName)
		require.True(t, isKey(p.packets("video")[0]))
	}
}

// A source that is in memory is taken without copying, and to its end.
func TestTranscodeFromBytes(t *testing.T) {
	t.Parallel()
	for _, ext := range []string{".ts", ".mp4"} {
		src := clip(t, ext, "320x180", "30", "2", "-b:v", "2M")
		var out bytes.Buffer
		res, err := ffmpeg.Transcode(context.Background(), ffmpeg.Job{Profiles: preset(t, "P144p30fps16x9"), Preset: "ultrafast"}, ffmpeg.FromBytes(src), []io.Writer{&out})
		require.NoError(t, err)
		require.Equal(t, 60, res.Renditions[0].Frames)
	}
}
