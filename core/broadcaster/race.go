package broadcaster

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/reputation"
)

// race is one segment among orchestrators. The first result that is there and
// passes verification is published.
//
// It is sent to one orchestrator, or to as many at once as Effort says and are
// there. When all that have it are late by their own measure, or by that of viewers,
// it is sent to another one besides (a hedge). What is still out there when the
// segment has its renditions goes on in the background, to be paid and learnt from.
//
// A failed attempt is followed by one with another orchestrator at once. If
// there is no other, the same one may try again after a while, so that a stream
// survives the restart of its only orchestrator. Attempts are counted, up to
// maxAttempts and one more for each redundant one, when an orchestrator was given
// the segment and failed; one that cannot be reached or is busy costs no attempt.
// Nor does one that is not paid, since its terms or the node's funds do not do; and
// one that refuses a token or a payment is asked for another, or for new terms, and
// gets the segment again at once.
//
// One that blames the source is not believed alone, since the node itself has found
// nothing wrong with it: another one gets the segment too, if there is one. The word
// of two ends the race, and nobody is to blame. When the other one succeeds the
// first is under suspicion, and suspended.
//
// A segment's budget is maxAttempts exchanges, each at most max(8 s, 4 x
// duration) long, and the same time once more in all for what is no attempt:
// waiting for an orchestrator, and those that are busy or away. An attempt that
// times out does not use that up, or else a single orchestrator that hung once
// would never be asked again.
//
// All is owned by run's goroutine, but what is said to be shared.
type race struct {
	t     *transcoder
	ctx   context.Context
	order order // shared
	unit  time.Duration
	begin time.Time
	limit int // of attempts

	out      []*entrant
	good     []*attempt // verified, while others are waited for
	sent     int        // submissions
	counted  int        // attempts that failed
	deadline time.Time
	charged  time.Time       // until when failed attempts have put the deadline off
	failures map[string]uint // by orchestrator
	last     error
	ownFunds bool // all failures were for those
	// claim is of the first one that blamed the source, nil for none; another one is
	// waited for until claimUntil.
	claim      *attempt
	claimUntil time.Time
	// compareUntil is when those that are late are not waited for any more.
	compareUntil time.Time

	// landed has room for all that may be out there: nobody waits to send.
	landed chan *entrant
	over   chan struct{} // closed at the end
}

func (t *transcoder) newRace(ctx context.Context, seg *core.Segment, required *core.Capabilities) *race {
	now := time.Now()
	r := &race{
		t: t, ctx: ctx, begin: now, deadline: now.Add(t.budget(seg.Duration)), ownFunds: true,
		unit:     time.Duration(float64(timeUnit(seg.Duration)) * t.multiplier()),
		limit:    t.maxAttempts + t.effort.Redundancy - 1,
		failures: make(map[string]uint),
		landed:   make(chan *entrant, max(t.effort.Redundancy, t.maxAttempts+t.effort.Redundancy-1)), over: make(chan struct{}),
	}
	r.order = order{seg: seg, over: r.over, need: &need{
		required: required, seq: seg.Seq, duration: seg.Duration, shape: shapeOf(seg.Info), again: make(map[string]time.Time),
	}}
	return r
}

// run is the race. Errors are those of transcoder.run.
func (r *race) run() (transcoded, error) {
	defer close(r.over)
	for {
		p, err := r.enter()
		if err != nil {
			return transcoded{attempts: r.sent}, err
		}
		timer := time.NewTimer(time.Until(p.wake))
		select {
		case e := <-r.landed: // a result, or why there is none
			timer.Stop()
			if out, err, end := r.settle(e); end {
				return out, err
			}
		case <-p.changed: // somebody may be free
		case <-timer.C: // one is late, or it is time to look again
		case <-r.ctx.Done():
			timer.Stop()
			return transcoded{attempts: r.sent}, r.ctx.Err()
		}
		timer.Stop()
		if len(r.good) > 0 && (len(r.out) == 0 || !time.Now().Before(r.compareUntil)) {
			return r.publish(r.compared()), nil
		}
	}
}

