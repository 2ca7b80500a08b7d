package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is measured does what it says: every payment counts, every segment is paid
// for. Not parallel, since sides of a comparison set the number of cores.
func TestPMMeasures(t *testing.T) { //nolint:paralleltest // see above
	o, err := parsePMOptions([]string{"-rounds", "1", "-each", "1ms", "-control", "50ms", "-sessions", "20"})
	require.NoError(t, err)
	r, err := openPayRig(t.Context())
	require.NoError(t, err)
	checked, err := r.measureChecking(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, checked, 10)
	require.Equal(t, 1.0, checked[0].Ratio)
	require.NotEmpty(t, r.earner.Accounts())
	for _, a := range r.earner.Accounts() {
		require.Positive(t, a.Balance.Sign())
	}
	kept, err := r.store.Incomes(t.Context(), time.Time{})
	require.NoError(t, err)
	require.Len(t, kept, len(r.earner.Accounts()), "all is on disk")
	made, err := r.measureMaking(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, made, 7)
	require.NoError(t, r.close())

	control, err := measureControl(t.Context(), o)
	require.NoError(t, err)
	require.GreaterOrEqual(t, control.Segments, streamsAtOnce)
	memory, err := measureSessions(t.Context(), o.sessions)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, (&pmReport{Checked: checked, Made: made, Control: control, Memory: memory}).print(&out))
	require.Contains(t, out.String(), "segments through the control path")
}

func TestLimitText(t *testing.T) {
	t.Parallel()
	require.Empty(t, limitText(0, false))
	require.Equal(t, "0.9", limitText(0.9, true))
	require.Equal(t, "2000, missed", limitText(2000, false))
}
