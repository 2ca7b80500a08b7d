package node

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// finder finds one orchestrator, or fails with err.
type finder struct {
	err   error
	asked int
}

func (f *finder) Find(_ context.Context, _ core.JobRequest, found func(broadcaster.Candidate)) error {
	f.asked++
	if f.err == nil {
		found(broadcaster.Candidate{})
	}
	return f.err
}

func (f *finder) Orchestrators() []broadcaster.PoolEntry { return nil }

func TestOrchestratorHealth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		errDown := errors.New("connection refused")
		f := &finder{err: errDown}
		h := &orchestratorHealth{finder: f}
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
