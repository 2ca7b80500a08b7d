package discovery

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// search is one call of Find: workers that ask, and a collector.
type search struct {
	pool    *Pool
	ctx     context.Context
	req     core.JobRequest
	answers chan answer // closed when every orchestrator has been asked
	wg      sync.WaitGroup
	found   int // owned by the collector
}

// start asks the entries with a bounded number of workers, which the caller of
// collect waits for.
func (s *search) start(entries []Entry) {
	queue := make(chan Entry)
	asked := newAskedSet(entries)
	var workers sync.WaitGroup
	for range min(s.pool.cfg.Concurrency, len(entries)) {
		workers.Go(func() {
			for e := range queue {
				s.ask(e, asked)
			}
		})
	}
	s.wg.Go(func() {
		defer close(s.answers)
		defer workers.Wait()
		defer close(queue)
		for _, e := range entries {
			select {
			case queue <- e:
			case <-s.ctx.Done():
				return
			}
		}
	})
}

// ask gets the terms of an orchestrator, and of some of its further nodes.
func (s *search) ask(e Entry, asked *askedSet) {
	info := s.askOne(e)
	if info == nil {
		return
	}
	nodes := info.Nodes
	for _, node := range nodes[:min(len(nodes), s.pool.cfg.ExtraNodes)] {
		uri, err := ParseURI(node)
		if err != nil {
			s.pool.cfg.Observer.DiscoveryFailed(e.URI, err)
			continue
		}
		if asked.add(uri) {
			s.askOne(Entry{URI: uri, Score: e.Score})
		}
	}
}

func (s *search) askOne(e Entry) *core.OrchestratorInfo {
	begin := time.Now()
	info, err := s.pool.cfg.Client.Info(s.ctx, e.URI, s.req)
	took := time.Since(begin)
	if err == nil {
		s.pool.answered(e.URI, took)
		err = s.pool.usable(info, s.req)
	}
	a := answer{candidate: broadcaster.Candidate{URI: e.URI, Score: e.Score, Latency: took, Info: info}, err: err}
	select {
	case s.answers <- a:
	case <-s.ctx.Done():
		return nil
	}
	if err != nil {
		return nil
	}
	return info
}

// usable says what keeps an orchestrator from doing the job.
func (p *Pool) usable(info *core.OrchestratorInfo, req core.JobRequest) error {
	if err := working(info); err != nil {
		return err
	}
	if slices.Contains(p.cfg.Blocklist, info.Address) {
		return fmt.Errorf("%w: %s", ErrBlocked, info.Address)
	}
	if !req.Capabilities.SuppliedBy(info.Capabilities) {
		return ErrIncompatible
	}
	return nil
}

// collect hands candidates on until the search is over, and returns the last
// reason for which one was refused.
func (s *search) collect(found func(broadcaster.Candidate)) (last error) {
	collect(s.ctx, s.answers, s.pool.cfg.Timeout, func(a answer) bool {
		if a.err != nil {
			last = fmt.Errorf("%s: %w", a.candidate.URI, a.err)
			s.pool.cfg.Observer.DiscoveryFailed(a.candidate.URI, a.err)
			s.pool.cfg.Log.Debug("orchestrator not usable", "orch", a.candidate.URI, "took", a.candidate.Latency, "err", a.err)
			return false
		}
		s.found++
		found(a.candidate)
		return true
	})
	return last
}

// askedSet keeps further nodes from being asked twice in one search.
type askedSet struct {
	mu   sync.Mutex
	uris map[string]bool // guarded by mu
}

func newAskedSet(entries []Entry) *askedSet {
	a := &askedSet{uris: make(map[string]bool, len(entries))}
	for _, e := range entries {
		a.uris[e.URI] = true
	}
	return a
}

func (a *askedSet) add(uri string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.uris[uri] {
		return false
	}
	a.uris[uri] = true
	return true
}
