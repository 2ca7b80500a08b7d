package pm

import (
	"fmt"
	"math/big"
)

// Price is wei per pixel as an exact rational. Source: PriceInfo, wire.md 2.
type Price struct {
	PricePerUnit  int64 // wei, 0 or more
	PixelsPerUnit int64 // > 0 in a valid price
}

// Valid says whether the price is one.
func (p Price) Valid() bool { return p.PricePerUnit >= 0 && p.PixelsPerUnit > 0 }

// IsFree says that pixels cost nothing.
func (p Price) IsFree() bool { return p.PricePerUnit == 0 }

// Rat returns the price in wei per pixel, or nil when the price is not valid.
func (p Price) Rat() *big.Rat {
	if !p.Valid() {
		return nil
	}
	return big.NewRat(p.PricePerUnit, p.PixelsPerUnit)
}

// Cost is what so many pixels cost, rounded up; nothing for a price that is not
// valid.
func (p Price) Cost(pixels int64) Credit {
	if !p.Valid() || pixels <= 0 {
		return Credit{}
	}
	v := new(big.Int).Mul(big.NewInt(p.PricePerUnit), big.NewInt(pixels))
	v.Lsh(v, creditShift)
	per := big.NewInt(p.PixelsPerUnit)
	v.Add(v, per).Sub(v, big.NewInt(1))
	return creditOf(v.Quo(v, per))
}

// Cmp compares two valid prices as numbers: 2/2 equals 1/1.
func (p Price) Cmp(q Price) int {
	left := new(big.Int).Mul(big.NewInt(p.PricePerUnit), big.NewInt(q.PixelsPerUnit))
	return left.Cmp(new(big.Int).Mul(big.NewInt(q.PricePerUnit), big.NewInt(p.PixelsPerUnit)))
}

// same says whether p is a price, and as a number that of q, which is one.
func (p Price) same(q Price) bool { return p == q || p.Valid() && p.Cmp(q) == 0 }

// String is "1200 wei per pixel" or "3 wei per 7 pixels".
func (p Price) String() string {
	if p.PixelsPerUnit == 1 {
		return fmt.Sprintf("%d wei per pixel", p.PricePerUnit)
	}
	return fmt.Sprintf("%d wei per %d pixels", p.PricePerUnit, p.PixelsPerUnit)
}
