package broadcaster

import (
	"slices"
	"sync/atomic"
	"time"
)

// entrant is a flight of a race.
type entrant struct {
	flight *flight
	began  time.Time
	late   time.Time   // when it is later than it should be
	back   atomic.Bool // the result is there, and being verified
	result *attempt    // when it has landed
}

// pause is what a race waits for besides results.
type pause struct {
	wake    time.Time
	changed <-chan struct{} // nil if nobody is looked for
}

// enter sends the segment to those that should have it now, and says how long to
// wait for others. The error says that there is nobody and will be nobody.
func (r *race) enter() (pause, error) {
	if len(r.good) > 0 {
		return pause{wake: r.compareUntil}, nil
	}
	for r.counted+len(r.out) < r.limit {
		now := time.Now()
		p := pause{wake: now.Add(lookAgain)}
		var l look
		switch {
		case len(r.out) == 0:
			if l = r.look(roleMain); l.flight == nil {
				if err := r.hopeless(l, now); err != nil {
					return p, err
				}
			}
			p.wake = earlier(p.wake, r.deadline)
		case len(r.out) < r.t.effort.Redundancy && (r.t.effort.CompareAll || !r.back()):
			l = r.look(roleRedundant)
		default:
			var at time.Time
			if l, at = r.hedge(now); l.changed == nil {
				return pause{wake: at}, nil
			}
		}
		if l.flight == nil {
			p.changed = l.changed
			return p, nil
		}
		r.send(l.flight)
	}
	if len(r.out) == 0 {
		return pause{}, &AttemptsError{Attempts: r.counted, Last: r.last}
	}
	return pause{wake: time.Now().Add(r.unit)}, nil
}

// hopeless is why nobody is waited for any more; nil to wait.
func (r *race) hopeless(l look, now time.Time) error {
	switch {
	case r.claim != nil && (!l.others || !now.Before(r.claimUntil)):
		return r.claim.err // there is nobody else to ask
	case l.hopeless, !now.Before(r.deadline):
		return r.t.noSession(ErrNoSessions, r.last, r.ownFunds)
	}
	return nil
}

// hedge looks for another one if all that have the segment are late. If it is not
// time for that, look is zero, and at says when to think of it again.
//
// One is late by its own measure, and when the viewers' deadline is near, however
// slow it always is. Until then hedges are bounded by Share, and so they are where one
// that was a hedge itself is late by its own measure.
func (r *race) hedge(now time.Time) (l look, at time.Time) {
	h := r.t.effort.Hedge
	never := now.Add(r.unit)
	if h.Factor <= 0 || r.back() {
		return l, never
	}
	for _, e := range r.out {
		at = later(at, e.late)
	}
	near := later(r.begin.Add(h.near(r.unit)), r.begin.Add(r.unit/2+hedgeSlack))
	free := near // of Share
	if len(r.out) > r.t.effort.Redundancy {
		free = never
	} else {
		at = earlier(at, near)
	}
	switch {
	case now.Before(at):
		return l, at
	case now.Before(free) && !r.t.hedges.allow():
		return l, free
	}
	if l = r.look(roleHedge); l.flight != nil {
		r.t.hedges.spend()
	}
	return l, at
}

// back says that a result is there and being verified: nobody else is needed for the
// moment.
func (r *race) back() bool {
	return slices.ContainsFunc(r.out, func(e *entrant) bool { return e.back.Load() })
}

func (r *race) look(as role) look {
	return r.t.sessions.try(r.order.need, ask{role: as, try: r.sent + 1})
}

// send gives the segment to an orchestrator, in a goroutine of the transcoder's.
func (r *race) send(f *flight) {
	t := r.t
	patience := float64(t.effort.Hedge.lateAfter(f.usual, timeUnit(r.order.seg.Duration))) * t.multiplier()
	e := &entrant{flight: f, began: time.Now()}
	e.late = e.began.Add(time.Duration(patience))
	r.out = append(r.out, e)
	r.sent++
	t.flights.Go(func() {
		a := t.exchange(r.ctx, f, &r.order)
		if a.err == nil && t.verifier != nil && (!r.order.done() || t.effort.CompareAll) {
			e.back.Store(true)
			t.judge(r.ctx, a, &r.order)
		}
		t.report(a, &r.order)
		e.result = a
		r.landed <- e
	})
}
