package node

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// crowd has an orchestrator, or fails with err.
type crowd struct {
	err   error
	asked int
}

func (c *crowd) Usable(context.Context) error {
	c.asked++
	return c.err
}

func TestOrchestratorHealth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		errDown := errors.New("connection refused")
		f := &crowd{err: errDown}
		h := &orchestratorHealth{table: f}
		err := h.check()
		require.ErrorIs(t, err, errNoOrchestrator)
		require.ErrorIs(t, err, errDown, "the cause is told")
		f.err = nil
		require.Error(t, h.check(), "the answer stands for a moment")
		time.Sleep(sickKept)
		require.NoError(t, h.check())
		f.err = errDown
		require.NoError(t, h.check())
		require.Equal(t, 2, f.asked)
		time.Sleep(healthKept)
		require.Error(t, h.check())
	})
}
