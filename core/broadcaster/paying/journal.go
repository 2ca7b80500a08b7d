package paying

import (
	"context"
	"log/slog"
	"time"
)

const (
	// lastSave bounds the last write, when the node stops.
	lastSave = 10 * time.Second
	// retryAfter is the least time between two writes of which the first failed.
	retryAfter = time.Second
	// keepFor is how long accounts are kept in the ledger: their tokens are dead
	// long before.
	keepFor = 24 * time.Hour
	// sweepEvery is how often old ones are deleted.
	sweepEvery = time.Hour
)

// journal writes what has changed in the accounts, all of it in one go.
type journal struct {
	ledger   Ledger
	accounts *accounts
	every    time.Duration
	log      *slog.Logger
	wake     chan struct{} // has room for one

	failures int // the loop's own, as the next
	swept    time.Time
}

func newJournal(cfg Config, l *accounts) *journal {
	return &journal{ledger: cfg.Ledger, accounts: l, every: cfg.SaveEvery, log: cfg.Log, wake: make(chan struct{}, 1)}
}

// changed says that there is something to write.
func (j *journal) changed() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// run writes until ctx ends: soon after a change, not more often than every so
// often, a while later again what could not be written, and a last time at the
// end.
func (j *journal) run(ctx context.Context) {
	wait := j.every
	for {
		select {
		case <-j.wake:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSave)
			defer cancel()
			j.save(last)
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
			wait = j.every
			if !j.save(ctx) {
				wait = max(wait, retryAfter)
				j.changed()
			}
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

// save writes what has changed. With false it has still to be written.
func (j *journal) save(ctx context.Context) bool {
	changed, days := j.accounts.unsaved()
	if len(changed) > 0 || len(days) > 0 {
		if err := j.ledger.SaveSpendings(ctx, changed, days); err != nil {
			j.accounts.putBack(changed, days)
			if j.failures++; j.failures == 1 {
				j.log.Error("accounts with orchestrators could not be written; after a restart some credit would not be known",
					"accounts", len(changed), "err", err)
			}
			return false
		}
	}
	if j.failures > 0 {
		j.log.Info("accounts with orchestrators are written again", "failures", j.failures)
		j.failures = 0
	}
	if now := time.Now(); now.Sub(j.swept) >= sweepEvery {
		j.swept = now
		if err := j.ledger.DeleteSpendings(ctx, now.Add(-keepFor)); err != nil {
			j.log.Warn("old accounts with orchestrators were not deleted", "err", err)
		}
	}
	return true
}
