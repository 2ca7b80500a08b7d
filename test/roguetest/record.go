package roguetest

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Exchange is one POST /segment.
type Exchange struct {
	Manifest core.ManifestID
	Seq      uint64
	Mode     Mode // that it was answered by
	Began    time.Time
	// Ended is when the answer had been written, or given up.
	Ended time.Time
	// Whole says that all of an answer was written, Harmed that Mode did its harm.
	Whole, Harmed bool
}

// Took is how long it lasted.
func (e Exchange) Took() time.Duration { return e.Ended.Sub(e.Began) }

// record is what a Proxy has been asked. It is safe for concurrent use.
type record struct {
	mu sync.Mutex
	// guarded by mu:
	exchanges []Exchange // that have ended
	quotes    []time.Time
	harm      map[Mode]int
}

func newRecord() *record { return &record{harm: make(map[Mode]int)} }

func (r *record) exchange(e Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exchanges = append(r.exchanges, e)
}

func (r *record) quote() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.quotes = append(r.quotes, time.Now())
}

func (r *record) harmed(m Mode) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.harm[m]++
}

// Exchanges are the segments so far, in the order of their ends.
func (p *Proxy) Exchanges() []Exchange {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	return slices.Clone(p.record.exchanges)
}

// Quotes are the times at which somebody asked for terms, whatever came of it.
func (p *Proxy) Quotes() []time.Time {
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	return slices.Clone(p.record.quotes)
}

// Harm counts by mode what was spoiled: answers, and connections for Dead.
func (p *Proxy) Harm() map[Mode]int {
	_, reset := p.door.counts()
	p.record.mu.Lock()
	defer p.record.mu.Unlock()
	harm := maps.Clone(p.record.harm)
	if reset > 0 {
		harm[Dead] = reset
	}
	return harm
}

// Connections counts those that were made to it so far.
func (p *Proxy) Connections() int {
	came, _ := p.door.counts()
	return came
}
