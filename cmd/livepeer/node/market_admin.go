package node

import (
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// adminMarket is what the admin API gets of a broadcaster's market: its parts that
// are there. streams are the role's, evidence the folder of bundles, "" for none.
func (n *node) adminMarket(streams func() []cliapi.Stream, evidence string) cliapi.MarketConfig {
	m := &n.market
	c := cliapi.MarketConfig{Streams: streams}
	if m.chooser != nil {
		c.Chooser = m.chooser
	}
	if m.book != nil {
		c.Histories = m.book
	}
	if m.table != nil {
		c.Table = func() cliapi.Market { return adminTable(m.table.Market()) }
	}
	if evidence != "" {
		c.Evidence = evidenceFolder(evidence)
	}
	return c
}

// adminTable writes the market table as the admin API does.
func adminTable(m discovery.Market) cliapi.Market {
	out := cliapi.Market{Time: m.Time.UTC(), Block: m.Block, RTT: cliapi.Duration(m.RTT), Offers: make([]cliapi.Offer, 0, len(m.Offers))}
	if q := m.Prices; q != nil {
		out.Prices = &cliapi.PriceQuantiles{
			Min: cliapi.PriceOf(q.Min), P10: cliapi.PriceOf(q.P10), P25: cliapi.PriceOf(q.P25), P50: cliapi.PriceOf(q.P50),
			P75: cliapi.PriceOf(q.P75), P90: cliapi.PriceOf(q.P90), Max: cliapi.PriceOf(q.Max), Count: q.Count,
		}
	}
	for _, o := range m.Offers {
		out.Offers = append(out.Offers, adminOffer(o))
	}
	return out
}

func adminOffer(o discovery.Offer) cliapi.Offer {
	out := cliapi.Offer{
		URI: o.URI, Score: o.Score, Address: cliapi.Address(o.Address), Registered: o.Registered, Stake: o.Stake,
		Services: cliapi.ServicesOf(o.Services), Regions: o.Regions, Contradicted: o.Contradicted, Price: adminPrice(o.Price),
		FaceValue: o.FaceValue, Version: o.Version, RTT: cliapi.Duration(o.RTT), Ready: o.Ready, Stale: o.Stale, Capped: o.Capped,
		Failures: o.Failures, Problem: o.Problem, Asked: o.Asked, Answered: o.Answered, Excluded: o.Excluded,
	}
	if o.Node != o.URI {
		out.Node = o.Node
	}
	return out
}

func adminPrice(p *pm.Price) *cliapi.Price {
	if p == nil {
		return nil
	}
	price := cliapi.PriceOf(*p)
	return &price
}
