package discovery

import (
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Market is what a Table knows at one moment.
type Market struct {
	Time time.Time
	// Block by which terms are judged; 0 off chain, and while it is not known.
	Block uint64
	// Offers in the order in which streams meet them, then those that the filter
	// leaves out, by URI.
	Offers []Offer
	// Prices of those that the filter admits; nil when none has one. Each Ethereum
	// address counts once.
	Prices *Quantiles
	// RTT is the median of those that the filter admits; 0 while none is measured.
	RTT     time.Duration
	Regions []Region
}

// Quantiles of prices that were seen: of all prices a tenth is at most P10.
type Quantiles struct {
	Min, P10, P25, P50, P75, P90, Max pm.Price
	Count                             int
}

// Market returns what is known now. It makes copies: it is for people, not for
// every segment.
func (t *Table) Market() Market {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	m := Market{Time: now, Block: t.block, Offers: make([]Offer, 0, len(t.entries)), RTT: t.typical.RTT, Regions: slices.Clone(t.regions)}
	for _, e := range t.ranked {
		m.Offers = append(m.Offers, e.offer(now, t.block))
	}
	used := len(m.Offers)
	m.Prices = quantiles(m.Offers)
	for _, e := range t.entries {
		if !e.usable(true) {
			m.Offers = append(m.Offers, e.offer(now, t.block))
		}
	}
	slices.SortFunc(m.Offers[used:], func(a, b Offer) int { return strings.Compare(a.URI, b.URI) })
	return m
}

func quantiles(offers []Offer) *Quantiles {
	var prices []pm.Price
	seen := map[common.Address]bool{}
	for _, o := range offers {
		if o.Price == nil || o.Excluded != "" || o.Address != (common.Address{}) && seen[o.Address] {
			continue
		}
		seen[o.Address] = true
		prices = append(prices, *o.Price)
	}
	if len(prices) == 0 {
		return nil
	}
	slices.SortFunc(prices, comparePrices)
	at := func(percent int) pm.Price { return prices[max((len(prices)*percent+99)/100-1, 0)] }
	return &Quantiles{
		Min: prices[0], P10: at(10), P25: at(25), P50: at(50), P75: at(75), P90: at(90), Max: prices[len(prices)-1], Count: len(prices),
	}
}
