package discovery

import (
	"slices"
	"time"
)

// rttSamples is over how many answers the median is taken: one slow answer says
// nothing.
const rttSamples = 5

// rtts are the times of the last answers.
type rtts struct {
	last [rttSamples]time.Duration
	n    int // answers ever
}

func (r *rtts) add(d time.Duration) {
	r.last[r.n%rttSamples] = max(d, 1)
	r.n++
}

// median is 0 without an answer.
func (r *rtts) median() time.Duration {
	list := r.last
	known := list[:min(r.n, rttSamples)]
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	return known[len(known)/2]
}
