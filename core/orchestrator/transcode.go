package orchestrator

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/reputation"
)

// Transcode waits for its turn in the session and transcodes source, whose hash
// its writer checks. The answer has either one rendition for each profile or an
// error; to says where the renditions are.
//
// The source may still arrive. Nothing is signed, delivered, charged for or
// counted before it is whole; when it fails, the answer's error is the source's
// and counts for nothing, and Transcode may be called again with another one.
func (a *Admission) Transcode(ctx context.Context, source *core.Source, to Delivery) *core.SegmentAnswer {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.orch.ctx, cancel)()
	answer := &core.SegmentAnswer{Seq: a.header.Seq, Info: a.info}
	log := a.orch.log.With("manifest", a.header.ManifestID, "session", a.session.id, "seq", a.header.Seq)
	start := time.Now()
	pixels, err := a.transcode(ctx, answer, source, to)
	if lost := source.Wait(ctx); lost != nil {
		fail(answer, lost)
		log.Debug("segment did not come in whole", "took", time.Since(start), "err", lost)
		return answer
	}
	a.whole = true
	if err != nil {
		fail(answer, err)
		a.orch.cfg.Observer.SegmentFailed(err)
		a.failed(err, time.Since(start))
		log.Warn("segment failed", "took", time.Since(start), "err", err)
		return answer
	}
	a.debit(pixels)
	a.attempted(reputation.Done, time.Since(start))
	answer.Info = a.newest()
	log.Debug("segment transcoded", "took", time.Since(start), "pixels", pixels, "renditions", len(answer.Renditions))
	return answer
}

// fail leaves no more than an error in an answer.
func fail(answer *core.SegmentAnswer, err error) {
	answer.Err, answer.Renditions, answer.Sig, answer.Evidence = err, nil, nil, nil
}

// newest is the info with the balance as it is now.
func (a *Admission) newest() *core.OrchestratorInfo {
	info := *a.info
	info.Balance = a.orch.cfg.Payments.Balance(a.account)
	return &info
}

func (a *Admission) transcode(ctx context.Context, answer *core.SegmentAnswer, source *core.Source, to Delivery) (pixels int64, err error) {
	if err := checkProfiles(a.header.Profiles); err != nil {
		return 0, err
	}
	start := time.Now()
	select {
	case a.session.slot <- struct{}{}:
		defer func() { <-a.session.slot }()
	case <-ctx.Done():
	}
	if err := errors.Join(ctx.Err(), a.orch.ctx.Err()); err != nil {
		return 0, fmt.Errorf("wait for the session's earlier segments: %w", err)
	}
	waited := time.Since(start)
	done, err := a.work(ctx, source)
	if err != nil {
		return 0, err
	}
	if answer.Sig, answer.Evidence, err = a.sign(done.Renditions); err != nil {
		return 0, err
	}
	for _, r := range done.Renditions {
		pixels += r.Pixels
	}
	if answer.Renditions, err = a.deliver(ctx, done.Renditions, to); err != nil {
		if to.Store != nil {
			// The work is done, and the broadcaster's own store could have all of
			// it and still say no.
			a.debit(pixels)
			a.refused = true
		}
		return 0, err
	}
	a.orch.cfg.Observer.SegmentTranscoded(waited, time.Since(start)-waited, pixels)
	return pixels, nil
}

// work has the source transcoded. It returns a result only of a whole one.
func (a *Admission) work(ctx context.Context, source *core.Source) (*core.Transcoded, error) {
	if err := source.Err(); err != nil {
		return nil, err
	}
	task := a.header.Task()
	task.Source, task.OrchestratorID = source, a.orch.cfg.ID
	checked, err := a.checkSource(ctx, source)
	if err != nil {
		return nil, err
	}
	done, err := a.orch.cfg.Transcoder.Transcode(ctx, task)
	if err != nil {
		return nil, err
	}
	if err := source.Wait(ctx); err != nil {
		return nil, err
	}
	if !checked {
		if _, err := a.checkSource(ctx, source); err != nil {
			return nil, err
		}
	}
	if err := checkTranscoded(done, a.header.Profiles); err != nil {
		return nil, err
	}
	return done, checkDuration(a.header, done)
}

// checkProfiles refuses what no transcoder makes anything of.
func checkProfiles(profiles []core.Profile) error {
	if len(profiles) == 0 {
		return &core.TranscodeError{Code: core.InvalidArgument, Detail: "no profiles"}
	}
	for _, p := range profiles {
		if p.GOP < core.GOPIntra {
			return &core.TranscodeError{Code: core.InvalidGOP, Detail: fmt.Sprintf("profile %q: GOP %v", p.Name, p.GOP)}
		}
	}
	return nil
}

// checkTranscoded holds a transcoder to its contract: a broadcaster must never
// get data with renditions missing (wire.md 17, note on 6).
func checkTranscoded(done *core.Transcoded, profiles []core.Profile) error {
	if len(done.Renditions) != len(profiles) {
		return fmt.Errorf("transcoder made %d renditions for %d profiles", len(done.Renditions), len(profiles))
	}
	for i, r := range done.Renditions {
		if len(r.Data) == 0 {
			return fmt.Errorf("transcoder made an empty rendition for profile %q", profiles[i].Name)
		}
	}
	return nil
}
