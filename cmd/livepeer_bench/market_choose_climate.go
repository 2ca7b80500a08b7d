package main

import (
	"math"
	"math/rand/v2"
	"time"
)

// heldOutSeed is where the seeds of held-out worlds begin.
const heldOutSeed = 1 << 20

// climate is a kind of world that is not like those by which the policies got their
// values: other orchestrators, and things that befall many of them together.
type climate struct {
	name string
	// shape changes the world.
	shape func(random *rand.Rand, w *world)
}

func (c climate) world(seed uint64, n int, span time.Duration) *world {
	random := rand.New(rand.NewPCG(seed, 4))
	w := populate(random, heldOutKinds(), seed, n, span)
	c.shape(random, w)
	return w
}

// heldOutKinds has fewer of them that are good. Stake misleads: the slow have the
// most, the fast have little and ask no more than others.
func heldOutKinds() []orchestratorKind {
	return []orchestratorKind{
		{name: "ordinary", share: .45, price: 1, stake: 1, score: .6, spread: .3, failing: .01, every: 2 * time.Hour, lasts: 5 * time.Minute, trouble: trouble{down: true}},
		{name: "fast", share: .1, price: 1, stake: .3, score: .2, spread: .2, failing: .005, every: 4 * time.Hour, lasts: 10 * time.Minute, trouble: trouble{down: true, hangs: true}},
		{name: "slow", share: .2, price: 1, stake: 3, score: 1.1, spread: .3, failing: .02},
		{name: "failing at times", share: .15, price: .8, stake: 1, score: .5, spread: .3, failing: .02, every: 20 * time.Minute, lasts: 3 * time.Minute, trouble: trouble{failing: .5}},
		{name: "broken", share: .1, price: .5, stake: 1, score: .9, spread: .6, failing: .25},
	}
}

func climates() []climate {
	return []climate{
		{"others", func(*rand.Rand, *world) {}},
		{"day and night", dayAndNight},
		{"price war", priceWar},
		{"regional outage", regionalOutage},
		{"slow drift", slowDrift},
		{"two speeds", twoSpeeds},
	}
}

// climateAt is the factor of its score for an attempt at a time.
func (p *simPeer) climateAt(at time.Duration, random *rand.Rand) float64 {
	factor := 1.0
	if p.climate.slower != nil {
		factor = p.climate.slower(at)
	}
	if p.climate.cold > 0 && random.Float64() < p.climate.cold {
		factor *= p.climate.coldTimes
	}
	return factor
}

// regionOf is where an orchestrator is, in one of so many regions.
func regionOf(i, regions int) float64 { return float64(i%regions) / float64(regions) }

// dayAndNight has all of a region busy at the same time: up to 2.6 times as slow in
// the evening, with a day as long as two thirds of the world.
func dayAndNight(_ *rand.Rand, w *world) {
	day := float64(w.span) * 2 / 3
	for i, p := range w.peers {
		shift := regionOf(i, 3)
		p.climate.slower = func(at time.Duration) float64 {
			return 1 + 1.6*max(0, math.Sin(2*math.Pi*(float64(at)/day+shift)))
		}
	}
}

// priceWar has prices cut by a twelfth every few minutes, until they are a fifth and
// jump back to twice of what they were. Those that go along have room for two.
func priceWar(random *rand.Rand, w *world) {
	for _, p := range w.peers {
		if random.Float64() < .4 {
			continue
		}
		p.capacity = 2
		usual := float64(p.prices[0].price)
		price := usual * math.Exp(-1.6*random.Float64())
		p.prices = p.prices[:0]
		for at := time.Duration(0); at < w.span; at += time.Duration((2 + 4*random.Float64()) * float64(time.Minute)) {
			p.prices = append(p.prices, priceStep{at, max(1, int64(price))})
			if price *= 11.0 / 12; price < usual/5 {
				price = 2 * usual
			}
		}
	}
}

// regionalOutage has a quarter of all away together for 2 to 12 minutes, about every
// half an hour; those of even number are silent then, the others refuse.
func regionalOutage(random *rand.Rand, w *world) {
	const regions = 4
	var away [regions][][2]time.Duration
	for at := time.Duration(0); ; {
		at += time.Duration((10 + 40*random.Float64()) * float64(time.Minute))
		if at > w.span {
			break
		}
		region := random.IntN(regions)
		away[region] = append(away[region], [2]time.Duration{at, at + time.Duration((2+10*random.Float64())*float64(time.Minute))})
	}
	for i, p := range w.peers {
		p.climate.away, p.climate.hangs = away[i%regions], i%2 == 0
	}
}

// slowDrift has each become faster or slower all the time, up to several times; its
// price does not follow.
func slowDrift(random *rand.Rand, w *world) {
	for _, p := range w.peers {
		rate := .8 * random.NormFloat64()
		p.climate.slower = func(at time.Duration) float64 { return math.Exp(rate * float64(at) / float64(w.span)) }
	}
}

// twoSpeeds has some attempts take four times as long, up to three of ten, as where
// a machine is shared.
func twoSpeeds(random *rand.Rand, w *world) {
	for _, p := range w.peers {
		p.climate.cold, p.climate.coldTimes = .3*random.Float64(), 4
	}
}
