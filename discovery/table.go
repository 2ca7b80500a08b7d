package discovery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/market"
)

// Table is the market as this broadcaster sees it: whom the sources list, what
// each asks for and how far away it is. It asks them in the background, so that a
// stream starts with answers that are there already; it is a broadcaster.Finder.
//
// Use: NewTable, Start, its methods from any goroutine, Close.
type Table struct {
	cfg     TableConfig
	limiter *rate.Limiter
	pace    *rate.Limiter
	slots   chan struct{} // taken by questions in the background
	live    chan struct{} // taken by questions for a stream
	wake    chan struct{} // of one: something is due earlier
	cancel  context.CancelFunc
	wg      sync.WaitGroup

	mu       sync.Mutex               // guards what follows, and every entry
	lists    [][]Entry                // the last of each source
	tried    []bool                   // the sources that were asked
	troubles []error                  // of the last time that each was asked
	first    chan struct{}            // closed when an entry is known, or all sources were asked
	records  map[string]market.Record // kept from the last run, for entries that are not listed yet
	entries  map[string]*entry        // by URI
	due      schedule                 // those that will be asked
	sieve    *sieve
	caps     capabilityPool
	block    uint64 // the last that was known; 0 for none
	ranked   []*entry
	pool     []broadcaster.PoolEntry // replaced, never changed
	typical  Typical
	regions  []Region
	unranked bool // something has changed since ranked was made
}

var _ broadcaster.Finder = (*Table)(nil)

// NewTable checks cfg. The static sources are listed at once.
func NewTable(cfg TableConfig) (*Table, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = nopObserver{}
	}
	t := &Table{
		cfg: cfg, limiter: rate.NewLimiter(rate.Limit(cfg.Rate), cfg.Burst), pace: rate.NewLimiter(rate.Limit(cfg.Pace), paceBurst),
		slots: make(chan struct{}, cfg.Parallel), live: make(chan struct{}, cfg.Parallel), wake: make(chan struct{}, 1),
		lists: make([][]Entry, len(cfg.Sources)), tried: make([]bool, len(cfg.Sources)), troubles: make([]error, len(cfg.Sources)), first: make(chan struct{}),
		records: map[string]market.Record{}, entries: map[string]*entry{}, sieve: newSieve(cfg.Filter),
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, s := range cfg.Sources {
		if static, ok := s.(*Static); ok {
			t.lists[i] = static.entries
		}
	}
	t.relist(time.Now())
	if len(cfg.Sources) == 0 || len(t.entries) > 0 {
		close(t.first)
	}
	return t, nil
}

// Start recalls what was kept of the last run and begins to ask. The error is
// the Store's.
func (t *Table) Start(ctx context.Context) error {
	if t.cancel != nil {
		return errors.New("discovery: table was started twice")
	}
	if err := t.recall(ctx); err != nil {
		return fmt.Errorf("discovery: recall the market: %w", err)
	}
	t.mu.Lock()
	t.look(time.Now())
	t.mu.Unlock()
	ctx, t.cancel = context.WithCancel(ctx)
	for i := range t.cfg.Sources {
		t.wg.Go(func() { t.watch(ctx, i) })
	}
	t.wg.Go(func() { t.dispatch(ctx) })
	t.wg.Go(func() { t.maintain(ctx) })
	if t.cfg.Store != nil {
		t.wg.Go(func() { t.keep(ctx) })
	}
	return nil
}

// Close ends all questions, stores what is known and waits for it.
func (t *Table) Close() error {
	if t.cancel == nil {
		return nil
	}
	t.cancel()
	t.wg.Wait()
	return nil
}

// Orchestrators lists those that the filter admits, as they were in order last.
// The list is for reading.
func (t *Table) Orchestrators() []broadcaster.PoolEntry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pool
}

// Filter returns the filter that is in force.
func (t *Table) Filter() Filter {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sieve.Clone()
}

// SetFilter puts another filter in force at once: answers of those who do not
// pass it are dropped, and those who now do are asked. The error is a
// *FilterError, after which the old one stays.
func (t *Table) SetFilter(f Filter) error {
	if err := f.Validate(); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sieve = newSieve(f)
	now := time.Now()
	for _, e := range t.entries {
		t.admit(e, now)
	}
	t.rank()
	return nil
}

const (
	// paceBurst is how many questions are begun at once, so that not each waits.
	paceBurst = 8
	// tick is how often the order is made anew and the chain is looked at.
	tick = time.Second
	// recordsKept is how long records wait for a source to list their entries.
	recordsKept = time.Hour
)

// maintain keeps order until ctx ends.
func (t *Table) maintain(ctx context.Context) {
	begin := time.Now()
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := time.Now()
		t.mu.Lock()
		t.look(now)
		if t.unranked {
			t.rank()
		}
		if now.Sub(begin) > recordsKept {
			clear(t.records)
		}
		t.mu.Unlock()
	}
}

// look asks the chain for its block, and has those asked again whose terms end
// soon; mu is held.
func (t *Table) look(now time.Time) {
	if t.cfg.Chain == nil {
		return
	}
	moment, err := t.cfg.Chain.Moment()
	if err != nil || moment.Block == t.block {
		return
	}
	t.block = moment.Block
	for _, e := range t.entries {
		if e.quote != nil && !e.asking && expires(e.quote.info.TicketParams, t.block, e.margin) {
			at := t.earliest(e, now, t.idleGap(e)).Add(rand.N(t.cfg.MinGap)) // not all in one moment
			t.plan(e, minTime(e.due, at))
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// relist makes the entries those of the lists; mu is held.
func (t *Table) relist(now time.Time) {
	var all []Entry
	for _, list := range t.lists {
		all = merge(all, list)
	}
	all = all[:min(len(all), MaxTable)]
	listed := make(map[string]bool, len(all))
	for _, src := range all {
		listed[src.URI] = true
		e := t.entries[src.URI]
		if e == nil {
			e = &entry{Offer: Offer{URI: src.URI, Node: src.URI}, index: -1}
			t.entries[src.URI] = e
			if r, ok := t.records[src.URI]; ok {
				e.remember(r)
				delete(t.records, src.URI)
			}
		}
		e.Score = src.Score
		if !slices.EqualFunc(e.claims, src.Claims, Claim.Equal) {
			e.claims = slices.Clone(src.Claims)
		}
		t.admit(e, now)
	}
	for uri, e := range t.entries {
		if !listed[uri] {
			e.gone = true
			t.due.remove(e)
			delete(t.entries, uri)
		}
	}
	t.rank()
}

// admit applies the filter to an entry, and has it asked if it never was; mu is
// held.
func (t *Table) admit(e *entry, now time.Time) {
	e.claim(e.claims)
	e.barred = t.sieve.admit(e.URI, e.Score, e.Address, e.claims)
	e.refused = nil
	if !e.Answered.IsZero() {
		e.refused = t.sieve.accept(e.Price, e.Version)
	}
	switch {
	case e.barred != nil:
		e.quote = nil
		t.due.remove(e)
	case e.index < 0 && !e.asking:
		at := t.earliest(e, now, t.cfg.MinGap)
		if !at.After(now) {
			at = at.Add(-e.urgency())
		}
		t.plan(e, at)
	}
}
