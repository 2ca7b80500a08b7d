package flv

// AudioHeader is what an audio tag says about its body.
type AudioHeader struct {
	Codec    Codec
	Enhanced bool
	Packet   PacketType
	// TimestampOffset is added to the tag's time, in nanoseconds (Enhanced RTMP v2, ModEx).
	TimestampOffset uint32
	// Body is the rest of the tag; it shares the tag's memory.
	Body []byte
}

// IsSequenceHeader tells whether the tag configures the decoder.
func (h AudioHeader) IsSequenceHeader() bool {
	return h.Packet == PacketSequenceStart
}

// soundFormatExtended marks an enhanced audio header (Enhanced RTMP v2, "SoundFormat.ExHeader").
const soundFormatExtended = 9

// ParseAudio reads the header of an audio tag's data, classic (FLV 10.1, E.4.2.1) or enhanced (Enhanced RTMP v2,
// "ExAudioTagHeader"). Errors: [ErrMalformed], [ErrMultitrack], [UnsupportedCodecError].
func ParseAudio(data []byte) (AudioHeader, error) {
	if len(data) == 0 {
		return AudioHeader{}, malformed("empty audio tag")
	}
	if data[0]>>4 == soundFormatExtended {
		return parseEnhancedAudio(data)
	}
	codec, err := audioByFormat(data[0] >> 4)
	if err != nil {
		return AudioHeader{}, err
	}
	h := AudioHeader{Codec: codec, Body: data[1:]}
	if codec != CodecAAC {
		return h, nil
	}
	if len(data) < 2 {
		return AudioHeader{}, malformed("AAC tag of %d byte has no packet type", len(data))
	}
	switch data[1] {
	case 0:
		h.Packet = PacketSequenceStart
	case 1:
		h.Packet = PacketFrames
	default:
		return AudioHeader{}, malformed("AAC packet type %d, expected 0 or 1", data[1])
	}
	h.Body = data[2:]
	return h, nil
}

// The packet types of an enhanced audio header (Enhanced RTMP v2, "AudioPacketType").
const (
	exAudioSequenceStart = 0
	exAudioCodedFrames   = 1
	exAudioSequenceEnd   = 2
	exAudioMultichannel  = 4
	exAudioMultitrack    = 5
)

func parseEnhancedAudio(data []byte) (AudioHeader, error) {
	packet, offset, rest, err := parseModEx(data[0]&0x0f, data[1:])
	if err != nil {
		return AudioHeader{}, err
	}
	if packet == exAudioMultitrack {
		return AudioHeader{}, ErrMultitrack
	}
	if len(rest) < 4 {
		return AudioHeader{}, malformed("enhanced audio tag ends in its FourCC")
	}
	fourCC := string(rest[:4])
	codec, known := audioByFourCC(fourCC)
	if !known {
		return AudioHeader{}, UnsupportedCodecError{Type: TagAudio, ID: fourCC}
	}
	h := AudioHeader{Codec: codec, Enhanced: true, TimestampOffset: offset, Body: rest[4:]}
	switch packet {
	case exAudioSequenceStart:
		h.Packet = PacketSequenceStart
	case exAudioCodedFrames:
		h.Packet = PacketFrames
	case exAudioSequenceEnd:
		h.Packet = PacketSequenceEnd
	case exAudioMultichannel:
		h.Packet = PacketMultichannel
	default:
		return AudioHeader{}, malformed("enhanced audio packet type %d is reserved", packet)
	}
	return h, nil
}
