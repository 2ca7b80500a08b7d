package reputation

import (
	"math"
	"time"

	"github.com/livepeer/streamflow/pm"
)

const (
	// recentHalfLife is how long it takes until what happened counts half in the
	// measure by which an outage is noticed, and forgotten.
	recentHalfLife = 10 * time.Minute
	// lastingHalfLife is the same of the measure by which an orchestrator is known.
	lastingHalfLife = 7 * 24 * time.Hour
	// mostCounted bounds what fades: more says nothing more.
	mostCounted = 1e6
)

// Record is all that is remembered of one orchestrator.
type Record struct {
	Peer Peer
	// URI where it was last.
	URI         string
	First, Last time.Time // attempts or verdicts

	// Counts of all times. Attempts are by Kind, Media is the duration of what was
	// transcoded.
	Attempts [kinds]uint64
	Media    time.Duration
	Verdicts [Rejected + 1]uint64
	// Tickets sent to it, and what they were worth: their expected value.
	Tickets uint64
	Paid    pm.Wei

	// What fades, as it was at Last.
	Recent, Lasting Tally
}

// Tally is what fades of a Record.
type Tally struct {
	// Bad counts failures, each by its weight; successes are in Scores.
	Bad    float64
	Scores Sketch
}

func (t *Tally) fade(by float64) {
	t.Bad *= by
	t.Scores.fade(by)
}

func (t *Tally) bound() {
	if n := t.Bad + t.Scores.Count(); n > mostCounted {
		t.fade(mostCounted / n)
	}
}

// faded is what is left after a time.
func faded(elapsed, halfLife time.Duration) float64 {
	if elapsed <= 0 {
		return 1
	}
	return math.Exp2(-elapsed.Seconds() / halfLife.Seconds())
}

// age moves the record on to now.
func (r *Record) age(now time.Time) {
	if r.First.IsZero() {
		r.First = now
	}
	if !now.After(r.Last) {
		return
	}
	if !r.Last.IsZero() {
		r.Recent.fade(faded(now.Sub(r.Last), recentHalfLife))
		r.Lasting.fade(faded(now.Sub(r.Last), lastingHalfLife))
	}
	r.Last = now
}

func (r *Record) attempt(o Outcome, now time.Time) {
	r.age(now)
	r.Attempts[min(o.Kind, kinds-1)]++
	if o.Kind == Done {
		r.Media += max(0, min(o.Media, math.MaxInt64-r.Media))
		r.Recent.Scores.Add(o.ratio())
		r.Lasting.Scores.Add(o.ratio())
	}
	r.worse(o.Kind.weight())
}

func (r *Record) verdict(v Verdict, now time.Time) {
	r.age(now)
	r.Verdicts[min(v, Rejected)]++
	r.worse(v.weight())
}

// worse counts a failure.
func (r *Record) worse(weight float64) {
	for _, t := range []*Tally{&r.Recent, &r.Lasting} {
		t.Bad += weight
		t.bound()
	}
}

func (r *Record) paid(tickets uint64, value pm.Wei) {
	r.Tickets += tickets
	if sum, ok := r.Paid.Add(value); ok {
		r.Paid = sum
	}
}
