package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/chain"
)

// Progress says how far a watcher is. A block that is not known yet is zero.
type Progress struct {
	At   chain.BlockRef // all handlers have what happened up to it
	Head chain.BlockRef // the newest block, with the present L1 number
}

// Lag is how many blocks the handlers are behind the head.
func (p Progress) Lag() uint64 {
	if p.Head.Number <= p.At.Number {
		return 0
	}
	return p.Head.Number - p.At.Number
}

// Watcher follows a chain for its subscriptions.
type Watcher struct {
	cfg    Config
	subs   []Subscription // fixed from Start on
	cancel context.CancelFunc
	loop   sync.WaitGroup

	mu sync.Mutex
	// guarded by mu:
	progress Progress

	// owned by the loop once it runs:
	source  source
	tail    tail
	unsaved bool   // tail has grown since it was stored
	resumed bool   // handlers know where this run begins
	from    uint64 // first block wanted if there is no position; 0: after the head
	span    uint64 // of the next request for a range, in blocks
	recalls int    // failed attempts to get logs of removed blocks
}

// New checks the configuration.
func New(cfg Config) (*Watcher, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	return &Watcher{cfg: cfg, from: cfg.From, span: cfg.Range}, nil
}

// Subscribe adds a handler. It must not be called at the same time as Start,
// and returns ErrStarted after it.
func (w *Watcher) Subscribe(s Subscription) error {
	if w.cancel != nil {
		return ErrStarted
	}
	if err := s.validate(); err != nil {
		return err
	}
	w.subs = append(w.subs, s)
	return nil
}

// Start reads the stored position and returns; the chain is asked in the
// background until ctx is done or Close. It fails when the position can't be
// read or the subscriptions do not fit into one query.
func (w *Watcher) Start(ctx context.Context) error {
	if w.cancel != nil {
		return ErrStarted
	}
	src, err := newSource(w.cfg, w.subs)
	if err != nil {
		return err
	}
	stored, err := w.cfg.Store.Blocks(ctx)
	if err != nil {
		return fmt.Errorf("stored blocks: %w", err)
	}
	t, err := restore(stored, w.cfg.Tail)
	if err != nil {
		return err
	}
	w.source, w.tail = src, t
	if !t.empty() {
		w.progress.At = t.tip()
	}
	ctx, w.cancel = context.WithCancel(ctx)
	w.loop.Go(func() { w.run(ctx) })
	return nil
}

// Close ends the watcher and waits for a handler that is at work. It may be
// called again.
func (w *Watcher) Close() error {
	if w.cancel != nil {
		w.cancel()
	}
	w.loop.Wait()
	return nil
}

// Progress returns how far the watcher is.
func (w *Watcher) Progress() Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.progress
}

func (w *Watcher) setHead(head chain.BlockRef) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.progress.Head = head
}

func (w *Watcher) setAt(at chain.BlockRef) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.progress.At = at
}

// run looks at the chain again and again: at once while there is more to catch
// up, after a pause when something failed, else when woken or by the poll.
func (w *Watcher) run(ctx context.Context) {
	wake, failures := w.cfg.Wake, 0
	for {
		more, err := w.look(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			// A smaller range is likely to be answered, so it need not wait long.
			if tooMuch := (*RangeError)(nil); errors.As(err, &tooMuch) && w.span > 1 {
				failures = 0
			}
			if !w.retryLater(ctx, err, failures) {
				return
			}
			failures++
			continue
		}
		failures = 0
		w.cfg.Observer.Looked(w.Progress())
		if !more {
			wake = w.sleep(ctx, wake)
		}
	}
}

// sleep waits for a wake-up, the poll or the end of ctx. It returns the feed of
// wake-ups, nil when that has ended.
func (w *Watcher) sleep(ctx context.Context, wake <-chan struct{}) <-chan struct{} {
	timer := time.NewTimer(w.cfg.Poll)
	defer timer.Stop()
	select {
	case _, open := <-wake:
		if !open {
			return nil
		}
	case <-timer.C:
	case <-ctx.Done():
	}
	return wake
}

// look takes one step towards the present head; more says that another one is
// due at once.
func (w *Watcher) look(ctx context.Context) (more bool, err error) {
	head, err := w.source.latest(ctx)
	if err != nil {
		return false, err
	}
	if w.tail.empty() {
		return true, w.begin(ctx, head)
	}
	if !w.resumed {
		if err := w.deliver(ctx, Resume, remembered{block: w.tail.tip()}); err != nil {
			return false, err
		}
		w.resumed = true
	}
	switch {
	case w.lags(head):
		return false, nil
	case head.Number > w.tail.tip().Number+uint64(w.cfg.Tail):
		w.setHead(head)
		return true, w.catchUp(ctx, head)
	default:
		w.setHead(head)
		return false, w.follow(ctx, head)
	}
}

// lags says that head is a block the watcher has left behind: the provider is
// late, the chain has not gone back.
func (w *Watcher) lags(head chain.BlockRef) bool {
	if at := w.tail.index(head.Hash); at >= 0 {
		return at < len(w.tail.blocks)-1
	}
	// Older than all that is remembered, in both senses. A chain that began
	// anew is lower too, but its head is young.
	oldest := w.tail.oldest()
	return head.Number < oldest.Number && !head.Time.After(oldest.Time)
}

// begin makes the first position: where the configuration says, or the head.
func (w *Watcher) begin(ctx context.Context, head chain.BlockRef) error {
	start := head
	if w.from > 0 && w.from-1 < head.Number {
		var err error
		if start, err = w.source.byNumber(ctx, w.from-1); err != nil {
			return err
		}
	}
	w.setHead(head)
	// A handler that fails makes the next look begin again, with a newer head:
	// the state as of an old block may not be readable for ever.
	for _, s := range w.subs {
		if err := s.handle(ctx, Batch{Kind: Resync, Block: start}); err != nil {
			return err
		}
	}
	w.from, w.resumed = 0, true
	w.tail.reset(start)
	return w.save(ctx)
}

// resync begins anew at the head. That there is no position is stored first: a
// run that is cut off in between begins anew as well.
func (w *Watcher) resync(ctx context.Context, head chain.BlockRef) error {
	w.cfg.Log.Info("blocks remembered are not of this chain, state has to be read anew", "block", head.Number)
	w.cfg.Observer.Resynced()
	w.from = 0
	w.tail.clear()
	if err := w.save(ctx); err != nil {
		return err
	}
	return w.begin(ctx, head)
}
