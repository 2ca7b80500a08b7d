package main

import (
	"encoding/binary"
	"math"
	mathrand "math/rand/v2"
	"slices"
)

// The price of gas in the walk, in wei: where it begins, and its range without
// swings and spikes.
const (
	gasMiddle = 1e8
	gasLow    = 1e7
	gasHigh   = 1e9
)

// How far prices swing within hours, as a standard deviation of their logarithm,
// for how many minutes a swing lasts, and spikes: how often, for how many minutes
// (50 blocks), and how many times the price.
const (
	swing        = 0.25
	swingMinutes = 120
	spikesPerDay = 0.5
	spikeMinutes = 10
	spikeTimes   = 20
	minutesADay  = 24 * 60
)

// gasWalk is the price of gas from minute to minute: a walk between gasLow and
// gasHigh that turns round at either end, on it swings within hours, and now and
// then a spike.
type gasWalk struct {
	random *mathrand.Rand
	perDay float64 // standard deviation of the logarithm of how far it goes in a day
	level  float64 // natural logarithm
	hours  float64 // the same, on top
	spike  int     // minutes that are left of it
}

// newGasWalk returns the walk of a seed, always the same one.
func newGasWalk(perDay float64, seed uint64) *gasWalk {
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	return &gasWalk{random: mathrand.New(mathrand.NewChaCha8(key)), perDay: perDay, level: math.Log(gasMiddle)}
}

// next is the price in wei a minute later; calm is the price without a spike.
func (g *gasWalk) next() (price, calm uint64) {
	g.level = fold(g.level+g.random.NormFloat64()*g.perDay/math.Sqrt(minutesADay), math.Log(gasLow), math.Log(gasHigh))
	keep := 1 - 1.0/swingMinutes
	g.hours = keep*g.hours + g.random.NormFloat64()*swing*math.Sqrt(1-keep*keep)
	calm = uint64(math.Exp(g.level + g.hours))
	if g.spike == 0 && g.random.Float64() < spikesPerDay/minutesADay {
		g.spike = spikeMinutes
	}
	if g.spike == 0 {
		return calm, calm
	}
	g.spike--
	return calm * spikeTimes, calm
}

// fold turns v back between low and high.
func fold(v, low, high float64) float64 {
	switch {
	case v < low:
		return 2*low - v
	case v > high:
		return 2*high - v
	}
	return v
}

// rollingPrice is the median of the prices of a window, as eth/broker has it.
type rollingPrice struct {
	window int
	last   []uint64 // by time
	sorted []uint64
}

func (r *rollingPrice) add(price uint64) {
	r.last = append(r.last, price)
	at, _ := slices.BinarySearch(r.sorted, price)
	r.sorted = slices.Insert(r.sorted, at, price)
	if len(r.last) > r.window {
		at, _ := slices.BinarySearch(r.sorted, r.last[0])
		r.sorted = slices.Delete(r.sorted, at, at+1)
		r.last = r.last[1:]
	}
}

func (r *rollingPrice) median() uint64 {
	n := len(r.sorted)
	return r.sorted[(n-1)/2]/2 + r.sorted[n/2]/2
}

// quickest is the shortest time, in steps, in which prices change by that factor;
// 0 when they never do.
func quickest(prices []uint64, factor uint64) int {
	for d := 1; d < len(prices); d++ {
		for i := d; i < len(prices); i++ {
			if prices[i] >= factor*prices[i-d] || factor*prices[i] <= prices[i-d] {
				return d
			}
		}
	}
	return 0
}
