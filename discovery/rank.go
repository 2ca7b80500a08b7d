package discovery

import (
	"cmp"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/pm"
)

// rank makes the order of those that may be used; mu is held.
func (t *Table) rank() {
	t.unranked = false
	ranked := make([]*entry, 0, len(t.entries))
	for _, e := range t.entries {
		if e.usable(true) {
			ranked = append(ranked, e)
		}
	}
	t.typical = typicalOf(ranked)
	t.regions = checkRegions(ranked)
	for _, e := range ranked {
		e.cost = t.cfg.Order.Cost(&e.Offer, t.typical)
	}
	slices.SortFunc(ranked, func(a, b *entry) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.URI, b.URI)) })
	pool := make([]broadcaster.PoolEntry, 0, len(ranked))
	for _, e := range ranked {
		if e.usable(t.sieve.IgnoreMaxPriceIfNeeded) {
			pool = append(pool, broadcaster.PoolEntry{URI: e.URI, Score: e.Score, Latency: e.RTT})
		}
	}
	t.ranked, t.pool = ranked, pool
}

func typicalOf(ranked []*entry) (t Typical) {
	var times []time.Duration
	var prices []pm.Price
	for _, e := range ranked {
		if e.RTT > 0 {
			times = append(times, e.RTT)
		}
		if e.Price != nil {
			prices = append(prices, *e.Price)
		}
	}
	if len(times) > 0 {
		slices.Sort(times)
		t.RTT = times[len(times)/2]
	}
	if len(prices) > 0 {
		slices.SortFunc(prices, comparePrices)
		t.Price = &prices[len(prices)/2]
	}
	return t
}
