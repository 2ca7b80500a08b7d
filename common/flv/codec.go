package flv

import "strconv"

// Codec names what a tag's body is encoded with.
type Codec string

// Codecs that tag headers can announce. The names are those that FFmpeg uses.
const (
	CodecH264 Codec = "h264"
	CodecHEVC Codec = "hevc"
	CodecAV1  Codec = "av1"
	CodecVP9  Codec = "vp9"
	CodecVP8  Codec = "vp8"

	CodecSorenson     Codec = "flv1"
	CodecScreenVideo  Codec = "flashsv"
	CodecVP6          Codec = "vp6f"
	CodecVP6Alpha     Codec = "vp6a"
	CodecScreenVideo2 Codec = "flashsv2"

	CodecAAC        Codec = "aac"
	CodecMP3        Codec = "mp3"
	CodecOpus       Codec = "opus"
	CodecFLAC       Codec = "flac"
	CodecAC3        Codec = "ac3"
	CodecEAC3       Codec = "eac3"
	CodecPCM        Codec = "pcm"
	CodecADPCM      Codec = "adpcm_swf"
	CodecPCMLE      Codec = "pcm_s16le"
	CodecNellymoser Codec = "nellymoser"
	CodecALaw       Codec = "pcm_alaw"
	CodecMuLaw      Codec = "pcm_mulaw"
	CodecSpeex      Codec = "speex"
)

// videoByFourCC maps the FourCC of an enhanced video header (Enhanced RTMP v2, "Enhanced Video").
func videoByFourCC(fourCC string) (Codec, bool) {
	switch fourCC {
	case "avc1":
		return CodecH264, true
	case "hvc1", "hev1":
		return CodecHEVC, true
	case "av01":
		return CodecAV1, true
	case "vp09":
		return CodecVP9, true
	case "vp08":
		return CodecVP8, true
	default:
		return "", false
	}
}

// audioByFourCC maps the FourCC of an enhanced audio header (Enhanced RTMP v2, "Enhanced Audio").
func audioByFourCC(fourCC string) (Codec, bool) {
	switch fourCC {
	case "mp4a":
		return CodecAAC, true
	case ".mp3":
		return CodecMP3, true
	case "Opus":
		return CodecOpus, true
	case "fLaC":
		return CodecFLAC, true
	case "ac-3":
		return CodecAC3, true
	case "ec-3":
		return CodecEAC3, true
	default:
		return "", false
	}
}

// videoByID maps the codec id of a classic video header (FLV 10.1, E.4.3.1).
func videoByID(id uint8) (Codec, error) {
	switch id {
	case 2:
		return CodecSorenson, nil
	case 3:
		return CodecScreenVideo, nil
	case 4:
		return CodecVP6, nil
	case 5:
		return CodecVP6Alpha, nil
	case 6:
		return CodecScreenVideo2, nil
	case 7:
		return CodecH264, nil
	default:
		return "", UnsupportedCodecError{Type: TagVideo, ID: strconv.Itoa(int(id))}
	}
}

// audioByFormat maps the sound format of a classic audio header (FLV 10.1, E.4.2.1).
func audioByFormat(format uint8) (Codec, error) {
	switch format {
	case 0:
		return CodecPCM, nil
	case 1:
		return CodecADPCM, nil
	case 2, 14:
		return CodecMP3, nil
	case 3:
		return CodecPCMLE, nil
	case 4, 5, 6:
		return CodecNellymoser, nil
	case 7:
		return CodecALaw, nil
	case 8:
		return CodecMuLaw, nil
	case 10:
		return CodecAAC, nil
	case 11:
		return CodecSpeex, nil
	default:
		return "", UnsupportedCodecError{Type: TagAudio, ID: strconv.Itoa(int(format))}
	}
}
