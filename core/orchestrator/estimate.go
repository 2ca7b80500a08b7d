package orchestrator

import (
	"math"
	"math/bits"
	"time"

	"github.com/livepeer/streamflow/core"
)

// assumedFPS is what a profile that keeps the source's rate is counted with, as
// senders do (wire.md 7).
const assumedFPS = 60

// expectedPixels is what a segment's renditions will have if the source has the
// profiles' shape and the length that the header says; 1 at least, so that it is
// told from a payment without a segment. Senders round rate and duration up, and
// so pay for no less.
func expectedPixels(h *core.SegmentHeader) int64 {
	var sum uint64
	for _, p := range h.Profiles {
		num, den := uint64(p.FPS), uint64(max(p.FPSDen, 1))
		if num == 0 {
			num, den = assumedFPS, 1
		}
		area := uint64(max(p.Width, 0)) * uint64(max(p.Height, 0))
		frames := mulDiv(num, uint64(max(h.Duration, 0)), den*uint64(time.Second))
		sum = saturate(bits.Add64(sum, mulDiv(area, frames, 1), 0))
	}
	return int64(max(sum, 1))
}

// mulDiv is x*y/d, at most math.MaxInt64.
func mulDiv(x, y, d uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	if hi >= d {
		return math.MaxInt64
	}
	quotient, _ := bits.Div64(hi, lo, d)
	return min(quotient, math.MaxInt64)
}

func saturate(sum, carry uint64) uint64 {
	if carry != 0 {
		return math.MaxInt64
	}
	return min(sum, math.MaxInt64)
}
