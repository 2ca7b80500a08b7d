package flv

// FrameType is the upper half of a video tag's first byte (FLV 10.1, E.4.3.1).
type FrameType uint8

// Frame types. The other numbers are reserved.
const (
	FrameKey          FrameType = 1
	FrameInter        FrameType = 2
	FrameDisposable   FrameType = 3
	FrameGeneratedKey FrameType = 4
	FrameCommand      FrameType = 5
)

// PacketType says what the body of an audio or video tag is.
type PacketType uint8

// Packet types, the same for classic and enhanced headers.
const (
	// PacketFrames is coded media.
	PacketFrames PacketType = iota
	// PacketSequenceStart is the decoder configuration (avcC, hvcC, av1C, vpcC, AudioSpecificConfig …).
	PacketSequenceStart
	// PacketSequenceEnd is the end of the sequence; it has no body.
	PacketSequenceEnd
	// PacketMetadata is an AMF description of the video that follows (HDR).
	PacketMetadata
	// PacketSequenceStartTS is the decoder configuration as MPEG-2 TS descriptors (AV1 only).
	PacketSequenceStartTS
	// PacketMultichannel is the layout of the audio channels.
	PacketMultichannel
	// PacketCommand is a seek hint of the sender, without media.
	PacketCommand
)

// VideoHeader is what a video tag says about its body.
type VideoHeader struct {
	// Codec is empty for [PacketCommand] of an enhanced header.
	Codec    Codec
	Enhanced bool
	Frame    FrameType
	Packet   PacketType
	// CompositionTime is the presentation time minus the decoding time in ms, -2^23 to 2^23-1; 0 where the header has none.
	CompositionTime int32
	// TimestampOffset is added to the tag's time, in nanoseconds, 0 to 999999 in a sane stream (Enhanced RTMP v2, ModEx).
	TimestampOffset uint32
	// Body is the rest of the tag; it shares the tag's memory.
	Body []byte
}

// IsKeyframe tells whether decoding can start at this tag.
func (h VideoHeader) IsKeyframe() bool {
	return h.Packet == PacketFrames && (h.Frame == FrameKey || h.Frame == FrameGeneratedKey)
}

// IsSequenceHeader tells whether the tag configures the decoder.
func (h VideoHeader) IsSequenceHeader() bool {
	return h.Packet == PacketSequenceStart || h.Packet == PacketSequenceStartTS
}

// ParseVideo reads the header of a video tag's data, classic (FLV 10.1, E.4.3.1) or enhanced (Enhanced RTMP v2,
// "ExVideoTagHeader"). Errors: [ErrMalformed], [ErrMultitrack], [UnsupportedCodecError].
func ParseVideo(data []byte) (VideoHeader, error) {
	if len(data) == 0 {
		return VideoHeader{}, malformed("empty video tag")
	}
	const enhanced = 0x80
	if data[0]&enhanced != 0 {
		return parseEnhancedVideo(data)
	}
	return parseClassicVideo(data)
}

func parseClassicVideo(data []byte) (VideoHeader, error) {
	h := VideoHeader{Frame: FrameType(data[0] >> 4)}
	codec, err := videoByID(data[0] & 0x0f)
	if err != nil {
		return VideoHeader{}, err
	}
	h.Codec, h.Body = codec, data[1:]
	if h.Frame == FrameCommand {
		h.Packet = PacketCommand
		return h, nil
	}
	if codec != CodecH264 {
		return h, nil
	}
	if len(data) < 2 {
		return VideoHeader{}, malformed("H.264 tag of %d byte has no packet type", len(data))
	}
	switch data[1] {
	case 0:
		h.Packet = PacketSequenceStart
	case 1:
		h.Packet = PacketFrames
	case 2:
		// Encoders differ on whether the three bytes of composition time follow; nothing is read from them.
		h.Packet, h.Body = PacketSequenceEnd, nil
		return h, nil
	default:
		return VideoHeader{}, malformed("H.264 packet type %d, expected 0 to 2", data[1])
	}
	if len(data) < 5 {
		return VideoHeader{}, malformed("H.264 tag of %d bytes, expected at least 5", len(data))
	}
	if h.Packet == PacketFrames {
		h.CompositionTime = int24(data[2:])
	}
	h.Body = data[5:]
	return h, nil
}

