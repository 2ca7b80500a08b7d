package watch

import (
	"context"
	"fmt"
	"time"
)

// deliver gives what happened at a block to every handler that is concerned, in
// the order of subscription, each until it takes it. It fails only when ctx has
// ended.
func (w *Watcher) deliver(ctx context.Context, kind Kind, r remembered) error {
	for _, s := range w.subs {
		b, ok := s.batch(kind, r.block, r.logs)
		if !ok {
			continue
		}
		if err := w.insist(ctx, func(ctx context.Context) error { return s.handle(ctx, b) }); err != nil {
			return err
		}
	}
	return nil
}

// add delivers a new block as the tip. Its position is stored at once when it
// had logs, else with a later one: a block without logs may come twice.
func (w *Watcher) add(ctx context.Context, r remembered) error {
	if err := w.deliver(ctx, Added, r); err != nil {
		return err
	}
	w.tail.push(r)
	w.unsaved = true
	w.setAt(r.block)
	if len(r.logs) == 0 {
		return nil
	}
	return w.save(ctx)
}

// save stores the tail, again and again until it is stored. It fails only when
// ctx has ended.
func (w *Watcher) save(ctx context.Context) error {
	refs := w.tail.refs()
	err := w.insist(ctx, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, w.cfg.CallTimeout)
		defer cancel()
		if err := w.cfg.Store.SaveBlocks(ctx, refs); err != nil {
			return fmt.Errorf("store the watcher's position: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.unsaved = false
	if !w.tail.empty() {
		w.setAt(w.tail.tip())
	}
	return nil
}

// insist calls f until it returns nil, with growing pauses, or ctx ends.
func (w *Watcher) insist(ctx context.Context, f func(context.Context) error) error {
	for failures := 0; ; failures++ {
		err := f(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || !w.retryLater(ctx, err, failures) {
			return err
		}
	}
}

// retryLater reports err, which came after so many failures in a row, and
// waits; false says that ctx has ended.
func (w *Watcher) retryLater(ctx context.Context, err error, failures int) bool {
	w.cfg.Observer.Failed(err)
	w.cfg.Log.Warn("chain watcher will try again", "failures", failures+1, "err", err)
	timer := time.NewTimer(min(w.cfg.RetryMin<<min(failures, 20), w.cfg.RetryMax))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
