package broadcaster

import (
	"context"
	"errors"
	"time"

	"github.com/livepeer/streamflow/core"
)

// order is a segment as it is sent to orchestrators.
type order struct {
	seg  *core.Segment
	need *need
	// over is closed when the segment is not needed any more; nil for never.
	over <-chan struct{}
}

// done says that the segment is not needed any more.
func (o *order) done() bool {
	select {
	case <-o.over:
		return true
	default:
		return false
	}
}

// attempt is what came of a flight.
type attempt struct {
	flight *flight
	sub    *core.Submission // nil when there was none
	res    *core.SubmissionResult
	err    error
	blamed fault
	took   time.Duration
	score  float64 // latency score of a success
	told   bool    // report knows of it
}

// exchange sends the segment to the orchestrator of f and releases it. If the
// token or the payment is refused, it asks the same orchestrator for another
// token, or for new terms, once each.
func (t *transcoder) exchange(ctx context.Context, f *flight, o *order) *attempt {
	asked := make(map[fault]bool)
	for {
		a := t.fly(ctx, f, o.seg, o.need)
		if asked[a.blamed] {
			a.blamed = faultPeer // it refuses what it has just given
		}
		a.score = t.sessions.release(f, landing{
			fault: a.blamed, capped: errors.Is(a.err, core.ErrOrchestratorCapped), duration: o.seg.Duration, took: a.took,
			info: infoOf(a.res, a.err), err: a.err,
		})
		if a.blamed != faultToken && a.blamed != faultTerms || o.done() {
			return a
		}
		t.report(a, o)
		next, reason, err := t.renewed(ctx, f, a.blamed)
		if err != nil {
			return &attempt{flight: f, err: err, blamed: t.renewalFailed(ctx, f.session, o.seg, err), told: true}
		}
		asked[a.blamed] = true
		f = t.sessions.rebook(f, o.need, next, reason)
	}
}

// renewed gets what an orchestrator wants before it takes the segment.
func (t *transcoder) renewed(ctx context.Context, f *flight, wants fault) (next *session, reason string, err error) {
	if wants == faultTerms {
		next, err = t.sessions.renewTerms(ctx, f)
		return next, "paid again under new terms", err
	}
	next, err = t.sessions.renew(ctx, f.session)
	return next, "token renewed", err
}

// renewalFailed blames an orchestrator that gave no new token or terms. It costs no
// attempt.
func (t *transcoder) renewalFailed(ctx context.Context, s *session, seg *core.Segment, err error) fault {
	blamed := faultOf(ctx, err)
	if blamed != faultBusy && blamed != faultOurs && blamed != faultUnpaid {
		blamed = faultUnreachable
	}
	t.sessions.blame(s, landing{fault: blamed, capped: errors.Is(err, core.ErrOrchestratorCapped), duration: seg.Duration, err: err})
	return blamed
}
