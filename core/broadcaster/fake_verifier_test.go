package broadcaster_test

import (
	"context"
	"sync"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// checks is a Verifier that does as the test says.
type checks struct {
	verify func(ctx context.Context, d *broadcaster.Delivery) error // nil accepts

	mu             sync.Mutex
	seen           []string // orchestrators, in the order of their results
	opened, closed int
	late           bool // something was verified after Close
}

func (c *checks) Open(broadcaster.StreamConfig) broadcaster.StreamVerifier {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened++
	return c
}

func (c *checks) Verify(ctx context.Context, d *broadcaster.Delivery) error {
	c.mu.Lock()
	c.seen = append(c.seen, d.URI)
	c.late = c.late || c.closed == c.opened
	c.mu.Unlock()
	if c.verify == nil {
		return nil
	}
	return c.verify(ctx, d)
}

func (c *checks) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed++
}

// comparing is one that can compare.
type comparing struct {
	*checks
	best int
	err  error

	compared [][]string // guarded by mu
}

func (c *comparing) Open(s broadcaster.StreamConfig) broadcaster.StreamVerifier {
	c.checks.Open(s)
	return c
}

func (c *comparing) Compare(_ context.Context, results []*broadcaster.Delivery) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var uris []string
	for _, d := range results {
		uris = append(uris, d.URI)
	}
	c.compared = append(c.compared, uris)
	return c.best, c.err
}

// rejects finds the results of one orchestrator wrong.
func rejects(uri string, err error) *checks {
	return &checks{verify: func(_ context.Context, d *broadcaster.Delivery) error {
		if d.URI == uri {
			return err
		}
		return nil
	}}
}
