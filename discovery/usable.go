package discovery

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// heardLately is how long a good answer says that an orchestrator is there.
const heardLately = 30 * time.Second

// Usable returns nil when an orchestrator would take a stream: one that has
// answered lately and did not fail since. Only when there is none are they asked,
// until the first good answer or the end of ctx. No answer is lost to streams. Else
// the error is ErrNoOrchestrators with the reason.
func (t *Table) Usable(ctx context.Context) error {
	if t.heard(time.Now()) {
		return nil
	}
	select {
	case <-t.first:
	case <-ctx.Done():
		return noneError(0, ctx.Err())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := search{table: t, req: t.cfg.Request, keep: true, found: func(broadcaster.Candidate) { cancel() }}
	if s.run(ctx); s.n == 0 {
		return noneError(s.asked, s.last)
	}
	return nil
}

// heard says whether a usable one has answered lately.
func (t *Table) heard(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.ranked {
		if e.usable(t.sieve.IgnoreMaxPriceIfNeeded) && e.Failures == 0 && !e.Stale && now.Sub(e.Answered) < heardLately {
			return true
		}
	}
	return false
}

// nobody is why there is nobody to ask: the trouble of a source, or why one is left
// out; nil where there are none.
func (t *Table) nobody() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, err := range t.troubles {
		if err != nil {
			return err
		}
	}
	for _, e := range t.entries {
		if e.barred != nil {
			return e.barred
		}
	}
	return nil
}