// The packet types of an enhanced video header (Enhanced RTMP v2, "VideoPacketType").
const (
	exVideoSequenceStart   = 0
	exVideoCodedFrames     = 1
	exVideoSequenceEnd     = 2
	exVideoCodedFramesX    = 3
	exVideoMetadata        = 4
	exVideoSequenceStartTS = 5
	exVideoMultitrack      = 6
	exModEx                = 7
)

func parseEnhancedVideo(data []byte) (VideoHeader, error) {
	h := VideoHeader{Enhanced: true, Frame: FrameType(data[0] >> 4 & 0x07)}
	packet, offset, rest, err := parseModEx(data[0]&0x0f, data[1:])
	if err != nil {
		return VideoHeader{}, err
	}
	h.TimestampOffset = offset
	if packet == exVideoMultitrack {
		return VideoHeader{}, ErrMultitrack
	}
	if packet != exVideoMetadata && h.Frame == FrameCommand {
		h.Packet, h.Body = PacketCommand, rest
		return h, nil
	}
	if len(rest) < 4 {
		return VideoHeader{}, malformed("enhanced video tag ends in its FourCC")
	}
	fourCC, known := string(rest[:4]), false
	if h.Codec, known = videoByFourCC(fourCC); !known {
		return VideoHeader{}, UnsupportedCodecError{Type: TagVideo, ID: fourCC}
	}
	h.Body = rest[4:]
	return h.withExPacket(packet)
}

// withExPacket fills what depends on the packet type.
func (h VideoHeader) withExPacket(packet uint8) (VideoHeader, error) {
	switch packet {
	case exVideoSequenceStart:
		h.Packet = PacketSequenceStart
	case exVideoCodedFramesX:
		h.Packet = PacketFrames
	case exVideoCodedFrames:
		h.Packet = PacketFrames
		// Only codecs with reordering have the field here; AV1 and VP9 do not.
		if h.Codec == CodecH264 || h.Codec == CodecHEVC {
			if len(h.Body) < 3 {
				return VideoHeader{}, malformed("enhanced video tag ends in its composition time")
			}
			h.CompositionTime, h.Body = int24(h.Body), h.Body[3:]
		}
	case exVideoSequenceEnd:
		h.Packet = PacketSequenceEnd
	case exVideoMetadata:
		h.Packet = PacketMetadata
	case exVideoSequenceStartTS:
		h.Packet = PacketSequenceStartTS
	default:
		return VideoHeader{}, malformed("enhanced video packet type %d is reserved", packet)
	}
	return h, nil
}

// parseModEx skips the modifier extensions before the FourCC and returns the packet type behind them and the timestamp
// offset in ns that they may carry (Enhanced RTMP v2, "ModEx").
func parseModEx(packet uint8, rest []byte) (_ uint8, offset uint32, _ []byte, _ error) {
	for packet == exModEx {
		if len(rest) < 1 {
			return 0, 0, nil, malformed("tag ends in a modifier extension")
		}
		size := int(rest[0]) + 1
		rest = rest[1:]
		if size == 256 {
			if len(rest) < 2 {
				return 0, 0, nil, malformed("tag ends in a modifier extension")
			}
			size = int(rest[0])<<8 + int(rest[1]) + 1
			rest = rest[2:]
		}
		if len(rest) < size+1 {
			return 0, 0, nil, malformed("modifier extension of %d bytes is longer than its tag", size)
		}
		const timestampOffsetNano = 0
		if rest[size]>>4 == timestampOffsetNano && size >= 3 {
			offset = uint32(rest[0])<<16 | uint32(rest[1])<<8 | uint32(rest[2])
		}
		packet = rest[size] & 0x0f
		rest = rest[size+1:]
	}
	return packet, offset, rest, nil
}

// int24 reads a signed 24 bit big-endian number.
func int24(b []byte) int32 {
	return int32(uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8) >> 8
}
