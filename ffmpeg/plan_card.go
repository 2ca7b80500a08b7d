package ffmpeg

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// nvenc is the graphics card's encoder.
// https://docs.nvidia.com/video-technologies/video-codec-sdk/12.0/ffmpeg-with-nvidia-gpu/
func (r *renditionPlan) nvenc(p core.Profile, index int) error {
	switch p.Encoder {
	case core.H264:
		r.Encoder = "h264_nvenc"
	case core.HEVC:
		r.Encoder = "hevc_nvenc"
	default:
		return transcodeError(core.EncoderNotFound, "no encoder for %v on the graphics card", p.Encoder)
	}
	r.PixelFormat = "nv12"
	if p.ColorDepth == 10 && p.Encoder == core.HEVC {
		r.PixelFormat = "p010le"
	} else if p.ColorDepth > 8 || p.ChromaFormat != 0 {
		return transcodeError(core.InvalidArgument, "profile %q: the graphics card encodes 8 bits and 4:2:0 only", p.Name)
	}
	r.CardEncode = true
	// For frames that the CPU decoded; others are on their card already.
	r.set("gpu", strconv.Itoa(index))
	r.set("preset", "p4")
	r.set("forced-idr", "1")
	r.set("bf", nvencBFrames(p))
	name, err := h264Profile(p)
	if err != nil {
		return err
	}
	if name != "" && p.Encoder == core.H264 {
		r.set("profile", name)
	}
	if p.Quality > 0 {
		r.set("rc", "vbr")
		// The card's scale lies about 7 above x264's (features.md 4).
		r.set("cq", strconv.Itoa(min(int(p.Quality)+7, 51)))
		r.set("b", "0")
		r.set("maxrate", strconv.FormatInt(p.Bitrate, 10))
		r.set("bufsize", strconv.FormatInt(p.Bitrate, 10))
	} else {
		r.set("rc", "cbr")
		r.bitrate(p, "cq")
	}
	r.gop(p, "1")
	return nil
}

// nvencBFrames: none unless a profile that has them is asked for and the frame
// rate is constant (features.md 4).
func nvencBFrames(p core.Profile) string {
	if p.EncoderProfile == core.ProfileDefault || p.FPS == 0 {
		return "0"
	}
	return bFrames(p)
}

// cardFormat is what the graphics card makes of a picture for an encoder: the
// nearest format that scale_cuda has, from which the CPU makes the encoder's
// own after the frame has left the card. "" when there is none.
// https://ffmpeg.org/ffmpeg-filters.html#scale_005fcuda
func cardFormat(pixelFormat string) string {
	switch pixelFormat {
	case "yuv420p", "yuv444p", "nv12", "p010le":
		return pixelFormat
	case "yuv420p10le":
		return "p010le"
	case "yuv420p12le":
		return "p016le"
	}
	return ""
}

// maxCardStep is how much smaller one scale_cuda may make a picture. Each pixel
// that it makes is of at most 3 of the source in a row: a larger step leaves
// some out, and fine patterns flicker.
const maxCardStep = 3

// cardScale is the chain of filters that scales a source's frames on the card.
func cardScale(src sourceInfo, r renditionPlan) string {
	format := cardFormat(r.PixelFormat)
	if format == "" {
		return ""
	}
	var chain strings.Builder
	for w, h := src.Width, src.Height; w > maxCardStep*r.Width || h > maxCardStep*r.Height; {
		w, h = max(w/4*2, r.Width), max(h/4*2, r.Height)
		fmt.Fprintf(&chain, "scale_cuda=w=%d:h=%d:interp_algo=bilinear,", w, h)
	}
	fmt.Fprintf(&chain, "scale_cuda=w=%d:h=%d:format=%s:interp_algo=%s", r.Width, r.Height, format, cardAlgorithm(src, r))
	if r.CardEncode {
		// Else a picture that fits already stays the decoder's, which has few.
		chain.WriteString(":passthrough=0")
	}
	return chain.String()
}

// cardAlgorithm: scale_cuda's bicubic reads 4 pixels in a row however much
// smaller the picture becomes.
func cardAlgorithm(src sourceInfo, r renditionPlan) string {
	if r.Width < src.Width || r.Height < src.Height {
		return "bilinear"
	}
	return "bicubic"
}
