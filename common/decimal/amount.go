// Package decimal has exact amounts of a currency: whole numbers of its
// smallest unit, from 0 to 2^256-1 as on the chain, read and written in units
// that people use. No amount ever passes through a float.
//
// Amount is a value: it can be copied, compared with ==, used as a map key and
// shared between goroutines. Its zero value is the amount 0.
package decimal

import (
	"bytes"
	"math/big"
)

// Unit is a name for so many of a currency's smallest unit: 10^Decimals.
type Unit struct {
	Name     string
	Decimals int
}

// Currency lists the units of a currency, the largest first.
type Currency interface {
	Units() []Unit
}

// Amount is an amount of currency C. Amounts of two currencies are of two
// types, which don't mix.
type Amount[C Currency] struct {
	be [32]byte // the number of smallest units, big endian
}

// FromInt returns v smallest units; ok is false when v is nil, negative or above
// 2^256-1.
func FromInt[C Currency](v *big.Int) (a Amount[C], ok bool) {
	if v == nil || v.Sign() < 0 || v.BitLen() > 256 {
		return a, false
	}
	v.FillBytes(a.be[:])
	return a, true
}

// FromUint64 returns v smallest units.
func FromUint64[C Currency](v uint64) Amount[C] {
	a, _ := FromInt[C](new(big.Int).SetUint64(v)) // always in range
	return a
}

// Int returns the number of smallest units, as a copy for the edges of the
// program.
func (a Amount[C]) Int() *big.Int { return new(big.Int).SetBytes(a.be[:]) }

// Bytes32 returns the number of smallest units, big endian, as contracts have it.
func (a Amount[C]) Bytes32() [32]byte { return a.be }

// IsZero says whether the amount is 0.
func (a Amount[C]) IsZero() bool { return a == Amount[C]{} }

// Cmp returns -1, 0 or 1 as a is less than, equal to or more than b.
func (a Amount[C]) Cmp(b Amount[C]) int { return bytes.Compare(a.be[:], b.be[:]) }

// Add returns a+b; ok is false when that is above 2^256-1.
func (a Amount[C]) Add(b Amount[C]) (sum Amount[C], ok bool) {
	return FromInt[C](new(big.Int).Add(a.Int(), b.Int()))
}

// Sub returns a-b; ok is false when b is more than a.
func (a Amount[C]) Sub(b Amount[C]) (diff Amount[C], ok bool) {
	return FromInt[C](new(big.Int).Sub(a.Int(), b.Int()))
}

// Mul returns a*n; ok is false when that is above 2^256-1.
func (a Amount[C]) Mul(n uint64) (product Amount[C], ok bool) {
	return FromInt[C](new(big.Int).Mul(a.Int(), new(big.Int).SetUint64(n)))
}

// MulDiv returns a*num/den, rounded down, with no overflow in between; ok is
// false when den is 0, num/den is negative or the result above 2^256-1.
func (a Amount[C]) MulDiv(num, den *big.Int) (result Amount[C], ok bool) {
	if den.Sign() == 0 || num.Sign()*den.Sign() < 0 {
		return result, false
	}
	product := new(big.Int).Mul(a.Int(), num)
	return FromInt[C](product.Quo(product, den))
}
