package keeper

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/livepeer/streamflow/eth/watch"
)

// loop calls look on each new block and after a time without one.
type loop struct {
	name string
	cfg  Config
	// look returns after what time to look again at the latest.
	look func(ctx context.Context) time.Duration
	wake chan struct{} // one that waits stands for all later ones
	wg   sync.WaitGroup

	blind bool // of the goroutine: the chain could not be read last time

	mu      sync.Mutex
	cancel  context.CancelFunc // guarded by mu, as all that follows; nil before Start
	closed  bool
	l1Block uint64 // the newest that was heard of
}

func newLoop(name string, cfg Config, look func(ctx context.Context) time.Duration) *loop {
	return &loop{name: name, cfg: cfg, look: look, wake: make(chan struct{}, 1)}
}

// Start begins to work, until ctx or Close ends it.
func (l *loop) Start(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cancel != nil || l.closed {
		return errors.New(l.name + ": started twice, or after Close")
	}
	ctx, l.cancel = context.WithCancel(ctx)
	l.wg.Go(func() { l.run(ctx) })
	return nil
}

// Close breaks off what is in progress and waits for it. A transaction that is
// under way stays so. It may be called again.
func (l *loop) Close() error {
	l.mu.Lock()
	l.closed = true
	cancel := l.cancel
	l.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	l.wg.Wait()
	return nil
}

// Subscription makes the service look at the chain on each new block.
func (l *loop) Subscription() watch.Subscription {
	return watch.Subscription{Name: l.name, EveryBlock: true, Handle: l.handle}
}

// handle never blocks. Blocks of the same L1 number, of which Arbitrum has many
// in a second, change nothing in a round and are one wake-up.
func (l *loop) handle(_ context.Context, b watch.Batch) error {
	l.mu.Lock()
	news := b.Kind != watch.Added || b.Block.L1Number != l.l1Block
	l.l1Block = b.Block.L1Number
	l.mu.Unlock()
	if news {
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
	return nil
}

// heard is the newest block of round arithmetic, 0 before the first.
func (l *loop) heard() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.l1Block
}

func (l *loop) run(ctx context.Context) {
	for ctx.Err() == nil {
		timer := time.NewTimer(l.lookOnce(ctx))
		select {
		case <-l.wake: // a new block
		case <-timer.C: // none came, or a delay is over
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

func (l *loop) lookOnce(ctx context.Context) time.Duration {
	ctx, cancel := context.WithTimeout(ctx, l.cfg.LookTimeout)
	defer cancel()
	return l.look(ctx)
}

// unread is the status of a service that can't read the chain: the one before
// with the reason.
func (l *loop) unread(before Status, err error) Status {
	if !errors.Is(err, context.Canceled) { // the node stops
		log := l.cfg.Log.Debug
		if !l.blind {
			log = l.cfg.Log.Warn
		}
		log(l.name+": the chain can't be read, trying again", "err", err)
	}
	l.blind = true
	before.Problem = "the chain can't be read: " + err.Error()
	return before
}

// sees ends what unread began.
func (l *loop) sees() {
	if l.blind {
		l.cfg.Log.Info(l.name + ": the chain can be read again")
	}
	l.blind = false
}
