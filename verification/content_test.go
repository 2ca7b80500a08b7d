package verification_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// scene shows brightness at a place of the picture, from 0 to 1, at a time.
type scene func(x, y float64, at time.Duration) float64

// drift is a picture with coarse and fine structure that moves to the right.
func drift(x, y float64, at time.Duration) float64 {
	fine := 0.1 * math.Sin(700*x) * math.Sin(500*y)
	x -= 0.1 * at.Seconds()
	return 0.5 + 0.25*math.Sin(12*x)*math.Cos(9*y) + 0.1*math.Sin(60*x+40*y) + fine
}

// render is what an inspector would give of a scene for a look.
func render(s scene, look core.Look) (samples []core.FrameSample) {
	for i, t := range look.Times {
		shown := t / frame * frame
		for step := -look.Around; step <= look.Around; step++ {
			at := shown + time.Duration(step)*frame
			if at < 0 {
				continue
			}
			sample := core.FrameSample{Index: i, Step: step, Time: at, Width: 640, Height: 360}
			for _, v := range look.Views {
				if v.Alone && step != 0 {
					sample.Views = append(sample.Views, nil)
					continue
				}
				sample.Views = append(sample.Views, renderView(s, v, at))
			}
			samples = append(samples, sample)
		}
	}
	return samples
}

func renderView(s scene, v core.View, at time.Duration) []byte {
	luma := make([]byte, 0, v.CropWidth*v.CropHeight)
	for y := range v.CropHeight {
		for x := range v.CropWidth {
			b := s((float64(v.X+x)+0.5)/float64(v.Width), (float64(v.Y+y)+0.5)/float64(v.Height), at)
			luma = append(luma, byte(16+219*min(max(b, 0), 1)))
		}
	}
	return luma
}

// contentJob is an honest job of one rendition that shows made, of a source that
// shows source.
func contentJob(t *testing.T, source, made scene) verification.Job {
	t.Helper()
	job := honestJob()
	job.Profiles, job.Results = job.Profiles[:1], job.Results[:1]
	job.Profiles[0].Bitrate = 1_000_000
	planner := verification.Planner{Draw: fixedDraw(0.9), Budget: 1}
	plan, err := planner.Plan(video(1280, 720, 30), 2*time.Second, job.Profiles)
	require.NoError(t, err)
	job.Plan = &plan
	job.Source.Video.Samples = render(source, plan.Source)
	job.Results[0].Facts.Video.Samples = render(made, plan.Renditions[0])
	return job
}

// fixedDraw always draws the same.
type fixedDraw float64

func (d fixedDraw) Float64() (float64, error) { return float64(d), nil }

