package verification_test

import (
	"errors"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

func video(w, h, fps int) core.MediaInfo {
	return core.MediaInfo{HasVideo: true, Width: w, Height: h, FPSNum: fps, FPSDen: 1}
}

// Every plan is one that an inspector accepts.
func TestPlanner_withinLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := video(rapid.IntRange(0, 8192).Draw(t, "w"), rapid.IntRange(0, 8192).Draw(t, "h"), rapid.IntRange(0, 1000).Draw(t, "fps"))
		duration := time.Duration(rapid.Int64Range(-1, int64(2*core.MaxSegmentDuration)).Draw(t, "duration"))
		var profiles []core.Profile
		for range rapid.IntRange(0, core.MaxProfiles).Draw(t, "profiles") {
			p := profile("p", rapid.IntRange(1, 16384).Draw(t, "width"), rapid.IntRange(1, 16384).Draw(t, "height"), 100)
			p.FPS = rapid.Uint32Range(0, 120).Draw(t, "rate")
			profiles = append(profiles, p)
		}
		planner := verification.Planner{Draw: verification.NewSampler(1), Budget: rapid.Float64Range(0, 1).Draw(t, "budget"), Whole: rapid.Bool().Draw(t, "whole")}
		plan, err := planner.Plan(source, duration, profiles)
		require.NoError(t, err)
		require.Len(t, plan.Renditions, len(profiles))
		for _, look := range append(plan.Renditions, plan.Source) {
			require.LessOrEqual(t, len(look.Times), len(plan.Source.Times))
			require.LessOrEqual(t, len(look.Times), core.MaxLookTimes)
			require.LessOrEqual(t, len(look.Views), core.MaxLookViews)
			require.LessOrEqual(t, look.Around, core.MaxLookAround)
			last := time.Duration(-1)
			for i, at := range look.Times {
				require.Greater(t, at, last)
				require.LessOrEqual(t, at, core.MaxSegmentDuration)
				require.Equal(t, plan.Source.Times[i], at)
				last = at
			}
			for _, v := range look.Views {
				require.LessOrEqual(t, v.X+v.CropWidth, v.Width)
				require.LessOrEqual(t, v.Y+v.CropHeight, v.Height)
				require.Positive(t, v.CropWidth*v.CropHeight)
			}
			require.LessOrEqual(t, look.Bytes(), core.MaxLookBytes)
		}
	})
}

// No frame is safe from being looked at, and none of the renditions.
func TestPlanner_reachesEverything(t *testing.T) {
	t.Parallel()
	planner := verification.Planner{Draw: verification.NewSampler(1), Budget: 1}
	profiles := []core.Profile{profile("a", 640, 360, 1), profile("b", 426, 240, 1), profile("c", 256, 144, 1)}
	const duration = 2 * time.Second
	shown := make(map[int]bool)
	deep := make(map[int]int)
	for range 3000 {
		plan, err := planner.Plan(video(1280, 720, 30), duration, profiles)
		require.NoError(t, err)
		for i, look := range plan.Renditions {
			if len(look.Times) == len(plan.Source.Times) && len(look.Times) > 2 {
				deep[i]++
			}
		}
		for _, at := range plan.Source.Times {
			require.Less(t, at, duration)
			shown[int(at/frame)] = true
		}
	}
	require.Len(t, shown, 60)
	require.Len(t, deep, 3)
	for i, n := range deep {
		require.Greater(t, n, 500, "rendition %d", i)
	}
}

func TestPlanner_budget(t *testing.T) {
	t.Parallel()
	profiles := []core.Profile{profile("a", 426, 240, 1)}
	looks := func(budget float64) (glances, looked, deep int) {
		planner := verification.Planner{Draw: verification.NewSampler(1), Budget: budget}
		for range 2000 {
			plan, err := planner.Plan(video(1920, 1080, 30), 2*time.Second, profiles)
			require.NoError(t, err)
			require.Equal(t, plan.Source.Times, plan.Renditions[0].Times)
			switch len(plan.Source.Times) {
			case 0:
			case 1:
				glances++
			default:
				looked++
			}
			if len(plan.Source.Times) > 2 {
				deep++
			}
		}
		return glances, looked, deep
	}
	glances, none, _ := looks(0)
	require.Zero(t, glances+none)
	_, all, deep := looks(1)
	require.Equal(t, 2000, all)
	require.Greater(t, deep, 1800)
	glances, few, fewDeep := looks(0.05)
	require.Equal(t, 2000, glances+few, "each segment has its first frame looked at")
	_, more, _ := looks(0.2)
	require.Positive(t, fewDeep)
	require.Greater(t, few, fewDeep)
	require.Greater(t, more, 2*few)
}

func TestPlanner_whole(t *testing.T) {
	t.Parallel()
	profiles := []core.Profile{profile("a", 640, 360, 1), profile("b", 426, 240, 1)}
	planner := verification.Planner{Draw: verification.NewSampler(1), Whole: true}
	for range 100 {
		plan, err := planner.Plan(video(1280, 720, 30), 2*time.Second, profiles)
		require.NoError(t, err)
		times := plan.Source.Times
		require.Greater(t, len(times), 6)
		require.Equal(t, 59, int(times[len(times)-1]/frame), "the last frame")
		for _, look := range plan.Renditions {
			require.Equal(t, times, look.Times)
		}
	}
}

func TestPlanner_noRandomBytes(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	planner := verification.Planner{Draw: verification.NewSamplerFrom(1, iotest.ErrReader(broken)), Budget: 1}
	_, err := planner.Plan(video(1280, 720, 30), time.Second, nil)
	require.ErrorIs(t, err, broken)
}
