package ffmpeg

import (
	"bytes"
	"fmt"
	"math/bits"

	"github.com/livepeer/streamflow/core"
)

// videoParameters are what FFmpeg knows of a stream, for codecs whose headers
// are not looked at here; negative when unknown.
type videoParameters struct{ Profile, Level, Depth int }

// videoTag is the RFC 6381 name of a video stream, "" when it is unknown.
// extradata is the decoder configuration: in the form of MP4 (avcC, hvcC, av1C)
// or as NAL units with start codes.
func videoTag(c core.Codec, extradata []byte, p videoParameters) string {
	switch c {
	case core.H264:
		return avcTag(extradata)
	case core.HEVC:
		return hevcTag(extradata)
	case core.AV1:
		return av1Tag(extradata, p)
	case core.VP9:
		if p.Profile < 0 || p.Depth <= 0 {
			return ""
		}
		return fmt.Sprintf("vp09.%02d.%02d.%02d", p.Profile, max(p.Level, 10), p.Depth)
	case core.VP8:
		return "vp8"
	}
	return ""
}

// avcTag takes profile, constraints and level from the first SPS
// (ISO/IEC 14496-15, 5.3.3).
func avcTag(extradata []byte) string {
	if len(extradata) >= 4 && extradata[0] == 1 {
		return fmt.Sprintf("avc1.%02x%02x%02x", extradata[1], extradata[2], extradata[3])
	}
	for nal := range nalUnits(extradata) {
		if len(nal) >= 4 && nal[0]&0x1f == 7 {
			return fmt.Sprintf("avc1.%02x%02x%02x", nal[1], nal[2], nal[3])
		}
	}
	return ""
}

// hevcTag is made of the general profile, tier and level
// (ISO/IEC 14496-15, annex E.3).
func hevcTag(extradata []byte) string {
	if len(extradata) >= 13 && extradata[0] == 1 {
		return hevcName(extradata[1:13])
	}
	for nal := range nalUnits(extradata) {
		if len(nal) < 3 || nal[0]>>1&0x3f != 33 {
			continue
		}
		// Behind the NAL header comes one byte, then the 12 of profile_tier_level.
		if sps := unescape(nal[2:]); len(sps) >= 13 {
			return hevcName(sps[1:13])
		}
	}
	return ""
}

// hevcName formats the 12 bytes of profile space, tier and profile, flags,
// constraints and level.
func hevcName(ptl []byte) string {
	space := [...]string{"", "A", "B", "C"}[ptl[0]>>6]
	tier := "L"
	if ptl[0]&0x20 != 0 {
		tier = "H"
	}
	flags := uint32(ptl[1])<<24 | uint32(ptl[2])<<16 | uint32(ptl[3])<<8 | uint32(ptl[4])
	name := fmt.Sprintf("hvc1.%s%d.%X.%s%d", space, ptl[0]&0x1f, bits.Reverse32(flags), tier, ptl[11])
	constraints := bytes.TrimRight(ptl[5:11], "\x00")
	for _, c := range constraints {
		name += fmt.Sprintf(".%X", c)
	}
	return name
}

// av1Tag reads av1C (https://aomediacodec.github.io/av1-isobmff/), or takes
// FFmpeg's word where there is none.
func av1Tag(extradata []byte, p videoParameters) string {
	tier := "M"
	if len(extradata) >= 4 && extradata[0] == 0x81 {
		p.Profile, p.Level, p.Depth = int(extradata[1]>>5), int(extradata[1]&0x1f), 8
		if extradata[2]&0x80 != 0 {
			tier = "H"
		}
		if extradata[2]&0x40 != 0 {
			p.Depth = 10
			if extradata[2]&0x20 != 0 {
				p.Depth = 12
			}
		}
	}
	if p.Profile < 0 || p.Level < 0 || p.Depth <= 0 {
		return ""
	}
	return fmt.Sprintf("av01.%d.%02d%s.%02d", p.Profile, p.Level, tier, p.Depth)
}

// audioTag is the RFC 6381 name of an audio stream, "" when it is unknown.
// profile is FFmpeg's: the audio object type less one.
func audioTag(codec string, profile int, extradata []byte) string {
	switch codec {
	case "aac", "aac_latm":
		if len(extradata) >= 2 && extradata[0]>>3 > 0 && extradata[0]>>3 < 31 {
			return fmt.Sprintf("mp4a.40.%d", extradata[0]>>3)
		}
		if profile < 0 {
			profile = 1
		}
		return fmt.Sprintf("mp4a.40.%d", profile+1)
	case "mp3":
		return "mp4a.40.34"
	case "mp2":
		return "mp4a.40.33"
	case "ac3":
		return "ac-3"
	case "eac3":
		return "ec-3"
	case "opus", "flac", "vorbis":
		return codec
	}
	return ""
}

// nalUnits yields the NAL units of a byte stream (ITU-T H.264, annex B).
func nalUnits(b []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		start := []byte{0, 0, 1}
		_, rest, ok := bytes.Cut(b, start)
		for ok {
			var nal []byte
			nal, rest, ok = bytes.Cut(rest, start)
			if nal = bytes.TrimRight(nal, "\x00"); len(nal) > 0 && !yield(nal) {
				return
			}
		}
	}
}

// unescape drops the bytes that keep start codes out of a NAL unit.
func unescape(nal []byte) []byte {
	out := make([]byte, 0, len(nal))
	zeros := 0
	for _, c := range nal {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}
