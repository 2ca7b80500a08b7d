package verification

import (
	"fmt"
	"math"
)

// How much worse than a reference a rendition may be. Of 280 pairs of honest renditions of
// one source, looked at as a whole, with the engine and x264 at the presets medium and veryfast
// and as hardware as references, the worst was behind by 0.101, 15.6 and 0.61, all of them x264
// ultrafast at 144 lines; of all others by 0.044, 6.7 and 0.45 (doc/verification.md).
const (
	maxBehindSimilarity = 0.12 // of Measure.Similarity
	maxBehindAltered    = 18   // levels, of Measure.Altered
	maxBehindLoss       = 0.8  // of Measure.Loss
)

// fewBits is the part of the reference's bytes below which the limits are narrower, by
// fewBitsWidth: who saves on bits must not save on the picture.
const (
	fewBits      = 0.25
	fewBitsWidth = 0.6
)

// Compared is a rendition as Policy.Compare sees it.
type Compared struct {
	Measure Measure
	Bytes   int64 // of its video
}

// Compare returns what is wrong with a rendition beside a reference, which was made of the
// same source for the same profile by somebody who is trusted, and looked at in the same
// places. It finds what stays within the absolute limits only since those must fit all
// media. A rendition that is as good, or better, has no faults.
func (p Policy) Compare(made, reference Compared) []Fault {
	if p.ignores(BelowReference) {
		return nil
	}
	width := 1.0
	if float64(made.Bytes) < fewBits*float64(reference.Bytes) {
		width = fewBitsWidth
	}
	var faults []Fault
	m, r := made.Measure, reference.Measure
	behind := func(what string, by, limit float64) {
		if by <= width*limit {
			return
		}
		faults = append(faults, Fault{
			Code: BelowReference, Rendition: m.Rendition, Measure: by,
			Want: fmt.Sprintf("%s worse than the reference's by at most %.2f", what, width*limit), Got: fmt.Sprintf("%.3f", by),
		})
	}
	behind("a similarity", r.Similarity-m.Similarity, maxBehindSimilarity)
	behind("a difference in any part", m.Altered-r.Altered, maxBehindAltered)
	behind("a loss of detail", m.Loss-r.Loss, maxBehindLoss)
	return faults
}

// Quality orders verdicts on results for one segment that were looked at in the same
// places: more is better. It is -Inf when nobody looked. A loss of all detail that a
// quarter of the size lacks weighs as a tenth in similarity.
func (v Verdict) Quality() float64 {
	if len(v.Measures) == 0 {
		return math.Inf(-1)
	}
	sum := 0.0
	for _, m := range v.Measures {
		sum += m.Similarity - m.Loss/10
	}
	return sum / float64(len(v.Measures))
}

// suspicious is the part of the limits on the content beyond which a verdict, though it
// accepts, is a reason to look closer: less than 1 of 1000 honest renditions of the
// measured set are there.
const suspicious = 0.85

// Suspicious says whether any measure comes near a limit on the whole content, though
// none exceeds it. Detail is left out, since its limit depends on more than its measure.
func (p Policy) Suspicious(v Verdict) bool {
	for _, m := range v.Measures {
		still := m.Still >= minStill && float64(m.Still) > suspicious*p.MaxStill*float64(m.Moves)
		if m.Similarity < 1-suspicious*(1-p.MinSimilarity) || m.Worst < 1-suspicious*(1-p.MinWorst) || still {
			return true
		}
	}
	return false
}
