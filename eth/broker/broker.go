package broker

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// ErrNotRunning is returned before Start and after Close.
var ErrNotRunning = errors.New("broker is not running")

const maxReads = 32

// Broker knows what payments depend on. See the package comment.
type Broker struct {
	cfg      Config
	present  *present
	accounts *accounts
	meter    *gasMeter
	// reads has a place for each read of funds in progress, so that a crowd of new
	// senders does not use up the endpoints' limits.
	reads chan struct{}

	mu     sync.Mutex // guards what follows, and that wg grows only while running
	root   context.Context
	cancel context.CancelFunc // nil before Start
	closed bool
	wg     sync.WaitGroup
}

// New checks the configuration.
func New(cfg Config) (*Broker, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Broker{cfg: cfg, present: newPresent(), accounts: newAccounts(cfg.MaxSenders), meter: newGasMeter(cfg),
		reads: make(chan struct{}, maxReads)}, nil
}

// Start reads what was stored and begins to watch the price of gas, until ctx or
// Close ends it. It fails when the store cannot be read.
func (b *Broker) Start(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cancel != nil || b.closed {
		return errors.New("broker: started twice, or after Close")
	}
	if err := b.meter.load(ctx); err != nil {
		return err
	}
	b.root, b.cancel = context.WithCancel(ctx)
	root := b.root
	b.wg.Go(func() { b.meter.run(root) })
	return nil
}

// Close ends what is in progress and waits for it. It may be called again.
func (b *Broker) Close() error {
	b.mu.Lock()
	again := b.closed
	b.closed = true
	if b.cancel != nil {
		b.cancel()
	}
	b.mu.Unlock()
	if !again {
		b.present.close()
	}
	b.wg.Wait()
	return nil
}

// goRun runs fn as a goroutine of the Broker's while that runs.
func (b *Broker) goRun(fn func(root context.Context)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cancel == nil || b.closed || b.root.Err() != nil {
		return ErrNotRunning
	}
	root := b.root
	b.wg.Go(func() { fn(root) })
	return nil
}

// Moment returns the present as of the newest block that the node has heard of. It
// is a *pm.Refusal, pm.ChainUnavailable, before the first.
func (b *Broker) Moment() (pm.Moment, error) {
	m, ok := b.present.moment()
	if !ok {
		return m, pm.Refuse(pm.ChainUnavailable, "the chain was not read yet; try again soon")
	}
	return m, nil
}

// Moments tells of the present now and whenever it changes, the newest only, until
// ctx ends or the Broker is closed, which close the channel.
func (b *Broker) Moments(ctx context.Context) <-chan pm.Moment { return b.present.subscribe(ctx) }

// Active says whether addr is the recipient and in the active set; false while
// that is not known.
func (b *Broker) Active(addr common.Address) bool {
	return addr == b.cfg.Recipient && b.present.active()
}

// Gas returns what redemptions cost; ok is false while the price is not known.
func (b *Broker) Gas() (gas pm.RedeemGas, ok bool) {
	gas.Single, gas.InBatch = b.meter.redeemGas()
	gas.Price, gas.Rolling, ok = b.meter.price()
	return gas, ok
}

// GasPrice returns the price of a unit of gas now and its rolling one, the median
// over Config.GasWindow; ok is false while they are not known.
func (b *Broker) GasPrice() (now, average pm.Wei, ok bool) { return b.meter.price() }

// RedeemGas is what the redemption of a ticket takes, alone in its transaction.
func (b *Broker) RedeemGas() uint64 {
	single, _ := b.meter.redeemGas()
	return single
}

// ObserveRedemption tells what a transaction of the node's took that redeemed so
// many tickets.
func (b *Broker) ObserveRedemption(tickets int, gas uint64) { b.meter.observe(tickets, gas) }
