package worker_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// policy is the scheduling policy of a process's first thread, or of
// "thread-self". Source: proc(5), /proc/pid/stat, field 41.
func policy(t *testing.T, pid string) int {
	t.Helper()
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(stat), ") ") // the name before may have spaces
	require.True(t, ok)
	n, err := strconv.Atoi(strings.Fields(rest)[41-3])
	require.NoError(t, err)
	return n
}

// Workers compute; the node itself has packets to see to.
func TestWorkersAreScheduledAsBatch(t *testing.T) {
	const other, batch = 0, 3 // sched(7)
	s := startSupervisor(t, nil)
	_, err := s.Transcode(t.Context(), task("env", ""))
	require.NoError(t, err)
	require.NotEmpty(t, s.PIDs())
	for _, pid := range s.PIDs() {
		require.Equal(t, batch, policy(t, strconv.Itoa(pid)))
	}
	require.Equal(t, other, policy(t, "thread-self"))
}
