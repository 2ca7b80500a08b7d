package broadcaster

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

// role is why an orchestrator gets a segment.
type role uint8

const (
	// roleMain: nobody else has it.
	roleMain role = iota
	// roleRedundant: from the start, beside another.
	roleRedundant
	// roleHedge: the others are late.
	roleHedge
	// roleReference: another one's result is compared with its own.
	roleReference
)

func (r role) String() string {
	return [...]string{"first", "redundant", "hedge", "reference"}[r]
}

// need is what one segment asks of an orchestrator. All but again stays as it is.
type need struct {
	required *core.Capabilities
	seq      uint64
	duration time.Duration
	shape    sourceShape
	// again is when an orchestrator that was given this segment may get it again, if
	// there is no other; guarded by sessions.mu.
	again map[string]time.Time
}

// ask is what a segment asks for at a moment.
type ask struct {
	role role
	try  int
	// except is an orchestrator that does not do.
	except string
}

// look is what there is for it.
type look struct {
	flight *flight // nil for nobody
	// hopeless: nobody is known, and nobody is being searched for. others: somebody
	// else may be there soon, who is busy, resting, suspended, or being searched for.
	hopeless, others bool
	changed          <-chan struct{} // closed when it is time to look again
}

// flight is a segment on its way to an orchestrator.
type flight struct {
	session *session
	role    role
	try     int // counts the submissions of the segment from 1
	sent    time.Time
	info    *core.OrchestratorInfo
	// usual is the orchestrator's latency score so far, 0 for an unknown one.
	usual float64
	// reason is why the Selector took it; swapped that the last one was another.
	reason  string
	swapped bool
	// reinit says that the session's last segment was of another shape.
	reinit bool
	// dead says that the session's token is known to be of no use any more.
	dead bool
}

// inFlight is the end of all waiting, in need.again: an orchestrator does not get a
// segment that it has.
func inFlight() time.Time { return time.Unix(1<<40, 0) }

// try chooses an orchestrator and books a flight to it, if there is one. The flight
// must be given to release.
func (l *sessions) try(n *need, a ask) look {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.pick(n, a, now)
	l.maintain(n, a, now)
	if f != nil {
		n.again[f.session.uri] = inFlight()
	}
	return look{
		flight: f, changed: l.changed,
		hopeless: f == nil && !l.refreshing && len(l.cfg.finder.Orchestrators()) == 0,
		others:   l.refreshing || len(l.suspended) > 0 || slices.ContainsFunc(l.ready, func(s *session) bool { return n.mayHave(s) }),
	}
}

// mayHave says whether s can get the segment now or later; sessions.mu is held.
func (n *need) mayHave(s *session) bool {
	return n.again[s.uri] != inFlight() && n.required.SuppliedBy(s.info.Capabilities)
}

// rest says when an orchestrator that has failed a segment may get it again.
func (l *sessions) rest(n *need, uri string, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n.again[uri] = until
}

// pick books a flight if there is a session for the segment now; mu is held.
func (l *sessions) pick(n *need, a ask, now time.Time) *flight {
	var fresh, again []*session
	for _, s := range l.ready {
		if !l.suits(s, n, a, now) {
			continue
		}
		switch at, tried := n.again[s.uri]; {
		case !tried:
			fresh = append(fresh, s)
		case !now.Before(at) && (a.role == roleMain || a.role == roleReference):
			again = append(again, s)
		}
	}
	for _, choice := range [][]*session{fresh, again} {
		if len(choice) == 0 {
			continue
		}
		options := make([]Option, len(choice))
		for i, s := range choice {
			options[i] = s.option(now, s == l.last)
		}
		req := SelectRequest{Seq: n.seq, Duration: n.duration, Try: a.try, Beside: a.role != roleMain}
		i, reason := l.cfg.selector.Select(req, options)
		if i >= 0 && i < len(choice) {
			return l.book(choice[i], n, a, reason, now)
		}
	}
	return nil
}

// suits says whether s can take the segment now, but for that it may have had it;
// mu is held.
func (l *sessions) suits(s *session, n *need, a ask, now time.Time) bool {
	if now.Before(s.coolUntil) || len(s.flights) >= l.cfg.perSession || !n.required.SuppliedBy(s.info.Capabilities) || s.uri == a.except {
		return false
	}
	switch a.role {
	case roleHedge: // another that is late is no help
		return s.oldest(now) < timeUnit(n.duration)
	case roleReference:
		return s.trusted()
	}
	return true
}

// book sends the segment to s; mu is held.
func (l *sessions) book(s *session, n *need, a ask, reason string, now time.Time) *flight {
	f := &flight{session: s, role: a.role, try: a.try, sent: now, info: s.info, usual: s.latencyScore, reason: reason}
	f.dead = s.refused || !now.Before(s.deadAt)
	f.reinit = s.shape.changesTo(n.shape)
	if n.shape.video {
		s.shape = n.shape
	}
	s.used = true
	s.flights = append(s.flights, now)
	if a.role == roleMain {
		f.swapped = l.last != nil && l.last.uri != s.uri
		l.last = s
	}
	if !f.dead && !now.Before(s.renewAfter) && (!now.Before(s.renewAt) || l.cfg.payer.Expiring(s.info)) {
		l.startRenewal(s)
	}
	return f
}

// rebook moves a flight that was released to the session that has replaced its
// own.
func (l *sessions) rebook(f *flight, n *need, to *session, reason string) *flight {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.book(to, n, ask{role: f.role, try: f.try}, reason, time.Now())
}
