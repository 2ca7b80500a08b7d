package pricing

import (
	"errors"
	"math/big"

	"github.com/livepeer/streamflow/pm"
)

// ErrRange says that a price has no place on the wire, whose parts are below 2^63.
var ErrRange = errors.New("the price is not between 1 wei per 2^63-1 pixels and 2^63-1 wei per pixel")

// wirePrecision is how near a price on the wire is: within one part of 10^12.
const wirePrecision = 1_000_000_000_000

// ToPrice is a price in wei per pixel as the wire has it (wire.md 2): exactly
// where both parts of the fraction are below 2^63, else as the simplest fraction
// that is within 10^-12 of it. The error is ErrRange.
func ToPrice(perPixel *big.Rat) (pm.Price, error) {
	if perPixel.Sign() < 0 {
		return pm.Price{}, ErrRange
	}
	if perPixel.Num().IsInt64() && perPixel.Denom().IsInt64() {
		return pm.Price{PricePerUnit: perPixel.Num().Int64(), PixelsPerUnit: perPixel.Denom().Int64()}, nil
	}
	near := simplest(perPixel)
	if near.Sign() == 0 || !near.Num().IsInt64() || !near.Denom().IsInt64() {
		return pm.Price{}, ErrRange
	}
	return pm.Price{PricePerUnit: near.Num().Int64(), PixelsPerUnit: near.Denom().Int64()}, nil
}

// simplest is the first convergent of x's continued fraction that is near enough;
// each is nearer than the ones before, and no fraction with a smaller denominator
// is as near.
func simplest(x *big.Rat) *big.Rat {
	p0, q0 := big.NewInt(1), new(big.Int)
	whole, rest := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int))
	p1, q1 := whole, big.NewInt(1)
	num, den := new(big.Int).Set(x.Denom()), rest
	for den.Sign() != 0 {
		near := new(big.Rat).SetFrac(p1, q1)
		if closeTo(near, x) {
			return near
		}
		term, rest := new(big.Int).DivMod(num, den, new(big.Int))
		p0, p1 = p1, new(big.Int).Add(new(big.Int).Mul(term, p1), p0)
		q0, q1 = q1, new(big.Int).Add(new(big.Int).Mul(term, q1), q0)
		num, den = den, rest
	}
	return new(big.Rat).SetFrac(p1, q1)
}

func closeTo(near, x *big.Rat) bool {
	off := new(big.Rat).Sub(near, x)
	off.Abs(off).Mul(off, big.NewRat(wirePrecision, 1))
	return off.Cmp(x) <= 0
}

// WithOverhead is a price that bears what redeeming costs: price times
// (1 + cost/faceValue), exactly. A face value of 0 adds nothing. Source:
// `-autoAdjustPrice`, wire.md 7; existing nodes cut the result after three
// decimals, which makes low prices free.
func WithOverhead(perPixel *big.Rat, cost, faceValue pm.Wei) *big.Rat {
	if faceValue.IsZero() {
		return new(big.Rat).Set(perPixel)
	}
	factor := new(big.Rat).SetFrac(new(big.Int).Add(faceValue.Int(), cost.Int()), faceValue.Int())
	return factor.Mul(factor, perPixel)
}
