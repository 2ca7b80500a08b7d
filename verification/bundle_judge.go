package verification

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Inspector finds out what is in media: worker.Supervisor.
type Inspector interface {
	// Inspect decodes what look asks for. A *core.TranscodeError says that the bytes
	// are no media, or cannot be decoded; other errors say nothing about them.
	Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error)
}

// Judge looks at the media of a bundle anew. It takes none of what its maker says
// without a signature: limits, places and what came before are the judge's own.
type Judge struct {
	Inspector Inspector
	Policy    Policy
	// Draw draws where to look: a Sampler.
	Draw Draw
	// Reencoder transcodes the source once more where a result is at fault: what the
	// judge's own renditions have too is the source's fault, or the policy's. Without it, nil,
	// a bundle's maker may find a source with which no encoder stays within the limits.
	Reencoder core.Transcoder
}

// bundleTrial is a bundle before a Judge.
type bundleTrial struct {
	*Judge

	bundle   *Bundle
	profiles []core.Profile
	info     core.MediaInfo // of the source
	duration time.Duration  // of the source
}

// glimpse is where a bundle is looked at, and what its source shows there.
type glimpse struct {
	plan   Plan
	source *core.MediaFacts
}

// judge looks at a bundle at places of its own, and at those of its maker. Errors are
// *BundleError, the inspector's and, when ctx ends, the reencoder's.
func (j *Judge) judge(ctx context.Context, b *Bundle, report *BundleReport) error {
	if err := j.Policy.Validate(); err != nil {
		return err
	}
	profiles, err := b.signedProfiles()
	if err != nil {
		return err
	}
	t := &bundleTrial{Judge: j, bundle: b, profiles: profiles}
	if err := t.probe(ctx); err != nil {
		return err
	}
	plan, err := Planner{Draw: j.Draw, Whole: true}.Plan(t.info, t.duration, profiles)
	if err != nil {
		return err
	}
	plans := []Plan{plan}
	if b.Plan != nil {
		if err := b.Plan.Validate(t.info, t.duration, profiles); err != nil {
			report.PlanRefused = err.Error()
		} else {
			plans = append(plans, *b.Plan)
		}
	}
	return t.hear(ctx, plans, report)
}

// probe finds out what a plan needs to know of the source.
func (t *bundleTrial) probe(ctx context.Context) error {
	facts, err := t.inspectSource(ctx, core.Look{})
	if err != nil {
		return err
	}
	if v := facts.Video; v != nil {
		t.duration = v.Duration()
		t.info = core.MediaInfo{HasVideo: true, Width: v.Width, Height: v.Height, FPSNum: v.FPSNum, FPSDen: v.FPSDen}
	}
	return nil
}

// hear fills in what is found by the judge's plan and, if there is a second one, by
// that of the bundle's maker.
func (t *bundleTrial) hear(ctx context.Context, plans []Plan, report *BundleReport) error {
	var glimpses []glimpse
	made := make([]core.Rendition, 0, len(t.profiles))
	for _, r := range t.bundle.Results {
		made = append(made, core.Rendition{Data: r.Data, Pixels: r.Pixels})
	}
	for i, verdict := range []**Verdict{&report.Verdict, &report.AtPlan}[:len(plans)] {
		source, err := t.inspectSource(ctx, plans[i].Source)
		if err != nil {
			return err
		}
		glimpses = append(glimpses, glimpse{plans[i], source})
		if *verdict, err = t.look(ctx, glimpses[i], made); err != nil {
			return err
		}
	}
	if t.Reencoder == nil || !report.Proves() {
		return nil
	}
	own, err := t.reencode(ctx)
	if err != nil {
		report.OwnFailed = err.Error()
		return ctx.Err()
	}
	report.Own = &Verdict{}
	for _, g := range glimpses {
		v, err := t.look(ctx, g, own)
		if err != nil {
			return err
		}
		report.Own.Faults = append(report.Own.Faults, v.Faults...)
	}
	return nil
}

// reencode does the job once more.
func (t *bundleTrial) reencode(ctx context.Context) ([]core.Rendition, error) {
	const session = "evidence"
	defer t.Reencoder.EndSession(session)
	done, err := t.Reencoder.Transcode(ctx, &core.Task{
		SessionID: session, ManifestID: t.bundle.ManifestID, Seq: t.bundle.Seq, Duration: min(max(t.duration, time.Millisecond), core.MaxSegmentDuration),
		Source: core.NewSource(t.bundle.Source.Data), Profiles: t.profiles,
	})
	if err != nil {
		return nil, err
	}
	if len(done.Renditions) != len(t.profiles) {
		return nil, fmt.Errorf("%d renditions were made, expected %d", len(done.Renditions), len(t.profiles))
	}
	return done.Renditions, nil
}

func (t *bundleTrial) inspectSource(ctx context.Context, look core.Look) (*core.MediaFacts, error) {
	facts, err := t.Inspector.Inspect(ctx, t.bundle.Source.Data, t.bundle.Source.Ext, look)
	if err != nil {
		return nil, fmt.Errorf("inspect the source of a bundle: %w", err)
	}
	return facts, nil
}

// look judges renditions by what is seen at the plan's places.
func (t *bundleTrial) look(ctx context.Context, g glimpse, made []core.Rendition) (*Verdict, error) {
	job := Job{Profiles: t.profiles, Source: g.source, Plan: &g.plan}
	if g.source.Video == nil || len(g.source.Video.Samples) == 0 {
		job.Plan = nil // a source that shows nothing says nothing of its renditions
	}
	for i, r := range made {
		result := Result{Pixels: r.Pixels}
		var err error
		if result.Facts, err = t.Inspector.Inspect(ctx, r.Data, t.profiles[i].Format.Ext(), g.plan.Renditions[i]); err != nil {
			if !errors.As(err, new(*core.TranscodeError)) {
				return nil, fmt.Errorf("inspect rendition %d of a bundle: %w", i, err)
			}
			result.Unreadable = err
		}
		job.Results = append(job.Results, result)
	}
	v := t.Policy.Check(job, nil)
	return &v, nil
}

// signedProfiles are the profiles as far as the signature covers them: what it leaves
// out, or cuts off, is not what the orchestrator was asked for.
func (b *Bundle) signedProfiles() ([]core.Profile, error) {
	profiles := make([]core.Profile, len(b.Results))
	for i, r := range b.Results {
		p := r.Profile
		if err := p.Validate(); err != nil {
			return nil, bundleErrorf("profile %d: %v", i, err)
		}
		if p.Quality > math.MaxUint32 {
			return nil, bundleErrorf("profile %d: a quality of %d, at most %d can be signed", i, p.Quality, uint32(math.MaxUint32))
		}
		if p.GOP != core.GOPIntra {
			p.GOP = p.GOP.Truncate(time.Millisecond)
		}
		p.ColorDepth, p.ChromaFormat = 0, 0
		profiles[i] = p
	}
	return profiles, nil
}
