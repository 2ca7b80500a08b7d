package chain

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Parts of a million: rewardCut, feeShare and the like (chain.md 2). A
// rewardCut is what an orchestrator keeps of rewards, a feeShare what its
// delegators get of fees.
type Parts uint32

// Whole is all of something.
const Whole Parts = 1_000_000

// ErrParts says that a text is no percentage from 0 to 100 with at most four
// decimals.
var ErrParts = errors.New("expected a percentage from 0% to 100% with at most 4 decimals, such as 12.5%")

// ParseParts reads a percentage. The sign is required, since 0.5 could be half
// of it or half a per cent.
func ParseParts(text string) (Parts, error) {
	number, found := strings.CutSuffix(strings.TrimSpace(text), "%")
	number = strings.TrimSpace(number)
	r, ok := new(big.Rat).SetString(number)
	if !found || !ok || strings.ContainsAny(number, "eE/xXpP_+") || len(number) > 16 {
		return 0, fmt.Errorf("%q: %w", text, ErrParts)
	}
	r.Mul(r, big.NewRat(int64(Whole)/100, 1))
	if !r.IsInt() || r.Sign() < 0 || r.Num().Cmp(big.NewInt(int64(Whole))) > 0 {
		return 0, fmt.Errorf("%q: %w", text, ErrParts)
	}
	return Parts(r.Num().Uint64()), nil
}

// String is the shortest exact percentage.
func (p Parts) String() string {
	text := fmt.Sprintf("%d.%04d", p/(Whole/100), p%(Whole/100))
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + "%"
}

// MarshalText is String.
func (p Parts) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText is ParseParts.
func (p *Parts) UnmarshalText(text []byte) (err error) {
	*p, err = ParseParts(string(text))
	return err
}
