package discovery

// NearAndCheap is the first rule of order. Those whom the operator trusts come
// before all others. Of an equal score, the one with the lower sum of these comes
// first:
//
//   - its time of answer, in typical ones; 1.5 while it is not known;
//   - its price, in typical ones; nothing where there are no prices;
//   - 1 for each region that it claims and its time of answer contradicts, up to 3;
//   - 0.5 for each question since its last good answer, up to 2.
type NearAndCheap struct{}

// trustedFirst is more than all that is added up for those who are not.
const trustedFirst = 1e6

// Cost implements Order.
func (NearAndCheap) Cost(o *Offer, typical Typical) float64 {
	cost := 1.5
	if o.RTT > 0 && typical.RTT > 0 {
		cost = min(float64(o.RTT)/float64(typical.RTT), 100)
	}
	if o.Price != nil && typical.Price != nil && !typical.Price.IsFree() {
		cost += min(perPixel(*o.Price)/perPixel(*typical.Price), 100)
	}
	cost += min(float64(len(o.Contradicted)), 3)
	cost += min(float64(o.Failures)/2, 2)
	if o.Score >= TrustedScore {
		cost -= trustedFirst
	}
	return cost
}
