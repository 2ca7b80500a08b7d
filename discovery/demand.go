package discovery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// search asks those that may do the job, for one stream.
type search struct {
	table *Table
	req   core.JobRequest
	// keep leaves good answers in the table, for the stream that comes next.
	keep  bool
	found func(broadcaster.Candidate)

	// asked and n count those that were asked and found, in the table too, known those
	// that were left alone since the stream has them; last is the last reason for which
	// one was refused. They are there when run has returned.
	asked, n, known int
	last            error
}

// run asks all that may do the job, up to AskLimit.
func (s *search) run(ctx context.Context) {
	targets, known := s.table.targets(s.req)
	s.known = known
	if len(targets) == 0 {
		s.last = s.table.nobody()
		return
	}
	s.ask(ctx, targets)
}

// ask asks until all have answered, or as long as collect says. found is not called
// any more when it has returned.
func (s *search) ask(ctx context.Context, targets []*entry) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.asked = len(targets)
	ignore := s.n == 0 && s.table.Filter().IgnoreMaxPriceIfNeeded
	answers := make(chan answer)
	var workers, all sync.WaitGroup
	all.Go(func() {
		// In order, so that the answers of the first ones don't wait for those of the last.
		pace := rate.NewLimiter(rate.Limit(s.table.cfg.Pace), paceBurst)
		for _, e := range targets {
			if pace.Wait(ctx) != nil {
				break
			}
			workers.Go(func() { s.visit(ctx, e, answers) })
		}
		workers.Wait()
		close(answers)
	})
	var dear []broadcaster.Candidate
	collect(ctx, answers, s.table.cfg.Timeout, s.n > 0, func(a answer) bool {
		switch {
		case a.err == nil:
			s.n++
			s.found(a.candidate)
		case ignore && errors.Is(a.err, ErrPrice):
			dear = append(dear, a.candidate)
		default:
			s.last = fmt.Errorf("%s: %w", a.candidate.URI, a.err)
			return false
		}
		return true
	})
	cancel()
	all.Wait()
	if s.n == 0 {
		for _, c := range dear {
			s.n++
			s.found(c)
		}
	}
}

// targets are up to AskLimit of those that the filter admits: the first half of
// them by the order, the rest by lot, so that none is left out for ever. known are
// those that the stream has.
func (t *Table) targets(req core.JobRequest) (list []*entry, known int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list = slices.DeleteFunc(slices.Clone(t.ranked), func(e *entry) bool { return e.knownTo(req) })
	known = len(t.ranked) - len(list)
	if len(list) > t.cfg.AskLimit {
		half := (t.cfg.AskLimit + 1) / 2
		rest := list[half:]
		rand.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		list = list[:t.cfg.AskLimit]
	}
	return list, known
}

// visit asks one, and tells the answer unless ctx has ended.
func (s *search) visit(ctx context.Context, e *entry, answers chan<- answer) {
	t := s.table
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
	t.ask(ctx, v, s.req)
	if ctx.Err() != nil {
		return
	}
	a := s.answered(e, v)
	t.report(v, a.err)
	select {
	case answers <- a:
	case <-ctx.Done():
	}
}

// answered takes note of an answer.
func (s *search) answered(e *entry, v *visit) answer {
	t, now := s.table, time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	failing := e.Failures > 0
	a := answer{candidate: e.candidate(v.node, v.rtt, v.info)}
	if a.err = t.settle(e, v, now); a.err != nil {
		t.plan(e, minTime(e.due, now.Add(e.pause(t.cfg.MinGap))))
		return a
	}
	switch {
	case s.keep:
		t.stock(e, v, now)
	case failing: // it is well again: the next stream should find it ready
		t.plan(e, now.Add(t.cfg.MinGap))
	}
	switch {
	case e.barred != nil:
		a.err = e.barred
	case !s.req.Capabilities.SuppliedBy(v.info.Capabilities):
		a.err = ErrIncompatible
	default:
		a.err = e.refused
	}
	return a
}
