package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open returns a store at path, which is closed at the end of the test.
func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func openAt(dir string) (*store.Store, error) {
	return store.Open(context.Background(), filepath.Join(dir, "test.sqlite3"))
}

func openNew(t *testing.T) *store.Store {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.sqlite3"))
}
