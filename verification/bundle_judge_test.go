package verification_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/verification"
)

// screening inspects media that are scenes.
type screening struct {
	facts  inspections
	scenes map[string]scene
}

func (s screening) Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	facts, err := s.facts.Inspect(ctx, data, ext, look)
	if err != nil {
		return nil, err
	}
	shown, video := *facts, *facts.Video
	video.Samples = render(s.scenes[string(data)], look)
	shown.Video = &video
	return &shown, nil
}

// shownBundle has one rendition that shows made, of a source that shows drift.
func shownBundle(t *testing.T, made scene) (*verification.Bundle, screening) {
	t.Helper()
	b, facts := signedBundle(t)
	b.Results = b.Results[:1]
	b.Results[0].Profile.Bitrate = 1_000_000
	facts["rendition a"].Video.Width += 2
	sign(t, b)
	return b, screening{facts, map[string]scene{"source": drift, "rendition a": made}}
}

// planOf is a plan that a Planner may have made for the bundle.
func planOf(t *testing.T, b *verification.Bundle) *verification.Plan {
	t.Helper()
	planner := verification.Planner{Draw: fixedDraw(0.9), Budget: 1}
	plan, err := planner.Plan(video(1280, 720, 30), 2*time.Second, []core.Profile{b.Results[0].Profile})
	require.NoError(t, err)
	return &plan
}

func TestJudge_content(t *testing.T) {
	t.Parallel()
	mirrored := func(x, y float64, at time.Duration) float64 { return drift(1-x, y, at) }
	// Only what the planner's draw of 0.9 shows is wrong in it.
	tests := map[string]struct {
		made   scene
		change func(b *verification.Bundle)
		proves bool
		plan   string // why it is refused
	}{
		"honest":                {made: drift},
		"mirrored":              {made: mirrored, proves: true},
		"mirrored_without_plan": {made: mirrored, proves: true, change: func(b *verification.Bundle) { b.Plan = nil }},
		"mirrored_with_forged_plan": {made: mirrored, proves: true, plan: "other views", change: func(b *verification.Bundle) {
			b.Plan.Renditions[0].Views[0].Width = 8
		}},
		// A plan that compares each frame of an honest rendition with another one.
		"forged_times": {made: drift, plan: "not looked at when the source is", change: func(b *verification.Bundle) {
			times := &b.Plan.Renditions[0].Times
			*times = append([]time.Duration{}, *times...)
			for i := range *times {
				(*times)[i] += 15 * frame
			}
		}},
		// A policy that nothing passes is its maker's affair.
		"forged_policy": {made: drift, change: func(b *verification.Bundle) { b.Policy.MinWorst = 1 }},
		"forged_offset": {made: drift, change: func(b *verification.Bundle) {
			far := time.Hour
			b.Results[0].Offset = &far
		}},
		// Neither is signed, so that the orchestrator was asked for neither.
		"forged_depth":  {made: drift, change: func(b *verification.Bundle) { b.Results[0].Profile.ColorDepth = 10 }},
		"forged_chroma": {made: drift, change: func(b *verification.Bundle) { b.Results[0].Profile.ChromaFormat = 2 }},
		"forged_gop":    {made: drift, change: func(b *verification.Bundle) { b.Results[0].Profile.GOP = time.Microsecond }},
		"forged_ext":    {made: drift, change: func(b *verification.Bundle) { b.Results[0].Ext = ".mp4" }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, inspector := shownBundle(t, tt.made)
			b.Plan = planOf(t, b)
			if tt.change != nil {
				tt.change(b)
			}
			report, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
			require.NoError(t, err)
			require.True(t, report.EvidenceSigned, "what is forged is not signed")
			require.Equal(t, tt.proves, report.Proves(), "%+v", report)
			require.Equal(t, tt.proves, !report.Verdict.OK(), "the judge's own places")
			require.Equal(t, b.Plan != nil && tt.plan == "", report.AtPlan != nil)
			require.Contains(t, report.PlanRefused, tt.plan)
		})
	}
}

// What is signed with fewer bits than a profile has must not be read with more.
func TestJudge_profileBeyondItsSignature(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(p *core.Profile){
		"width":   func(p *core.Profile) { p.Width += 1 << 32 },
		"height":  func(p *core.Profile) { p.Height += 1 << 32 },
		"quality": func(p *core.Profile) { p.Quality += 1 << 32 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, inspector := shownBundle(t, drift)
			change(&b.Results[0].Profile)
			report, err := b.Verify(t.Context(), signing.Accounts{}, nil)
			require.NoError(t, err)
			require.True(t, report.EvidenceSigned)
			_, err = b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
			require.ErrorAs(t, err, new(*verification.BundleError))
		})
	}
}

