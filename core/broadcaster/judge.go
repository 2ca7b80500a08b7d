package broadcaster

import (
	"context"
	"errors"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/reputation"
)

// judge has a result verified. What it finds replaces the attempt's outcome; how
// long that takes is no part of the orchestrator's time.
func (t *transcoder) judge(ctx context.Context, a *attempt, o *order) {
	limited, cancel := context.WithTimeout(ctx, t.exchangeLimit(o.seg.Duration))
	defer cancel()
	err := t.verifier.Verify(limited, t.delivery(a, o))
	switch {
	case err == nil:
		t.sessions.judged(a.flight.session, reputation.Accepted)
		return
	case errors.Is(err, core.ErrResultRejected):
		a.blamed = faultPeer
		t.sessions.judged(a.flight.session, reputation.Rejected)
	case ctx.Err() != nil:
		a.blamed = faultOurs
	default:
		a.blamed = faultUnverified
	}
	a.err = err
}

// delivery is an attempt's result as the verifier sees it.
func (t *transcoder) delivery(a *attempt, o *order) *Delivery {
	s := a.flight.session
	d := &Delivery{Submission: a.sub, Result: a.res, URI: s.uri, Trusted: s.trusted()}
	if !d.Trusted {
		d.Reference = func(ctx context.Context) (*core.SubmissionResult, error) { return t.reference(ctx, a, o) }
	}
	return d
}

// reference has another, trusted orchestrator do a segment. It is paid and judged
// by its answer as any, but its result is not verified.
func (t *transcoder) reference(ctx context.Context, of *attempt, o *order) (*core.SubmissionResult, error) {
	f, err := t.awaitTrusted(ctx, of, o)
	if err != nil {
		return nil, err
	}
	own := *o
	own.over = nil // the result is needed whoever wins
	a := t.exchange(ctx, f, &own)
	t.report(a, o)
	t.sessions.rest(o.need, f.session.uri, time.Now().Add(retryAfter(a.blamed, 0)))
	return a.res, a.err
}

// awaitTrusted books a flight to a trusted orchestrator that does not have the
// segment, and waits a while for one that is busy.
func (t *transcoder) awaitTrusted(ctx context.Context, of *attempt, o *order) (*flight, error) {
	a := ask{role: roleReference, try: of.flight.try, except: of.flight.session.uri}
	until := time.Now().Add(timeUnit(o.seg.Duration))
	for {
		l := t.sessions.try(o.need, a)
		if l.flight != nil {
			return l.flight, nil
		}
		left := time.Until(until)
		if left <= 0 || !t.sessions.hasTrusted(a.except) {
			return nil, ErrNoSessions
		}
		if err := waitFor(ctx, l.changed, min(lookAgain, left)); err != nil {
			return nil, err
		}
	}
}

// waitFor waits until something has changed, or for a time. The error is that of
// ctx.
func waitFor(ctx context.Context, changed <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-changed:
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}
