package verifier

import (
	"sync"
	"time"
)

// maxSuspects bounds the orchestrators that are remembered.
const maxSuspects = 1024

// suspects are orchestrators that are looked at closely, over all streams.
type suspects struct {
	results int
	keep    time.Duration

	mu    sync.Mutex
	peers map[string]*suspicion // guarded by mu, by URI
}

type suspicion struct {
	left  int
	until time.Time
}

func newSuspects(results int, keep time.Duration) *suspects {
	return &suspects{results: results, keep: keep, peers: make(map[string]*suspicion)}
}

// take says whether a result of a peer's is to be looked at closely, and counts it.
func (s *suspects) take(uri string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.peers[uri]
	if p == nil {
		return false
	}
	p.left--
	if p.left < 0 || time.Now().After(p.until) {
		delete(s.peers, uri)
		return false
	}
	return true
}

// add begins a suspicion, or begins it anew.
func (s *suspects) add(uri string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.peers[uri] = &suspicion{left: s.results, until: now.Add(s.keep)}
	if len(s.peers) <= maxSuspects {
		return
	}
	oldest, at := "", now.Add(s.keep)
	for uri, p := range s.peers {
		if p.until.Before(at) {
			oldest, at = uri, p.until
		}
	}
	delete(s.peers, oldest)
}
