package verifier

import (
	"sync"
	"time"
)

// maxOffsets bounds the orchestrators whose offsets a stream remembers.
const maxOffsets = 256

// offsets is how much later than its source each rendition of an orchestrator's began in
// the segment that was accepted last.
type offsets struct {
	mu    sync.Mutex
	peers map[string][]*time.Duration // guarded by mu, by URI; never changed
}

func newOffsets() *offsets { return &offsets{peers: make(map[string][]*time.Duration)} }

// of rendition i; nil for the first.
func (o *offsets) of(uri string, i int) *time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known := o.peers[uri]; i < len(known) {
		return known[i]
	}
	return nil
}

func (o *offsets) set(uri string, now []*time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, known := o.peers[uri]; !known && len(o.peers) >= maxOffsets {
		clear(o.peers)
	}
	o.peers[uri] = now
}

func (o *offsets) forget(uri string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.peers, uri)
}
