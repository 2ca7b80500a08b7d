package reputation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Store keeps records over restarts. It is implemented by store.Reputations.
type Store interface {
	// Records returns all records, those with the latest Last first.
	Records(ctx context.Context) ([]Record, error)
	// SaveRecords stores each record in place of the one of its peer.
	SaveRecords(ctx context.Context, records []Record) error
	// ForgetRecords deletes those whose Last is before a moment, and
	// of the others all but the keep latest.
	ForgetRecords(ctx context.Context, before time.Time, keep int) error
}

// Config configures a Book.
type Config struct {
	Store Store // nil keeps nothing over a restart
	// Peers bounds the orchestrators that are remembered; those of which nothing
	// was heard for the longest time are forgotten first.
	Peers int
	// Forget is how long an orchestrator is remembered after the last attempt.
	Forget time.Duration
	// Save is the time between two saves.
	Save time.Duration
	Now  func() time.Time // nil for time.Now
	Log  *slog.Logger     // nil to discard
}

// DefaultConfig has all values but the Store.
func DefaultConfig() Config {
	return Config{Peers: 10_000, Forget: 90 * 24 * time.Hour, Save: 10 * time.Second}
}

// Validate says what is out of range.
func (c Config) Validate() error {
	if c.Peers < 1 || c.Forget <= 0 || c.Save <= 0 {
		return errors.New("reputation: the number of peers, the time until they are forgotten and that between two saves must be above 0")
	}
	return nil
}

// Book has an Entry for each orchestrator, or on an orchestrator for each broadcaster.
type Book struct {
	cfg    Config
	root   context.Context    // of the saves; nil until Start
	cancel context.CancelFunc // ends run
	wg     sync.WaitGroup

	mu      sync.Mutex
	entries map[Peer]*Entry // guarded by mu, as what follows
	dirty   map[*Entry]bool // to be saved
}

// New returns an empty Book.
func New(cfg Config) (*Book, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Book{cfg: cfg, entries: make(map[Peer]*Entry), dirty: make(map[*Entry]bool)}, nil
}

// Entry returns the entry of an orchestrator, a new one for an unknown one. What
// it is told is remembered also if the orchestrator was forgotten meanwhile.
func (b *Book) Entry(p Peer) *Entry {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.entries[p]
	if e == nil {
		e = &Entry{book: b, peer: p, record: Record{Peer: p}}
		b.add(e)
	}
	return e
}

// add lets an entry in, and the longest unused out; mu is held.
func (b *Book) add(e *Entry) {
	b.entries[e.peer] = e
	if len(b.entries) <= b.cfg.Peers {
		return
	}
	all := make([]*Entry, 0, len(b.entries))
	for _, o := range b.entries {
		if o != e && !b.dirty[o] {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(x, y *Entry) int {
		return cmp.Or(cmp.Compare(x.last.Load(), y.last.Load()), cmp.Compare(x.peer, y.peer))
	})
	// A tenth at once, so that this is rare.
	for _, o := range all[:min(len(all), max(1, b.cfg.Peers/10))] {
		delete(b.entries, o.peer)
	}
}

// changed notes that e is to be saved.
func (b *Book) changed(e *Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dirty[e] = true
	if b.entries[e.peer] != e {
		b.add(e)
	}
}

// Records are copies of what is remembered, the latest first. Those of whom
// nothing was seen are left out.
func (b *Book) Records() []Record {
	b.mu.Lock()
	all := make([]*Entry, 0, len(b.entries))
	for _, e := range b.entries {
		if e.last.Load() != 0 {
			all = append(all, e)
		}
	}
	b.mu.Unlock()
	records := make([]Record, len(all))
	for i, e := range all {
		records[i] = e.Record()
	}
	slices.SortFunc(records, func(x, y Record) int { return cmp.Or(y.Last.Compare(x.Last), cmp.Compare(x.Peer, y.Peer)) })
	return records
}

// Forget deletes what is remembered of an orchestrator, as an operator may wish
// to. It says whether there was anything.
func (b *Book) Forget(ctx context.Context, p Peer) (bool, error) {
	b.mu.Lock()
	e := b.entries[p]
	b.mu.Unlock()
	if e == nil || e.last.Load() == 0 {
		return false, nil
	}
	e.mu.Lock()
	e.record = Record{Peer: p, URI: e.record.URI}
	e.mu.Unlock()
	e.last.Store(0)
	e.version.Add(1)
	if b.cfg.Store == nil {
		return true, nil
	}
	if err := b.cfg.Store.SaveRecords(ctx, []Record{e.Record()}); err != nil {
		return true, fmt.Errorf("forget %s: %w", p, err)
	}
	return true, nil
}
