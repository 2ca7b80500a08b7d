package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// medianPrice is the typical price in wei per pixel.
const medianPrice = 1000

// orchestratorKind is a way to behave. Times are of one orchestrator.
type orchestratorKind struct {
	name  string
	share float64 // of all
	// price and stake are factors of the typical one, score is its usual latency
	// score, spread its deviation on a logarithmic scale, failing a share.
	price, stake, score, spread, failing float64
	// troubles come every so often, last so long, and are as bad as said.
	every, lasts time.Duration
	trouble      trouble
	// turns is when it becomes another for good, as a share of the whole time; 0 for
	// never.
	turns float64
	later trouble
}

// trouble is what is wrong for a while: factors and shares.
type trouble struct {
	down, hangs bool
	slower      float64 // factor, 0 for none
	failing     float64
}

func orchestratorKinds() []orchestratorKind {
	return []orchestratorKind{
		{name: "solid", share: .44, price: 1, stake: 1.5, score: .5, spread: .15, failing: .004, every: 3 * time.Hour, lasts: 3 * time.Minute, trouble: trouble{down: true}},
		{name: "fast and dear", share: .14, price: 1.7, stake: 2, score: .25, spread: .1, failing: .002, every: 5 * time.Hour, lasts: 2 * time.Minute, trouble: trouble{down: true}},
		{name: "cheap and slow", share: .10, price: .6, stake: .7, score: 1.2, spread: .25, failing: .01, every: 2 * time.Hour, lasts: 4 * time.Minute, trouble: trouble{slower: 2}},
		{name: "flapping", share: .08, price: .9, stake: 1, score: .5, spread: .15, failing: .01, every: 12 * time.Minute, lasts: 90 * time.Second, trouble: trouble{down: true, hangs: true}},
		{name: "overloaded at times", share: .08, price: .8, stake: 1, score: .6, spread: .2, failing: .01, every: 25 * time.Minute, lasts: 8 * time.Minute, trouble: trouble{slower: 3}},
		{name: "bait", share: .06, price: .35, stake: .5, score: .7, spread: .4, failing: .45},
		{name: "goes bad", share: .05, price: .8, stake: 1, score: .45, spread: .15, failing: .004, turns: .4, later: trouble{failing: .6, slower: 1.5}},
		{name: "gets well", share: .05, price: .7, stake: .7, score: .45, spread: .15, failing: .004, turns: -.4, later: trouble{failing: .5, slower: 2}},
	}
}

// simPeer is one orchestrator of the simulation.
type simPeer struct {
	kind     *orchestratorKind
	uri      string
	latency  time.Duration // of its answer when it is found
	stake    chain.LPT
	share    float64 // stake, as a number
	score    float64
	capacity int
	episodes [][2]time.Duration
	hangs    bool
	turnsAt  time.Duration // 0 for never
	prices   []priceStep
	climate  peerClimate

	info    *core.OrchestratorInfo // with the present price
	flights int
}

// peerClimate is what a climate does to one orchestrator; the zero value does
// nothing.
type peerClimate struct {
	slower    func(at time.Duration) float64 // factor of its score; nil for 1
	cold      float64                        // share of attempts that take coldTimes as long
	coldTimes float64
	away      [][2]time.Duration // besides its own troubles
	hangs     bool               // when it is away
}

// priceStep is a price from a time on.
type priceStep struct {
	from  time.Duration
	price int64 // wei per pixel
}

// world is what a seed has made: the same for all rules.
type world struct {
	seed  uint64
	peers []*simPeer
	span  time.Duration
}

func newWorld(seed uint64, n int, span time.Duration) *world {
	return populate(rand.New(rand.NewPCG(seed, 1)), orchestratorKinds(), seed, n, span)
}

func populate(random *rand.Rand, kinds []orchestratorKind, seed uint64, n int, span time.Duration) *world {
	w := &world{seed: seed, span: span}
	for i := range n {
		w.peers = append(w.peers, newSimPeer(random, &kinds[kindAt((float64(i)+.5)/float64(n), kinds)], i, span))
	}
	random.Shuffle(n, func(i, j int) { w.peers[i], w.peers[j] = w.peers[j], w.peers[i] })
	return w
}

func kindAt(share float64, kinds []orchestratorKind) int {
	for i := range kinds {
		if share -= kinds[i].share; share < 0 {
			return i
		}
	}
	return len(kinds) - 1
}

func newSimPeer(random *rand.Rand, k *orchestratorKind, i int, span time.Duration) *simPeer {
	varied := func(mean, spread float64) float64 { return mean * math.Exp(spread*random.NormFloat64()) }
	p := &simPeer{
		kind: k, uri: fmt.Sprintf("https://o%d.example:8935", i), latency: time.Duration(varied(60, .5)) * time.Millisecond,
		share: varied(1000*k.stake, 1.2), score: varied(k.score, .25), capacity: 2 + random.IntN(8), hangs: k.trouble.hangs,
	}
	stake, _ := chain.ParseLPT(fmt.Sprintf("%dLPT", int(p.share)))
	p.stake = stake
	price := varied(medianPrice*k.price, .35)
	for at := time.Duration(0); at < span; at += time.Duration(varied(80, .5)) * time.Minute {
		p.prices = append(p.prices, priceStep{at, max(1, int64(varied(price, .1)))})
	}
	for at := time.Duration(0); k.every > 0; {
		at += time.Duration(random.ExpFloat64() * float64(k.every))
		if at > span {
			break
		}
		end := at + time.Duration(varied(float64(k.lasts), .5))
		p.episodes = append(p.episodes, [2]time.Duration{at, end})
		at = end
	}
	if k.turns != 0 {
		p.turnsAt = time.Duration(math.Abs(k.turns) * varied(1, .3) * float64(span))
	}
	p.info = &core.OrchestratorInfo{
		URI: p.uri, Address: common.BigToAddress(common.Big1), Token: &core.AuthToken{}, Price: &pm.Price{PricePerUnit: p.prices[0].price, PixelsPerUnit: 1},
	}
	p.info.Address[0], p.info.Address[1], p.info.Address[2] = 1, byte(i>>8), byte(i)
	return p
}

// priceAt is the price at a time; info is renewed with it, as results do.
func (p *simPeer) priceAt(at time.Duration) int64 {
	price := p.prices[0].price
	for _, step := range p.prices {
		if step.from <= at {
			price = step.price
		}
	}
	if p.info.Price.PricePerUnit != price {
		next := *p.info
		next.Price = &pm.Price{PricePerUnit: price, PixelsPerUnit: 1}
		p.info = &next
	}
	return price
}

// troubleAt is what is wrong with it at a time.
func (p *simPeer) troubleAt(at time.Duration) (t trouble) {
	if p.turnsAt > 0 && (at >= p.turnsAt) == (p.kind.turns > 0) {
		t = p.kind.later
	}
	for _, e := range p.episodes {
		if at >= e[0] && at < e[1] {
			t = p.kind.trouble
		}
	}
	for _, e := range p.climate.away {
		if at >= e[0] && at < e[1] {
			t = trouble{down: true, hangs: p.climate.hangs}
		}
	}
	return t
}
