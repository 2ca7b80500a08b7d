package broadcaster

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// Selector chooses the orchestrator for a segment. It is called with a lock
// held and must neither block nor keep the options.
type Selector interface {
	// Select returns the index of one of the options, of which there is at least
	// one, and why it was taken. An index out of range takes none of them: the
	// segment waits for others.
	Select(seg SelectRequest, options []Option) (index int, reason string)
}

// SelectRequest is what a Selector may know of the segment.
type SelectRequest struct {
	Seq      uint64 // its place in the stream
	Duration time.Duration
	// Try counts the submissions of this segment from 1.
	Try int
	// Beside says that another orchestrator has the segment, who is not among the
	// options: where the stream goes is not to change by this choice.
	Beside bool
}

// Option is an orchestrator that can take the segment now.
type Option struct {
	URI     string
	Score   float64       // trust, see Candidate.Score
	Latency time.Duration // of its answer when it was found
	// Info has its price, address and capabilities; not to be changed.
	Info *core.OrchestratorInfo
	// LatencyScore is a moving average of round trip / max(1.5 s, duration): 1
	// is just fast enough for a live stream. 0 says that none was measured yet.
	LatencyScore float64
	// InFlight counts the stream's segments that it is working on, and Oldest is
	// how long the oldest of them has been there.
	InFlight int
	Oldest   time.Duration
	// Last says that the stream's segment before went there.
	Last bool
	// Known is what the StreamSelector has made of it; nil for other Selectors.
	Known Acquaintance
}

// FastestFirst is the first rule of selection: stay where the stream is while
// that is fast enough; else take the fastest that is free and fast enough; else
// one that was not tried yet, those that answered first before the others. A
// fast orchestrator that has no more than one segment too many comes next,
// then whichever has the least to do.
// Source: features.md 5, "Latency score" and "Stickiness".
type FastestFirst struct{}

// minUnit is the shortest time against which a round trip is measured.
const minUnit = 1500 * time.Millisecond

// timeUnit is max(1.5 s, duration).
func timeUnit(d time.Duration) time.Duration { return max(minUnit, d) }

// Select implements Selector.
func (FastestFirst) Select(seg SelectRequest, options []Option) (int, string) {
	unit := timeUnit(seg.Duration)
	free := func(o Option) bool { return o.InFlight == 0 || o.Oldest < unit }
	fast := func(o Option) bool { return o.LatencyScore > 0 && o.LatencyScore <= 1 }
	byScore := func(a, b Option) bool { return a.LatencyScore < b.LatencyScore }
	rules := []struct {
		reason string
		fits   func(Option) bool
		less   func(a, b Option) bool
	}{
		{"stays with the last one", func(o Option) bool { return o.Last && o.LatencyScore <= 1 && free(o) }, byScore},
		{"fastest known one", func(o Option) bool { return fast(o) && free(o) }, byScore},
		{"first to answer", func(o Option) bool { return o.LatencyScore == 0 && o.InFlight == 0 },
			func(a, b Option) bool { return a.Latency < b.Latency }},
		{"fast, with one segment waiting", func(o Option) bool { return fast(o) && o.Oldest < 2*unit }, byScore},
		{"least to do", func(Option) bool { return true }, func(a, b Option) bool {
			if a.InFlight != b.InFlight {
				return a.InFlight < b.InFlight
			}
			return a.LatencyScore < b.LatencyScore
		}},
	}
	for _, r := range rules {
		best := -1
		for i, o := range options {
			if r.fits(o) && (best < 0 || r.less(o, options[best])) {
				best = i
			}
		}
		if best >= 0 {
			return best, r.reason
		}
	}
	return -1, "none"
}
