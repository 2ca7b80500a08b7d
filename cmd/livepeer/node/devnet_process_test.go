package node

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDevnetMissing: beside a test's binary there is no chain.
func TestDevnetMissing(t *testing.T) {
	t.Parallel()
	d := newDevnetProcess(slog.New(slog.DiscardHandler), func(error) {})
	require.ErrorIs(t, d.Start(t.Context()), errNoDevnet)
}
