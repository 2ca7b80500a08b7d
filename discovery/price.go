package discovery

import (
	"cmp"
	"math/bits"

	"github.com/livepeer/streamflow/pm"
)

// comparePrices is Price.Cmp for valid prices, exact and without garbage:
// thousands are put in order all the time.
func comparePrices(a, b pm.Price) int {
	leftHigh, leftLow := bits.Mul64(uint64(a.PricePerUnit), uint64(b.PixelsPerUnit))
	rightHigh, rightLow := bits.Mul64(uint64(b.PricePerUnit), uint64(a.PixelsPerUnit))
	return cmp.Or(cmp.Compare(leftHigh, rightHigh), cmp.Compare(leftLow, rightLow))
}

// perPixel is a price as a number to put offers in order by. Nothing is paid by
// it.
func perPixel(p pm.Price) float64 { return float64(p.PricePerUnit) / float64(p.PixelsPerUnit) }
