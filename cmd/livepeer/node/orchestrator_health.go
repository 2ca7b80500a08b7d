package node

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
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

// orchestratorHealth tells whether a broadcaster has an orchestrator, by
// asking them.
type orchestratorHealth struct {
	finder broadcaster.Finder

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
	found := false
	err := h.finder.Find(ctx, core.JobRequest{}, func(broadcaster.Candidate) {
		found = true
		cancel() // one is enough
	})
	if found {
		return nil
	}
	return fmt.Errorf("%w: %w", errNoOrchestrator, err)
}
