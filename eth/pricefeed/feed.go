package pricefeed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
)

// Chain calls contracts (rpc.Client): a call that the contract refuses is a
// *rpc.RevertError.
type Chain interface {
	CallContract(ctx context.Context, msg ethereum.CallMsg, block *big.Int) ([]byte, error)
}

// Config configures a Feed.
type Config struct {
	Chain   Chain
	Address common.Address // of the contract
	Log     *slog.Logger   // nil to discard

	// Interval between questions, and Timeout for an answer.
	Interval, Timeout time.Duration
	// MaxAge of a price. Chainlink writes one at least once in a day on Arbitrum,
	// and in an hour on Ethereum, and sooner when it moves.
	MaxAge time.Duration
}

// DefaultConfig lacks only the contract and the way to it.
func DefaultConfig() Config {
	return Config{Interval: time.Minute, Timeout: 20 * time.Second, MaxAge: 25 * time.Hour}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Chain == nil:
		return errors.New("price feed has no chain to read")
	case c.Address == (common.Address{}):
		return errors.New("the price feed's address is zero; give a contract with -priceFeedAddr")
	case c.Interval <= 0 || c.Timeout <= 0 || c.MaxAge <= 0:
		return fmt.Errorf("price feed's interval %v, timeout %v and age %v must be above 0", c.Interval, c.Timeout, c.MaxAge)
	}
	return nil
}

// Quote is a price of ETH.
type Quote struct {
	Currency string // "USD"
	// PerETH is how much of the currency 1 ETH costs, above 0. Not to be changed.
	PerETH  *big.Rat
	Updated time.Time // when the feed wrote it
}

// Feed follows one contract's price. See the package comment.
type Feed struct {
	cfg      Config
	contract aggregator
	wg       sync.WaitGroup

	mu     sync.Mutex // guards what follows
	cancel context.CancelFunc
	closed bool
	quote  *Quote // nil before the first
	err    error  // of the last question
}

// New checks the configuration.
func New(cfg Config) (*Feed, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	contract, err := newAggregator(cfg.Chain, cfg.Address)
	return &Feed{cfg: cfg, contract: contract}, err
}

// Start asks what the feed is of, and for its price, and goes on asking until ctx
// or Close ends it. Errors: *NotAFeedError, *PairError, or that of the chain. A
// price that is not to be used now is not an error here, but Quote's.
func (f *Feed) Start(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cancel != nil || f.closed {
		return errors.New("price feed: started twice, or after Close")
	}
	asking, cancel := context.WithTimeout(ctx, f.cfg.Timeout)
	t, err := f.contract.terms(asking)
	cancel()
	if err != nil {
		return err
	}
	if f.quote, err = f.ask(ctx, t); err != nil {
		f.err = err
		f.cfg.Log.Warn("price feed gives no price", "feed", f.cfg.Address, "err", err)
	}
	ctx, f.cancel = context.WithCancel(ctx)
	f.wg.Go(func() { f.run(ctx, t) })
	return nil
}

// Close ends the questions and waits. It may be called again.
func (f *Feed) Close() error {
	f.mu.Lock()
	f.closed = true
	cancel := f.cancel
	f.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	f.wg.Wait()
	return nil
}

// Quote returns the last good price. Its error is a *StaleError, with the price,
// when that is older than Config.MaxAge; without a price, it is ErrNoQuote with what
// was wrong with the last answer.
func (f *Feed) Quote() (Quote, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.quote == nil && f.err != nil:
		return Quote{}, fmt.Errorf("%w: %w", ErrNoQuote, f.err)
	case f.quote == nil:
		return Quote{}, ErrNoQuote
	case time.Since(f.quote.Updated) > f.cfg.MaxAge:
		return *f.quote, &StaleError{Updated: f.quote.Updated, MaxAge: f.cfg.MaxAge}
	}
	return *f.quote, nil
}

func (f *Feed) run(ctx context.Context, t terms) {
	ticker := time.NewTicker(f.cfg.Interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		quote, err := f.ask(ctx, t)
		if ctx.Err() == nil {
			f.keep(quote, err)
		}
	}
}

func (f *Feed) ask(ctx context.Context, t terms) (*Quote, error) {
	ctx, cancel := context.WithTimeout(ctx, f.cfg.Timeout)
	defer cancel()
	quote, err := f.contract.latest(ctx, t, time.Now(), f.cfg.MaxAge)
	if err != nil {
		return nil, err
	}
	return &quote, nil
}

// keep takes an answer over.
func (f *Feed) keep(quote *Quote, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil && f.err == nil {
		f.cfg.Log.Warn("price feed gives no price, the last one goes on to be used", "feed", f.cfg.Address, "err", err)
	}
	f.err = err
	if err == nil {
		f.quote = quote
	}
}
