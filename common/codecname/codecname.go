// Package codecname writes the names that playlists and players have for
// codecs (RFC 6381), such as "avc1.64001f" and "av01.0.05M.08", from the
// records with which MP4 and FLV configure decoders. A name is "" when the
// record does not tell.
package codecname

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// H264 names a profile, constraints and level (ISO/IEC 14496-15, annex E.2).
func H264(profile, constraints, level byte) string {
	return fmt.Sprintf("avc1.%02x%02x%02x", profile, constraints, level)
}

// AVCC is the name that an avcC record gives (ISO/IEC 14496-15, 5.3.3).
func AVCC(record []byte) string {
	if len(record) < 4 || record[0] != 1 {
		return ""
	}
	return H264(record[1], record[2], record[3])
}

// HEVC names the 12 bytes of profile space, tier and profile, flags,
// constraints and level (ISO/IEC 14496-15, annex E.3).
func HEVC(profile []byte) string {
	if len(profile) < 12 {
		return ""
	}
	space := [...]string{"", "A", "B", "C"}[profile[0]>>6]
	tier := "L"
	if profile[0]&0x20 != 0 {
		tier = "H"
	}
	flags := bits.Reverse32(binary.BigEndian.Uint32(profile[1:]))
	name := fmt.Sprintf("hvc1.%s%d.%X.%s%d", space, profile[0]&0x1f, flags, tier, profile[11])
	for _, c := range bytes.TrimRight(profile[5:11], "\x00") {
		name += fmt.Sprintf(".%X", c)
	}
	return name
}

// HVCC is the name that an hvcC record gives (ISO/IEC 14496-15, 8.3.3.1).
func HVCC(record []byte) string {
	if len(record) < 13 || record[0] != 1 {
		return ""
	}
	return HEVC(record[1:13])
}

// AV1 names a profile, level, tier and depth in bits.
// Source: https://aomediacodec.github.io/av1-isobmff/#codecsparam
func AV1(profile, level int, high bool, depth int) string {
	if profile < 0 || level < 0 || depth <= 0 {
		return ""
	}
	tier := "M"
	if high {
		tier = "H"
	}
	return fmt.Sprintf("av01.%d.%02d%s.%02d", profile, level, tier, depth)
}

// AV1C is the name that an av1C record gives.
// Source: https://aomediacodec.github.io/av1-isobmff/#av1codecconfigurationbox
func AV1C(record []byte) string {
	if len(record) < 4 || record[0] != 0x81 {
		return ""
	}
	depth := 8
	if record[2]&0x40 != 0 {
		depth = 10
		if record[2]&0x20 != 0 {
			depth = 12
		}
	}
	return AV1(int(record[1]>>5), int(record[1]&0x1f), record[2]&0x80 != 0, depth)
}

// VP9 names a profile, level and depth in bits. A level that is not known, below
// 10, is named as the lowest.
// Source: https://www.webmproject.org/vp9/mp4/#codecs-parameter-string
func VP9(profile, level, depth int) string {
	if profile < 0 || depth <= 0 {
		return ""
	}
	return fmt.Sprintf("vp09.%02d.%02d.%02d", profile, max(level, 10), depth)
}

// VPCC is the name that a vpcC record gives, with its 4 bytes of version and
// flags in front.
// Source: https://www.webmproject.org/vp9/mp4/#vp-codec-configuration-box
func VPCC(record []byte) string {
	if len(record) < 7 {
		return ""
	}
	return VP9(int(record[4]), int(record[5]), int(record[6]>>4))
}
