package verification

import (
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Plan says what to inspect of a source and its renditions so that Check can
// compare their content.
type Plan struct {
	Source     core.Look
	Renditions []core.Look // in the order of the profiles
}

// planDetails is how many parts of each rendition are compared at its own size.
const planDetails = 3

// planDeep is of how many renditions one is looked into up to the last place; the
// others only at the first, which costs little.
const planDeep = 4

// How many frames are taken at the first place, which all renditions have.
const firstFrames = 2

// The picture of a whole frame has thumbSide pixels on its longer side, and a
// detail detailSide on each.
const (
	thumbSide  = 160
	detailSide = 96
)

// Draw is a source of numbers that nobody else can foresee.
type Draw interface {
	// Float64 returns a number from 0 up to, but not 1.
	Float64() (float64, error)
}

// Planner draws where to look.
type Planner struct {
	Draw Draw
	// Budget is the part of the transcoding's own work that looking at more than the
	// first frame may take on average, such as DefaultBudget. 1 looks at every segment up
	// to the last place, and 0 at none, not even at its first frame.
	Budget float64
	// Whole looks at every segment and all its renditions up to the end, and at more
	// frames, whatever it costs: for segments that a Sampler drew, and
	// orchestrators under suspicion.
	Whole bool
}

// DefaultBudget keeps all checks of a segment within a twentieth of the work of
// transcoding it.
const DefaultBudget = 0.02

// Plan draws where to look: in each segment at the first frame; in a part of them, by
// the budget, at more of the start and in detail, and in a part of those on up to a place that is drawn. What comes after it costs nothing to
// decode, and nobody can know which part that is, nor which of the renditions
// are looked into that far. Without Times in its looks, a plan looks at no frames.
//
// source describes the source as a probe does; facts that it lacks make the plan
// less fit, not wrong. Errors are those of the draw.
func (p Planner) Plan(source core.MediaInfo, duration time.Duration, profiles []core.Profile) (Plan, error) {
	times, err := p.drawTimes(source, duration)
	if err != nil {
		return Plan{}, err
	}
	depth, err := p.drawDepth(source, duration, profiles)
	if err != nil {
		return Plan{}, err
	}
	switch depth {
	case depthNone:
		return Plan{Renditions: make([]core.Look, len(profiles))}, nil
	case depthGlance:
		return glance(source, profiles), nil
	case depthStart, depthPlace:
	}
	deep, err := p.drawDeep(depth, len(profiles))
	if err != nil {
		return Plan{}, err
	}
	if depth == depthStart {
		times = times[:min(firstFrames, len(times))]
	}
	thumb := thumbView(source.Width, source.Height)
	plan := Plan{Source: core.Look{Times: times, Around: framesAround(source, profiles), Views: []core.View{thumb}}}
	for i, profile := range profiles {
		look := core.Look{Times: times, Around: 1, Views: []core.View{thumb}}
		if !deep[i] {
			look.Times = times[:min(firstFrames, len(times))]
		}
		var details []core.View
		for range planDetails {
			view, err := drawDetail(p.Draw, source, profile)
			if err != nil {
				return Plan{}, err
			}
			look.Views = append(look.Views, view)
			view.Alone = true // a scaled frame costs more than one as it is
			details = append(details, view)
		}
		plan.Renditions = append(plan.Renditions, look)
		if len(plan.Source.Views)+planDetails <= core.MaxLookViews {
			plan.Source.Views = append(plan.Source.Views, details...)
		}
	}
	return plan, nil
}

// glance is a plan for the first frame of each rendition as a whole, and those of the
// source that it may show.
func glance(source core.MediaInfo, profiles []core.Profile) Plan {
	times, views := []time.Duration{frameOf(source) / 2}, []core.View{thumbView(source.Width, source.Height)}
	plan := Plan{Source: core.Look{Times: times, Around: framesAround(source, profiles) - 2, Views: views}}
	for range profiles {
		plan.Renditions = append(plan.Renditions, core.Look{Times: times, Views: views})
	}
	return plan
}

// frameOf is the length of a frame of a source.
func frameOf(source core.MediaInfo) time.Duration {
	if source.FPSNum <= 0 || source.FPSDen <= 0 {
		return usualFrame
	}
	return max(time.Duration(float64(time.Second)*float64(source.FPSDen)/float64(source.FPSNum)), time.Millisecond)
}

// wholeSteps is how many frames between the first and the last are taken of the whole.
const wholeSteps = 6

// drawTimes draws a place at the start and one as the last, with two frames in a
// row each, since two that are alike tell of a picture that stands still; and
// frames in between.
func (p Planner) drawTimes(source core.MediaInfo, duration time.Duration) ([]time.Duration, error) {
	frame := frameOf(source)
	frames := int(min(max(duration, frame), core.MaxSegmentDuration) / frame)
	var u [2 + wholeSteps]float64
	for i := range u {
		var err error
		if u[i], err = p.Draw.Float64(); err != nil {
			return nil, fmt.Errorf("draw samples: %w", err)
		}
	}
	steps := 1
	if p.Whole {
		u[1], steps = 1, wholeSteps
	}
	first := int(3 * u[0])
	last := max(int(math.Ceil(float64(frames)*reach(u[1])))-2, first)
	places := []int{first, first + 1}
	for i := range steps {
		places = append(places, first+int((float64(i)+u[2+i])/float64(steps)*float64(last-first)))
	}
	var times []time.Duration
	for _, at := range append(places, last, last+1) {
		// Halfway through a frame, small differences of clocks do not matter.
		if t := time.Duration(at)*frame + frame/2; at < frames && (len(times) == 0 || t > times[len(times)-1]) {
			times = append(times, t)
		}
	}
	if len(times) == 0 {
		times = append(times, frame/2)
	}
	return times, nil
}

// reach is how much of a segment is looked at for a number from 0 to 1: all of
// it at most, and meanReach of it on average.
func reach(u float64) float64 { return 0.05 + 0.95*u*u }

const meanReach = 0.05 + 0.95/3

// depth is how far into a segment a plan looks.
type depth int

const (
	depthNone   depth = iota
	depthGlance       // the first frame
	depthStart        // the first frames
	depthPlace        // up to the last place
)

// What a look costs, measured in the work of encoding a frame of as many pixels.
const (
	startCost = 1.5 // decoding the first frames, and making views of them
	frameCost = 0.1 // decoding a frame more
)

// deepPart is the part of the looks that go on up to the last place.
const deepPart = 1.0 / 3

// likely is how likely a look at the content may be.
func (p Planner) likely(source core.MediaInfo, duration time.Duration, profiles []core.Profile) float64 {
	made := 0.0
	for _, profile := range profiles {
		w, h := core.OutputSize(source.Width, source.Height, profile)
		made += float64(w * h)
	}
	src := float64(source.Width * source.Height)
	frames := duration.Seconds() / frameOf(source).Seconds()
	cost := startCost*(src+made) + deepPart*meanReach*frameCost*frames*(src+made/planDeep)
	if cost <= 0 {
		return 1
	}
	return p.Budget * made * frames / cost
}

func (p Planner) drawDepth(source core.MediaInfo, duration time.Duration, profiles []core.Profile) (depth, error) {
	var u [2]float64
	for i := range u {
		var err error
		if u[i], err = p.Draw.Float64(); err != nil {
			return depthNone, fmt.Errorf("draw the depth: %w", err)
		}
	}
	switch {
	case p.Whole, p.Budget >= 1:
		return depthPlace, nil
	case p.Budget <= 0:
		return depthNone, nil
	case u[0] >= p.likely(source, duration, profiles):
		return depthGlance, nil
	case u[1] < deepPart:
		return depthPlace, nil
	}
	return depthStart, nil
}

// drawDeep draws the renditions that are looked into up to the last place.
func (p Planner) drawDeep(d depth, n int) ([]bool, error) {
	deep := make([]bool, n)
	left := (n + planDeep - 1) / planDeep
	switch {
	case d != depthPlace:
		left = 0
	case p.Whole:
		left = n
	}
	for left > 0 {
		f, err := p.Draw.Float64()
		if err != nil {
			return nil, fmt.Errorf("draw renditions: %w", err)
		}
		// All of them must come about, even where the same number is drawn again.
		for i := min(int(f*float64(n)), n-1); left > 0; i = (i + 1) % n {
			if !deep[i] {
				deep[i] = true
				left--
				break
			}
		}
	}
	return deep, nil
}

// framesAround is how many frames of the source, before and after, may be the one
// that a rendition may show at a time: one, and one more that tells whether it is
// another still; and more when it has fewer of them.
func framesAround(source core.MediaInfo, profiles []core.Profile) int {
	around := 2
	for _, p := range profiles {
		if num, den := p.Rate(); num > 0 && source.FPSNum > 0 && source.FPSDen > 0 {
			ratio := float64(source.FPSNum) / float64(source.FPSDen) * float64(den) / float64(num)
			around = max(around, 1+int(math.Ceil(ratio)))
		}
	}
	return min(around, core.MaxLookAround)
}

// thumbView is a whole frame in the shape of a source of w x h pixels.
func thumbView(w, h int) core.View {
	long, short := max(w, h, 1), max(min(w, h), 1)
	side := min(max(thumbSide*short/long/2*2, 16), thumbSide)
	if h > w {
		return core.WholeView(side, thumbSide)
	}
	return core.WholeView(thumbSide, side)
}

// drawDetail draws a part of a rendition at its own size.
func drawDetail(draw Draw, source core.MediaInfo, p core.Profile) (core.View, error) {
	w, h := core.OutputSize(source.Width, source.Height, p)
	if w <= 0 || h <= 0 {
		return core.WholeView(detailSide, detailSide), nil
	}
	v := core.View{Width: w, Height: h, CropWidth: min(w, detailSide), CropHeight: min(h, detailSide)}
	for _, side := range []struct {
		at   *int
		room int
	}{{&v.X, w - v.CropWidth}, {&v.Y, h - v.CropHeight}} {
		f, err := draw.Float64()
		if err != nil {
			return v, fmt.Errorf("draw a detail: %w", err)
		}
		*side.at = int(f * float64(side.room+1))
	}
	return v, nil
}
