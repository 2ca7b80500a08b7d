package monitor

import (
	"math/big"

	"github.com/livepeer/streamflow/pm"
)

// Amounts are in gwei, as go-livepeer's dashboards expect, and prices of pixels in
// wei.

// gwei is an amount for a metric.
func gwei(w pm.Wei) float64 {
	v, _ := new(big.Rat).SetFrac(w.Int(), big.NewInt(1e9)).Float64()
	return v
}

// creditGwei is an amount for a metric; 0 below 0, which a counter cannot count.
func creditGwei(c pm.Credit) float64 {
	if c.Sign() < 0 {
		return 0
	}
	v := c.Rat()
	f, _ := v.Quo(v, big.NewRat(1e9, 1)).Float64()
	return f
}

// weiPerPixel is a price for a metric; 0 for one that is not valid.
func weiPerPixel(p pm.Price) float64 {
	if !p.Valid() {
		return 0
	}
	v, _ := p.Rat().Float64()
	return v
}
