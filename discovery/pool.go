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

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Config configures a Pool.
type Config struct {
	Sources []Source
	Client  Client
	// Timeout is -discoveryTimeout: how long a search waits for answers. While
	// there is none it is doubled, up to HardStop.
	Timeout  time.Duration
	HardStop time.Duration
	// Concurrency bounds the orchestrators that are asked at the same time.
	Concurrency int
	// ExtraNodes is how many of the further addresses that an orchestrator names
	// are asked too (-extraNodes), one level deep.
	ExtraNodes int
	// Blocklist names orchestrators that are never used (-orchBlocklist).
	Blocklist []common.Address
	Observer  Observer     // nil to observe nothing
	Log       *slog.Logger // nil to discard
}

// DefaultConfig has the values of features.md 5, without sources and client.
func DefaultConfig() Config {
	return Config{Timeout: 500 * time.Millisecond, HardStop: 6 * time.Second, Concurrency: 128}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Client == nil:
		return errors.New("discovery: no client to ask orchestrators with")
	case c.Timeout <= 0 || c.HardStop < c.Timeout:
		return fmt.Errorf("discovery: timeout %v must be above 0 and at most the hard stop %v", c.Timeout, c.HardStop)
	case c.Concurrency < 1:
		return fmt.Errorf("discovery: concurrency is %d; expected at least 1", c.Concurrency)
	case c.ExtraNodes < 0:
		return fmt.Errorf("discovery: extra nodes is %d; expected 0 or more", c.ExtraNodes)
	}
	return nil
}

// Pool is a broadcaster.Finder over all sources.
type Pool struct {
	cfg Config

	mu      sync.Mutex
	known   []Entry                  // guarded by mu; the last list of all sources
	latency map[string]time.Duration // guarded by mu; of the last answer of each known one, 0 before
}

var _ broadcaster.Finder = (*Pool)(nil)

// NewPool checks cfg. The static sources are listed by Orchestrators at once.
func NewPool(cfg Config) (*Pool, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = nopObserver{}
	}
	p := &Pool{cfg: cfg}
	var known []Entry
	for _, s := range cfg.Sources {
		if static, ok := s.(*Static); ok {
			known = merge(known, static.entries)
		}
	}
	p.remember(known)
	return p, nil
}

// Orchestrators lists the pool in the order of its sources.
func (p *Pool) Orchestrators() []broadcaster.PoolEntry {
	p.mu.Lock()
	defer p.mu.Unlock()
	entries := make([]broadcaster.PoolEntry, 0, len(p.known))
	for _, e := range p.known {
		entries = append(entries, broadcaster.PoolEntry{URI: e.URI, Score: e.Score, Latency: p.latency[e.URI]})
	}
	return entries
}

// list asks the sources. One that fails costs its own entries only.
func (p *Pool) list(ctx context.Context) ([]Entry, error) {
	var all []Entry
	var errs []error
	for _, s := range p.cfg.Sources {
		entries, err := s.Orchestrators(ctx)
		if err != nil {
			errs = append(errs, err)
			p.cfg.Log.Warn("source of orchestrators failed", "err", err)
			continue
		}
		all = merge(all, entries)
	}
	if len(all) == 0 {
		return nil, errors.Join(append([]error{ErrNoOrchestrators}, errs...)...)
	}
	p.remember(all)
	return all, nil
}

func (p *Pool) remember(all []Entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	latency := make(map[string]time.Duration, len(all))
	for _, e := range all {
		latency[e.URI] = p.latency[e.URI]
	}
	p.known, p.latency = slices.Clone(all), latency
}

func (p *Pool) answered(uri string, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.latency[uri]; known {
		p.latency[uri] = took
	}
}

// Find asks all orchestrators in random order, so that no place in the list is
// favoured. It returns when all have answered; when Timeout has passed and at
// least one was found; or, the wait doubled again and again, at HardStop.
// The error is ErrNoOrchestrators when no orchestrator can be used.
func (p *Pool) Find(ctx context.Context, req core.JobRequest, found func(broadcaster.Candidate)) error {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, p.cfg.HardStop)
	defer cancel()
	entries, err := p.list(ctx)
	if err != nil {
		return err
	}
	rand.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	s := &search{pool: p, ctx: ctx, req: req, answers: make(chan answer)}
	s.start(entries)
	last := s.collect(found)
	cancel()
	s.wg.Wait()
	took := time.Since(start)
	p.cfg.Observer.DiscoveryDone(len(entries), s.found, took)
	p.cfg.Log.Debug("orchestrators asked", "asked", len(entries), "found", s.found, "took", took)
	if s.found == 0 {
		return noneError(len(entries), last)
	}
	return nil
}
