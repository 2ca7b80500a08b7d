package flv_test

import (
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/stretchr/testify/require"
)

func TestParseVideo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		data     string
		want     flv.VideoHeader
		key, seq bool
	}{
		{"h264_config", "\x17\x00\x00\x00\x00cfg", flv.VideoHeader{Codec: flv.CodecH264, Frame: flv.FrameKey, Packet: flv.PacketSequenceStart, Body: []byte("cfg")}, false, true},
		{"h264_key", "\x17\x01\x00\x00\x50nal", flv.VideoHeader{Codec: flv.CodecH264, Frame: flv.FrameKey, CompositionTime: 80, Body: []byte("nal")}, true, false},
		{"h264_negative_composition", "\x27\x01\xff\xff\xfe", flv.VideoHeader{Codec: flv.CodecH264, Frame: flv.FrameInter, CompositionTime: -2, Body: []byte{}}, false, false},
		{"h264_end_short", "\x17\x02", flv.VideoHeader{Codec: flv.CodecH264, Frame: flv.FrameKey, Packet: flv.PacketSequenceEnd}, false, false},
		{"h264_command", "\x57\x00", flv.VideoHeader{Codec: flv.CodecH264, Frame: flv.FrameCommand, Packet: flv.PacketCommand, Body: []byte{0}}, false, false},
		{"vp6_key", "\x14x", flv.VideoHeader{Codec: flv.CodecVP6, Frame: flv.FrameKey, Body: []byte("x")}, true, false},
		{"vp6_disposable", "\x34x", flv.VideoHeader{Codec: flv.CodecVP6, Frame: flv.FrameDisposable, Body: []byte("x")}, false, false},
		{"hevc_config", "\x90hvc1cfg", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameKey, Packet: flv.PacketSequenceStart, Body: []byte("cfg")}, false, true},
		{"hevc_frames_with_composition", "\x91hev1\x00\x00\x21x", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameKey, CompositionTime: 33, Body: []byte("x")}, true, false},
		{"hevc_frames_x", "\xa3hvc1\x00\x00\x21", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameInter, Body: []byte{0, 0, 0x21}}, false, false},
		{"avc1_frames_with_composition", "\xa1avc1\xff\xff\xffx", flv.VideoHeader{Codec: flv.CodecH264, Enhanced: true, Frame: flv.FrameInter, CompositionTime: -1, Body: []byte("x")}, false, false},
		{"av1_config", "\x90av01c", flv.VideoHeader{Codec: flv.CodecAV1, Enhanced: true, Frame: flv.FrameKey, Packet: flv.PacketSequenceStart, Body: []byte("c")}, false, true},
		{"av1_ts_config", "\x95av01c", flv.VideoHeader{Codec: flv.CodecAV1, Enhanced: true, Frame: flv.FrameKey, Packet: flv.PacketSequenceStartTS, Body: []byte("c")}, false, true},
		{"av1_frames_without_composition", "\x91av01obu", flv.VideoHeader{Codec: flv.CodecAV1, Enhanced: true, Frame: flv.FrameKey, Body: []byte("obu")}, true, false},
		{"vp9_frames", "\xa1vp09x", flv.VideoHeader{Codec: flv.CodecVP9, Enhanced: true, Frame: flv.FrameInter, Body: []byte("x")}, false, false},
		{"vp8_key", "\x91vp08x", flv.VideoHeader{Codec: flv.CodecVP8, Enhanced: true, Frame: flv.FrameKey, Body: []byte("x")}, true, false},
		{"sequence_end", "\x92hvc1", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameKey, Packet: flv.PacketSequenceEnd, Body: []byte{}}, false, false},
		{"metadata", "\x94hvc1amf", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameKey, Packet: flv.PacketMetadata, Body: []byte("amf")}, false, false},
		{"enhanced_command_has_no_fourcc", "\xd1\x01", flv.VideoHeader{Enhanced: true, Frame: flv.FrameCommand, Packet: flv.PacketCommand, Body: []byte{1}}, false, false},
		{"modex_offset", "\x97\x02\x01\x02\x03\x01hvc1\x00\x00\x05x", flv.VideoHeader{Codec: flv.CodecHEVC, Enhanced: true, Frame: flv.FrameKey, CompositionTime: 5, TimestampOffset: 0x010203, Body: []byte("x")}, true, false},
		{"modex_unknown_then_offset", "\x97\x00\xaa\x17\x02\x00\x00\x09\x03av01x", flv.VideoHeader{Codec: flv.CodecAV1, Enhanced: true, Frame: flv.FrameKey, TimestampOffset: 9, Body: []byte("x")}, true, false},
		{"modex_long_size", "\x97\xff\x00\x00\xaa\x13av01x", flv.VideoHeader{Codec: flv.CodecAV1, Enhanced: true, Frame: flv.FrameKey, Body: []byte("x")}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := flv.ParseVideo([]byte(tt.data))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.key, got.IsKeyframe(), "keyframe")
			require.Equal(t, tt.seq, got.IsSequenceHeader(), "sequence header")
		})
	}
}

func TestParseVideoRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data string
		want error
	}{
		{"err_empty", "", flv.ErrMalformed},
		{"err_h264_one_byte", "\x17", flv.ErrMalformed},
		{"err_h264_no_composition", "\x17\x01\x00\x00", flv.ErrMalformed},
		{"err_h264_packet_type", "\x17\x03\x00\x00\x00", flv.ErrMalformed},
		{"err_unknown_id", "\x1c\x01\x00\x00\x00", flv.UnsupportedCodecError{Type: flv.TagVideo, ID: "12"}},
		{"err_short_fourcc", "\x91hvc", flv.ErrMalformed},
		{"err_unknown_fourcc", "\x91zzzz\x00\x00\x00", flv.UnsupportedCodecError{Type: flv.TagVideo, ID: "zzzz"}},
		{"err_short_composition", "\x91hvc1\x00\x00", flv.ErrMalformed},
		{"err_multitrack", "\x96\x00hvc1\x00", flv.ErrMultitrack},
		{"err_multitrack_behind_modex", "\x97\x00\xaa\x06\x00hvc1", flv.ErrMultitrack},
		{"err_reserved_packet", "\x98hvc1", flv.ErrMalformed},
		{"err_modex_cut_1", "\x97", flv.ErrMalformed},
		{"err_modex_cut_2", "\x97\x05\x00", flv.ErrMalformed},
		{"err_modex_cut_3", "\x97\xff\x00", flv.ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := flv.ParseVideo([]byte(tt.data))
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestParseAudio(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data string
		want flv.AudioHeader
		seq  bool
	}{
		{"aac_config", "\xaf\x00\x12\x10", flv.AudioHeader{Codec: flv.CodecAAC, Packet: flv.PacketSequenceStart, Body: []byte{0x12, 0x10}}, true},
		{"aac_raw", "\xaf\x01x", flv.AudioHeader{Codec: flv.CodecAAC, Body: []byte("x")}, false},
		{"mp3", "\x2fx", flv.AudioHeader{Codec: flv.CodecMP3, Body: []byte("x")}, false},
		{"opus_config", "\x90OpusOpusHead", flv.AudioHeader{Codec: flv.CodecOpus, Enhanced: true, Packet: flv.PacketSequenceStart, Body: []byte("OpusHead")}, true},
		{"aac_enhanced", "\x91mp4ax", flv.AudioHeader{Codec: flv.CodecAAC, Enhanced: true, Body: []byte("x")}, false},
		{"flac_end", "\x92fLaC", flv.AudioHeader{Codec: flv.CodecFLAC, Enhanced: true, Packet: flv.PacketSequenceEnd, Body: []byte{}}, false},
		{"multichannel", "\x94ac-3\x01\x02", flv.AudioHeader{Codec: flv.CodecAC3, Enhanced: true, Packet: flv.PacketMultichannel, Body: []byte{1, 2}}, false},
		{"modex", "\x97\x02\x00\x00\x07\x01ec-3x", flv.AudioHeader{Codec: flv.CodecEAC3, Enhanced: true, TimestampOffset: 7, Body: []byte("x")}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := flv.ParseAudio([]byte(tt.data))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.seq, got.IsSequenceHeader())
		})
	}
}

func TestParseAudioRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data string
		want error
	}{
		{"err_empty", "", flv.ErrMalformed},
		{"err_aac_one_byte", "\xaf", flv.ErrMalformed},
		{"err_aac_packet_type", "\xaf\x02", flv.ErrMalformed},
		{"err_reserved_format", "\xcf\x02", flv.UnsupportedCodecError{Type: flv.TagAudio, ID: "12"}},
		{"err_short_fourcc", "\x91Opu", flv.ErrMalformed},
		{"err_unknown_fourcc", "\x91zzzz", flv.UnsupportedCodecError{Type: flv.TagAudio, ID: "zzzz"}},
		{"err_multitrack", "\x95\x01Opus", flv.ErrMultitrack},
		{"err_reserved_packet", "\x93Opus", flv.ErrMalformed},
		{"err_modex_cut", "\x97\x02\x00", flv.ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := flv.ParseAudio([]byte(tt.data))
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func FuzzParseVideo(f *testing.F) {
	for _, seed := range []string{"\x17\x01\x00\x00\x50nal", "\x91hvc1\x00\x00\x21x", "\x97\x02\x01\x02\x03\x01hvc1\x00\x00\x05x", "\x96\x00av01", "\xd1\x01", "\x97\xff\x00\x00\xaa\x13av01x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := flv.ParseVideo(data)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(h.Body), len(data)-1)
		require.False(t, h.IsKeyframe() && h.IsSequenceHeader())
		require.True(t, h.Codec != "" || h.Packet == flv.PacketCommand)
	})
}

func FuzzParseAudio(f *testing.F) {
	for _, seed := range []string{"\xaf\x00\x12\x10", "\x90OpusOpusHead", "\x97\x02\x00\x00\x07\x01ec-3x", "\x95\x01Opus"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := flv.ParseAudio(data)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(h.Body), len(data)-1)
		require.NotEmpty(t, h.Codec)
	})
}
