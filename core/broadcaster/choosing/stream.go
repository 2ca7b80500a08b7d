package choosing

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

// stream chooses for one stream.
type stream struct {
	chooser *Chooser
	id      core.ManifestID
	name    string // of the policy
	policy  *Policy
	random  *rand.Rand

	mu     sync.Mutex
	closed bool // guarded by mu, as all that follows

	// home is where the segments go; nil before the first choice. lost says that it
	// has failed.
	home    *reputation.Entry
	tier    int // of home: its place is held; -1 for none
	lost    bool
	movedAt time.Time // home was another before; zero for never
	// begun is when home was chosen first, and among is how many candidates there
	// were, 0 after the first move.
	begun time.Time
	among int
	// awaySince is when home was not there, or late, first, and stood who stands in
	// for it. beatenSince is when another was better than home first.
	awaySince, beatenSince time.Time
	stood                  *reputation.Entry

	chosen, explored uint64 // choices so far
	deposit          float64
	depositUntil     time.Time
	explanations     explanations

	// For their memory, from choice to choice.
	scan           scan
	prices, stakes []float64
}

// Select implements broadcaster.Selector.
func (s *stream) Select(seg broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.look(seg, options)
	i, reason := s.decide(seg, c)
	s.explain(seg, c, i, reason)
	s.chosen++
	c.options = nil // they are the caller's
	return i, string(reason)
}

// Effort implements broadcaster.StreamSelector.
func (s *stream) Effort() broadcaster.Effort {
	p := s.policy
	return broadcaster.Effort{
		Redundancy: p.Redundancy, CompareAll: p.Compare,
		Hedge: broadcaster.Hedge{Factor: p.Hedge.Factor, Share: p.Hedge.Share, Late: p.Late},
	}
}

// openTiers says which tiers have a place for the stream; mu is held.
func (s *stream) openTiers() (open [maxTiers + 1]bool) {
	for i := range s.policy.Tiers {
		open[i] = s.tier == i || s.chooser.places.free(&s.policy.Tiers[i])
	}
	open[len(s.policy.Tiers)] = true
	return open
}

// settle takes a place in a tier in exchange for the one that is held, if there
// is one; mu is held.
func (s *stream) settle(tier int) bool {
	if tier == s.tier {
		return true
	}
	if tier < len(s.policy.Tiers) && !s.chooser.places.take(&s.policy.Tiers[tier]) {
		return false
	}
	s.leave()
	s.tier = tier
	return true
}

// leave gives the place back; mu is held.
func (s *stream) leave() {
	if s.tier >= 0 && s.tier < len(s.policy.Tiers) {
		s.chooser.places.leave(&s.policy.Tiers[s.tier])
	}
	s.tier = -1
}

// depositAt is the node's own in wei, as known a moment ago; 0 when it is not. mu
// is held.
func (s *stream) depositAt(now time.Time) float64 {
	if s.chooser.cfg.Deposit != nil && !now.Before(s.depositUntil) {
		s.deposit, s.depositUntil = finite(float(s.chooser.cfg.Deposit().Int())), now.Add(estimateLife)
	}
	return s.deposit
}

// Close implements broadcaster.StreamSelector.
func (s *stream) Close() {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	s.leave()
	s.scan, s.prices, s.stakes = scan{}, nil, nil
	s.mu.Unlock()
	if first {
		s.chooser.ended(s)
	}
}
