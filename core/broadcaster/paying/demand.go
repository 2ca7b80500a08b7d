package paying

import (
	"sync"
	"time"

	"github.com/livepeer/streamflow/pm"
)

const (
	demandSlot = 5 * time.Minute
	demandSpan = time.Hour
)

// Demand is what orchestrators asked for in the last hour.
type Demand struct {
	// FaceValue is the largest of the tickets sent.
	FaceValue pm.Wei
	// Share is the most of the reserve that an orchestrator said it needs for
	// itself.
	Share pm.Wei
	// Spent is the expected value of the tickets sent.
	Spent pm.Credit
	// Span is how long the node has been counting, an hour at most.
	Span time.Duration
}

// demand counts in slots of time.
type demand struct {
	mu    sync.Mutex
	since time.Time    // guarded by mu, as the next
	slots []demandPart // the oldest first
}

type demandPart struct {
	begin time.Time
	Demand
}

// note adds to the present slot.
func (d *demand) note(now time.Time, part Demand) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trim(now)
	if n := len(d.slots); n == 0 || now.Sub(d.slots[n-1].begin) >= demandSlot {
		d.slots = append(d.slots, demandPart{begin: now})
	}
	last := &d.slots[len(d.slots)-1]
	last.merge(part)
}

// trim forgets what is older than demandSpan; mu is held.
func (d *demand) trim(now time.Time) {
	if d.since.IsZero() {
		d.since = now
	}
	for len(d.slots) > 0 && now.Sub(d.slots[0].begin) > demandSpan {
		d.slots = d.slots[1:]
	}
}

func (d *demand) total(now time.Time) Demand {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trim(now)
	sum := Demand{Span: min(now.Sub(d.since), demandSpan)}
	for _, s := range d.slots {
		sum.merge(s.Demand)
	}
	return sum
}

func (d *Demand) merge(part Demand) {
	if part.FaceValue.Cmp(d.FaceValue) > 0 {
		d.FaceValue = part.FaceValue
	}
	if part.Share.Cmp(d.Share) > 0 {
		d.Share = part.Share
	}
	d.Spent = d.Spent.Add(part.Spent)
}
