package broadcaster

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

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
	payment, err := t.payer.Pay(ctx, sub)
	if err != nil {
		return nil, &PaymentError{Err: err}
	}
	sub.Payment = payment
	res, err := t.orchestrators.Submit(ctx, sub)
	answered := err == nil
	if err == nil {
		err = t.check(res)
	}
	t.payer.Settle(sub, settlementOf(res, err, answered))
	return res, err
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

type attemptResult struct {
	res    *core.SubmissionResult
	err    error
	blamed fault
	took   time.Duration
	score  float64
}

// report tells log and Observer of a submission, if there was one.
func (t *transcoder) report(f *flight, seg *core.Segment, n *need, r attemptResult) {
	if f.dead {
		return
	}
	if errors.As(r.err, new(*PaymentError)) {
		t.log.Warn("segment not sent", "seq", seg.Seq, "orch", f.session.uri, "session", f.session.id, "blamed", r.blamed, "err", r.err)
		return
	}
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
