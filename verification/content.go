package verification

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/livepeer/streamflow/core"
)

// Measure is how the content of a rendition compares with that of its source.
// A frame is compared with each of the source's that may be shown at its time,
// and the one that it is most like counts.
type Measure struct {
	Rendition int `json:"rendition"`
	// Samples is how many frames were compared.
	Samples int `json:"samples"`
	// Similarity is that of the pictures as a whole, reduced to 160 pixels, from
	// 0 for nothing in common to 1 for equal; Worst that of the frame that is
	// least alike.
	Similarity float64 `json:"similarity"`
	Worst      float64 `json:"worst"`
	// Altered is by how many of 255 levels the brightness differs in that
	// part, of about 0.5 % of the picture, where it differs most.
	Altered float64 `json:"altered"`
	// Moves counts pairs of frames between which the source changes, and Still those of
	// them between which the rendition does not.
	Moves int `json:"moves"`
	Still int `json:"still"`
	// Shifted counts the frames that are more like one of the source's that is more than a
	// frame away than like those that are not. It is 0 where the rate is converted.
	Shifted int `json:"shifted"`
	// Loss is how much of the source's detail is not there, in a part of the picture at
	// the rendition's own size: 1 is as much as a picture of a quarter of the width and
	// height would lack.
	Loss float64 `json:"loss"`
}

// pair is a frame of a rendition with the frame of the source that it is most like.
type pair struct {
	thumb, source             picture
	similarity, altered, loss float64
	shifted                   bool
}

// content compares the samples of a rendition with those of its source.
func (c *checker) content(source, v *core.VideoFacts) {
	m := Measure{Rendition: c.rendition, Worst: 1}
	var pairs []pair
	for _, s := range v.Samples {
		if s.Step != 0 {
			continue
		}
		if p, ok := c.match(source, v, s); ok {
			pairs = append(pairs, p)
		}
	}
	wanted := min(len(c.plan.Renditions[c.rendition].Times), timesOf(source))
	if m.Samples = len(pairs); m.Samples < (wanted+1)/2 || m.Samples == 0 {
		c.fault(NoSamples, fmt.Sprintf("frames at %d times", wanted), fmt.Sprint(m.Samples), 0)
		return
	}
	m.Similarity = median(pairs, func(p pair) float64 { return p.similarity })
	m.Loss = median(pairs, func(p pair) float64 { return p.loss })
	for _, p := range pairs {
		m.Worst = min(m.Worst, p.similarity)
		m.Altered = max(m.Altered, p.altered)
		if p.shifted && c.sameRate(source, v) {
			m.Shifted++
		}
	}
	c.motion(&m, pairs, source, v)
	c.verdict.Measures = append(c.verdict.Measures, m)
	c.judge(m, v)
}

// timesOf is at how many times there are frames of the source.
func timesOf(source *core.VideoFacts) int {
	n, last := 0, -1
	for _, s := range source.Samples {
		if s.Index != last {
			n, last = n+1, s.Index
		}
	}
	return n
}

// smallSide is the longer side in pixels below which a rendition's blocks are so few that what an
// encoder does to one of them shows in the picture as a whole. Limits are wider there.
const smallSide = 256

// judge compares the measures with the limits of the policy.
func (c *checker) judge(m Measure, v *core.VideoFacts) {
	p := c.policy
	atLeast := func(code Code, what string, got, limit float64) {
		if got < limit {
			c.fault(code, fmt.Sprintf("%s of at least %.2f", what, limit), fmt.Sprintf("%.3f", got), got)
		}
	}
	atMost := func(code Code, what string, got, limit float64) {
		if got > limit {
			c.fault(code, fmt.Sprintf("%s of at most %.2f", what, limit), fmt.Sprintf("%.3f", got), got)
		}
	}
	if m.Samples > 1 { // one frame may be a bad one
		atLeast(Dissimilar, "a similarity", m.Similarity, p.MinSimilarity)
	}
	if m.Samples == 1 || m.Similarity >= p.MinSimilarity {
		atLeast(Dissimilar, "a similarity in every frame", m.Worst, p.MinWorst)
	}
	small := max(1, smallSide/float64(max(v.Width, v.Height, 1)))
	atMost(PartAltered, "a difference in any part", m.Altered, small*p.MaxAltered)
	if m.Still >= minStill {
		atMost(Frozen, "a part of still frames", float64(m.Still)/float64(m.Moves), p.MaxStill)
	}
	if m.Shifted >= minStill {
		atMost(Shifted, "a part of frames of another time", float64(m.Shifted)/float64(m.Samples), p.MaxShifted)
	}
	atMost(NoDetail, "a loss of detail", m.Loss, small*p.MaxLoss*max(1, p.FullBits/c.grantedBits(v)))
}

// grantedBits is how many bits the profile grants for each pixel, +Inf for any number.
func (c *checker) grantedBits(v *core.VideoFacts) float64 {
	if c.profile.Bitrate <= 0 || v.Pixels <= 0 {
		return math.Inf(1)
	}
	return float64(c.profile.Bitrate) * v.Duration().Seconds() / float64(v.Pixels)
}

