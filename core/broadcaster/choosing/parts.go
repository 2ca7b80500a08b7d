package choosing

import (
	"math"

	"github.com/livepeer/streamflow/core/reputation"
)

// Parts are what a candidate is expected to cost for one segment, in prices of a
// typical one. None is below 0.
type Parts struct {
	Price   float64 `json:"price"`
	Late    float64 `json:"late"`
	Failure float64 `json:"failure"`
	Latency float64 `json:"latency"`
	Stake   float64 `json:"stake"`
	Payment float64 `json:"payment"`
	Region  float64 `json:"region"`
}

// Total is the sum, by which candidates compare.
func (p Parts) Total() float64 {
	return p.Price + p.Late + p.Failure + p.Latency + p.Stake + p.Payment + p.Region
}

const (
	// mostPrices bounds the part of a price: an absurd one must not make all others
	// look the same.
	mostPrices = 1000
	// Shares of the deposit that count as one Weights.Payment.
	faceShare  = 0.1
	aheadShare = 0.001
	mostShares = 10
)

// typical is the middle of what the candidates have, 0 where there is nothing.
type typical struct {
	price, stake float64
	perPrice     float64 // 1 / price
}

// remembered are the parts that come of what is remembered.
func (w *Weights) remembered(e reputation.Estimate) Parts {
	return Parts{Late: w.Late * e.Late, Failure: w.Failure * e.Failure, Latency: w.Latency * e.Score}
}

// payment is the part of tickets with a face value and an expected value, both in
// wei as the deposit, which is 0 when it is not known.
func (w *Weights) payment(face, ahead, deposit float64) float64 {
	if deposit <= 0 {
		return 0
	}
	return w.Payment * min(face/(deposit*faceShare)+ahead/(deposit*aheadShare), mostShares)
}

// price is the part of a price in wei per pixel.
func (w *Weights) price(perPixel float64, t *typical) float64 {
	switch {
	case perPixel <= 0:
		return 0
	case t.price <= 0: // the typical one is free
		return w.Price
	}
	return w.Price * min(perPixel*t.perPrice, mostPrices)
}

func (w *Weights) stake(stake float64, t *typical) float64 {
	if t.stake <= 0 {
		return 0
	}
	return w.Stake * t.stake / (t.stake + stake)
}

// here corrects the parts for a stream in which the latency score, a moving
// average, was measured: others may have been easier to transcode.
func (w *Weights) here(score, late float64, p *Parts) {
	if score <= 0 {
		return
	}
	p.Latency = (p.Latency + w.Latency*score) / 2
	// From 0.8 of what is too late on it grows, up to a half of being late for sure.
	p.Late += w.Late / 2 * max(0, min((score/late-0.8)/0.4, 1))
}

// reliability is the probability of a success in time.
func reliability(e reputation.Estimate) float64 { return max(0, 1-e.Failure-e.Late) }

// finite keeps what comes from peers within what can be compared.
func finite(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, math.MaxFloat32)
}
