package ffmpeg_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func TestVideoTag(t *testing.T) {
	t.Parallel()
	none := ffmpeg.VideoParameters{Profile: -1, Level: -1}
	tests := map[string]struct {
		codec     core.Codec
		extradata string
		par       ffmpeg.VideoParameters
		want      string
	}{
		"avcC":           {core.H264, "01640028ff", none, "avc1.640028"},
		"annex_b":        {core.H264, "0000000109f0000000016742c01eaa000000000168ce", none, "avc1.42c01e"},
		"avc_without":    {core.H264, "", none, ""},
		"avc_cut":        {core.H264, "0000016764", none, ""},
		"hvcC":           {core.HEVC, "010160000000b000000000005df0", none, "hvc1.1.6.L93.B0"}, // the example of ISO 14496-15, E.3, has A1.80.L93.B0
		"hvcC_high":      {core.HEVC, "01222000000090000000000099f0", none, "hvc1.2.4.H153.90"},
		"hevc_annex_b":   {core.HEVC, "00000001420101016000000300b0000003000003005da0", none, "hvc1.1.6.L93.B0"},
		"hevc_cut":       {core.HEVC, "000000014201010160", none, ""},
		"av1C":           {core.AV1, "81050c00", none, "av01.0.05M.08"},
		"av1C_10_high":   {core.AV1, "8128c000", none, "av01.1.08H.10"},
		"av1_parameters": {core.AV1, "", ffmpeg.VideoParameters{Profile: 0, Level: 4, Depth: 8}, "av01.0.04M.08"},
		"av1_unknown":    {core.AV1, "", none, ""},
		"vp9":            {core.VP9, "", ffmpeg.VideoParameters{Profile: 2, Level: 41, Depth: 10}, "vp09.02.41.10"},
		"vp8":            {core.VP8, "", none, "vp8"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			extradata, err := hex.DecodeString(tt.extradata)
			require.NoError(t, err)
			require.Equal(t, tt.want, ffmpeg.VideoTag(tt.codec, extradata, tt.par))
		})
	}
}

func TestAudioTag(t *testing.T) {
	t.Parallel()
	require.Equal(t, "mp4a.40.2", ffmpeg.AudioTag("aac", -99, nil))
	require.Equal(t, "mp4a.40.5", ffmpeg.AudioTag("aac", 4, nil))
	require.Equal(t, "mp4a.40.29", ffmpeg.AudioTag("aac", 1, []byte{0xeb, 0x8a}))
	require.Equal(t, "mp4a.40.34", ffmpeg.AudioTag("mp3", 0, nil))
	require.Equal(t, "ec-3", ffmpeg.AudioTag("eac3", 0, nil))
	require.Equal(t, "opus", ffmpeg.AudioTag("opus", 0, nil))
	require.Empty(t, ffmpeg.AudioTag("pcm_s16le", 0, nil))
}

// A tag becomes part of a playlist: whatever the stream says, it stays a word.
func FuzzVideoTag(f *testing.F) {
	f.Add(uint8(core.H264), []byte{1, 0x64, 0, 0x28})
	f.Add(uint8(core.HEVC), []byte{0, 0, 0, 1, 0x42, 1, 1, 1, 0x60, 0, 0, 3, 0, 0xb0, 0, 0, 3, 0, 0, 3, 0, 0x5d, 0xa0})
	f.Add(uint8(core.AV1), []byte{0x81, 5, 0x0c, 0})
	f.Fuzz(func(t *testing.T, codec uint8, extradata []byte) {
		tag := ffmpeg.VideoTag(core.Codec(codec), extradata, ffmpeg.VideoParameters{Profile: 1, Level: 1, Depth: 8})
		require.Regexp(t, `^[A-Za-z0-9.]{0,48}$`, tag)
	})
}