// minStill is how many pairs of frames it takes to call a rendition frozen, or frames
// to call it shifted.
const minStill = 2

func median(pairs []pair, of func(pair) float64) float64 {
	values := make([]float64, 0, len(pairs))
	for _, p := range pairs {
		values = append(values, of(p))
	}
	slices.SortFunc(values, cmp.Compare[float64])
	mid := len(values) / 2
	if len(values)%2 == 1 {
		return values[mid]
	}
	return (values[mid-1] + values[mid]) / 2
}

// match finds the frame of the source that s is most like. It is false when s has no
// pictures, or the source none for its time.
func (c *checker) match(source, v *core.VideoFacts, s core.FrameSample) (best pair, ok bool) {
	thumb, found := pictureOf(c.plan.Renditions[c.rendition], s, 0)
	if !found {
		return best, false
	}
	best.similarity = math.Inf(-1)
	nearest := math.Inf(-1) // of the frames that are at most one away
	step := 0
	for _, o := range source.Samples {
		other, found := pictureOf(c.plan.Source, o, 0)
		if o.Index != s.Index || !found || other.w != thumb.w || other.h != thumb.h {
			continue
		}
		sim := similarity(thumb, other)
		if o.Step >= -1 && o.Step <= 1 {
			nearest = max(nearest, sim)
		}
		if sim > best.similarity {
			best, ok, step = pair{thumb: thumb, source: other, similarity: sim}, true, o.Step
		}
	}
	if ok {
		best.altered = largestAlteration(best.thumb, best.source)
		best.shifted = best.similarity > nearest+shiftGain
		if step == 0 || c.sameRate(source, v) {
			best.loss = c.loss(source, v, s.Index, step)
		}
	}
	return best, ok
}

// shiftGain is by how much a frame must be more like one that is not its own.
const shiftGain = 0.01

// lossFloor keeps what has no detail at all from counting as lost.
const lossFloor = 0.02

// loss is Measure.Loss of one frame; 0 when nobody looked. Where a frame shows the source's
// that is step away, the one that is as far to the other side shows the source's at
// the time itself, of which alone there are details.
func (c *checker) loss(source, v *core.VideoFacts, index, step int) float64 {
	s, ok := sampleAt(v, index, -step)
	o, found := sampleAt(source, index, 0)
	if !ok || !found {
		return 0
	}
	lost, reference := 0.0, lossFloor
	for i := 1; i <= planDetails; i++ {
		made, ok := pictureOf(c.plan.Renditions[c.rendition], s, i)
		wanted, found := pictureOf(c.plan.Source, o, i+planDetails*c.rendition)
		if !ok || !found || made.w != wanted.w || made.h != wanted.h {
			return 0
		}
		lost += (1 - similarity(made, wanted)) / planDetails
		reference += (1 - similarity(reduced(wanted), wanted)) / planDetails
	}
	return lost / reference
}

func sampleAt(v *core.VideoFacts, index, step int) (core.FrameSample, bool) {
	for _, s := range v.Samples {
		if s.Index == index && s.Step == step {
			return s, true
		}
	}
	return core.FrameSample{}, false
}

// pictureOf is view n of a sample.
func pictureOf(look core.Look, s core.FrameSample, n int) (picture, bool) {
	if n >= len(look.Views) || n >= len(s.Views) {
		return picture{}, false
	}
	p := picture{look.Views[n].CropWidth, look.Views[n].CropHeight, s.Views[n]}
	return p, p.ok()
}

// sameRate says that a rendition has the frames of its source, one for one.
func (c *checker) sameRate(source, v *core.VideoFacts) bool {
	a, b := frameLength(source), frameLength(v)
	return apart(a, b) < a/20
}

// motion counts between which frames the source moves, and the rendition does not.
func (c *checker) motion(m *Measure, pairs []pair, source, v *core.VideoFacts) {
	count := func(source, made float64) {
		if source < c.policy.MotionFrom {
			return
		}
		m.Moves++
		if made < stillPart*source {
			m.Still++
		}
	}
	for i := 1; i < len(pairs); i++ {
		count(change(pairs[i-1].source, pairs[i].source), change(pairs[i-1].thumb, pairs[i].thumb))
	}
	if !c.sameRate(source, v) {
		return // its frames are as far apart as others of the source's
	}
	made := neighbours(c.plan.Renditions[c.rendition], v.Samples)
	for place, d := range neighbours(c.plan.Source, source.Samples) {
		if other, ok := made[place]; ok {
			count(d, other)
		}
	}
}

// stillPart is the part of the source's change below which a rendition does not move.
const stillPart = 0.2

// neighbours are the differences of each frame from the one before it, by place.
func neighbours(look core.Look, samples []core.FrameSample) map[[2]int]float64 {
	diffs := make(map[[2]int]float64)
	for i := 1; i < len(samples); i++ {
		a, b := samples[i-1], samples[i]
		if a.Index != b.Index || a.Step+1 != b.Step {
			continue
		}
		p, ok := pictureOf(look, a, 0)
		q, found := pictureOf(look, b, 0)
		if ok && found {
			diffs[[2]int{b.Index, b.Step}] = change(p, q)
		}
	}
	return diffs
}
