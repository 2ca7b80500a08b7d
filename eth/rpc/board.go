package rpc

import (
	"slices"
	"sync"
	"time"
)

// board keeps what is known of the endpoints and picks the one to use. It does
// no I/O.
type board struct {
	maxLag     uint64
	auditEvery time.Duration
	staleAfter time.Duration

	mu      sync.Mutex
	chainID uint64   // guarded by mu; 0 until adopted
	records []record // guarded by mu; in the order of Config.URLs
	current int      // guarded by mu; the endpoint in use, -1 for none
	audit   audit    // guarded by mu
}

func newBoard(cfg Config, names []string) *board {
	b := &board{
		maxLag:     cfg.MaxLag,
		auditEvery: auditPolls * cfg.PollInterval,
		staleAfter: stalePolls * cfg.PollInterval,
		chainID:    cfg.ChainID,
		current:    -1,
	}
	for _, name := range names {
		b.records = append(b.records, record{name: name})
	}
	return b
}

// adopt takes the chain id of the first endpoint that has told one, when none is
// expected.
func (b *board) adopt(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := 0; b.chainID == 0 && i < len(b.records); i++ {
		b.chainID = b.records[i].chainID
	}
	b.settle(now)
}

// network returns the chain id; 0 when there is none yet.
func (b *board) network() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.chainID
}

// identity returns the right chain id when endpoint i has told it and did not fail
// since, else 0.
func (b *board) identity(i int) uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r := &b.records[i]; r.failures == 0 && r.known(b.chainID) {
		return r.chainID
	}
	return 0
}

// attempted takes a request's outcome into account.
func (b *board) attempted(i int, o outcome, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.records[i].count(o, now)
	b.settle(now)
}

// looked takes a look at an endpoint into account; s counts when o has no error.
// It returns the endpoint's health after it.
func (b *board) looked(i int, s sighting, o outcome, now time.Time) EndpointHealth {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := &b.records[i]
	r.count(o, now)
	if o.err == nil {
		r.see(s, o.took, now)
		b.collect(r, s)
	}
	b.settle(now)
	return b.healthOf(i, now)
}

// prefer makes an endpoint that answered the one in use, if it is up.
func (b *board) prefer(i int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.records[i].state == StateUp {
		b.current = i
	}
}

// head returns the newest block of the endpoint in use.
func (b *board) head() (Block, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current < 0 {
		return Block{}, false
	}
	return b.records[b.current].head, true
}

// rank says how gladly an endpoint is asked; lower is better, -1 is never.
func (b *board) rank(i int, now time.Time) int {
	r := &b.records[i]
	waiting := now.Before(r.until)
	switch {
	case r.state == StateUp && i == b.current:
		return 0
	case r.state == StateUp:
		return 1
	case !r.known(b.chainID) || r.state == StateDistrusted || waiting && r.limited:
		return -1
	case r.state == StateDown && !waiting:
		return 2
	case r.state == StateLagging:
		return 3
	}
	return 4
}

// ranked returns the endpoints that may be asked, the best first, and how many of
// them are up.
func (b *board) ranked(now time.Time) (order []int, up int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.records {
		if b.rank(i, now) >= 0 {
			order = append(order, i)
		}
		if b.records[i].state == StateUp {
			up++
		}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		if d := b.rank(x, now) - b.rank(y, now); d != 0 {
			return d
		}
		return int(b.records[x].latency - b.records[y].latency)
	})
	return order, up
}

// nextChance returns when the first provider's limit ends, and false when there
// is no limit.
func (b *board) nextChance(now time.Time) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.records {
		r := &b.records[i]
		if !r.known(b.chainID) || r.state != StateDown || !r.limited || !now.Before(r.until) {
			continue
		}
		if d := r.until.Sub(now); !ok || d < wait {
			wait, ok = d, true
		}
	}
	return wait, ok
}

// failures returns why each endpoint cannot be used.
func (b *board) failures(now time.Time) []*EndpointError {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []*EndpointError
	for i := range b.records {
		if h := b.healthOf(i, now); h.Reason != nil {
			list = append(list, &EndpointError{h.Endpoint, h.Reason})
		}
	}
	return list
}

func (b *board) healthAt(i int, now time.Time) EndpointHealth {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.healthOf(i, now)
}

func (b *board) health(now time.Time) []EndpointHealth {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := make([]EndpointHealth, 0, len(b.records))
	for i := range b.records {
		list = append(list, b.healthOf(i, now))
	}
	return list
}
