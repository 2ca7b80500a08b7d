package core

import (
	"context"
	"errors"
	"io"
	"sync"
)

// Source is the bytes of a segment, which may still be on their way. Its size
// is known from the start. An Arrival fills it; any number of readers read it,
// each from wherever it likes, and wait where they are faster than the bytes.
//
// The last bytes come with the writer's word that the whole is right. So
// whoever has read all of a source has read a good one, and io.EOF is never
// given for one that broke.
//
// It is safe for concurrent use.
type Source struct {
	size    int
	settled chan struct{} // closed when the source is whole or has failed

	mu sync.Mutex
	// guarded by mu:
	data  []byte        // what readers may see
	grown chan struct{} // closed when data grows; nil when nobody waits
	err   error
}

// NewSource returns a source that is whole. The bytes must not be changed.
func NewSource(data []byte) *Source {
	s := &Source{size: len(data), settled: make(chan struct{}), data: data}
	close(s.settled)
	return s
}

// Size is the number of bytes of the whole source; 0 for nil.
func (s *Source) Size() int {
	if s == nil {
		return 0
	}
	return s.size
}

// At returns bytes from offset off on, 0 <= off <= Size: all that are there,
// at least one, which it waits for. They must not be changed. Errors: io.EOF at
// the end of a whole source, why the source failed, and ctx's.
func (s *Source) At(ctx context.Context, off int) ([]byte, error) {
	for {
		got, grown, err := s.at(off)
		if len(got) > 0 || err != nil {
			return got, err
		}
		select {
		case <-grown:
		case <-s.settled:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (s *Source) at(off int) (got []byte, grown <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err != nil:
		return nil, nil, s.err
	case off < len(s.data):
		return s.data[off:len(s.data):len(s.data)], nil, nil
	case s.over():
		return nil, nil, io.EOF
	case s.grown == nil:
		s.grown = make(chan struct{})
	}
	return nil, s.grown, nil
}

// Settled is closed when the source is whole or has failed; Err tells which.
func (s *Source) Settled() <-chan struct{} { return s.settled }

// Err is why the source failed; nil when it is whole or still arrives.
func (s *Source) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Wait blocks until the source is whole. Errors: why it failed, and ctx's when
// that ends first.
func (s *Source) Wait(ctx context.Context) error {
	select {
	case <-s.settled:
		return s.Err()
	default:
	}
	select {
	case <-s.settled:
		return s.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Bytes returns the whole source once it is there. They must not be changed.
// Errors are those of Wait.
func (s *Source) Bytes(ctx context.Context) ([]byte, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.data, nil
}

// grow shows readers data, which begins with what they have seen.
func (s *Source) grow(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return
	}
	s.data = data
	s.wake()
}

// settle ends the arrival: with all of the data, or with err. The first call
// counts, and is told so.
func (s *Source) settle(data []byte, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return false
	}
	if s.err = err; err == nil {
		s.data = data
	}
	close(s.settled)
	return true
}

// wake needs s.mu.
func (s *Source) wake() {
	if s.grown != nil {
		close(s.grown)
		s.grown = nil
	}
}

// over says that the source is settled. Needs s.mu.
func (s *Source) over() bool {
	select {
	case <-s.settled:
		return true
	default:
		return false
	}
}

// ErrSourceLate ends a source that was given out before it was whole, and whose
// bytes then did not come as fast as they had. The next one has all of them.
var ErrSourceLate = errors.New("source did not arrive as fast as it seemed to")
