package discovery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// search asks those that may do the job, for one stream. last is the last reason
// for which one was refused.
func (t *Table) search(ctx context.Context, req core.JobRequest, found func(broadcaster.Candidate)) (asked, n int, last error) {
	ctx, cancel := context.WithCancel(ctx)
	targets, ignore := t.targets()
	answers := make(chan answer)
	var workers, all sync.WaitGroup
	for _, e := range targets {
		workers.Go(func() { t.askFor(ctx, e, req, answers) })
	}
	all.Go(func() {
		workers.Wait()
		close(answers)
	})
	var dear []broadcaster.Candidate
	collect(ctx, answers, t.cfg.Timeout, func(a answer) bool {
		switch {
		case a.err == nil:
			n++
			found(a.candidate)
		case ignore && errors.Is(a.err, ErrPrice):
			dear = append(dear, a.candidate)
		default:
			last = fmt.Errorf("%s: %w", a.candidate.URI, a.err)
			return false
		}
		return true
	})
	cancel()
	all.Wait()
	if n == 0 {
		for _, c := range dear {
			n++
			found(c)
		}
	}
	return len(targets), n, last
}

// targets are up to AskLimit of those that the filter admits: the first half of
// them by the order, the rest by lot, so that none is left out for ever. ignore is
// the filter's IgnoreMaxPriceIfNeeded.
func (t *Table) targets() (list []*entry, ignore bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list = slices.Clone(t.ranked)
	if len(list) > t.cfg.AskLimit {
		half := (t.cfg.AskLimit + 1) / 2
		rest := list[half:]
		rand.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		list = list[:t.cfg.AskLimit]
	}
	return list, t.sieve.IgnoreMaxPriceIfNeeded
}

// askFor asks one for a stream, and tells the answer unless ctx has ended.
func (t *Table) askFor(ctx context.Context, e *entry, req core.JobRequest, answers chan<- answer) {
	select {
	case t.live <- struct{}{}:
		defer func() { <-t.live }()
	case <-ctx.Done():
		return
	}
	t.mu.Lock()
	v := t.visitOf(e, time.Now())
	t.mu.Unlock()
	v.tried = false // a stream does not wait for that
	t.ask(ctx, v, req)
	if ctx.Err() != nil {
		return
	}
	a := t.answered(e, v, req)
	t.report(v, a.err)
	select {
	case answers <- a:
	case <-ctx.Done():
	}
}

// answered takes note of an answer that is for a stream.
func (t *Table) answered(e *entry, v *visit, req core.JobRequest) answer {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	failing := e.Failures > 0
	a := answer{candidate: broadcaster.Candidate{
		URI: v.node, Score: e.Score, Latency: v.rtt, Info: v.info, Stake: e.Stake, Contradicted: len(e.Contradicted),
	}}
	if a.err = t.settle(e, v, now); a.err != nil {
		t.plan(e, minTime(e.due, now.Add(max(e.pause(), t.cfg.MinGap))))
		return a
	}
	if failing { // it is well again: the next stream should find it ready
		t.plan(e, now.Add(t.cfg.MinGap))
	}
	switch {
	case e.barred != nil:
		a.err = e.barred
	case !req.Capabilities.SuppliedBy(v.info.Capabilities):
		a.err = ErrIncompatible
	default:
		a.err = e.refused
	}
	return a
}
