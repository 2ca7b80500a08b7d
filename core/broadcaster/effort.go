package broadcaster

import (
	"sync"
	"time"
)

// Effort is what is done for one segment beyond sending it to one orchestrator.
type Effort struct {
	// Redundancy is how many orchestrators get each segment from the start, if there
	// are so many, 1 to MaxRedundancy. The first result that passes verification is
	// published.
	Redundancy int
	// CompareAll has the results of all of them verified, and compared where the
	// verifier is a Comparer, before one is published.
	CompareAll bool
	Hedge      Hedge
}

// Hedge says when a segment goes to another orchestrator while the first one is
// still at it.
type Hedge struct {
	// Factor of an orchestrator's usual time above which it is late; 0 for no hedges.
	Factor float64
	// Share bounds the segments of a stream that are hedged, 0 to 1. A general
	// slowdown must not double the load.
	Share float64
	// Late is the latency score above which a segment comes too late for its viewers.
	// Shortly before, it is hedged whatever Share says.
	Late float64
}

// MaxRedundancy is the most that Effort.Redundancy may be.
const MaxRedundancy = 5

// DefaultEffort is that of Selectors that know no other.
func DefaultEffort() Effort {
	return Effort{Redundancy: 1, Hedge: Hedge{Factor: 1.5, Share: 0.1, Late: 1.5}}
}

// normal returns e with its numbers in range.
func (e Effort) normal() Effort {
	e.Redundancy = min(max(1, e.Redundancy), MaxRedundancy)
	return e
}

const (
	// hedgeSlack is added to an orchestrator's usual time: networks are not even.
	hedgeSlack = 200 * time.Millisecond
	// hedgeNear is the part of the viewers' time after which a segment that is late is
	// hedged in any case: the other one needs the rest.
	hedgeNear = 0.75
	// hedgeBurst is how many segments a stream may hedge at once after a quiet time.
	hedgeBurst = 5
)

// lateAfter is when a submission is later than it should be: its orchestrator's
// usual time, of which score is the latency score, 0 for an unknown one. There is
// no hurry before half of the segment's own time.
func (h Hedge) lateAfter(score float64, unit time.Duration) time.Duration {
	usual := unit
	if score > 0 {
		usual = max(time.Duration(score*h.Factor*float64(unit)), unit/2)
	}
	return usual + hedgeSlack
}

// near is the time since a segment's start when its viewers' deadline is near.
func (h Hedge) near(unit time.Duration) time.Duration {
	return time.Duration(hedgeNear * h.Late * float64(unit))
}

// hedges counts what one stream may still hedge: each segment adds its share.
type hedges struct {
	share float64

	mu   sync.Mutex
	left float64 // guarded by mu
}

func newHedges(share float64) *hedges { return &hedges{share: share, left: hedgeBurst} }

// segment adds the share of one.
func (h *hedges) segment() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.left = min(h.left+h.share, hedgeBurst)
}

// allow says whether one more is within bounds.
func (h *hedges) allow() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.left >= 1
}

// spend counts one, which may have been needed out of bounds.
func (h *hedges) spend() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.left = max(0, h.left-1)
}
