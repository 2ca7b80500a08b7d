package choosing

import (
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// nobody is the index of no candidate.
const nobody = -1

// Reason is why a candidate was taken.
type Reason string

const (
	Stays    Reason = "stays: none is better by enough"
	FirstOne Reason = "first choice: the lowest expected cost"
	Again    Reason = "first choice again: many more have answered"
	Drawn    Reason = "first choice: drawn among unknown ones"
	Explores Reason = "tries an unknown one"
	Moves    Reason = "moves: another has been better for a while"
	Returns  Reason = "moves: a tier before has room"
	Replaces Reason = "moves: the last one failed"
	GaveUp   Reason = "moves: the last one is away or late for too long"
	StandsIn Reason = "stands in for one that is away or late"
	Behind   Reason = "none is on time: the one with the least to do"
	Joins    Reason = "the best of those that do not have it yet"
	Nobody   Reason = "none may be taken now"
)

// decide takes a candidate, or nobody; mu is held.
func (s *stream) decide(seg broadcaster.SelectRequest, c *scan) (int, Reason) {
	best := first(&c.best)
	switch {
	case best < 0:
		return s.makeDo(c)
	case seg.Beside:
		return best, Joins
	case s.home == nil:
		return s.begin(c, best, FirstOne)
	case s.lost:
		return s.moveTo(c, best, Replaces)
	case s.hasty(c):
		return s.begin(c, best, Again)
	case c.home < 0 || !c.each[c.home].fit:
		return s.standIn(c, best)
	}
	s.awaySince = time.Time{}
	if i := s.explore(seg, c); i >= 0 {
		s.explored++
		return i, Explores
	}
	return s.compare(c, best)
}

// makeDo is for a segment for which nobody is on time. Home stays.
func (s *stream) makeDo(c *scan) (int, Reason) {
	if i := first(&c.behind); i >= 0 {
		return i, Behind
	}
	return nobody, Nobody
}

// hasty says that the first choice was made when few had answered, a moment ago: a
// stream does not wait for all of them.
func (s *stream) hasty(c *scan) bool {
	return s.among > 0 && len(c.each) >= 2*s.among && c.now.Sub(s.begun) < time.Duration(s.policy.Stay.For)
}

// begin takes the stream's first home.
func (s *stream) begin(c *scan, best int, why Reason) (int, Reason) {
	if s.begun.IsZero() {
		s.begun = c.now
	}
	defer func() { s.among = len(c.each) }()
	if s.policy.Draw != nil && !c.each[best].who.known {
		if i := s.draw(c, c.each[best].rank, func(int) bool { return true }); i >= 0 {
			return s.moveTo(c, i, Drawn)
		}
	}
	return s.moveTo(c, best, why)
}

// standIn takes another while home is away or late.
func (s *stream) standIn(c *scan, best int) (int, Reason) {
	if s.awaySince.IsZero() {
		s.awaySince = c.now
	}
	if c.now.Sub(s.awaySince) >= time.Duration(s.policy.Stay.Patience) {
		return s.moveTo(c, best, GaveUp)
	}
	// The same for all segments, unless another is much better.
	for i := range c.each {
		if w := &c.each[i]; w.who != nil && w.who.entry == s.stood && w.fit && w.rank == c.each[best].rank && !s.better(c, best, i) {
			return i, StandsIn
		}
	}
	s.stood = c.each[best].who.entry
	return best, StandsIn
}

// compare stays at home, unless the best has been better for a while.
func (s *stream) compare(c *scan, best int) (int, Reason) {
	if !s.better(c, best, c.home) {
		s.beatenSince = time.Time{}
		return c.home, Stays
	}
	if s.beatenSince.IsZero() {
		s.beatenSince = c.now
	}
	stay := &s.policy.Stay
	if c.now.Sub(s.beatenSince) < time.Duration(stay.For) || c.now.Sub(s.movedAt) < time.Duration(stay.Rest) {
		return c.home, Stays
	}
	if c.each[best].rank < c.each[c.home].rank {
		return s.moveTo(c, best, Returns)
	}
	return s.moveTo(c, best, Moves)
}

// better says whether i is better than j by the margin.
func (s *stream) better(c *scan, i, j int) bool {
	a, b := &c.each[i], &c.each[j]
	if i == j || a.rank > b.rank && b.rank >= 0 {
		return false
	}
	stay := &s.policy.Stay
	return a.rank < b.rank || b.rank < 0 || a.total < b.total*(1-stay.Margin) && a.total < b.total-stay.Least
}

// moveTo makes candidate i the stream's home.
func (s *stream) moveTo(c *scan, i int, why Reason) (int, Reason) {
	who := c.each[i].who
	if !s.settle(int(who.tier)) {
		return i, StandsIn // another stream was faster; nothing is changed
	}
	if s.home != nil {
		s.movedAt = c.now
	}
	s.home, s.lost, s.stood, s.among = who.entry, false, nil, 0
	s.awaySince, s.beatenSince = time.Time{}, time.Time{}
	return i, why
}
