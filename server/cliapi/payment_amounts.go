package cliapi

import (
	"math/big"
	"strings"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// Credit is an amount of an account, of either sign, in whole wei: accounts are
// finer, and are rounded towards 0. Its text is "-0.5 ETH".
type Credit struct {
	Amount   pm.Wei
	Negative bool
}

// creditOf rounds. What is beyond 2^256-1 wei ends there.
func creditOf(c pm.Credit) Credit {
	negative := c.Sign() < 0
	if negative {
		c = c.Neg()
	}
	amount, ok := c.Wei()
	if !ok {
		amount, _ = pm.WeiFromInt(pm.Always().Int()) // 2^256-1
	}
	return Credit{Amount: amount, Negative: negative && !amount.IsZero()}
}

func (c Credit) String() string {
	if c.Negative {
		return "-" + c.Amount.String()
	}
	return c.Amount.String()
}

// MarshalText returns String.
func (c Credit) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Credit) UnmarshalText(text []byte) error {
	number, negative := strings.CutPrefix(string(text), "-")
	amount, err := pm.ParseWei(number)
	*c = Credit{Amount: amount, Negative: negative && !amount.IsZero()}
	return err
}

// Price is what so many pixels cost, as the wire has it.
type Price struct {
	PricePerUnit  pm.Wei `json:"pricePerUnit"`
	PixelsPerUnit int64  `json:"pixelsPerUnit"`
}

func (p Price) String() string {
	return pm.Price{PricePerUnit: p.PricePerUnit.Int().Int64(), PixelsPerUnit: p.PixelsPerUnit}.String()
}

func priceOf(p pm.Price) Price {
	return Price{PricePerUnit: pm.NewWei(uint64(max(p.PricePerUnit, 0))), PixelsPerUnit: p.PixelsPerUnit}
}

// asSet writes a rate for people, and exactly: "1200 wei", "0.0000000005 USD",
// or "1/3 wei" where no decimal number is exact.
func asSet(r pricing.Rate) string { return exactly(r.PerPixel()) + " " + string(r.Currency()) }

func exactly(v *big.Rat) string {
	places, finite := v.FloatPrec()
	if !finite {
		return v.RatString()
	}
	return v.FloatString(places)
}

// percentage writes part of whole with two decimals, rounded half away from 0;
// nothing when there is no whole.
func percentage(part, whole *big.Rat) string {
	if whole.Sign() == 0 {
		return ""
	}
	share := new(big.Rat).Quo(part, whole)
	return share.Mul(share, big.NewRat(100, 1)).FloatString(2) + "%"
}

func ratOf(w pm.Wei) *big.Rat { return new(big.Rat).SetInt(w.Int()) }
