package reputation

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// saveTimeout bounds the last save.
	saveTimeout = 5 * time.Second
	// cleanEvery is how often the Store forgets.
	cleanEvery = 6 * time.Hour
)

// Start reads what is stored and begins to save what is new. An error leaves
// nothing running.
func (b *Book) Start(ctx context.Context) error {
	if b.cfg.Store == nil {
		return nil
	}
	if err := b.load(ctx); err != nil {
		return err
	}
	b.root = context.WithoutCancel(ctx)
	running, cancel := context.WithCancel(b.root)
	b.cancel = cancel
	b.wg.Go(func() { b.run(running) })
	return nil
}

func (b *Book) load(ctx context.Context) error {
	if err := b.clean(ctx); err != nil {
		return err
	}
	records, err := b.cfg.Store.Records(ctx)
	if err != nil {
		return fmt.Errorf("load histories: %w", err)
	}
	now := b.cfg.Now()
	for _, r := range records {
		if r.Last.After(now) { // the clock was set back: nothing would fade until then
			r.Last = now
		}
		e := b.Entry(r.Peer)
		if e.last.Load() != 0 {
			continue // something newer is known
		}
		e.mu.Lock()
		e.record = r
		e.mu.Unlock()
		if !r.Last.IsZero() {
			e.last.Store(r.Last.UnixNano())
		}
		e.version.Add(1)
	}
	b.cfg.Log.Info("histories loaded", "peers", len(records))
	return nil
}

func (b *Book) clean(ctx context.Context) error {
	if err := b.cfg.Store.ForgetRecords(ctx, b.cfg.Now().Add(-b.cfg.Forget), b.cfg.Peers); err != nil {
		return fmt.Errorf("forget old histories: %w", err)
	}
	return nil
}

// Close saves what is new and ends the Book. Reports after it are lost.
func (b *Book) Close() error {
	if b.cancel == nil {
		return nil
	}
	b.cancel()
	b.wg.Wait()
	ctx, cancel := context.WithTimeout(b.root, saveTimeout)
	defer cancel()
	return b.save(ctx)
}

// run saves now and then. A save that fails is made up for by the next one.
func (b *Book) run(ctx context.Context) {
	save, clean := time.NewTicker(b.cfg.Save), time.NewTicker(cleanEvery)
	defer save.Stop()
	defer clean.Stop()
	failures := 0
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-save.C:
			err = b.save(ctx)
		case <-clean.C:
			err = b.clean(ctx)
		}
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			failures++
			if failures&(failures-1) == 0 { // 1, 2, 4, 8 ...: it fails again each time
				b.cfg.Log.Error("histories not saved", "failures", failures, "err", err)
			}
		default:
			failures = 0
		}
	}
}

func (b *Book) save(ctx context.Context) error {
	b.mu.Lock()
	dirty := b.dirty
	b.dirty = make(map[*Entry]bool)
	b.mu.Unlock()
	if len(dirty) == 0 {
		return nil
	}
	records := make([]Record, 0, len(dirty))
	for e := range dirty {
		records = append(records, e.Record())
	}
	err := b.cfg.Store.SaveRecords(ctx, records)
	if err != nil {
		b.mu.Lock()
		for e := range dirty {
			b.dirty[e] = true
		}
		b.mu.Unlock()
		return fmt.Errorf("save %d histories: %w", len(records), err)
	}
	return nil
}
