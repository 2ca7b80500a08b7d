package reputation

import (
	"fmt"
	"time"
)

// Kind is how an attempt to have a segment transcoded ended.
type Kind uint8

const (
	// Done: the renditions are there.
	Done Kind = iota
	// Failed: it answered with an error, or broke off.
	Failed
	// TimedOut: it did not answer in time.
	TimedOut
	// Incomplete: its answer is not one rendition for each profile.
	Incomplete
	// Unreachable: it takes no connections, or gives no terms.
	Unreachable
	// Busy: it said that it has too much to do.
	Busy
	// Unpaid: this node did not pay under its terms, or they were to be renewed
	// first. That says nothing of its work.
	Unpaid
	kinds
)

// kindNames are for logs and JSON, by Kind.
func kindNames() [kinds]string {
	return [kinds]string{"done", "failed", "timed out", "incomplete", "unreachable", "busy", "unpaid"}
}

func (k Kind) String() string {
	if k >= kinds {
		return fmt.Sprintf("kind %d", uint8(k))
	}
	return kindNames()[k]
}

// weight is how much of a failure it is for the estimate. One that is busy has
// cost a moment only, and says so of a time that may soon be over. One that is
// silent has cost all the time that there was, for the segments behind as well.
func (k Kind) weight() float64 {
	switch k {
	case Done, Unpaid:
		return 0
	case Busy:
		return 0.5
	case TimedOut:
		return 2
	}
	return 1
}

// Outcome is what became of one attempt.
type Outcome struct {
	Kind Kind
	// Took is the round trip, and Unit what it is measured in: max(1.5 s, the
	// segment's duration) (features.md 5, "Latency score").
	Took, Unit time.Duration
	// Media is the duration of the segment.
	Media time.Duration
}

// ratio is the latency score of a success, 0 when it cannot be told.
func (o Outcome) ratio() float64 {
	if o.Unit <= 0 {
		return 0
	}
	return max(0, o.Took.Seconds()/o.Unit.Seconds())
}

// Verdict is what verification said of a result.
type Verdict uint8

const (
	// Accepted: the result is what was asked for.
	Accepted Verdict = iota
	// Suspicious: the result may be wrong, and is looked at again.
	Suspicious
	// Rejected: the result is not what was asked for.
	Rejected
)

// weight is how many failed attempts a verdict counts as: a wrong result that is
// found was not meant to be.
func (v Verdict) weight() float64 {
	switch v {
	case Suspicious:
		return 1
	case Rejected:
		return 10
	}
	return 0
}
