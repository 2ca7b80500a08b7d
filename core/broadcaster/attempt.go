package broadcaster

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// fly makes one submission: pay, submit, settle.
func (t *transcoder) fly(ctx context.Context, f *flight, seg *core.Segment, n *need) *attempt {
	begin := time.Now()
	a := &attempt{flight: f}
	a.sub, a.res, a.err = t.send(ctx, f, seg, n)
	a.took, a.blamed = time.Since(begin), faultOf(ctx, a.err)
	return a
}

func (t *transcoder) send(ctx context.Context, f *flight, seg *core.Segment, n *need) (*core.Submission, *core.SubmissionResult, error) {
	if f.dead {
		return nil, nil, core.ErrTokenExpired
	}
	own := *seg
	own.ForceReinit = seg.ForceReinit || f.reinit || t.stream.ForceSessionReinit
	sub := &core.Submission{
		Info: f.info, Segment: &own, Profiles: t.stream.Profiles, Required: n.required,
		PerceptualHash: t.job.PerceptualHash, TimeoutMultiplier: t.multiplier(),
	}
	ctx, cancel := context.WithTimeout(ctx, t.exchangeLimit(seg.Duration))
	defer cancel()
	payment, err := t.payer.Pay(ctx, sub)
	if err != nil {
		return nil, nil, &PaymentError{Err: err}
	}
	sub.Payment = payment
	res, err := t.orchestrators.Submit(ctx, sub)
	answered := err == nil
	if err == nil {
		err = t.check(res)
	}
	t.payer.Settle(sub, settlementOf(res, err, answered))
	return sub, res, err
}

// settlementOf is how a submission went for its payment.
func settlementOf(res *core.SubmissionResult, err error, answered bool) Settlement {
	s := Settlement{Answered: answered || errors.As(err, new(*core.AnsweredError)), Err: err}
	if info := infoOf(res, err); info != nil {
		s.Balance = info.Balance
	}
	if res != nil {
		for _, r := range res.Renditions {
			s.Pixels += min(max(r.Pixels, 0), math.MaxInt64-s.Pixels)
		}
	}
	return s
}

// infoOf is what the orchestrator said of itself with an answer, nil if nothing.
func infoOf(res *core.SubmissionResult, err error) *core.OrchestratorInfo {
	var answered *core.AnsweredError
	switch {
	case errors.As(err, &answered):
		return answered.Info
	case res != nil:
		return res.Info
	}
	return nil
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

// report tells log and Observer of a submission, if there was one.
func (t *transcoder) report(a *attempt, o *order) {
	f, seq := a.flight, o.need.seq
	if f.dead || a.told {
		return
	}
	if errors.As(a.err, new(*PaymentError)) {
		t.log.Warn("segment not sent", "seq", seq, "orch", f.session.uri, "session", f.session.id, "blamed", a.blamed, "err", a.err)
		return
	}
	e := t.event(a, seq)
	args := []any{"seq", seq, "orch", e.Orchestrator, "session", f.session.id, "try", f.try, "role", f.role, "reason", f.reason, "took", a.took}
	if a.err == nil {
		t.log.Debug("segment transcoded", append(args, "score", a.score, "upload", e.UploadTime, "transcode", e.TranscodeTime, "download", e.DownloadTime)...)
	} else {
		t.log.Warn("attempt failed", append(args, "blamed", a.blamed, "err", a.err)...)
	}
	if f.swapped {
		t.log.Info("stream goes to another orchestrator", "seq", seq, "orch", e.Orchestrator, "reason", f.reason)
	}
	t.observer.AttemptDone(e)
}

func (t *transcoder) event(a *attempt, seq uint64) AttemptEvent {
	f := a.flight
	e := AttemptEvent{
		ManifestID: t.stream.ManifestID, Seq: seq, Orchestrator: f.session.uri, Try: f.try, Swapped: f.swapped, Reason: f.reason,
		Redundant: f.role == roleRedundant, Hedged: f.role == roleHedge, Reference: f.role == roleReference,
		Rejected: errors.Is(a.err, core.ErrResultRejected), Unverified: a.blamed == faultUnverified, Err: a.err, Took: a.took,
	}
	if f.info.Capabilities != nil {
		e.Version = f.info.Capabilities.Version
	}
	if a.err == nil {
		e.UploadTime, e.TranscodeTime, e.DownloadTime = a.res.UploadTime, a.res.TranscodeTime, a.res.DownloadTime
		e.LatencyScore = a.score
	}
	return e
}
