// Package lifecycle starts the parts of a node in order and stops them in
// reverse.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
)

// Part is something that runs until it is closed.
type Part struct {
	Name  string
	Start func(ctx context.Context) error // nil: nothing to start
	Close func() error                    // nil: nothing to close
}

// Stack is a list of parts that were started. It is not safe for concurrent
// use: one goroutine owns it.
type Stack struct {
	started []Part
}

// Start starts the part and remembers to close it. When it fails, the parts
// before it keep running: the caller closes the stack.
func (s *Stack) Start(ctx context.Context, p Part) error {
	if p.Start != nil {
		if err := p.Start(ctx); err != nil {
			return fmt.Errorf("start %s: %w", p.Name, err)
		}
	}
	s.started = append(s.started, p)
	return nil
}

// Close closes all started parts, the last one first, and joins their errors.
// It may be called again.
func (s *Stack) Close() error {
	var errs []error
	for len(s.started) > 0 {
		last := len(s.started) - 1
		p := s.started[last]
		s.started = s.started[:last]
		if p.Close == nil {
			continue
		}
		if err := p.Close(); err != nil {
			errs = append(errs, fmt.Errorf("close %s: %w", p.Name, err))
		}
	}
	return errors.Join(errs...)
}
