package paying

import (
	"math/big"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

const (
	// assumedFPS is what a profile that keeps the source's rate is counted with
	// (wire.md 7).
	assumedFPS = 60
	// spareFrames is how many frames a rendition may have above its count: MP4
	// outputs have one more than the source (wire.md 17, note on 9), and a cut
	// may leave part of one at each end.
	spareFrames = 2
)

// margin is by how much a fee is estimated above the pixels: the binary64 number
// next to 1.02 (wire.md 17, note on 7).
func margin() *big.Rat { return big.NewRat(2296835809958953, 2251799813685248) }

// EstimateFee is what a segment's renditions may cost in wei: 1.02 x width x
// height x rate x seconds x price, the last two of the pixels rounded up, summed
// over the profiles. Where the source's size is known, a rendition counts with
// the size that it will have if that is larger than its profile's: what the
// orchestrator may want to see covered is the one, what it charges for the other.
// Source: wire.md 7.
func EstimateFee(seg *core.Segment, profiles []core.Profile, price pm.Price) *big.Rat {
	rate := price.Rat()
	if rate == nil {
		return new(big.Rat)
	}
	pixels := new(big.Int)
	for _, p := range profiles {
		pixels.Add(pixels, product(area(seg, p), secondsUp(seg.Duration)*fpsUp(p)))
	}
	fee := new(big.Rat).SetInt(pixels)
	return fee.Mul(fee, margin()).Mul(fee, rate)
}

// MostPixels is how many pixels the renditions of a segment can have at most: an
// orchestrator that claims more of them is not believed.
func MostPixels(seg *core.Segment, profiles []core.Profile) int64 {
	pixels := new(big.Int)
	for _, p := range profiles {
		frames := secondsUp(seg.Duration) * fpsUp(p)
		if p.FPS == 0 && seg.Info.VideoFrames > 0 {
			frames = int64(seg.Info.VideoFrames)
		}
		pixels.Add(pixels, product(area(seg, p), frames+spareFrames))
	}
	if !pixels.IsInt64() {
		return 1<<63 - 1
	}
	return pixels.Int64()
}

// area is how many pixels a frame of the rendition may have.
func area(seg *core.Segment, p core.Profile) int64 {
	w, h := core.OutputSize(seg.Info.Width, seg.Info.Height, p)
	return max(int64(w)*int64(h), int64(max(p.Width, 0))*int64(max(p.Height, 0)))
}

// fpsUp is a profile's rate in frames per second, rounded up.
func fpsUp(p core.Profile) int64 {
	num, den := int64(p.FPS), int64(max(p.FPSDen, 1))
	if num == 0 {
		num = assumedFPS
	}
	return (num + den - 1) / den
}

func secondsUp(d time.Duration) int64 {
	return int64((max(d, 0) + time.Second - 1) / time.Second)
}

func product(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }
