package discovery

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core/market"
)

const (
	// recordLife is how long the Store keeps a record that nobody asks for.
	recordLife = 30 * 24 * time.Hour
	// forgetEvery is how often old records are deleted.
	forgetEvery = time.Hour
	// saveTimeout bounds the last save, at Close.
	saveTimeout = 10 * time.Second
)

// recall reads what was kept of the last run.
func (t *Table) recall(ctx context.Context) error {
	if t.cfg.Store == nil {
		return nil
	}
	records, err := t.cfg.Store.Market(ctx)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range records[:min(len(records), MaxTable)] {
		if e := t.entries[r.URI]; e != nil {
			e.remember(r)
			t.admit(e, time.Now())
			continue
		}
		t.records[r.URI] = r
	}
	t.rank()
	return nil
}

// keep stores what has changed until ctx ends, and then the last of it.
func (t *Table) keep(ctx context.Context) {
	ticker := time.NewTicker(t.cfg.SaveInterval)
	defer ticker.Stop()
	var forgotten time.Time
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
			defer cancel()
			t.save(last)
			return
		case <-ticker.C:
		}
		t.save(ctx)
		now := time.Now()
		if now.Sub(forgotten) < forgetEvery {
			continue
		}
		forgotten = now
		if err := t.cfg.Store.ForgetMarket(ctx, now.Add(-recordLife), MaxTable); err != nil && ctx.Err() == nil {
			t.cfg.Log.Warn("old records of orchestrators are not deleted", "err", err)
		}
	}
}

// save stores what has changed. What could not be stored is tried again.
func (t *Table) save(ctx context.Context) {
	var changed []*entry
	var records []market.Record
	t.mu.Lock()
	for _, e := range t.entries {
		if e.unkept {
			e.unkept = false
			changed, records = append(changed, e), append(records, e.record())
		}
	}
	t.mu.Unlock()
	if len(records) == 0 {
		return
	}
	err := t.cfg.Store.SaveMarket(ctx, records)
	if err == nil {
		return
	}
	t.mu.Lock()
	for _, e := range changed {
		e.unkept = true
	}
	t.mu.Unlock()
	if ctx.Err() == nil {
		t.cfg.Log.Warn("what is known of orchestrators is not stored", "orchestrators", len(records), "err", err)
	}
}
