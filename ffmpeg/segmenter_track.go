package ffmpeg

import (
	"bytes"
	"errors"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
)

// videoTrack is a picture as its sequence header describes it. A change of
// the header makes a new one.
type videoTrack struct {
	muxStream
	codec core.Codec
	raw   []byte     // the sequence header
	nal   *nalConfig // for codecs that are made of NAL units
	tag   string     // RFC 6381
}

// audioTrack is the sound, likewise.
type audioTrack struct {
	muxStream
	codec flv.Codec
	raw   []byte
	tag   string
}

// newVideoTrack reads a sequence header.
func newVideoTrack(h flv.VideoHeader) (*videoTrack, error) {
	t := &videoTrack{raw: h.Body}
	switch h.Codec {
	case flv.CodecH264:
		c, err := parseAVCConfig(h.Body)
		if err != nil {
			return nil, err
		}
		t.codec, t.id, t.nal = core.H264, idH264, &c
	case flv.CodecHEVC:
		c, err := parseHEVCConfig(h.Body)
		if err != nil {
			return nil, err
		}
		t.codec, t.id, t.nal = core.HEVC, idHEVC, &c
	case flv.CodecAV1:
		t.codec, t.id, t.config = core.AV1, idAV1, av1Config(h)
	case flv.CodecVP9:
		t.codec, t.id, t.config = core.VP9, idVP9, h.Body
	default:
		return nil, unsupportedVideo(h.Codec)
	}
	t.tag = videoTag(t.codec, h.Body, vpParameters(t.codec, h.Body))
	return t, nil
}

func unsupportedVideo(c flv.Codec) error {
	return streamError(UnsupportedStream, "video codec %s cannot be transcoded live; use H.264, HEVC, AV1 or VP9", c)
}

// av1Config is the av1C record, made from the MPEG-TS descriptor where that is
// what was sent (AV1 in MPEG-2 TS, 2.1; the two differ in their last byte).
func av1Config(h flv.VideoHeader) []byte {
	if h.Packet == flv.PacketSequenceStartTS && len(h.Body) >= 6 && h.Body[0] == 0x80 {
		return []byte{h.Body[2], h.Body[3], h.Body[4], 0}
	}
	return h.Body
}

// vpParameters reads a VPCodecConfigurationRecord behind its 4 bytes of version
// and flags (https://www.webmproject.org/vp9/mp4/).
func vpParameters(c core.Codec, b []byte) videoParameters {
	if c != core.VP9 || len(b) < 7 {
		return videoParameters{Profile: -1, Level: -1, Depth: -1}
	}
	return videoParameters{Profile: int(b[4]), Level: int(b[5]), Depth: int(b[6] >> 4)}
}

// container is what the track's segments are: MPEG-TS, or MP4 for the codecs
// that have no place there.
func (t *videoTrack) container() core.Container {
	if t != nil && t.nal == nil {
		return core.MP4
	}
	return core.MPEGTS
}

// frame makes the packet data of a coded frame. For keyframes it looks at the
// picture's format, and returns a new track when that has changed.
func (t *videoTrack) frame(body []byte, key bool) (_ *videoTrack, data []byte, err error) {
	data = body
	inBand := t.nal == nil
	if t.nal != nil {
		if data, inBand, err = t.nal.byteStream(body, key); err != nil {
			return nil, nil, err
		}
	}
	if !key || t.format.Width > 0 && !inBand {
		return t, data, nil
	}
	f, err := t.look(data)
	if err != nil || f.Width <= 0 || f.Height <= 0 {
		return nil, nil, malformed("keyframe whose picture size cannot be read")
	}
	if f == t.format {
		return t, data, nil
	}
	changed := *t
	changed.format = f
	return &changed, data, nil
}

func (t *videoTrack) look(data []byte) (packetFormat, error) {
	if t.id == idVP9 { // whose parser in FFmpeg 5.1 does not tell
		return vp9Format(data)
	}
	return look(t.id, t.config, data)
}

// sameAs tells whether a transcoder can go on with its session.
func (t *videoTrack) sameAs(o *videoTrack) bool {
	if t == nil || o == nil {
		return t == o
	}
	return t.codec == o.codec && t.format.Width == o.format.Width && t.format.Height == o.format.Height &&
		t.format.PixelFormat == o.format.PixelFormat
}

// newAudioTrack describes the sound; first is the sequence header, or the first
// packet of codecs that have none.
func newAudioTrack(h flv.AudioHeader) (*audioTrack, error) {
	t := &audioTrack{codec: h.Codec}
	var err error
	switch h.Codec {
	case flv.CodecAAC:
		t.id, t.config = idAAC, h.Body
		t.format, err = aacFormat(h.Body)
	case flv.CodecOpus:
		t.id, t.config = idOpus, h.Body
		if len(h.Body) < 19 || !bytes.HasPrefix(h.Body, []byte("OpusHead")) || h.Body[9] == 0 {
			return nil, malformed("Opus configuration of %d bytes is no OpusHead", len(h.Body))
		}
		t.format = packetFormat{SampleRate: 48000, Channels: int(h.Body[9])}
	case flv.CodecMP3, flv.CodecAC3, flv.CodecEAC3:
		t.id = map[flv.Codec]codecID{flv.CodecMP3: idMP3, flv.CodecAC3: idAC3, flv.CodecEAC3: idEAC3}[h.Codec]
		t.format, err = look(t.id, nil, h.Body)
		if err == nil && (t.format.SampleRate <= 0 || t.format.Channels <= 0) {
			err = errors.New("no header found")
		}
		if err != nil {
			err = malformed("%s packet cannot be read: %v", h.Codec, err)
		}
	default:
		return nil, streamError(UnsupportedStream, "audio codec %s cannot be carried in segments; use AAC, MP3, Opus or AC-3", h.Codec)
	}
	if err != nil {
		return nil, err
	}
	if h.Codec == flv.CodecAAC || h.Codec == flv.CodecOpus {
		t.raw = h.Body
	}
	t.tag = audioTag(string(h.Codec), -1, t.config)
	return t, nil
}

// aacFormat reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1).
func aacFormat(b []byte) (packetFormat, error) {
	rates := [...]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}
	if len(b) < 2 {
		return packetFormat{}, malformed("AAC configuration of %d bytes, expected at least 2", len(b))
	}
	bits := uint64(0)
	for i := range 8 {
		bits <<= 8
		if i < len(b) {
			bits |= uint64(b[i])
		}
	}
	take := func(n int) int {
		v := bits >> (64 - n)
		bits <<= n
		return int(v)
	}
	if take(5) == 31 { // an object type in the escape form
		take(6)
	}
	f := packetFormat{FrameSize: 1024}
	if i := take(4); i == 15 {
		f.SampleRate = take(24)
	} else if i < len(rates) {
		f.SampleRate = rates[i]
	}
	switch c := take(4); {
	case c == 7:
		f.Channels = 8
	case c == 0: // described by a program config element, in the packets too
		f.Channels = 2
	case c < 7:
		f.Channels = c
	}
	if f.SampleRate <= 0 || f.SampleRate > 192000 || f.Channels == 0 {
		return packetFormat{}, malformed("AAC configuration % x has no usable sample rate or channels", b[:min(len(b), 8)])
	}
	return f, nil
}

func (t *audioTrack) sameAs(o *audioTrack) bool {
	if t == nil || o == nil {
		return t == o
	}
	return t.codec == o.codec && bytes.Equal(t.raw, o.raw) && t.format.SampleRate == o.format.SampleRate && t.format.Channels == o.format.Channels
}
