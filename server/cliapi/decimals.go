package cliapi

import (
	"math/big"
	"strings"
)

// decimals writes v / 10^places exactly, with no more digits than needed; nil is 0.
func decimals(v *big.Int, places int) string {
	if v == nil {
		return "0"
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	text := new(big.Rat).SetFrac(v, scale).FloatString(places)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
