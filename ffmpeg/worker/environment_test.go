package worker_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Workers keep their encoders' memory between segments, unless the operator has
// settings of his own for the C library.
func TestWorkerAllocator(t *testing.T) {
	t.Setenv("MALLOC_ARENA_MAX", "3")
	s := startSupervisor(t, nil)
	out, err := s.Transcode(t.Context(), task("env", ""))
	require.NoError(t, err)
	env := strings.Split(string(out.Renditions[0].Data), "\n")
	require.Contains(t, env, "MALLOC_ARENA_MAX=3")
	require.NotContains(t, env, "MALLOC_ARENA_MAX=1")
	require.Contains(t, env, "MALLOC_MMAP_THRESHOLD_=1048576")
	require.Contains(t, env, "MALLOC_TRIM_THRESHOLD_=536870912")
}
