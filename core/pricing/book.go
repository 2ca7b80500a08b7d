package pricing

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
)

// Feed knows what an ETH costs.
type Feed interface {
	// USD is the last known price of an ETH in US dollars, above 0, and its time;
	// ok is false before the first.
	USD() (perETH *big.Rat, at time.Time, ok bool)
}

// Errors of a Book.
var (
	// ErrNoFeed: a price in US dollars needs to know what an ETH costs.
	ErrNoFeed = errors.New("a price in USD needs a price feed: set -priceFeedAddr or -priceFeedUrl, or give the price in wei")
	// ErrNoQuote: the feed does not know it now.
	ErrNoQuote = errors.New("the price of ETH in USD is not known now")
)

// DefaultMaxAge is how old the price of an ETH may be for new sessions.
const DefaultMaxAge = 25 * time.Hour

// Config has the prices that a Book begins with.
type Config struct {
	Default Rate
	// Senders have prices of their own (`-pricePerBroadcaster`).
	Senders map[common.Address]Rate
	// Capabilities have a price of their own (`-pricePerCapability`).
	Capabilities map[core.Capability]Rate
	// Feed may be nil when no price is in US dollars.
	Feed Feed
	// MaxAge bounds the age of the feed's price; 0 stands for DefaultMaxAge.
	MaxAge time.Duration
	Now    func() time.Time // time.Now when nil
}

// Book is a price list. See the package comment.
type Book struct {
	feed   Feed
	maxAge time.Duration
	now    func() time.Time

	mu sync.RWMutex
	// guarded by mu:
	base         Rate
	senders      map[common.Address]Rate
	capabilities map[core.Capability]Rate
}

// New returns a price list. The error is ErrNoFeed.
func New(cfg Config) (*Book, error) {
	b := &Book{feed: cfg.Feed, maxAge: cfg.MaxAge, now: cfg.Now, senders: make(map[common.Address]Rate), capabilities: make(map[core.Capability]Rate)}
	if b.maxAge <= 0 {
		b.maxAge = DefaultMaxAge
	}
	if b.now == nil {
		b.now = time.Now
	}
	if err := b.SetDefault(cfg.Default); err != nil {
		return nil, err
	}
	for addr, r := range cfg.Senders {
		if err := b.SetForSender(addr, r); err != nil {
			return nil, fmt.Errorf("price for %s: %w", addr, err)
		}
	}
	for c, r := range cfg.Capabilities {
		if err := b.SetForCapability(c, r); err != nil {
			return nil, fmt.Errorf("price for capability %d: %w", c, err)
		}
	}
	return b, nil
}

// Price is what a pixel costs a sender in a job, in wei, exactly: the sender's own
// price if there is one, else the sum of those that the job's capabilities have
// (wire.md 4), else the default. nil caps need none. The error is ErrNoQuote.
func (b *Book) Price(sender common.Address, caps *core.Capabilities) (*big.Rat, error) {
	rates := b.rates(sender, caps)
	var perETH *big.Rat
	if slices.ContainsFunc(rates, needsFeed) {
		quote, at, ok := b.feed.USD()
		if !ok || quote == nil || quote.Sign() <= 0 {
			return nil, ErrNoQuote
		}
		if age := b.now().Sub(at); age > b.maxAge {
			return nil, fmt.Errorf("%w: what is known is %v old", ErrNoQuote, age.Round(time.Second))
		}
		perETH = quote
	}
	sum := new(big.Rat)
	for _, r := range rates {
		sum.Add(sum, r.inWei(perETH))
	}
	return sum, nil
}

func (b *Book) rates(sender common.Address, caps *core.Capabilities) []Rate {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if own, ok := b.senders[sender]; ok {
		return []Rate{own}
	}
	var priced []Rate
	if caps != nil {
		for c, r := range b.capabilities {
			if caps.Bits.Has(c) {
				priced = append(priced, r)
			}
		}
	}
	if len(priced) > 0 {
		return priced
	}
	return []Rate{b.base}
}

func needsFeed(r Rate) bool { return r.Currency() == USD && !r.IsFree() }

// set changes the list unless the rate needs a feed that is not there.
func (b *Book) set(r Rate, change func()) error {
	if b.feed == nil && needsFeed(r) {
		return ErrNoFeed
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
	return nil
}

// Default is the price of everybody without one of their own.
func (b *Book) Default() Rate {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.base
}

// SetDefault changes it. The error is ErrNoFeed.
func (b *Book) SetDefault(r Rate) error { return b.set(r, func() { b.base = r }) }

// Senders are those with a price of their own.
func (b *Book) Senders() map[common.Address]Rate {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return maps.Clone(b.senders)
}

// SetForSender gives a sender a price of its own. The error is ErrNoFeed.
func (b *Book) SetForSender(addr common.Address, r Rate) error {
	return b.set(r, func() { b.senders[addr] = r })
}

// RemoveForSender takes a sender's own price away.
func (b *Book) RemoveForSender(addr common.Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.senders, addr)
}

// Capabilities are those with a price of their own.
func (b *Book) Capabilities() map[core.Capability]Rate {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return maps.Clone(b.capabilities)
}

// SetForCapability gives jobs that need a capability a price. The error is
// ErrNoFeed.
func (b *Book) SetForCapability(c core.Capability, r Rate) error {
	return b.set(r, func() { b.capabilities[c] = r })
}
