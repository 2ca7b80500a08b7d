package verification

import (
	"cmp"
	"slices"
)

// SignatureDistance is how two video signatures of the same profile differ. A frame is
// compared with the nearest of those that are at most one away in the other.
type SignatureDistance struct {
	// Frames that were compared, and Missing those that one has more than the other.
	Frames, Missing int
	// Median and Most are of the frames' distances, from 0 to 760.
	Median, Most int
}

// Limits between signatures of one source's renditions. Of 194 pairs of decoded honest
// renditions of the measured set (144 and 240 lines, eleven encoders), the largest median was
// 64 and the largest distance of a frame 80; FFmpeg's own limit for one frame is 116. No pair
// of 4705 of different sources is within both.
const (
	maxSignatureMedian = 80
	maxSignatureMost   = 120
	// maxSignatureMissing is how many frames one may have more.
	maxSignatureMissing = 2
)

// Same says whether both show the same.
func (d SignatureDistance) Same() bool {
	return d.Frames > 0 && d.Missing <= maxSignatureMissing && d.Median <= maxSignatureMedian && d.Most <= maxSignatureMost
}

// Distance compares two signatures, whose frames belong together in their order.
func (s *VideoSignature) Distance(o *VideoSignature) SignatureDistance {
	n := min(len(s.Frames), len(o.Frames))
	d := SignatureDistance{Frames: n, Missing: max(len(s.Frames), len(o.Frames)) - n}
	if n == 0 {
		return d
	}
	distances := make([]int, n)
	for i := range n {
		f := &s.Frames[i]
		least := f.distance(&o.Frames[i])
		for _, j := range [...]int{i - 1, i + 1} {
			if least > 0 && j >= 0 && j < len(o.Frames) {
				least = min(least, f.distance(&o.Frames[j]))
			}
		}
		distances[i] = least
	}
	slices.SortFunc(distances, cmp.Compare[int])
	d.Median, d.Most = distances[n/2], distances[n-1]
	return d
}
