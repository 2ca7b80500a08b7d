package reputation

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// Entry is the page of one orchestrator in a Book.
type Entry struct {
	book *Book
	peer Peer
	// version counts what the entry was told; last is the time of that, in
	// nanoseconds of Unix time, 0 for never.
	version atomic.Uint64
	last    atomic.Int64

	mu     sync.Mutex
	record Record // guarded by mu
}

// Peer is whose entry it is.
func (e *Entry) Peer() Peer { return e.peer }

// Version changes with everything the entry is told.
func (e *Entry) Version() uint64 { return e.version.Load() }

// Report tells of an attempt.
func (e *Entry) Report(o Outcome) {
	e.change(func(r *Record, now time.Time) { r.attempt(o, now) })
}

// Judge tells what verification said of a result.
func (e *Entry) Judge(v Verdict) {
	e.change(func(r *Record, now time.Time) { r.verdict(v, now) })
}

// Paid tells of tickets that were sent, and their expected value.
func (e *Entry) Paid(tickets uint64, value pm.Wei) {
	e.change(func(r *Record, now time.Time) {
		r.age(now)
		r.paid(tickets, value)
	})
}

// At notes where the orchestrator was found.
func (e *Entry) At(uri string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.record.URI = uri // kept with the next change
}

func (e *Entry) change(f func(r *Record, now time.Time)) {
	now := e.book.cfg.Now()
	e.mu.Lock()
	f(&e.record, now)
	e.mu.Unlock()
	e.last.Store(now.UnixNano())
	e.version.Add(1)
	e.book.changed(e)
}

// Estimate is what is to be expected of the next attempt; limit is the latency
// score above which it is late.
func (e *Entry) Estimate(p Prior, limit float64) Estimate {
	now := e.book.cfg.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.record.estimate(p, limit, now)
}

// Record is a copy of what is remembered.
func (e *Entry) Record() Record {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.record
}
