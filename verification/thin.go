package verification

import "github.com/livepeer/streamflow/core"

// thinPart is the part of the bits to be expected below which a rendition is Thin.
const thinPart = 0.3

// Thin says whether a rendition has so few bits that it may show a picture that stands
// still, or none: far fewer than both its profile grants and its part of the source's
// are, by pixels. That is no fault, and costs nothing to find out, but a reason to
// look at it up to its end. A source that stands still itself has few bits too.
func Thin(source, rendition *core.MediaFacts, profile core.Profile) bool {
	if source == nil || rendition == nil || source.Video == nil || rendition.Video == nil || source.Video.Pixels <= 0 {
		return false
	}
	v := rendition.Video
	expected := float64(source.Video.Bytes) * min(1, float64(v.Pixels)/float64(source.Video.Pixels))
	if profile.Bitrate > 0 {
		expected = min(expected, float64(profile.Bitrate)/8*v.Duration().Seconds())
	}
	return float64(v.Bytes) < thinPart*expected
}