// A source of which no frame can be shown says nothing of its renditions.
func TestJudge_sourceShowsNothing(t *testing.T) {
	t.Parallel()
	b, inspector := shownBundle(t, drift)
	b.Plan = planOf(t, b)
	report, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector.facts))
	require.NoError(t, err)
	require.True(t, report.Verdict.OK())
	require.False(t, report.Proves())
}

// The last part of a rendition is bad, and only its maker's plan need see that.
func TestJudge_foundAtThePlanOnly(t *testing.T) {
	t.Parallel()
	report := verification.BundleReport{EvidenceSigned: true, Verdict: &verification.Verdict{}}
	fault := func(c verification.Code) verification.Fault { return verification.Fault{Code: c} }
	at := &verification.Verdict{Faults: []verification.Fault{fault(verification.Frozen), fault(verification.Frozen), fault(verification.Shifted)}}
	report.AtPlan = at
	require.Equal(t, []verification.Fault{fault(verification.Frozen), fault(verification.Shifted)}, report.Proofs())
	at.Faults = nil
	for _, c := range []verification.Code{verification.WrongOffset, verification.BelowReference, verification.External, verification.BadSignature, verification.RenditionCount} {
		at.Faults = append(at.Faults, fault(c))
	}
	require.False(t, report.Proves())
}

// TestJudge_ownRenditions is about sources with which no encoder stays within the limits.
func TestJudge_ownRenditions(t *testing.T) {
	t.Parallel()
	mirrored := func(x, y float64, at time.Duration) float64 { return drift(1-x, y, at) }
	for name, tt := range map[string]struct {
		made, own scene
		err       error
		asked     int
		proves    bool
	}{
		"guilty":            {made: mirrored, own: drift, asked: 1, proves: true},
		"as_anybody":        {made: mirrored, own: mirrored, asked: 1},
		"honest":            {made: drift, own: drift},
		"nobody_can_repeat": {made: mirrored, err: &core.TranscodeError{Code: core.InvalidArgument}, asked: 1, proves: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, inspector := shownBundle(t, tt.made)
			b.Plan = planOf(t, b)
			inspector.facts["own"], inspector.scenes["own"] = inspector.facts["rendition a"], tt.own
			asked := 0
			judge := judgeWith(inspector)
			judge.Reencoder = transcoder(func(task *core.Task) (*core.Transcoded, error) {
				asked++
				require.Equal(t, []core.Profile{b.Results[0].Profile}, task.Profiles)
				return &core.Transcoded{Renditions: []core.Rendition{{Data: []byte("own"), Pixels: b.Results[0].Pixels}}}, tt.err
			})
			report, err := b.Verify(t.Context(), signing.Accounts{}, judge)
			require.NoError(t, err)
			require.Equal(t, tt.asked, asked)
			require.Equal(t, tt.proves, report.Proves(), "%+v", report)
			require.Equal(t, tt.err != nil, report.OwnFailed != "")
		})
	}
}

// transcoder is a core.Transcoder.
type transcoder func(task *core.Task) (*core.Transcoded, error)

func (f transcoder) Transcode(_ context.Context, task *core.Task) (*core.Transcoded, error) {
	return f(task)
}

func (transcoder) EndSession(core.SessionID) {}

func TestJudge_ownRenditionsAreTooFew(t *testing.T) {
	t.Parallel()
	b, inspector := shownBundle(t, func(x, y float64, at time.Duration) float64 { return drift(y, x, at) })
	judge := judgeWith(inspector)
	judge.Reencoder = transcoder(func(*core.Task) (*core.Transcoded, error) { return &core.Transcoded{}, nil })
	report, err := b.Verify(t.Context(), signing.Accounts{}, judge)
	require.NoError(t, err)
	require.Contains(t, report.OwnFailed, "expected 1")
	require.True(t, report.Proves())
}

func TestJudge_badPolicy(t *testing.T) {
	t.Parallel()
	b, inspector := shownBundle(t, drift)
	judge := judgeWith(inspector)
	judge.Policy.MinWorst = 2
	_, err := b.Verify(t.Context(), signing.Accounts{}, judge)
	require.ErrorContains(t, err, "MinWorst")
}
