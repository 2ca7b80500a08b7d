package ffmpeg

import (
	"bytes"
	"encoding/binary"

	"github.com/livepeer/streamflow/common/nal"
)

// nalConfig is what avcC or hvcC say: how NAL units are framed in packets, and
// the parameter sets that a decoder needs first.
type nalConfig struct {
	lengthSize int    // bytes of the length before each NAL unit, 1 to 4
	sets       []byte // parameter sets as a byte stream
	syntax     nal.Syntax
}

const maxParameterSets = 64 << 10 // bytes; real ones have some hundred

// parseAVCConfig reads an AVCDecoderConfigurationRecord
// (ISO/IEC 14496-15, 5.3.3.1).
func parseAVCConfig(b []byte) (nalConfig, error) {
	if len(b) < 7 || b[0] != 1 {
		return nalConfig{}, malformed("H.264 configuration of %d bytes is no avcC record", len(b))
	}
	c := nalConfig{lengthSize: int(b[4]&3) + 1}
	rest, err := c.takeSets(b[6:], int(b[5]&0x1f))
	if err != nil {
		return nalConfig{}, err
	}
	if len(rest) < 1 {
		return nalConfig{}, malformed("H.264 configuration without picture parameter sets")
	}
	_, err = c.takeSets(rest[1:], int(rest[0]))
	return c, err
}

// parseHEVCConfig reads an HEVCDecoderConfigurationRecord
// (ISO/IEC 14496-15, 8.3.3.1).
func parseHEVCConfig(b []byte) (nalConfig, error) {
	if len(b) < 23 || b[0] != 1 {
		return nalConfig{}, malformed("HEVC configuration of %d bytes is no hvcC record", len(b))
	}
	c := nalConfig{lengthSize: int(b[21]&3) + 1, syntax: nal.HEVC}
	rest := b[23:]
	for range int(b[22]) {
		if len(rest) < 3 {
			return nalConfig{}, malformed("HEVC configuration ends early")
		}
		var err error
		if rest, err = c.takeSets(rest[3:], int(binary.BigEndian.Uint16(rest[1:]))); err != nil {
			return nalConfig{}, err
		}
	}
	return c, nil
}

// takeSets appends n sets with lengths of 16 bits.
func (c *nalConfig) takeSets(b []byte, n int) (rest []byte, err error) {
	for range n {
		if len(b) < 2 {
			return nil, malformed("parameter sets end early")
		}
		size := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+size {
			return nil, malformed("parameter set of %d bytes is longer than its record", size)
		}
		if len(c.sets)+size > maxParameterSets {
			return nil, malformed("parameter sets of more than %d bytes", maxParameterSets)
		}
		c.sets = append(append(c.sets, nal.StartCode...), b[2:2+size]...)
		b = b[2+size:]
	}
	return b, nil
}

// byteStream turns the NAL units of a packet into a byte stream (annex B): an
// access unit delimiter, on a keyframe the parameter sets unless the packet
// brings its own, and the units. inBand tells whether it does bring its own.
func (c *nalConfig) byteStream(packet []byte, key bool) (out []byte, inBand bool, err error) {
	if inBand, err = c.scan(packet); err != nil {
		return nil, false, err
	}
	out = make([]byte, 0, len(packet)+len(c.sets)+64)
	out = append(out, c.delimiter()...)
	if key && !inBand {
		out = append(out, c.sets...)
	}
	for unit := range c.units(packet) {
		if c.isDelimiter(unit) {
			continue
		}
		out = append(append(out, nal.StartCode...), unit...)
	}
	return out, inBand, nil
}

// scan checks the framing of a packet and looks for a sequence parameter set.
func (c *nalConfig) scan(packet []byte) (hasSPS bool, err error) {
	total := 0
	for unit := range c.units(packet) {
		total += c.lengthSize + len(unit)
		hasSPS = hasSPS || c.isSPS(unit)
	}
	if total != len(packet) {
		if bytes.HasPrefix(packet, []byte(nal.StartCode)) || bytes.HasPrefix(packet, []byte(nal.StartCode[1:])) {
			return false, malformed("video packets come with start codes; FLV wants NAL units with their length in front")
		}
		return false, malformed("video packet of %d bytes, its NAL units say %d", len(packet), total)
	}
	return hasSPS, nil
}

// units yields the NAL units of a packet up to the first that does not fit.
// Empty ones are yielded too.
func (c *nalConfig) units(packet []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(packet) >= c.lengthSize {
			size := 0
			for _, b := range packet[:c.lengthSize] {
				size = size<<8 | int(b)
			}
			packet = packet[c.lengthSize:]
			if size > len(packet) || !yield(packet[:size]) {
				return
			}
			packet = packet[size:]
		}
	}
}

func (c *nalConfig) isSPS(unit []byte) bool {
	return len(unit) > 0 && c.syntax.Kind(unit[0]) == nal.SPS
}

// isDelimiter is true also for an empty unit, which is left out like one.
func (c *nalConfig) isDelimiter(unit []byte) bool {
	return len(unit) == 0 || c.syntax.Kind(unit[0]) == nal.Delimiter
}

// delimiter is an access unit delimiter that allows all kinds of slices, which
// MPEG-TS wants before each picture (ISO/IEC 13818-1, 2.14.1).
func (c *nalConfig) delimiter() []byte {
	if c.syntax == nal.HEVC {
		return []byte{0, 0, 0, 1, 0x46, 0x01, 0x50}
	}
	return []byte{0, 0, 0, 1, 0x09, 0xf0}
}
