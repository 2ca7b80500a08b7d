package pm

import (
	"errors"
	"math/big"
)

// Credit is an amount on the account that a sender and a recipient keep of a
// session, of either sign, in units of 2^-64 wei. Expected values and prices are
// fractions of a wei; peers that count exactly differ by less than a unit for
// each ticket and each segment. Payments are rounded down and costs up, on both
// sides of a pair of our nodes, whose accounts therefore agree to the bit.
//
// A Credit is never changed; its zero value is 0.
type Credit struct {
	scaled *big.Int // nil for 0; never written to
}

// creditShift is the number of binary places after the point.
const creditShift = 64

// maxCreditBits bounds what is read from outside.
const maxCreditBits = 384

// ErrCredit says that bytes are no Credit.
var ErrCredit = errors.New("no amount of credit: it has more than 384 bits")

// creditOf owns v. Equal amounts are equal to reflection too, 0 included.
func creditOf(v *big.Int) Credit {
	if v.Sign() == 0 {
		return Credit{}
	}
	return Credit{v}
}

// CreditOf returns a whole amount.
func CreditOf(w Wei) Credit {
	v := w.Int()
	return creditOf(v.Lsh(v, creditShift))
}

// CreditFloor returns the largest Credit that is not above a number of wei.
func CreditFloor(wei *big.Rat) Credit {
	num := new(big.Int).Lsh(wei.Num(), creditShift)
	return creditOf(num.Div(num, wei.Denom())) // Euclidean: down, as the denominator is positive
}

// CreditCeil returns the smallest Credit that is not below a number of wei.
func CreditCeil(wei *big.Rat) Credit { return CreditFloor(new(big.Rat).Neg(wei)).Neg() }

func (c Credit) int() *big.Int {
	if c.scaled == nil {
		return new(big.Int)
	}
	return c.scaled
}

// Add returns c+d.
func (c Credit) Add(d Credit) Credit { return creditOf(new(big.Int).Add(c.int(), d.int())) }

// Sub returns c-d.
func (c Credit) Sub(d Credit) Credit { return creditOf(new(big.Int).Sub(c.int(), d.int())) }

// Neg returns -c.
func (c Credit) Neg() Credit { return creditOf(new(big.Int).Neg(c.int())) }

// Mul returns c*n.
func (c Credit) Mul(n int64) Credit { return creditOf(new(big.Int).Mul(c.int(), big.NewInt(n))) }

// Cmp returns -1, 0 or 1 as c is less than, equal to or more than d.
func (c Credit) Cmp(d Credit) int { return c.int().Cmp(d.int()) }

// Sign returns -1, 0 or 1.
func (c Credit) Sign() int { return c.int().Sign() }

// Rat returns the amount in wei, exactly.
func (c Credit) Rat() *big.Rat {
	return new(big.Rat).SetFrac(c.int(), new(big.Int).Lsh(big.NewInt(1), creditShift))
}

// Wei returns the whole wei of an amount that is 0 or more; ok is false below 0
// and above 2^256-1.
func (c Credit) Wei() (w Wei, ok bool) {
	if c.Sign() < 0 {
		return w, false
	}
	return WeiFromInt(new(big.Int).Rsh(c.int(), creditShift))
}

// String is the amount in wei with three decimals, for people.
func (c Credit) String() string { return c.Rat().FloatString(3) + " wei" }

// MarshalBinary writes the amount as a number of units: a byte for the sign, 1
// below 0, and the magnitude, big endian without leading zeros. 0 is empty.
func (c Credit) MarshalBinary() ([]byte, error) {
	if c.Sign() == 0 {
		return []byte{}, nil
	}
	out := []byte{0}
	if c.Sign() < 0 {
		out[0] = 1
	}
	return append(out, c.int().Bytes()...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote. The error is ErrCredit.
func (c *Credit) UnmarshalBinary(data []byte) error {
	if len(data) > 1+maxCreditBits/8 || len(data) > 0 && data[0] > 1 {
		return ErrCredit
	}
	v := new(big.Int)
	if len(data) > 0 {
		v.SetBytes(data[1:])
		if data[0] == 1 {
			v.Neg(v)
		}
	}
	*c = creditOf(v)
	return nil
}
