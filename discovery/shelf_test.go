package discovery_test

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/market"
)

// shelf is a Store in memory.
type shelf struct {
	mu      sync.Mutex // guards what follows
	records map[string]market.Record
	saves   int
	err     error
}

// size is how many records and saves there are.
func (s *shelf) size() (records, saves int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.records), s.saves
}

// set lets all calls fail, or not, and replaces what is kept.
func (s *shelf) set(err error, records map[string]market.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err, s.records = err, records
}

func (s *shelf) Market(context.Context) ([]market.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []market.Record
	for _, r := range s.records {
		list = append(list, r)
	}
	return list, s.err
}

func (s *shelf) SaveMarket(_ context.Context, records []market.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if s.records == nil {
		s.records = map[string]market.Record{}
	}
	for _, r := range records {
		s.records[r.URI] = r
	}
	s.saves++
	return nil
}

func (s *shelf) ForgetMarket(_ context.Context, before time.Time, _ int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for uri, r := range s.records {
		if r.Asked.Before(before) {
			delete(s.records, uri)
		}
	}
	return s.err
}
