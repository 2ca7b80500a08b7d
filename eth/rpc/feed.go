package rpc

import (
	"context"
	"sync"
	"time"
)

// maxRecent bounds the blocks that a feed remembers to tell a reorg from an
// endpoint that is a little behind.
const maxRecent = 128

// feed hands the heads of the endpoint in use to subscribers. A subscriber that
// reads slowly misses blocks in between and finds the newest one.
type feed struct {
	mu          sync.Mutex
	recent      []Block                 // guarded by mu; ascending, the last one was delivered last
	movedAt     time.Time               // guarded by mu; of the last delivery, or the start
	subscribers map[chan Block]struct{} // guarded by mu; each with room for one block
}

func newFeed(now time.Time) *feed {
	return &feed{movedAt: now, subscribers: map[chan Block]struct{}{}}
}

// Heads returns a channel with the newest block now and whenever there is
// another: one with a higher number, or after a reorg one that takes the place of
// a block that was delivered. A change of the endpoint in use does not end it, and
// repeats nothing. A slow reader gets the newest block only; blocks in between
// are dropped, as they are when the chain grows faster than Config.PollInterval,
// so use it to learn that there is news. The channel is closed when ctx ends or
// the client closes.
func (c *Client) Heads(ctx context.Context) (<-chan Block, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	defer c.leave()
	heads := c.feed.subscribe()
	c.wg.Go(func() {
		select {
		case <-ctx.Done():
		case <-c.root.Done():
		}
		c.feed.unsubscribe(heads)
	})
	return heads, nil
}

func (f *feed) subscribe() chan Block {
	f.mu.Lock()
	defer f.mu.Unlock()
	heads := make(chan Block, 1)
	if n := len(f.recent); n > 0 {
		heads <- f.recent[n-1]
	}
	f.subscribers[heads] = struct{}{}
	return heads
}

func (f *feed) unsubscribe(heads chan Block) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.subscribers, heads)
	close(heads)
}

// pull takes the newest head from source, which runs under the feed's lock so that
// an older head never comes after a newer one.
func (f *feed) pull(source func() (Block, bool), now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	b, ok := source()
	if !ok || !f.accept(b) {
		return
	}
	f.movedAt = now
	for heads := range f.subscribers {
		select {
		case <-heads: // the block that was not read in time
		default:
		}
		heads <- b // has room: nobody else sends
	}
}

// accept says whether b is news, and remembers it. A lower block that was never
// delivered is none: it cannot be told from one of an endpoint that is behind.
func (f *feed) accept(b Block) bool {
	i := len(f.recent)
	for i > 0 && f.recent[i-1].Number >= b.Number {
		i--
	}
	if i < len(f.recent) && (f.recent[i].Number != b.Number || f.recent[i].Hash == b.Hash) {
		return false
	}
	f.recent = append(f.recent[:i], b)
	if len(f.recent) > maxRecent {
		f.recent = append(f.recent[:0], f.recent[1:]...)
	}
	return true
}

func (f *feed) stale(now time.Time) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return now.Sub(f.movedAt)
}
