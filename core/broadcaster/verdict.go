package broadcaster

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/reputation"
)

// landing is how a flight ended.
type landing struct {
	fault fault
	// capped says that it is busy with the sessions that it has.
	capped bool
	// duration of the segment, and the round trip of a success.
	duration, took time.Duration
	info           *core.OrchestratorInfo
	err            error // why there are no renditions
}

// release ends a flight and draws the consequences for its orchestrator. It
// returns the latency score of a success.
func (l *sessions) release(f *flight, how landing) (score float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.session.land(f.sent)
	score = l.judge(f.session, how)
	if f.session.retired {
		l.end(f.session)
	}
	l.notify()
	return score
}

// blame draws the consequences of something other than a flight.
func (l *sessions) blame(s *session, how landing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.judge(s, how)
	l.notify()
}

// judge draws the consequences for an orchestrator; mu is held.
func (l *sessions) judge(s *session, how landing) (score float64) {
	if o, ok := how.outcome(); ok {
		s.known.Landed(o)
	}
	switch how.fault {
	case faultNone:
		score = how.took.Seconds() / timeUnit(how.duration).Seconds()
		s.measured(score)
		s.adopt(how.info)
		l.backoff = 0
	case faultBusy:
		rest := timeUnit(how.duration)
		if how.capped {
			rest = cappedRest
		}
		s.coolUntil = time.Now().Add(rest)
		s.adopt(how.info)
	case faultSource, faultTerms:
		s.adopt(how.info)
	case faultUnreachable, faultPeer, faultUnpaid:
		l.suspend(s)
	case faultToken:
		s.refused = true
	}
	return score
}

// judged tells of an answer that was verified after its flight. One that was not
// accepted suspends the orchestrator, also under the session that has replaced this
// one meanwhile.
func (l *sessions) judged(s *session, v reputation.Verdict) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s.known.Judged(v)
	if v == reputation.Accepted {
		return
	}
	if i := slices.IndexFunc(l.ready, func(o *session) bool { return o.uri == s.uri }); i >= 0 {
		l.suspend(l.ready[i])
	}
	l.notify()
}

// suspend takes an orchestrator out of the list for ceil(pool/n) searches, where
// n is how many this stream wants to know (wire.md 14). A session that was
// taken out or replaced before is left as it is. mu is held.
func (l *sessions) suspend(s *session) {
	if s.retired {
		return
	}
	pool := max(1, len(l.cfg.finder.Orchestrators()))
	n := min(wantedSessions, pool)
	l.suspended[s.uri] = l.searches + (pool+n-1)/n
	l.gap = refreshGap
	l.retire(s)
}
