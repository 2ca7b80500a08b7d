package choosing

import (
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

// Policy is how orchestrators are chosen for a stream. Policies has those that are
// there from the start; users change them and add their own, see ParsePolicies.
type Policy struct {
	// Late is the latency score (round trip / max(1.5 s, duration)) above which a
	// segment's renditions come too late for its viewers.
	Late    float64 `json:"late"`
	Weights Weights `json:"weights"`
	// Prior is what is expected of an orchestrator of which nothing is known.
	Prior   reputation.Prior `json:"prior"`
	Explore Explore          `json:"explore"`
	Stay    Stay             `json:"stay"`

	// Tiers are tried in order; those that are in none of them come last, or, with
	// TiersOnly, never.
	Tiers     []Tier `json:"tiers,omitempty"`
	TiersOnly bool   `json:"tiers_only,omitempty"`

	// MaxPrice is the most that is paid; one that is dearer, or whose price is not
	// known while there is a limit, is used if IgnoreMaxPriceIfNeeded says so and
	// there is no other. The zero value sets no limit.
	MaxPrice               Price `json:"max_price,omitzero"`
	IgnoreMaxPriceIfNeeded bool  `json:"ignore_max_price_if_needed,omitempty"`
	// MinReliability is the least probability of a success in time. Those below are
	// used if there is no other.
	MinReliability float64 `json:"min_reliability,omitempty"`
	// Draw is by which chances unknown ones are taken; nil takes the one that may be
	// the best.
	Draw *Draw `json:"draw,omitempty"`
	// Redundancy is how many orchestrators get each segment from the start, 1 to 5;
	// the first good result is published. The choice of one does not depend on it.
	Redundancy int `json:"redundancy"`
	// Compare has the results of all of them verified and compared before one is
	// published.
	Compare bool  `json:"compare"`
	Hedge   Hedge `json:"hedge"`
}

// Hedge says when a segment goes to another orchestrator while the first one is
// still at it; the first good result is published.
type Hedge struct {
	// Factor of an orchestrator's usual round trip above which it is late; 0 for no
	// hedges, else 1 or more.
	Factor float64 `json:"factor"`
	// Share of a stream's segments that are hedged at most, 0 to 1. Shortly before
	// the viewers' time is over, by Policy.Late, a segment is hedged in any case.
	Share float64 `json:"share"`
}

// Weights say how much the parts of an expected cost count, in prices of a typical
// candidate for one segment. All are 0 or more.
type Weights struct {
	// Price of one that takes the typical price.
	Price float64 `json:"price"`
	// Late is what a segment costs that comes too late, and Failure one that has to
	// be sent to another.
	Late    float64 `json:"late"`
	Failure float64 `json:"failure"`
	// Latency of a latency score of 1, in time or not.
	Latency float64 `json:"latency"`
	// Stake of one without any; half of it for one with a typical stake.
	Stake float64 `json:"stake"`
	// Payment of one whose tickets can take a tenth of the deposit at a win, or
	// which wants a thousandth of it ahead with each.
	Payment float64 `json:"payment"`
	// Region of each region that is claimed and contradicted by measured times.
	Region float64 `json:"region"`
}

// Explore says how unknown orchestrators get a chance.
type Explore struct {
	// Share of a stream's segments that they get at most, 0 to 1.
	Share float64 `json:"share"`
	// Known is the confidence (0 to 1, see reputation.Estimate) from which on one is
	// not unknown any more.
	Known float64 `json:"known"`
}

// Stay says when a stream leaves an orchestrator that has not failed.
type Stay struct {
	// Another must be better by this share of the cost, and by Least in prices of a
	// typical candidate,
	Margin float64 `json:"margin"`
	Least  float64 `json:"least"`
	// all the time for so long,
	For Duration `json:"for"`
	// and so long must have passed since the stream has moved.
	Rest Duration `json:"rest"`
	// Patience is how long others stand in for one that is busy or late, before one
	// of them takes its place.
	Patience Duration `json:"patience"`
}

// Price is a limit in wei per pixels, as -maxPricePerUnit and -pixelsPerUnit.
type Price struct {
	PerUnit       int64 `json:"wei_per_unit"`
	PixelsPerUnit int64 `json:"pixels_per_unit"`
}

// Draw has the chances of go-livepeer's selection, which add up to 1.
// Source: features.md 5, "Weighted pick".
type Draw struct {
	Random float64 `json:"random"` // equal ones
	Stake  float64 `json:"stake"`  // by share of the stake
	Price  float64 `json:"price"`  // by exp(-price / PriceExp)
	// PriceExp is in wei per pixel.
	PriceExp float64 `json:"price_exp"`
}

// Duration is a time.Duration that is text in JSON, as "30s".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("duration %q is not one; write it as 10s or 1m30s", text)
	}
	*d = Duration(v)
	return nil
}

