package broadcaster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Time limits of wire.md 13. The adapter behind Orchestrators keeps to them;
// exchangeGuard on top is for one that does not.
const (
	minExchange   = 8 * time.Second
	exchangeGuard = 20 * time.Second
)

// How long to wait before an orchestrator that failed a segment gets it again,
// while there is no other. Doubled each time.
const (
	retryUnreachable    = 100 * time.Millisecond
	retryUnreachableMax = time.Second
	retryFailed         = time.Second
)

// transcoder gets the renditions of one stream's segments from orchestrators.
//
// A failed attempt is followed by one with another orchestrator at once. If
// there is no other, the same one may try again after a while, so that a stream
// survives the restart of its only orchestrator. Attempts are counted, up to
// maxAttempts, when an orchestrator was given the segment and failed; one that
// cannot be reached or is busy costs no attempt. Nor does one that is not paid,
// since its terms or the node's funds do not do; and one that refuses a token or
// a payment is asked for another, or for new terms, and gets the segment again at
// once.
//
// A segment's budget is maxAttempts exchanges, each at most max(8 s, 4 x
// duration) long, and the same time once more in all for what is no attempt:
// waiting for an orchestrator, and those that are busy or away. An attempt that
// times out does not use that up, or else a single orchestrator that hung once
// would never be asked again.
type transcoder struct {
	orchestrators Orchestrators
	payer         Payer
	observer      Observer
	sessions      *sessions
	stream        StreamConfig
	job           core.JobOptions
	maxAttempts   int
	log           *slog.Logger
}

// transcoded is a segment with its renditions.
type transcoded struct {
	renditions   []core.Rendition // one for each profile
	orchestrator string           // "" if none was needed
	attempts     int
}

// run blocks until the renditions are there or the segment has failed for good.
// Attempts are counted also with an error. Errors: *core.TranscodeError,
// core.ErrUnsupportedInput, ErrNoSessions, *AttemptsError, or that of ctx.
func (t *transcoder) run(ctx context.Context, seg *core.Segment) (transcoded, error) {
	if !seg.Info.HasVideo || seg.Info.VideoFrames == 0 {
		return t.untouched(seg), nil
	}
	required, err := core.JobCapabilities(seg.Info, t.stream.Profiles, t.job)
	if err != nil {
		return transcoded{}, err
	}
	n := &need{
		required: required, seq: seg.Seq, duration: seg.Duration, shape: shapeOf(seg.Info), try: 1,
		again: make(map[string]time.Time), deadline: time.Now().Add(t.budget(seg.Duration)),
	}
	failures := make(map[string]uint) // by orchestrator
	var last error
	counted, ownFunds := 0, true // ownFunds: all failures were for those
	for counted < t.maxAttempts {
		f, err := t.sessions.acquire(ctx, n)
		if err != nil {
			return transcoded{attempts: n.try - 1}, t.noSession(err, last, ownFunds)
		}
		uri, begin := f.session.uri, time.Now()
		res, blamed, err := t.exchange(ctx, f, seg, n)
		if err == nil {
			return transcoded{renditions: res.Renditions, orchestrator: uri, attempts: n.try}, nil
		}
		if blamed == faultSource || blamed == faultOurs {
			return transcoded{attempts: n.try}, err
		}
		if !errors.As(err, new(*PaymentError)) {
			n.try++
		}
		last, ownFunds = err, ownFunds && OwnFunds(err)
		if blamed == faultPeer {
			counted++
			n.deadline = n.deadline.Add(time.Since(begin))
		} else if !time.Now().Before(n.deadline) {
			return transcoded{attempts: n.try - 1}, t.noSession(ErrNoSessions, last, ownFunds)
		}
		n.again[uri] = time.Now().Add(retryAfter(blamed, failures[uri]))
		failures[uri]++
	}
	return transcoded{attempts: n.try - 1}, &AttemptsError{Attempts: counted, Last: last}
}

// untouched hands the source on as every rendition: there is nothing to
// transcode in a segment without video (features.md 2, "Zero-frame segments").
func (t *transcoder) untouched(seg *core.Segment) transcoded {
	out := transcoded{renditions: make([]core.Rendition, len(t.stream.Profiles))}
	for i := range out.renditions {
		out.renditions[i] = core.Rendition{Data: seg.Data, Duration: seg.Duration}
	}
	return out
}

func (t *transcoder) multiplier() float64 { return max(1, t.stream.TimeoutMultiplier) }

// budget is how long a segment may be without an orchestrator.
func (t *transcoder) budget(d time.Duration) time.Duration {
	return time.Duration(float64(max(minExchange, 4*d)) * t.multiplier())
}

func retryAfter(blamed fault, failures uint) time.Duration {
	switch blamed {
	case faultUnreachable:
		return min(retryUnreachable<<min(failures, 8), retryUnreachableMax)
	case faultPeer, faultUnpaid:
		return retryFailed << min(failures, 8)
	}
	return 0 // a busy one rests by itself
}

func (t *transcoder) noSession(err, last error, ownFunds bool) error {
	if !errors.Is(err, ErrNoSessions) {
		return err
	}
	if last == nil {
		if last = t.sessions.lastSearch(); !OwnFunds(last) {
			return fmt.Errorf("%w: %s", err, t.sessions.describe())
		}
	}
	if ownFunds {
		t.log.Error("no orchestrator takes segments: this node's deposit or reserve does not do", "err", last)
		return &FundsError{Err: last}
	}
	return fmt.Errorf("%w: %s, the last attempt failed: %w", err, t.sessions.describe(), last)
}

// exchange sends the segment to the orchestrator of f and releases it. If the
// token or the payment is refused, it asks the same orchestrator for another
// token, or for new terms, once each.
func (t *transcoder) exchange(ctx context.Context, f *flight, seg *core.Segment, n *need) (*core.SubmissionResult, fault, error) {
	asked := make(map[fault]bool)
	for {
		begin := time.Now()
		res, err := t.send(ctx, f, seg, n)
		took := time.Since(begin)
		blamed := faultOf(ctx, err)
		if asked[blamed] {
			blamed = faultPeer // it refuses what it has just given
		}
		score := t.sessions.release(f, landing{
			fault: blamed, capped: errors.Is(err, core.ErrOrchestratorCapped), duration: seg.Duration, took: took,
			info: infoOf(res, err), err: err,
		})
		t.report(f, seg, n, attemptResult{res, err, blamed, took, score})
		var next *session
		var renewErr error
		reason := "token renewed"
		switch blamed {
		case faultToken:
			next, renewErr = t.sessions.renew(ctx, f.session)
		case faultTerms:
			reason = "paid again under new terms"
			next, renewErr = t.sessions.renewTerms(ctx, f)
		default:
			return res, blamed, err
		}
		if renewErr != nil {
			return nil, t.renewalFailed(ctx, f.session, seg, renewErr), renewErr
		}
		asked[blamed] = true
		f = t.sessions.rebook(n, next, reason)
	}
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
