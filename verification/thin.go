package verification

import (
	"slices"

	"github.com/livepeer/streamflow/core"
)

const (
	// thinPart is the part of the bits to be expected of a frame between keyframes below
	// which it may stand still: of 476 honest renditions 14 have frames as small, of 40
	// frozen ones 26.
	thinPart = 0.2
	// thinFrames is the part of the frames, the smallest ones, that must be such.
	thinFrames = 0.4
)

// Thin says whether so many frames of a rendition have so few bits that it may show a
// picture that stands still, or none: far fewer than both its profile grants and its
// part of the source's, by pixels. That is no fault, and costs nothing to find
// out, but a reason to look at it up to its end. A source that stands still itself
// has few bits too.
func Thin(source, rendition *core.MediaFacts, profile core.Profile) bool {
	if source == nil || rendition == nil || source.Video == nil || rendition.Video == nil {
		return false
	}
	s, v := source.Video, rendition.Video
	if v.Codec == core.AV1 {
		return false
	}
	wanted, got := smallFrame(s), smallFrame(v)
	if wanted < 0 || got < 0 || s.Pixels <= 0 || v.Pixels <= 0 {
		return false
	}
	perFrame := func(v *core.VideoFacts) float64 { return float64(v.Pixels) / float64(len(v.Frames)) }
	expected := float64(wanted) * min(1, perFrame(v)/perFrame(s))
	if profile.Bitrate > 0 {
		expected = min(expected, float64(profile.Bitrate)/8*v.Duration().Seconds()/float64(len(v.Frames)))
	}
	return float64(got) < thinPart*expected
}

// smallFrame is how many bytes the largest of the smallest frames between keyframes
// has, see thinFrames; negative when there are none.
func smallFrame(v *core.VideoFacts) int {
	sizes := make([]int, 0, len(v.Frames))
	for _, f := range v.Frames {
		if !f.Key {
			sizes = append(sizes, f.Bytes)
		}
	}
	if len(sizes) == 0 {
		return -1
	}
	slices.Sort(sizes)
	return sizes[int(thinFrames*float64(len(sizes)-1))]
}
