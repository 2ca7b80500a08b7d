package chain

import (
	"math/big"

	"github.com/livepeer/streamflow/common/decimal"
)

// LPT is an amount of Livepeer tokens, exact, from 0 to 2^256-1 of 10^-18 LPT.
// See decimal.Amount for what it can do.
type LPT = decimal.Amount[Token]

// Token is the currency of LPT: LPT (10^18) and LPTU, its smallest unit.
type Token struct{}

// Units are those of the Livepeer token.
func (Token) Units() []decimal.Unit {
	return []decimal.Unit{{Name: "LPT", Decimals: 18}, {Name: "LPTU", Decimals: 0}}
}

// ParseLPT reads an amount with its unit, such as "100LPT" or "1.5 LPT". The
// error is a *decimal.ParseError.
func ParseLPT(text string) (LPT, error) { return decimal.Parse[Token](text) }

// LPTFromInt returns v of 10^-18 LPT; ok is false when v is nil, negative or
// above 2^256-1.
func LPTFromInt(v *big.Int) (l LPT, ok bool) { return decimal.FromInt[Token](v) }
