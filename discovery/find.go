package discovery

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Find hands on those for the job that are ready, in order, up to HandOut of
// them: nobody is asked. Each answer is handed on once, since its token is for one
// stream, and is replaced in the background.
//
// When none is ready Find asks up to AskLimit of them, and when few are, since
// streams have just taken the others, so many of these that it makes HandOut. It
// returns when all have answered; when Timeout has passed and at least one was found;
// or, the wait doubled again and again, at HardStop. Those of req.Known are neither
// handed on nor asked. The error is ErrNoOrchestrators when no orchestrator can be
// used, nor is known.
func (t *Table) Find(ctx context.Context, req core.JobRequest, found func(broadcaster.Candidate)) error {
	begin := time.Now()
	ctx, cancel := context.WithTimeout(ctx, t.cfg.HardStop)
	defer cancel()
	select {
	case <-t.first:
	case <-ctx.Done():
		return noneError(0, ctx.Err())
	}
	h := t.handOut(ctx, req, false, found)
	if len(h.given) == 0 && ctx.Err() == nil && t.tooDear() {
		h = t.handOut(ctx, req, true, found)
	}
	s := search{table: t, req: req, found: found, n: len(h.given)}
	switch {
	case ctx.Err() != nil:
	case s.n == 0:
		s.run(ctx)
	case s.n < t.cfg.HandOut/2:
		s.ask(ctx, t.missing(h))
	}
	took := time.Since(begin)
	t.cfg.Observer.DiscoveryDone(s.asked, s.n, took)
	t.cfg.Log.Debug("orchestrators searched", "asked", s.asked, "found", s.n, "took", took)
	if s.n == 0 && s.known == 0 {
		return noneError(s.asked, s.last)
	}
	return nil
}

// tooDear says that nobody is left at an acceptable price, and that others do.
func (t *Table) tooDear() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sieve.IgnoreMaxPriceIfNeeded && !slices.ContainsFunc(t.ranked, func(e *entry) bool { return e.usable(false) && e.Failures == 0 })
}

// handOut hands on what is ready, until ctx ends.
func (t *Table) handOut(ctx context.Context, req core.JobRequest, anyPrice bool, found func(broadcaster.Candidate)) *handOut {
	h := t.newHandOut(req, anyPrice)
	t.give(ctx, h, found)
	return h
}

// missing are those that would have been handed on, were they ready.
func (t *Table) missing(h *handOut) (list []*entry) {
	now, most := time.Now(), min(t.cfg.HandOut-len(h.given), t.cfg.AskLimit)
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.ranked {
		switch {
		case len(list) >= most:
			return list
		case e.Failures > 0 || e.Answered.IsZero() || e.Stale || e.quote.good(now, t.block):
		case e.gone || e.knownTo(h.req) || !e.usable(h.anyPrice) || h.owners[e.Address] || slices.Contains(h.given, e):
		default:
			list = append(list, e)
		}
	}
	return list
}

// handOut is the way of one search through the order.
type handOut struct {
	req      core.JobRequest
	anyPrice bool
	left     []*entry // of the order
	given    []*entry
	owners   map[common.Address]bool // of what was given
}

func (t *Table) newHandOut(req core.JobRequest, anyPrice bool) *handOut {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &handOut{req: req, anyPrice: anyPrice, left: t.ranked, owners: map[common.Address]bool{}}
}

func (t *Table) give(ctx context.Context, h *handOut, found func(broadcaster.Candidate)) {
	first := t.cfg.HandOut - t.cfg.Explore
	for ctx.Err() == nil && len(h.given) < t.cfg.HandOut {
		if len(h.given) == first && len(h.left) > 0 { // the rest is drawn by lot
			at := rand.IntN(len(h.left))
			h.left = slices.Concat(h.left[at:], h.left[:at])
			first = -1
		}
		c, ok := t.take(h)
		if !ok {
			return
		}
		found(c)
	}
}

// take takes the next quote that is good for the job.
func (t *Table) take(h *handOut) (broadcaster.Candidate, bool) {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, e := range h.left {
		q := e.quote
		if !q.good(now, t.block) || e.gone || e.knownTo(h.req) || !e.usable(h.anyPrice) || h.owners[e.Address] || !h.req.Capabilities.SuppliedBy(q.info.Capabilities) {
			continue
		}
		if e.Address != (common.Address{}) {
			h.owners[e.Address] = true
		}
		h.left, h.given = h.left[i+1:], append(h.given, e)
		e.quote = nil
		t.plan(e, now.Add(t.cfg.TakenGap))
		return e.candidate(q.node, e.RTT, q.info), true
	}
	h.left = nil
	return broadcaster.Candidate{}, false
}
