package broker

import (
	"encoding/json"
	"math/big"
	"slices"
	"time"
)

// maxPoints bounds a history. It is even.
const maxPoints = 256

// gasHistory is the price of gas over a window of time, in points that stand for
// about the same time each: at first one for each sample, and when there are too
// many, two become one.
type gasHistory struct {
	window time.Duration
	step   time.Duration // between points, 0 at first
	points []gasPoint    // by time
}

// gasPoint is the mean price of some samples.
type gasPoint struct {
	At  time.Time `json:"at"`  // of the first of them
	Sum *big.Int  `json:"sum"` // of their prices, in wei
	N   int64     `json:"n"`
}

func (p gasPoint) price() *big.Int { return new(big.Int).Quo(p.Sum, big.NewInt(p.N)) }

func (p gasPoint) add(q gasPoint) gasPoint {
	return gasPoint{At: p.At, Sum: new(big.Int).Add(p.Sum, q.Sum), N: p.N + q.N}
}

// add takes a sample that is later than all before it. One that is not, since the
// clock was set back, is left out.
func (h *gasHistory) add(at time.Time, price *big.Int) {
	h.forget(at)
	p := gasPoint{At: at, Sum: new(big.Int).Set(price), N: 1}
	last := len(h.points) - 1
	switch {
	case last >= 0 && at.Before(h.points[last].At):
		return
	case last >= 0 && at.Sub(h.points[last].At) < h.step:
		h.points[last] = h.points[last].add(p)
		return
	}
	h.points = append(h.points, p)
	if len(h.points) > maxPoints {
		h.thin()
	}
}

// forget drops what has left the window.
func (h *gasHistory) forget(now time.Time) {
	h.points = slices.DeleteFunc(h.points, func(p gasPoint) bool { return now.Sub(p.At) > h.window })
}

// thin makes points of twice the step.
func (h *gasHistory) thin() {
	span := h.points[len(h.points)-1].At.Sub(h.points[0].At)
	h.step = max(2*h.step, span/(maxPoints/2))
	old := h.points
	h.points = nil
	for _, p := range old {
		if last := len(h.points) - 1; last >= 0 && p.At.Sub(h.points[last].At) < h.step {
			h.points[last] = h.points[last].add(p)
			continue
		}
		h.points = append(h.points, p)
	}
}

// median of the points' prices; nil when there are none.
func (h *gasHistory) median() *big.Int {
	n := len(h.points)
	if n == 0 {
		return nil
	}
	prices := make([]*big.Int, n)
	for i, p := range h.points {
		prices[i] = p.price()
	}
	slices.SortFunc(prices, (*big.Int).Cmp)
	both := new(big.Int).Add(prices[(n-1)/2], prices[n/2])
	return both.Rsh(both, 1)
}

// kept is what is stored over restarts.
type kept struct {
	Step        time.Duration `json:"step"`
	Points      []gasPoint    `json:"points"`
	Redemptions []redemption  `json:"redemptions"`
}

// decodeKept reads what was stored; ok is false when it is damaged, and nothing
// of it is used then.
func decodeKept(data []byte) (k kept, ok bool) {
	if err := json.Unmarshal(data, &k); err != nil {
		return kept{}, false
	}
	for i, p := range k.Points {
		if p.Sum == nil || p.Sum.Sign() < 0 || p.Sum.BitLen() > maxPriceBits || p.N < 1 || i > 0 && p.At.Before(k.Points[i-1].At) {
			return kept{}, false
		}
	}
	for _, r := range k.Redemptions {
		if r.Tickets < 1 || r.Gas < txGas {
			return kept{}, false
		}
	}
	return k, len(k.Points) <= maxPoints && len(k.Redemptions) <= maxRedemptions && k.Step >= 0
}

// maxPriceBits is beyond any price of gas, and bounds what endpoints say.
const maxPriceBits = 128
