package pm

import (
	"math/big"

	"github.com/livepeer/streamflow/common/decimal"
)

// Wei is an amount of ETH, exact, from 0 to 2^256-1 wei. See decimal.Amount for
// what it can do.
type Wei = decimal.Amount[Ether]

// Ether is the currency of Wei: ETH, gwei (10^9 wei) and wei.
type Ether struct{}

// Units are those of ETH.
func (Ether) Units() []decimal.Unit {
	return []decimal.Unit{{Name: "ETH", Decimals: 18}, {Name: "gwei", Decimals: 9}, {Name: "wei", Decimals: 0}}
}

// ParseWei reads an amount with its unit, such as "0.5 ETH", "20gwei" or "100
// wei". The error is a *decimal.ParseError.
func ParseWei(text string) (Wei, error) { return decimal.Parse[Ether](text) }

// NewWei returns v wei.
func NewWei(v uint64) Wei { return decimal.FromUint64[Ether](v) }

// WeiFromInt returns v wei; ok is false when v is nil, negative or above 2^256-1.
func WeiFromInt(v *big.Int) (w Wei, ok bool) { return decimal.FromInt[Ether](v) }
