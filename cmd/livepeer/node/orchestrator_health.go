package node

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// healthKept is how long an answer of orchestratorHealth stands, so that
	// whoever asks for the node's health cannot make it ask orchestrators often.
	healthKept = 10 * time.Second
	// sickKept is the same for a bad answer: a node that is well again says so.
	sickKept = time.Second
	// healthTimeout bounds a question to all orchestrators.
	healthTimeout = 3 * time.Second
)

var errNoOrchestrator = errors.New("broadcaster has no orchestrator that would take a stream")

// orchestratorTable knows who would take a stream (discovery.Table).
type orchestratorTable interface {
	// Usable is nil when somebody would; it asks only when it does not know.
	Usable(ctx context.Context) error
}

// orchestratorHealth tells whether a broadcaster has an orchestrator.
type orchestratorHealth struct {
	table orchestratorTable

	mu    sync.Mutex // held while orchestrators are asked: others wait for the answer
	asked time.Time  // guarded by mu; zero before the first question
	err   error      // guarded by mu; the last answer
}

// check returns nil when an orchestrator answered and has room.
func (h *orchestratorHealth) check() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	kept := healthKept
	if h.err != nil {
		kept = sickKept
	}
	if h.asked.IsZero() || time.Since(h.asked) >= kept {
		h.err = h.ask()
		h.asked = time.Now()
	}
	return h.err
}

func (h *orchestratorHealth) ask() error {
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout)
	defer cancel()
	err := h.table.Usable(ctx)
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errNoOrchestrator, err)
}
