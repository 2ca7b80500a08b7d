package choosing

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// Config configures a Chooser.
type Config struct {
	Book     *reputation.Book
	Policies Policies
	// Default names the policy of streams that ask for none.
	Default string
	// Deposit is the node's own; nil or 0 when it is not known, as off chain. It is
	// called with a lock held and must not block.
	Deposit func() pm.Wei
	// MaxPrice is the node's own limit, which counts beside those of policies
	// (-maxPricePerUnit); nil, or a nil one, is none. It is called with a lock held,
	// and its answer is for reading.
	MaxPrice func() *pm.Price
	// Keep is how many choices are explained of each stream, and KeepEnded of how
	// many streams that have ended.
	Keep, KeepEnded int
	Random          Random           // nil for one that nobody can foresee
	Now             func() time.Time // nil for time.Now
	Log             *slog.Logger     // nil to discard
}

// DefaultConfig has all values but the Book.
func DefaultConfig() Config {
	return Config{Policies: DefaultPolicies(), Default: Live, Keep: 32, KeepEnded: 32}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Book == nil:
		return errors.New("choosing: Config.Book is missing")
	case c.Keep < 0 || c.KeepEnded < 0:
		return fmt.Errorf("choosing: %d choices of a stream and %d streams that ended are to be kept; expected 0 or more", c.Keep, c.KeepEnded)
	case c.Policies[c.Default] == nil:
		return fmt.Errorf("choosing: the default policy %q does not exist; there are %s", c.Default, c.Policies.names())
	}
	for name, p := range c.Policies {
		var bad *PolicyError
		if err := p.Validate(); errors.As(err, &bad) {
			return &PolicyError{Policy: name, Reason: bad.Reason}
		}
	}
	return nil
}

// Chooser makes the Selectors of streams. It implements broadcaster.Selectors.
type Chooser struct {
	cfg    Config
	places *places

	mu      sync.Mutex
	streams map[core.ManifestID]*stream // running; guarded by mu, as the next
	over    []*stream                   // ended, the last one at the end
}

// New returns a Chooser.
func New(cfg Config) (*Chooser, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Random == nil {
		cfg.Random = secure{}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	own := make(Policies, len(cfg.Policies))
	for name, p := range cfg.Policies {
		own[name] = p.clone()
	}
	cfg.Policies = own
	return &Chooser{cfg: cfg, places: newPlaces(), streams: make(map[core.ManifestID]*stream)}, nil
}

// Has says whether there is a policy of the name; "" stands for the default one.
// The error is a *PolicyError, which names those that there are.
func (c *Chooser) Has(name string) error {
	if name != "" && c.cfg.Policies[name] == nil {
		return &PolicyError{Policy: name, Reason: "there is none of this name; there are " + c.cfg.Policies.names()}
	}
	return nil
}

// Policy returns a copy of a policy, the default one for "". The error is a
// *PolicyError when there is none of the name.
func (c *Chooser) Policy(name string) (Policy, error) {
	if err := c.Has(name); err != nil {
		return Policy{}, err
	}
	if name == "" {
		name = c.cfg.Default
	}
	return *c.cfg.Policies[name].clone(), nil
}

// Policies returns copies of all policies, and the name of the default one.
func (c *Chooser) Policies() (all Policies, preset string) {
	all = make(Policies, len(c.cfg.Policies))
	for name, p := range c.cfg.Policies {
		all[name] = p.clone()
	}
	return all, c.cfg.Default
}

// Open implements broadcaster.Selectors. A stream that asks for a policy that does
// not exist gets the default one: those who let streams in check it by Has.
func (c *Chooser) Open(cfg broadcaster.StreamConfig) broadcaster.StreamSelector {
	name := cfg.Policy
	if name == "" {
		name = c.cfg.Default
	}
	p := c.cfg.Policies[name]
	if p == nil {
		c.cfg.Log.Warn("the stream asks for a policy that does not exist", "manifest", cfg.ManifestID, "policy", name, "used", c.cfg.Default)
		name, p = c.cfg.Default, c.cfg.Policies[c.cfg.Default]
	}
	s := &stream{chooser: c, id: cfg.ManifestID, name: name, policy: p, tier: -1, random: rand.New(c.cfg.Random)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.streams[s.id] = s
	return s
}

// ended moves a stream to those that are over.
func (c *Chooser) ended(s *stream) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.streams[s.id] == s {
		delete(c.streams, s.id)
	}
	c.over = append(c.over, s)
	if n := len(c.over) - c.cfg.KeepEnded; n > 0 {
		clear(c.over[:n])
		c.over = c.over[n:]
	}
}

// Explain returns the last choices of a stream, the last one first; ok is false
// when it is not known. Of several streams of one name it is the one that runs, or
// that ended last.
func (c *Chooser) Explain(id core.ManifestID) (list []Explanation, ok bool) {
	c.mu.Lock()
	s := c.streams[id]
	for i := len(c.over) - 1; s == nil && i >= 0; i-- {
		if c.over[i].id == id {
			s = c.over[i]
		}
	}
	c.mu.Unlock()
	if s == nil {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.explanations.list(), true
}
