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
// cannot be reached or is busy costs no attempt.
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
		required: required, duration: seg.Duration, shape: shapeOf(seg.Info), try: 1,
		again: make(map[string]time.Time), deadline: time.Now().Add(t.budget(seg.Duration)),
	}
	failures := make(map[string]uint) // by orchestrator
	var last error
	counted := 0
	for counted < t.maxAttempts {
		f, err := t.sessions.acquire(ctx, n)
		if err != nil {
			return transcoded{attempts: n.try - 1}, t.noSession(err, last)
		}
		uri, begin := f.session.uri, time.Now()
		res, blamed, err := t.exchange(ctx, f, seg, n)
		if err == nil {
			return transcoded{renditions: res.Renditions, orchestrator: uri, attempts: n.try}, nil
		}
		if blamed == faultSource || blamed == faultOurs {
			return transcoded{attempts: n.try}, err
		}
		n.try++
		last = err
		if blamed == faultPeer {
			counted++
			n.deadline = n.deadline.Add(time.Since(begin))
		} else if !time.Now().Before(n.deadline) {
			return transcoded{attempts: n.try - 1}, t.noSession(ErrNoSessions, last)
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
	case faultPeer:
		return retryFailed << min(failures, 8)
	}
	return 0 // a busy one rests by itself
}

func (t *transcoder) noSession(err, last error) error {
	switch {
	case !errors.Is(err, ErrNoSessions):
		return err
	case last == nil:
		return fmt.Errorf("%w: %s", err, t.sessions.describe())
	}
	return fmt.Errorf("%w: %s, the last attempt failed: %w", err, t.sessions.describe(), last)
}

// exchange sends the segment to the orchestrator of f and releases it. If the
// token is refused, it asks the same orchestrator for another one, once.
func (t *transcoder) exchange(ctx context.Context, f *flight, seg *core.Segment, n *need) (*core.SubmissionResult, fault, error) {
	renewed := false
	for {
		begin := time.Now()
		res, err := t.send(ctx, f, seg, n)
		took := time.Since(begin)
		blamed := faultOf(ctx, err)
		if blamed == faultToken && renewed {
			blamed = faultPeer // it refuses what it has just given
		}
		how := landing{fault: blamed, capped: errors.Is(err, core.ErrOrchestratorCapped), duration: seg.Duration, took: took}
		if err == nil {
			how.info = res.Info
		}
		score := t.sessions.release(f, how)
		if !f.dead { // else nothing was sent
			t.report(f, seg, n, attemptResult{res, err, blamed, took, score})
		}
		if blamed != faultToken {
			return res, blamed, err
		}
		next, err := t.sessions.renew(ctx, f.session)
		if err != nil {
			return nil, t.renewalFailed(ctx, f.session, seg, err), err
		}
		f, renewed = t.sessions.rebook(n, next), true
	}
}

// renewalFailed blames an orchestrator that gave no new token. No segment was
// sent, so it costs no attempt.
func (t *transcoder) renewalFailed(ctx context.Context, s *session, seg *core.Segment, err error) fault {
	blamed := faultOf(ctx, err)
	if blamed != faultBusy && blamed != faultOurs {
		blamed = faultUnreachable
	}
	t.sessions.blame(s, landing{fault: blamed, capped: errors.Is(err, core.ErrOrchestratorCapped), duration: seg.Duration})
	return blamed
}

// send makes one submission.
func (t *transcoder) send(ctx context.Context, f *flight, seg *core.Segment, n *need) (*core.SubmissionResult, error) {
	if f.dead {
		return nil, core.ErrTokenExpired
	}
	own := *seg
	own.ForceReinit = seg.ForceReinit || f.reinit || t.stream.ForceSessionReinit
	sub := &core.Submission{
		Info: f.info, Segment: &own, Profiles: t.stream.Profiles, Required: n.required,
		PerceptualHash: t.job.PerceptualHash, TimeoutMultiplier: t.multiplier(),
	}
	ctx, cancel := context.WithTimeout(ctx, 2*t.budget(seg.Duration)+exchangeGuard)
	defer cancel()
	payment, err := t.payer.Payment(ctx, sub)
	if err != nil {
		return nil, fmt.Errorf("pay for segment: %w", err)
	}
	sub.Payment = payment
	res, err := t.orchestrators.Submit(ctx, sub)
	if err != nil {
		return nil, err
	}
	return res, t.check(res)
}

// check refuses an answer that is not one rendition for each profile: peers do
// send such (wire.md 17, note on 6).
func (t *transcoder) check(res *core.SubmissionResult) error {
	want, got := len(t.stream.Profiles), 0
	if res == nil {
		return &ResultError{Want: want}
	}
	for _, r := range res.Renditions {
		if len(r.Data) > 0 {
			got++
		}
	}
	if got != want || len(res.Renditions) != want {
		return &ResultError{Want: want, Got: got}
	}
	return nil
}

type attemptResult struct {
	res    *core.SubmissionResult
	err    error
	blamed fault
	took   time.Duration
	score  float64
}

// report tells log and Observer of a submission.
func (t *transcoder) report(f *flight, seg *core.Segment, n *need, r attemptResult) {
	e := AttemptEvent{
		ManifestID: t.stream.ManifestID, Seq: seg.Seq, Orchestrator: f.session.uri, Try: n.try, Swapped: f.swapped,
		Reason: f.reason, Err: r.err, Took: r.took, LatencyScore: r.score,
	}
	if f.info.Capabilities != nil {
		e.Version = f.info.Capabilities.Version
	}
	args := []any{"seq", seg.Seq, "orch", e.Orchestrator, "session", f.session.id, "try", n.try, "reason", f.reason, "took", r.took}
	if r.err == nil {
		e.UploadTime, e.TranscodeTime, e.DownloadTime = r.res.UploadTime, r.res.TranscodeTime, r.res.DownloadTime
		t.log.Debug("segment transcoded", append(args, "score", r.score, "upload", e.UploadTime, "transcode", e.TranscodeTime, "download", e.DownloadTime)...)
	} else {
		t.log.Warn("attempt failed", append(args, "blamed", r.blamed, "err", r.err)...)
	}
	if f.swapped {
		t.log.Info("stream goes to another orchestrator", "seq", seg.Seq, "orch", e.Orchestrator, "reason", f.reason)
	}
	t.observer.AttemptDone(e)
}