// settle draws the consequences of a flight that has landed; end says that the race
// is over.
func (r *race) settle(e *entrant) (out transcoded, err error, end bool) {
	r.out = slices.DeleteFunc(r.out, func(o *entrant) bool { return o == e })
	a := e.result
	if a.err == nil {
		if _, compares := r.t.verifier.(Comparer); r.t.effort.CompareAll && compares {
			r.collect(a)
			return transcoded{}, nil, false
		}
		return r.publish(a), nil, true
	}
	if a.blamed == faultOurs || a.blamed == faultSource && r.accuse(e) {
		return transcoded{attempts: r.sent}, a.err, true
	}
	if errors.As(a.err, new(*PaymentError)) {
		r.sent--
	}
	r.last, r.ownFunds = a.err, r.ownFunds && OwnFunds(a.err)
	now := time.Now()
	if a.blamed == faultPeer || a.blamed == faultUnverified {
		r.counted++
		r.charge(e.began, now)
	} else if len(r.out) == 0 && len(r.good) == 0 && !now.Before(r.deadline) {
		return transcoded{attempts: r.sent}, r.t.noSession(ErrNoSessions, r.last, r.ownFunds), true
	}
	uri := e.flight.session.uri
	if a.blamed != faultSource { // one word of each is enough
		r.t.sessions.rest(r.order.need, uri, now.Add(retryAfter(a.blamed, r.failures[uri])))
	}
	r.failures[uri]++
	return transcoded{}, nil, false
}

// accuse takes note of an orchestrator that blames the source; it costs an attempt.
// end says that it is to be believed.
func (r *race) accuse(e *entrant) (end bool) {
	switch now := time.Now(); {
	case len(r.good) > 0:
		r.suspect(e.result)
		return false
	case r.claim != nil:
		return true
	default:
		r.claim, r.claimUntil = e.result, now.Add(r.unit)
		r.counted++
		r.charge(e.began, now)
	}
	return len(r.out) == 0 && r.counted >= r.limit
}

// suspect is for one that blamed a source which others have transcoded.
func (r *race) suspect(a *attempt) {
	s := a.flight.session
	r.t.log.Warn("an orchestrator blamed a source which another one could transcode", "seq", r.order.seg.Seq, "orch", s.uri, "session", s.id, "err", a.err)
	r.t.sessions.judged(s, reputation.Suspicious)
}

// charge puts the deadline off by the time of a failed attempt, as far as another
// one has not done so.
func (r *race) charge(from, to time.Time) {
	if from.Before(r.charged) {
		from = r.charged
	}
	r.deadline = r.deadline.Add(max(0, to.Sub(from)))
	r.charged = to
}

// collect keeps a good result while others may come, until they are late.
func (r *race) collect(a *attempt) {
	r.good = append(r.good, a)
	if len(r.good) > 1 {
		return
	}
	for _, e := range r.out {
		if e.late.After(r.compareUntil) {
			r.compareUntil = e.late
		}
	}
	r.compareUntil = earlier(r.compareUntil, r.deadline)
}

// compared is the one to publish of those that are good.
func (r *race) compared() *attempt {
	if len(r.good) == 1 {
		return r.good[0]
	}
	list := make([]*Delivery, len(r.good))
	for i, a := range r.good {
		list[i] = r.t.delivery(a, &r.order)
	}
	ctx, cancel := context.WithTimeout(r.ctx, r.t.exchangeLimit(r.order.seg.Duration))
	defer cancel()
	best, err := r.t.verifier.(Comparer).Compare(ctx, list)
	if err != nil || best < 0 || best >= len(list) {
		r.t.log.Warn("results were not compared, the first one is published", "seq", r.order.seg.Seq, "results", len(list), "err", err)
		best = 0
	}
	return r.good[best]
}

// publish ends a race with a result.
func (r *race) publish(a *attempt) transcoded {
	if r.claim != nil {
		r.suspect(r.claim)
	}
	return transcoded{renditions: a.res.Renditions, orchestrator: a.flight.session.uri, attempts: r.sent}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
