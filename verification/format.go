package verification

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/livepeer/streamflow/core"
)

// What FFmpeg calls the profiles of H.264: profile_idc, with a bit for the
// constraints of baseline (ITU-T H.264, Annex A).
const (
	h264Constrained = 1 << 9
	h264Baseline    = 66
	h264Main        = 77
	h264High        = 100
)

// format checks how the pictures are packed.
func (c *checker) format(facts *core.MediaFacts) {
	p, v := c.profile, facts.Video
	if facts.Container != p.Format {
		c.fault(WrongContainer, p.Format.String(), facts.Container.String(), 0)
	}
	if v.Codec != p.Encoder {
		c.fault(WrongCodec, p.Encoder.String(), v.Codec.String(), 0)
		return
	}
	if allowed := h264Profiles(p.EncoderProfile); p.Encoder == core.H264 && p.EncoderProfile != core.ProfileDefault &&
		!slices.Contains(allowed, v.Profile&^h264Constrained) {
		c.fault(WrongProfile, fmt.Sprintf("profile_idc of %v", allowed), strconv.Itoa(v.Profile), float64(v.Profile))
	}
	if formats := pixelFormats(p); !slices.Contains(formats, v.PixelFormat) {
		c.fault(WrongFormat, fmt.Sprint(formats), v.PixelFormat, 0)
	}
	if v.Damaged > 0 {
		c.fault(Damaged, "no packet that cannot be decoded", strconv.Itoa(v.Damaged), float64(v.Damaged))
	}
}

// h264Profiles are those whose decoders play what was asked for: an encoder that
// used fewer tools than it might says so.
func h264Profiles(p core.EncoderProfile) []int {
	switch p {
	case core.ProfileH264Baseline:
		return []int{h264Baseline}
	case core.ProfileH264Main:
		return []int{h264Baseline, h264Main}
	}
	return []int{h264Baseline, h264Main, h264High}
}

// pixelFormats are those that fit a profile. Peers make 4:2:0 with 8 bits
// whatever it says (wire.md 9).
func pixelFormats(p core.Profile) []string {
	formats := []string{"yuv420p", "yuvj420p"}
	if p.ChromaFormat == 0 && p.ColorDepth <= 8 || p.ChromaFormat < 0 || p.ChromaFormat > 2 {
		return formats
	}
	asked := [...]string{"yuv420p", "yuv422p", "yuv444p"}[p.ChromaFormat]
	if p.ColorDepth > 8 {
		asked += strconv.Itoa(p.ColorDepth) + "le"
	}
	return append(formats, asked)
}

// size checks the rule of wire.md 9 and 17.
func (c *checker) size(source, v *core.VideoFacts) {
	w, h := core.OutputSize(source.Width, source.Height, c.profile)
	if v.Width != w || v.Height != h {
		c.fault(WrongSize, fmt.Sprintf("%dx%d", w, h), fmt.Sprintf("%dx%d", v.Width, v.Height), 0)
	}
	if v.SizeChanges > 0 {
		c.fault(SizeChanges, "one size", fmt.Sprintf("%d changes", v.SizeChanges), float64(v.SizeChanges))
	}
	for _, s := range v.Samples {
		if s.Width != v.Width || s.Height != v.Height {
			c.fault(SizeChanges, fmt.Sprintf("%dx%d as the headers say", v.Width, v.Height), fmt.Sprintf("a frame of %dx%d", s.Width, s.Height), 0)
			return
		}
	}
}

// bitrate checks that the rendition does not take more than players were told. That
// it takes less is no fault by itself: easy pictures do.
func (c *checker) bitrate(v *core.VideoFacts) {
	seconds := v.Duration().Seconds()
	if c.profile.Bitrate <= 0 || seconds <= 0 {
		return
	}
	rate := float64(c.profile.Bitrate)
	allowed := max(c.policy.MaxBitrate*rate*(seconds+1), c.policy.MinBits*float64(v.Pixels))
	if got := 8 * float64(v.Bytes); got > allowed {
		c.fault(TooManyBits, fmt.Sprintf("%.0f kbit in %.2f s", allowed/1000, seconds), fmt.Sprintf("%.0f kbit", got/1000), got/allowed)
	}
}

// pixels checks what is to be paid for (wire.md 6). An orchestrator that counts
// less than it made is not at fault.
func (c *checker) pixels(v *core.VideoFacts) {
	if c.result.Pixels > v.Pixels {
		c.fault(PixelsBilled, fmt.Sprintf("%d as made", v.Pixels), fmt.Sprint(c.result.Pixels), float64(c.result.Pixels)/float64(max(v.Pixels, 1)))
	}
	if v.DecodedFrames > len(v.Frames) {
		c.fault(FrameCount, fmt.Sprintf("%d frames as the headers say", len(v.Frames)), fmt.Sprint(v.DecodedFrames), 0)
	}
}
