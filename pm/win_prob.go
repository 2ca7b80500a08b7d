package pm

import (
	"bytes"
	"math/big"
)

// WinProb is the probability that a ticket wins: so many of 2^256-1 (wire.md 7).
// It is a value like Wei; the zero value never wins.
type WinProb struct {
	be [32]byte
}

// maxUint256 returns 2^256-1, the number that WinProb counts from.
func maxUint256() *big.Int {
	one := big.NewInt(1)
	return one.Sub(one.Lsh(one, 256), big.NewInt(1))
}

// Always is the WinProb of a ticket that wins unless its draw is the one number
// 2^256-1.
func Always() WinProb {
	p, _ := WinProbFromInt(maxUint256())
	return p
}

// WinProbFromInt returns v of 2^256-1; ok is false when v is nil, negative or
// more than that.
func WinProbFromInt(v *big.Int) (p WinProb, ok bool) {
	if v == nil || v.Sign() < 0 || v.BitLen() > 256 {
		return p, false
	}
	v.FillBytes(p.be[:])
	return p, true
}

// Int returns the number of 2^256-1 as a copy.
func (p WinProb) Int() *big.Int { return new(big.Int).SetBytes(p.be[:]) }

// Rat returns the exact probability, from 0 to 1.
func (p WinProb) Rat() *big.Rat { return new(big.Rat).SetFrac(p.Int(), maxUint256()) }

// IsZero says that a ticket never wins.
func (p WinProb) IsZero() bool { return p == WinProb{} }

// Cmp returns -1, 0 or 1 as p is less than, equal to or more than q.
func (p WinProb) Cmp(q WinProb) int { return bytes.Compare(p.be[:], q.be[:]) }

// String is the number of 2^256-1 in decimal.
func (p WinProb) String() string { return p.Int().String() }

// ExpectedValue returns what a ticket is worth before the draw: faceValue times
// winProb, exactly, in wei.
func ExpectedValue(faceValue Wei, p WinProb) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).Mul(faceValue.Int(), p.Int()), maxUint256())
}

// WinProbFor returns the probability with which a ticket of that face value is
// worth ev; 1 when ev is the face value or more. The expected value is ev or
// less than 2^-128 above it, for face values below 2^128 (wire.md 7, "Param
// policy at O"). A face value of 0 has the probability 0.
func WinProbFor(ev, faceValue Wei) WinProb {
	switch {
	case faceValue.IsZero():
		return WinProb{}
	case ev.Cmp(faceValue) >= 0:
		return Always()
	}
	unit, rest := new(big.Int).QuoRem(maxUint256(), faceValue.Int(), new(big.Int))
	if rest.Sign() != 0 {
		unit.Add(unit, big.NewInt(1))
	}
	p, ok := WinProbFromInt(unit.Mul(unit, ev.Int()))
	if !ok {
		return Always()
	}
	return p
}
