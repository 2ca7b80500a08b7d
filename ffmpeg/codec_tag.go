package ffmpeg

import (
	"fmt"

	"github.com/livepeer/streamflow/common/codecname"
	"github.com/livepeer/streamflow/common/nal"
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
		return codecname.VP9(p.Profile, p.Level, p.Depth)
	case core.VP8:
		return "vp8"
	}
	return ""
}

// avcTag takes profile, constraints and level from the first SPS.
func avcTag(extradata []byte) string {
	if tag := codecname.AVCC(extradata); tag != "" {
		return tag
	}
	if sps := nal.H264.Find(extradata, nal.SPS); len(sps) >= 4 {
		return codecname.H264(sps[1], sps[2], sps[3])
	}
	return ""
}

// hevcTag is made of the general profile, tier and level.
func hevcTag(extradata []byte) string {
	if tag := codecname.HVCC(extradata); tag != "" {
		return tag
	}
	return codecname.HEVC(nal.HEVCProfile(nal.HEVC.Find(extradata, nal.SPS)))
}

// av1Tag reads av1C, or takes FFmpeg's word where there is none.
func av1Tag(extradata []byte, p videoParameters) string {
	if tag := codecname.AV1C(extradata); tag != "" {
		return tag
	}
	return codecname.AV1(p.Profile, p.Level, false, p.Depth)
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
