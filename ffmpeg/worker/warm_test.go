package worker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// A stream or session that opens finds a worker that was started for it, and
// no second one is.
func TestWarmIsForTheFirstJob(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.Spares = 1 })
	idle := func() bool { return s.Stats() == worker.Stats{Idle: 1} }
	s.Warm()
	s.WarmProbe()
	s.Warm()
	require.Eventually(t, idle, 20*time.Second, 5*time.Millisecond)
	warmed := s.PIDs()
	_, err := s.Probe(t.Context(), []byte("fine"), ".ts")
	require.NoError(t, err)
	require.Eventually(t, idle, 20*time.Second, 5*time.Millisecond)
	require.Equal(t, warmed, s.PIDs())
}

// Segments are probed on the CPU, wherever they are transcoded.
func TestWarmProbeIsOfTheCPU(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.Spares, c.Devices = 1, []worker.Device{"0"} })
	s.WarmProbe()
	require.Eventually(t, func() bool { return s.Stats().Idle == 1 }, 20*time.Second, 5*time.Millisecond)
	warmed := s.PIDs()
	s.Warm()
	require.Eventually(t, func() bool { return s.Stats().Idle == 2 }, 20*time.Second, 5*time.Millisecond)
	_, err := s.Probe(t.Context(), []byte("fine"), ".ts")
	require.NoError(t, err)
	require.Contains(t, s.PIDs(), warmed[0])
	require.Len(t, s.PIDs(), 2)
}