// PolicyError says what is wrong with a policy.
type PolicyError struct {
	Policy string // its name, "" while it has none
	Reason string
}

func (e *PolicyError) Error() string {
	if e.Policy == "" {
		return "policy: " + e.Reason
	}
	return fmt.Sprintf("policy %q: %s", e.Policy, e.Reason)
}

// Bounds of a policy.
const (
	maxWeight     = 1e6
	maxLate       = 16 // what a reputation.Sketch tells apart
	maxFactor     = 100
	maxTiers      = 8
	maxRedundancy = broadcaster.MaxRedundancy
	maxSpan       = 24 * time.Hour
)

// Validate says what is out of range: a *PolicyError.
func (p *Policy) Validate() error {
	for _, n := range p.numbers() {
		if !(n.value >= n.min && n.value <= n.max) { // also NaN
			return &PolicyError{Reason: fmt.Sprintf("%s is %v; expected %v to %v", n.name, n.value, n.min, n.max)}
		}
	}
	if d := p.Draw; d != nil && math.Abs(d.Random+d.Stake+d.Price-1) > 1e-6 {
		return &PolicyError{Reason: fmt.Sprintf("the chances random, stake and price of draw add up to %v; expected 1", d.Random+d.Stake+d.Price)}
	}
	if f := p.Hedge.Factor; f > 0 && f < 1 {
		return &PolicyError{Reason: fmt.Sprintf("hedge.factor is %v; expected 0, for no hedges, or 1 and more", f)}
	}
	if m := p.MaxPrice; m != (Price{}) && (m.PerUnit < 0 || m.PixelsPerUnit < 1) {
		return &PolicyError{Reason: fmt.Sprintf("max_price is %d wei per %d pixels; expected 0 or more wei per 1 or more pixels", m.PerUnit, m.PixelsPerUnit)}
	}
	return p.validateTiers()
}

type number struct {
	name            string
	value, min, max float64
}

func (p *Policy) numbers() []number {
	w, span := p.Weights, time.Duration.Seconds
	list := []number{
		{"late", p.Late, 1.0 / maxLate, maxLate},
		{"weights.price", w.Price, 0, maxWeight}, {"weights.late", w.Late, 0, maxWeight}, {"weights.failure", w.Failure, 0, maxWeight},
		{"weights.latency", w.Latency, 0, maxWeight}, {"weights.stake", w.Stake, 0, maxWeight},
		{"weights.payment", w.Payment, 0, maxWeight}, {"weights.region", w.Region, 0, maxWeight},
		{"prior.failure", p.Prior.Failure, 0, 1}, {"prior.late", p.Prior.Late, 0, 1}, {"prior.score", p.Prior.Score, 0, maxLate},
		{"prior.weight", p.Prior.Weight, 0.01, 1000},
		{"explore.share", p.Explore.Share, 0, 1}, {"explore.known", p.Explore.Known, 0, 1},
		{"stay.margin", p.Stay.Margin, 0, 1}, {"stay.least", p.Stay.Least, 0, maxWeight},
		{"stay.for, in seconds,", span(time.Duration(p.Stay.For)), 0, span(maxSpan)},
		{"stay.rest, in seconds,", span(time.Duration(p.Stay.Rest)), 0, span(maxSpan)},
		{"stay.patience, in seconds,", span(time.Duration(p.Stay.Patience)), 0, span(maxSpan)},
		{"min_reliability", p.MinReliability, 0, 1}, {"redundancy", float64(p.Redundancy), 1, maxRedundancy},
		{"hedge.factor", p.Hedge.Factor, 0, maxFactor}, {"hedge.share", p.Hedge.Share, 0, 1},
	}
	if d := p.Draw; d != nil {
		list = append(list, number{"draw.random", d.Random, 0, 1}, number{"draw.stake", d.Stake, 0, 1},
			number{"draw.price", d.Price, 0, 1}, number{"draw.price_exp", d.PriceExp, 1e-9, 1e18})
	}
	return list
}
