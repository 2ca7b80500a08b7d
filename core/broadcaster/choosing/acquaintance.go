package choosing

import (
	"math/big"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// estimateLife is how long an estimate is used of one that nothing is heard of:
// what is remembered fades slowly.
const estimateLife = 5 * time.Second

// acquaintance is a candidate as one stream knows it. Its first band is what each
// choice looks at, for all candidates: it fills a line of the processor's cache.
type acquaintance struct {
	entry    *reputation.Entry
	info     *core.OrchestratorInfo // guarded by stream.mu, as what follows
	until    int64                  // nanoseconds of Unix time, until which the estimate is good; 0 for no more
	version  uint64                 // of the entry, when the estimate was made
	base     float64                // total of parts
	perPixel float64                // price in wei; less than 0 for none
	stake    float64                // never changed
	tier     int8                   // of the policy, -1 for never; never changed
	class    class
	known    bool // no need to explore it
	slow     bool // by what is expected

	stream      *stream // never changed, as the next
	uri         string
	region      float64 // the part of contradicted regions
	face, ahead float64 // of a ticket in wei: face value, expected value
	dear        bool    // above the highest price
	estimate    reputation.Estimate
	parts       Parts // but for price and stake
}

// Meet implements broadcaster.StreamSelector.
func (s *stream) Meet(c broadcaster.Candidate) broadcaster.Acquaintance {
	now := s.chooser.cfg.Now()
	e := s.chooser.cfg.Book.Entry(reputation.PeerOf(c.Info.Address, c.URI))
	e.At(c.URI)
	a := &acquaintance{stream: s, entry: e, uri: c.URI, tier: int8(s.policy.tierOf(&c))}
	a.stake = finite(float(c.Stake.Int()))
	a.region = s.policy.Weights.Region * float64(max(0, min(c.Contradicted, 10)))
	s.mu.Lock()
	defer s.mu.Unlock()
	a.learn(c.Info)
	a.remember(now)
	return a
}

// Landed implements broadcaster.Acquaintance.
func (a *acquaintance) Landed(o reputation.Outcome) {
	a.entry.Report(o)
	s := a.stream
	s.mu.Lock()
	defer s.mu.Unlock()
	switch o.Kind {
	case reputation.Failed, reputation.TimedOut, reputation.Incomplete, reputation.Unreachable:
		if s.home == a.entry {
			s.lost = true
		}
	}
}

// Judged implements broadcaster.Acquaintance.
func (a *acquaintance) Judged(v reputation.Verdict) {
	a.entry.Judge(v)
	s := a.stream
	s.mu.Lock()
	defer s.mu.Unlock()
	if v != reputation.Accepted && s.home == a.entry {
		s.lost = true
	}
}

// learn takes over what it says of itself; mu is held.
func (a *acquaintance) learn(info *core.OrchestratorInfo) {
	a.info, a.perPixel, a.face, a.ahead = info, -1, 0, 0
	limit := a.stream.maxPrice()
	a.dear = limit != nil
	if p := info.Price; p != nil && p.Valid() {
		a.perPixel = float64(p.PricePerUnit) / float64(p.PixelsPerUnit)
		a.dear = limit != nil && p.Cmp(*limit) > 0
	}
	if t := info.TicketParams; t != nil {
		ev, _ := t.EV().Float64()
		a.face, a.ahead = finite(float(t.FaceValue.Int())), finite(ev)
	}
	a.until = 0
}

// maxPrice is the lower one of the policy's limit and the node's; nil for none.
func (s *stream) maxPrice() (limit *pm.Price) {
	if s.chooser.cfg.MaxPrice != nil {
		limit = s.chooser.cfg.MaxPrice()
	}
	own := s.policy.MaxPrice
	if own == (Price{}) {
		return limit
	}
	if p := (pm.Price{PricePerUnit: own.PerUnit, PixelsPerUnit: own.PixelsPerUnit}); limit == nil || p.Cmp(*limit) < 0 {
		return &p
	}
	return limit
}

// remember makes the estimate anew; mu is held.
func (a *acquaintance) remember(now time.Time) {
	p := a.stream.policy
	a.version = a.entry.Version()
	a.estimate = a.entry.Estimate(p.Prior, p.Late)
	a.parts = p.Weights.remembered(a.estimate)
	a.parts.Payment = p.Weights.payment(a.face, a.ahead, a.stream.depositAt(now))
	a.parts.Region = a.region
	a.base = a.parts.Total()
	a.known, a.slow, a.class = a.estimate.Confidence(p.Prior) >= p.Explore.Known, a.estimate.Score > p.Late, a.standing()
	a.until = now.Add(estimateLife).UnixNano()
}

// standing is the candidate's class; mu is held.
func (a *acquaintance) standing() class {
	p := a.stream.policy
	switch {
	case a.tier < 0, a.dear && !p.IgnoreMaxPriceIfNeeded:
		return never
	case a.dear:
		return tooDear
	case p.MinReliability > 0 && reliability(a.estimate) < p.MinReliability:
		return unreliable
	}
	return welcome
}

func float(v *big.Int) float64 {
	f, _ := new(big.Float).SetInt(v).Float64()
	return f
}
