package broadcaster

import (
	"context"
	"sync"
)

// backlog bounds the segments of one stream that are being transcoded or wait
// for it. When more wait than it allows, in number or bytes, the one that has
// waited the longest gives up its renditions: a live viewer gains more from
// newer ones, and the source is published whatever happens here.
type backlog struct {
	running    int // allowed
	waiting    int // allowed
	totalBytes int64

	mu    sync.Mutex
	busy  int     // guarded by mu; turns that have begun and not ended
	bytes int64   // guarded by mu; of all turns that have not ended
	queue []*turn // guarded by mu; oldest first
}

// turn is one segment's place.
type turn struct {
	bytes int64
	begun chan struct{} // closed when the turn has begun or is lost
	lost  bool          // written before begun is closed
}

// enter takes a place. It must be followed by wait and then leave.
func (b *backlog) enter(bytes int) *turn {
	t := &turn{bytes: int64(bytes), begun: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bytes += t.bytes
	b.queue = append(b.queue, t)
	b.advance()
	for len(b.queue) > 0 && (len(b.queue) > b.waiting || b.bytes > b.totalBytes) {
		oldest := b.queue[0]
		b.queue = b.queue[1:]
		b.bytes -= oldest.bytes
		oldest.lost = true
		close(oldest.begun)
	}
	return t
}

// advance lets the next ones begin; mu is held.
func (b *backlog) advance() {
	for len(b.queue) > 0 && b.busy < b.running {
		next := b.queue[0]
		b.queue = b.queue[1:]
		b.busy++
		close(next.begun)
	}
}

// wait returns nil when the turn has begun, ErrBacklog when it was lost. Only
// after nil the turn must be left; on other errors it is left already.
func (b *backlog) wait(ctx context.Context, t *turn) error {
	select {
	case <-t.begun:
	case <-ctx.Done():
		b.abandon(t)
		return ctx.Err()
	}
	if t.lost {
		return ErrBacklog
	}
	return nil
}

// abandon gives up a turn that may or may not have begun.
func (b *backlog) abandon(t *turn) {
	b.mu.Lock()
	for i, q := range b.queue {
		if q == t {
			b.queue = append(b.queue[:i:i], b.queue[i+1:]...)
			b.bytes -= t.bytes
			b.mu.Unlock()
			return
		}
	}
	b.mu.Unlock()
	if !t.lost { // begun is closed: the turn is in neither place otherwise
		b.leave(t)
	}
}

// leave ends a turn that has begun.
func (b *backlog) leave(t *turn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.busy--
	b.bytes -= t.bytes
	b.advance()
}
