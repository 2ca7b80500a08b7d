package node

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDevnetMissing: beside a test's binary there is no chain.
func TestDevnetMissing(t *testing.T) {
	t.Parallel()
	d := newDevnetProcess(func(error) {})
	require.ErrorIs(t, d.Start(t.Context()), errNoDevnet)
}
