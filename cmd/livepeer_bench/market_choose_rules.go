package main

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

// plainRule is a rule that keeps nothing in mind but what each option says.
type plainRule struct{ broadcaster.Selector }

func (r plainRule) open(core.ManifestID) broadcaster.StreamSelector { return simSelector(r) }

type simSelector struct{ broadcaster.Selector }

func (simSelector) Meet(c broadcaster.Candidate) broadcaster.Acquaintance {
	stake, _ := c.Stake.Int().Float64()
	return simStake(stake)
}
func (simSelector) Effort() broadcaster.Effort { return broadcaster.DefaultEffort() }
func (simSelector) Close()                     {}

// simStake is all that a plain rule knows besides: the stake.
type simStake float64

func (simStake) Landed(reputation.Outcome) {}
func (simStake) Judged(reputation.Verdict) {}

// byRandom takes anyone for each segment.
type byRandom struct{ *rand.Rand }

func (r byRandom) Select(_ broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	return r.IntN(len(options)), "random"
}

// byPrice takes the cheapest, if it is free.
type byPrice struct{}

func (byPrice) Select(_ broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	return lowest(options, func(o *broadcaster.Option) float64 {
		return float64(o.Info.Price.PricePerUnit) + late(o)
	}), "cheapest"
}

// byLatency takes the fastest that was measured in this stream; first it tries
// sixteen, those that answered first.
type byLatency struct{}

func (byLatency) Select(_ broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	measured := 0
	for i := range options {
		if options[i].LatencyScore > 0 {
			measured++
		}
	}
	return lowest(options, func(o *broadcaster.Option) float64 {
		switch {
		case o.LatencyScore == 0 && measured < 16:
			return -1/(1+o.Latency.Seconds()) + float64(o.InFlight)
		case o.LatencyScore == 0:
			return 100 + o.Latency.Seconds()
		}
		return o.LatencyScore + late(o)
	}), "fastest"
}

// byStake draws by stake for each segment.
type byStake struct{ *rand.Rand }

func (r byStake) Select(_ broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	return drawn64(r.Rand, options, func(o *broadcaster.Option) float64 { return float64(o.Known.(simStake)) }), "stake"
}

// livepeer is go-livepeer's rule (features.md 5): the last one while it is fast
// enough and not behind; else the fastest of those that are known and fast enough;
// else one that was not tried, by its weights for price, stake and chance.
type livepeer struct {
	*rand.Rand
	random, stake, price, exp float64
}

func (r livepeer) Select(seg broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	unit := max(seg.Duration, 1500*time.Millisecond)
	free := func(o *broadcaster.Option) bool { return o.InFlight == 0 || o.Oldest < unit }
	best, untried := -1, make([]broadcaster.Option, 0, len(options))
	at := make([]int, 0, len(options))
	for i := range options {
		o := &options[i]
		switch {
		case o.Last && o.LatencyScore <= 1 && free(o):
			return i, "last"
		case o.LatencyScore > 0 && o.LatencyScore <= 1 && free(o):
			if best < 0 || o.LatencyScore < options[best].LatencyScore {
				best = i
			}
		case o.LatencyScore == 0 && o.InFlight == 0:
			untried, at = append(untried, *o), append(at, i)
		}
	}
	if best >= 0 {
		return best, "fastest known"
	}
	if len(untried) == 0 {
		return lowest(options, func(o *broadcaster.Option) float64 { return o.LatencyScore + late(o) }), "least late"
	}
	return at[r.weighted(untried)], "weights"
}

func (r livepeer) weighted(untried []broadcaster.Option) int {
	var stakes, prices float64
	cheap := func(o *broadcaster.Option) float64 { return math.Exp(-float64(o.Info.Price.PricePerUnit) / r.exp) }
	for i := range untried {
		stakes += float64(untried[i].Known.(simStake))
		prices += cheap(&untried[i])
	}
	return drawn64(r.Rand, untried, func(o *broadcaster.Option) float64 {
		p := r.random/float64(len(untried)) + r.stake*float64(o.Known.(simStake))/stakes
		if prices > 0 {
			p += r.price * cheap(o) / prices
		}
		return p
	})
}

// late keeps all but the choice among late ones from one that is behind.
func late(o *broadcaster.Option) float64 {
	if o.InFlight > 0 && o.Oldest >= simSegment {
		return 1e9 * float64(o.InFlight)
	}
	return 0
}

func lowest(options []broadcaster.Option, key func(*broadcaster.Option) float64) int {
	best, least := 0, math.Inf(1)
	for i := range options {
		if k := key(&options[i]); k < least {
			best, least = i, k
		}
	}
	return best
}

func drawn64(random *rand.Rand, options []broadcaster.Option, weight func(*broadcaster.Option) float64) int {
	var all float64
	for i := range options {
		all += weight(&options[i])
	}
	at := random.Float64() * all
	for i := range options {
		if at -= weight(&options[i]); at < 0 {
			return i
		}
	}
	return len(options) - 1
}

// policyRule is a policy of this node.
type policyRule struct {
	chooser *choosing.Chooser
	policy  string
}

// newPolicyRule takes the time from now.
func newPolicyRule(policy string, random *rand.Rand, now func() time.Time) (policyRule, error) {
	book := reputation.DefaultConfig()
	book.Now = now
	cfg := choosing.DefaultConfig()
	var err error
	if cfg.Book, err = reputation.New(book); err != nil {
		return policyRule{}, err
	}
	cfg.Now, cfg.Random, cfg.Keep = now, random, 0
	c, err := choosing.New(cfg)
	return policyRule{c, policy}, err
}

func (r policyRule) open(id core.ManifestID) broadcaster.StreamSelector {
	return r.chooser.Open(broadcaster.StreamConfig{ManifestID: id, Policy: r.policy})
}