func TestCheck_content(t *testing.T) {
	t.Parallel()
	still := func(x, y float64, _ time.Duration) float64 { return drift(x, y, 0) }
	tests := map[string]struct {
		source, made scene
		want         []verification.Code // any of them; none: ok
	}{
		"ok_same":         {drift, drift, nil},
		"ok_a_frame_late": {drift, func(x, y float64, at time.Duration) float64 { return drift(x, y, at-frame) }, nil},
		"ok_grainy": {drift, func(x, y float64, at time.Duration) float64 {
			return drift(x, y, at) + 0.01*math.Sin(9000*x)*math.Sin(7000*y)
		}, nil},
		"ok_still_source": {still, still, nil},
		"err_black":       {drift, func(float64, float64, time.Duration) float64 { return 0 }, []verification.Code{verification.Dissimilar}},
		"err_other":       {drift, func(x, y float64, at time.Duration) float64 { return drift(y, x, at) }, []verification.Code{verification.Dissimilar}},
		"err_mirrored":    {drift, func(x, y float64, at time.Duration) float64 { return drift(1-x, y, at) }, []verification.Code{verification.Dissimilar}},
		"err_half_second_late": {drift, func(x, y float64, at time.Duration) float64 {
			return drift(x, y, at-time.Second/2)
		}, []verification.Code{verification.Dissimilar, verification.PartAltered}},
		"err_three_frames_late": {drift, func(x, y float64, at time.Duration) float64 { return drift(x, y, at-3*frame) }, []verification.Code{verification.Shifted}},
		"err_frozen":            {drift, still, []verification.Code{verification.Frozen}},
		"err_frozen_later": {drift, func(x, y float64, at time.Duration) float64 {
			return drift(x, y, min(at, time.Second))
		}, []verification.Code{verification.Dissimilar, verification.PartAltered}},
		"err_cropped": {drift, func(x, y float64, at time.Duration) float64 {
			return drift(0.05+0.9*x, 0.05+0.9*y, at)
		}, []verification.Code{verification.Dissimilar, verification.PartAltered}},
		"err_logo": {drift, func(x, y float64, at time.Duration) float64 {
			if x > 0.8 && x < 0.9 && y > 0.1 && y < 0.2 {
				return 1
			}
			return drift(x, y, at)
		}, []verification.Code{verification.PartAltered}},
		"err_darker": {drift, func(x, y float64, at time.Duration) float64 { return 0.7 * drift(x, y, at) }, []verification.Code{verification.PartAltered}},
		"err_coarse": {drift, func(x, y float64, at time.Duration) float64 {
			const across, down = 50, 28
			return drift((math.Floor(x*across)+0.5)/across, (math.Floor(y*down)+0.5)/down, at)
		}, []verification.Code{verification.NoDetail, verification.Dissimilar}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verification.DefaultPolicy().Check(contentJob(t, tt.source, tt.made), nil)
			require.Len(t, v.Measures, 1)
			require.Equal(t, 5, v.Measures[0].Samples)
			if tt.want == nil {
				require.Empty(t, v.Faults)
				return
			}
			found := false
			for _, code := range tt.want {
				found = found || v.Has(code)
			}
			require.True(t, found, "%v of %+v", v.Faults, v.Measures)
		})
	}
}

// Who asked for frames does not take their absence for an answer.
func TestCheck_samplesMissing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(v *core.VideoFacts){
		"none":     func(v *core.VideoFacts) { v.Samples = nil },
		"few":      func(v *core.VideoFacts) { v.Samples = v.Samples[:2] },
		"no_views": func(v *core.VideoFacts) { v.Samples[0].Views, v.Samples = nil, v.Samples[:1] },
		"short_views": func(v *core.VideoFacts) {
			for _, s := range v.Samples {
				s.Views[0] = s.Views[0][1:]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := contentJob(t, drift, drift)
			change(job.Results[0].Facts.Video)
			require.True(t, verification.DefaultPolicy().Check(job, nil).Has(verification.NoSamples))
		})
	}
	job := contentJob(t, drift, drift)
	job.Results[0].Facts.Video.Samples = nil
	job.Plan = nil
	require.True(t, verification.DefaultPolicy().Check(job, nil).OK(), "nobody asked")
}

// Fewer frames a second than the source's are no standstill.
func TestCheck_contentAtOtherRates(t *testing.T) {
	t.Parallel()
	for _, fps := range []uint32{10, 15, 60} {
		made := func(x, y float64, at time.Duration) float64 {
			step := time.Second / time.Duration(min(fps, 30))
			return drift(x, y, at/step*step)
		}
		job := contentJob(t, drift, made)
		job.Profiles[0].FPS = fps
		planner := verification.Planner{Draw: fixedDraw(0.9), Budget: 1}
		plan, err := planner.Plan(video(1280, 720, 30), 2*time.Second, job.Profiles)
		require.NoError(t, err)
		require.Equal(t, map[uint32]int{10: 4, 15: 3, 60: 2}[fps], plan.Source.Around)
		facts := madeFacts(job.Source, job.Profiles[0])
		facts.Video.Samples = render(made, plan.Renditions[0])
		job.Results[0] = verification.Result{Facts: facts, Pixels: facts.Video.Pixels}
		job.Plan = &plan
		job.Source.Video.Samples = render(drift, plan.Source)
		require.Empty(t, verification.DefaultPolicy().Check(job, nil).Faults, "%d frames a second", fps)
	}
}
