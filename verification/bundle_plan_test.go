package verification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// TestPlan_Validate_acceptsPlanners is for every plan that a Planner makes.
func TestPlan_Validate_acceptsPlanners(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := video(rapid.IntRange(0, 8192).Draw(t, "w"), rapid.IntRange(0, 8192).Draw(t, "h"), rapid.IntRange(0, 1000).Draw(t, "fps"))
		source.FPSDen = rapid.SampledFrom([]int{0, 1, 2, 1001}).Draw(t, "den")
		duration := time.Duration(rapid.Int64Range(-1, int64(2*core.MaxSegmentDuration)).Draw(t, "duration"))
		var profiles []core.Profile
		for range rapid.IntRange(0, core.MaxProfiles).Draw(t, "profiles") {
			p := profile("p", rapid.IntRange(0, 16384).Draw(t, "width"), rapid.IntRange(0, 16384).Draw(t, "height"), 100)
			p.FPS, p.FPSDen = rapid.Uint32Range(0, 120).Draw(t, "rate"), rapid.Uint32Range(0, 3).Draw(t, "rateDen")
			profiles = append(profiles, p)
		}
		planner := verification.Planner{Draw: verification.NewSampler(1), Budget: rapid.Float64Range(0, 1).Draw(t, "budget"), Whole: rapid.Bool().Draw(t, "whole")}
		plan, err := planner.Plan(source, duration, profiles)
		require.NoError(t, err)
		require.NoError(t, plan.Validate(source, duration, profiles))
	})
}

// A live stream's segment may be said to be 30 frames a second and 2 s, when its bytes say
// a little less.
func TestPlan_Validate_sourceAsItsPublisherSays(t *testing.T) {
	t.Parallel()
	profiles := []core.Profile{profile("a", 640, 360, 1)}
	found := video(1280, 720, 30_000)
	found.FPSDen = 1001
	for range 100 {
		plan, err := verification.Planner{Draw: verification.NewSampler(1), Whole: true}.Plan(video(1280, 720, 30), 2*time.Second, profiles)
		require.NoError(t, err)
		require.NoError(t, plan.Validate(found, 2*time.Second-50*time.Millisecond, profiles))
	}
}

func TestPlan_Validate_refuses(t *testing.T) {
	t.Parallel()
	profiles := []core.Profile{profile("a", 640, 360, 1), profile("b", 426, 240, 1)}
	source, duration := video(1280, 720, 30), 2*time.Second
	type change = func(p *verification.Plan)
	both := map[string]change{ // of a look in depth, and of a glance
		"err_fewer_renditions": func(p *verification.Plan) { p.Renditions = p.Renditions[:1] },
		"err_more_renditions":  func(p *verification.Plan) { p.Renditions = append(p.Renditions, p.Renditions[0]) },
		"err_other_frame":      func(p *verification.Plan) { p.Renditions[0].Times[0] += frame },
		"err_between_frames": func(p *verification.Plan) {
			p.Source.Times[0] += frame / 3
			p.Renditions[0].Times, p.Renditions[1].Times = p.Source.Times, p.Source.Times
		},
		"err_beyond_the_end":   func(p *verification.Plan) { p.Source.Times[len(p.Source.Times)-1] += 2 * time.Second / frame * frame },
		"err_before_the_start": func(p *verification.Plan) { p.Source.Times[0] -= time.Second },
		"err_source_only":      func(p *verification.Plan) { p.Renditions[1].Times = nil },
		"err_rendition_only":   func(p *verification.Plan) { p.Source.Times = nil },
		"err_too_many_times":   func(p *verification.Plan) { p.Source.Times = make([]time.Duration, core.MaxLookTimes+1) },
		"err_small_thumb":      func(p *verification.Plan) { p.Source.Views[0].CropWidth = 8 },
		"err_part_as_thumb":    func(p *verification.Plan) { p.Renditions[0].Views[0].X = 1 },
		"err_no_views":         func(p *verification.Plan) { p.Renditions[0].Views = nil },
		"err_no_source_views":  func(p *verification.Plan) { p.Source.Views = nil },
		"err_fewer_around":     func(p *verification.Plan) { p.Source.Around-- },
		"err_far_more_around":  func(p *verification.Plan) { p.Source.Around += 3 },
		"err_rendition_around": func(p *verification.Plan) { p.Renditions[1].Around++ },
		"err_whole_source":     func(p *verification.Plan) { p.Source.All = true },
		"err_whole_rendition":  func(p *verification.Plan) { p.Renditions[0].All = true },
	}
	deep := map[string]change{
		"err_more_around":       func(p *verification.Plan) { p.Source.Around++ },
		"err_descending":        func(p *verification.Plan) { p.Source.Times[1] = p.Source.Times[0] },
		"err_one_frame_of_some": func(p *verification.Plan) { p.Renditions[1].Times = p.Renditions[1].Times[:1] },
		"err_other_detail":      func(p *verification.Plan) { p.Renditions[0].Views[1].X++ },
		"err_detail_outside":    func(p *verification.Plan) { p.Renditions[0].Views[1].X, p.Source.Views[1].X = 640, 640 },
		"err_negative_detail":   func(p *verification.Plan) { p.Renditions[0].Views[1].Y, p.Source.Views[1].Y = -1, -1 },
		"err_scaled_detail":     func(p *verification.Plan) { p.Renditions[0].Views[1].Width, p.Source.Views[1].Width = 700, 700 },
		"err_details_swapped": func(p *verification.Plan) {
			p.Source.Views[1], p.Source.Views[4] = p.Source.Views[4], p.Source.Views[1]
		},
		"err_detail_missing": func(p *verification.Plan) { p.Source.Views = p.Source.Views[:6] },
		"err_detail_around":  func(p *verification.Plan) { p.Source.Views[1].Alone = false },
		"err_detail_alone":   func(p *verification.Plan) { p.Renditions[0].Views[1].Alone = true },
	}
	check := func(name string, planner verification.Planner, change change) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := planner.Plan(source, duration, profiles)
			require.NoError(t, err)
			for i := range plan.Renditions { // planners share them
				look := &plan.Renditions[i]
				look.Times, look.Views = append([]time.Duration{}, look.Times...), append([]core.View{}, look.Views...)
			}
			require.NoError(t, plan.Validate(source, duration, profiles))
			change(&plan)
			require.ErrorAs(t, plan.Validate(source, duration, profiles), new(*verification.PlanError))
		})
	}
	whole := verification.Planner{Draw: verification.NewSampler(1), Whole: true}
	glance := verification.Planner{Draw: verification.NewSampler(1), Budget: 1e-12}
	for name, change := range both {
		check(name, whole, change)
		check(name+"_of_a_glance", glance, change)
	}
	for name, change := range deep {
		check(name, whole, change)
	}
}
