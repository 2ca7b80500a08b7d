package earning

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/payment"
)

const (
	// maxBatch is how many bookings go into one transaction: enough for one write
	// to serve all that came during the one before it.
	maxBatch = 4096
	// lastWrite bounds the write with which a journal ends.
	lastWrite = 10 * time.Second
)

// Errors of the journal, which are this node's fault.
var (
	errBacklog = errors.New("payments cannot be kept at present")
	errClosed  = errors.New("the node is closing")
)

// journal writes bookings to the store in the order in which they came, many in
// one transaction. What could not be written stays, and is tried again.
type journal struct {
	book    func(ctx context.Context, bookings []payment.Booking) error
	written func(bookings []payment.Booking) // told of what is on disk
	failed  func(err error)
	retry   time.Duration
	limit   int
	wake    chan struct{} // has room for one

	mu sync.Mutex
	// guarded by mu:
	waiting []payment.Booking
	done    uint64        // so many bookings are on disk, the first ones
	tried   uint64        // so many had come at the last attempt
	err     error         // of the last attempt
	ended   chan struct{} // closed and replaced after each attempt
	closed  bool
}

func newJournal(limit int, retry time.Duration) *journal {
	return &journal{retry: retry, limit: limit, wake: make(chan struct{}, 1), ended: make(chan struct{})}
}

// add takes a booking and returns its number, for wait.
func (j *journal) add(b payment.Booking) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.waiting) == 0 { // else the writer is at work, or about to be
		select {
		case j.wake <- struct{}{}:
		default:
		}
	}
	j.waiting = append(j.waiting, b)
	return j.done + uint64(len(j.waiting))
}

// room is an error when too much waits already, or nothing will be written.
func (j *journal) room() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.closed:
		return errClosed
	case len(j.waiting) >= j.limit:
		return errors.Join(errBacklog, j.err)
	}
	return nil
}

// health is the error of the last attempt to write.
func (j *journal) health() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// wait returns when the first n bookings are on disk. Errors: that of the attempt
// to write them, which is repeated, and ctx's.
func (j *journal) wait(ctx context.Context, n uint64) error {
	for first := true; ; first = false {
		ended, err, over := j.state(n, first)
		if over {
			return err
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// state says whether the wait for booking n is over. A caller that comes after an
// attempt has failed waits for the next one.
func (j *journal) state(n uint64, first bool) (ended <-chan struct{}, err error, over bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.done >= n:
		return nil, nil, true
	case j.closed:
		return nil, errors.Join(errClosed, j.err), true
	case !first && j.err != nil && j.tried >= n:
		return nil, j.err, true
	}
	return j.ended, nil, false
}

// run writes until ctx ends, and then once more.
func (j *journal) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			j.close(ctx)
			return
		case <-j.wake:
		}
		for {
			more, err := j.attempt(ctx)
			if err != nil && !j.pause(ctx) || err == nil && !more {
				break
			}
		}
	}
}

// pause waits for the next attempt; false when ctx has ended.
func (j *journal) pause(ctx context.Context) bool {
	timer := time.NewTimer(j.retry)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt writes what waits, as far as it fits into one transaction.
func (j *journal) attempt(ctx context.Context) (more bool, err error) {
	j.mu.Lock()
	batch := slices.Clone(j.waiting[:min(len(j.waiting), maxBatch)])
	tried := j.done + uint64(len(batch))
	j.mu.Unlock()
	if len(batch) == 0 {
		return false, nil
	}
	err = j.book(ctx, batch)
	if err == nil {
		j.written(batch)
	} else if ctx.Err() == nil {
		j.failed(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err, j.tried = err, tried
	if err == nil {
		j.done = tried
		j.waiting = slices.Clone(j.waiting[len(batch):])
	}
	j.signal()
	return len(j.waiting) > 0, err
}

// signal wakes all who wait; the caller holds mu.
func (j *journal) signal() {
	close(j.ended)
	j.ended = make(chan struct{})
}

// close writes what waits a last time, and lets go of all who wait.
func (j *journal) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrite)
	defer cancel()
	for {
		if more, err := j.attempt(ctx); err != nil || !more {
			break
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	j.signal()
}
