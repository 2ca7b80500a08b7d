package discovery

import (
	"context"
	"slices"
	"time"
)

// sourceRetry is how soon a source that has never answered is asked again.
const sourceRetry = time.Second

// watch asks source i for its list until ctx ends. When it fails its last list
// stays.
func (t *Table) watch(ctx context.Context, i int) {
	failures, listed := 0, false
	for {
		list, err := t.cfg.Sources[i].Orchestrators(ctx)
		if ctx.Err() != nil {
			return
		}
		t.hear(i, list, err)
		switch {
		case err != nil:
			if failures++; failures == 1 {
				t.cfg.Log.Warn("source of orchestrators failed, keeping its last list", "err", err)
			}
		case failures > 0:
			t.cfg.Log.Info("source of orchestrators answers again", "orchestrators", len(list), "failures", failures)
			failures = 0
		}
		listed = listed || err == nil
		wait := t.cfg.SourceInterval
		if !listed {
			wait = min(wait, sourceRetry)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// hear takes over the list of source i.
func (t *Table) hear(i int, list []Entry, err error) {
	list = list[:min(len(list), MaxEntries)]
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil && !slices.EqualFunc(t.lists[i], list, sameEntry) {
		t.lists[i] = list
		t.relist(time.Now())
	}
	t.tried[i], t.troubles[i] = true, err
	if !slices.Contains(t.tried, false) || len(t.entries) > 0 {
		select {
		case <-t.first:
		default:
			close(t.first)
		}
	}
}

func sameEntry(a, b Entry) bool {
	return a.URI == b.URI && a.Score == b.Score && slices.EqualFunc(a.Claims, b.Claims, Claim.Equal)
}
