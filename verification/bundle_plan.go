package verification

import (
	"fmt"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

// PlanError says why a Plan is none that a Planner makes.
type PlanError struct {
	Reason string
}

func (e *PlanError) Error() string { return "plan: " + e.Reason }

func planErrorf(format string, args ...any) error {
	return &PlanError{Reason: fmt.Sprintf(format, args...)}
}

// glanceLess is how many frames fewer a planner takes around those that it only glances
// at, at most: it does not ask for which other time they may be.
const glanceLess = 2

// Validate says whether a Planner may have made the plan for this source, which lasts
// so long, and these profiles. A plan of another kind may compare what does not belong
// together, and so find fault with honest results. Where exactly it looks is for its maker to say: that
// the numbers were drawn nobody can see. Errors are *PlanError.
func (p Plan) Validate(source core.MediaInfo, duration time.Duration, profiles []core.Profile) error {
	if len(p.Renditions) != len(profiles) {
		return planErrorf("it looks at %d renditions, expected %d", len(p.Renditions), len(profiles))
	}
	if err := p.validateTimes(source, duration); err != nil {
		return err
	}
	if len(p.Source.Times) == 0 || len(profiles) == 0 {
		return nil
	}
	around, least, own, details := framesAround(source, profiles), 0, 1, planDetails
	if len(p.Source.Views) == 1 {
		least, own, details = glanceLess, 0, 0
	}
	want := []core.View{thumbView(source.Width, source.Height)}
	for i, look := range p.Renditions {
		if look.Around != own {
			return planErrorf("rendition %d is looked at with %d frames around, expected %d", i, look.Around, own)
		}
		if len(look.Views) != 1+details || look.Views[0] != want[0] {
			return planErrorf("rendition %d has other views than the whole frame as the source has it, and %d details", i, details)
		}
		for _, v := range look.Views[1:] {
			if !isDetail(v, source, profiles[i]) {
				return planErrorf("rendition %d has a view that is no detail of it: %+v", i, v)
			}
		}
		if details > 0 && len(want)+details <= core.MaxLookViews {
			for _, v := range look.Views[1:] {
				v.Alone = true
				want = append(want, v)
			}
		}
	}
	if got := p.Source.Around; got < around-least || got > around || !slices.Equal(p.Source.Views, want) {
		return planErrorf("the views of the source are not those of its renditions, with %d to %d frames around", around-least, around)
	}
	return nil
}

// planSlack is how many frames longer a source may have been to its planner, who knows
// what its publisher says of length and frame rate.
const planSlack = 2

// validateTimes checks that all look at the same frames, about halfway through each, where small
// differences of clocks do not matter.
func (p Plan) validateTimes(source core.MediaInfo, duration time.Duration) error {
	times, frame := p.Source.Times, frameOf(source)
	if len(times) > core.MaxLookTimes {
		return planErrorf("it looks at %d times, at most %d are possible", len(times), core.MaxLookTimes)
	}
	end := max(duration, frame) + planSlack*frame
	for i, t := range times {
		if t < 0 || t >= end || i > 0 && t <= times[i-1] {
			return planErrorf("time %d, %v, is not behind the one before it and within the %v of the source", i, t, duration)
		}
		if apart(t%frame, frame/2) > frame/4 {
			return planErrorf("time %d, %v, is not in the middle of a frame of %v", i, t, frame)
		}
	}
	if p.Source.All {
		return planErrorf("it decodes the whole source")
	}
	first := min(firstFrames, len(times))
	for i, look := range p.Renditions {
		n := len(look.Times)
		if look.All || n != len(times) && n != first || !slices.Equal(look.Times, times[:n]) {
			return planErrorf("rendition %d is not looked at when the source is", i)
		}
	}
	return nil
}

// isDetail says whether drawDetail may have drawn the view.
func isDetail(v core.View, source core.MediaInfo, p core.Profile) bool {
	w, h := core.OutputSize(source.Width, source.Height, p)
	if w <= 0 || h <= 0 {
		return v == core.WholeView(detailSide, detailSide)
	}
	want := core.View{Width: w, Height: h, X: v.X, Y: v.Y, CropWidth: min(w, detailSide), CropHeight: min(h, detailSide)}
	return v == want && v.X >= 0 && v.Y >= 0 && v.X+v.CropWidth <= w && v.Y+v.CropHeight <= h
}
