package node

import (
	"context"
	"log/slog"
	"sync"

	"github.com/livepeer/streamflow/eth/rpc"
)

// headNews passes on that there is a new block: the chain's watcher wakes up, and
// transactions are looked after.
type headNews struct {
	log    *slog.Logger
	heads  <-chan rpc.Block // ends by itself with the node
	wake   chan<- struct{}  // with room for one
	check  func(ctx context.Context) error
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// Start begins to listen, until the feed or Close ends it.
func (h *headNews) Start(context.Context) error {
	ctx, cancel := context.WithCancel(context.Background())
	h.cancel = cancel
	h.wg.Go(func() { h.run(ctx) })
	return nil
}

// Close ends it. It may be called again.
func (h *headNews) Close() error {
	h.cancel()
	h.wg.Wait()
	return nil
}

func (h *headNews) run(ctx context.Context) {
	for {
		select {
		case _, ok := <-h.heads:
			if !ok {
				return
			}
			select {
			case h.wake <- struct{}{}:
			default: // one is waiting already
			}
			if err := h.check(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("Not all transactions could be looked after, the next block is another chance", "err", err)
			}
		case <-ctx.Done():
			return
		}
	}
}
