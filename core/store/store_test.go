package store_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/store"
)

// execAt runs a statement on the closed database at path.
func execAt(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	require.NoError(t, err)
	_, err = db.Exec(statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func TestOpenKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a name? with%20 signs#.sqlite3")
	s, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, s.Put(t.Context(), "k", []byte("v")))
	require.NoError(t, s.Close())

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "others can't read it")

	value, err := open(t, path).Get(t.Context(), "k")
	require.NoError(t, err)
	require.Equal(t, "v", string(value))
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, path string)
		check func(t *testing.T, err error)
	}{
		{
			name:  "err_newer",
			spoil: func(t *testing.T, path string) { execAt(t, path, `PRAGMA user_version = 1000`) },
			check: func(t *testing.T, err error) {
				var newer *store.NewerError
				require.ErrorAs(t, err, &newer)
				require.Equal(t, 1000, newer.Have)
				require.ErrorContains(t, err, "run the newer program")
			},
		},
		{
			name:  "err_other_application",
			spoil: func(t *testing.T, path string) { execAt(t, path, `PRAGMA application_id = 7`) },
			check: func(t *testing.T, err error) { require.ErrorIs(t, err, store.ErrForeign) },
		},
		{
			name: "err_other_tables",
			spoil: func(t *testing.T, path string) {
				require.NoError(t, os.Remove(path))
				execAt(t, path, `CREATE TABLE theirs (x)`)
			},
			check: func(t *testing.T, err error) { require.ErrorIs(t, err, store.ErrForeign) },
		},
		{
			name: "err_no_database",
			spoil: func(t *testing.T, path string) {
				require.NoError(t, os.WriteFile(path, []byte("a text that is longer than the header of SQLite, which has 100 bytes, is no database of any kind."), 0o600))
			},
			check: func(t *testing.T, err error) { require.ErrorIs(t, err, store.ErrForeign) },
		},
		{
			name: "err_directory",
			spoil: func(t *testing.T, path string) {
				require.NoError(t, os.Remove(path))
				require.NoError(t, os.Mkdir(path, 0o700))
			},
			check: func(t *testing.T, err error) {
				var failed *os.PathError
				require.ErrorAs(t, err, &failed)
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "test.sqlite3")
			s, err := store.Open(t.Context(), path)
			require.NoError(t, err)
			require.NoError(t, s.Close())
			c.spoil(t, path)
			_, err = store.Open(t.Context(), path)
			require.ErrorContains(t, err, path)
			c.check(t, err)
		})
	}
}

func TestOpenTwice(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.sqlite3")
	open(t, path)
	_, err := store.Open(t.Context(), path)
	require.ErrorIs(t, err, store.ErrInUse)
}

func TestKeyValue(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	_, err := s.Get(t.Context(), "k")
	require.ErrorIs(t, err, store.ErrNotFound)
	for _, value := range [][]byte{[]byte("one"), []byte("two"), nil} {
		require.NoError(t, s.Put(t.Context(), "k", value))
		got, err := s.Get(t.Context(), "k")
		require.NoError(t, err)
		require.Equal(t, value, got)
	}
	require.NoError(t, s.Delete(t.Context(), "k"))
	require.NoError(t, s.Delete(t.Context(), "k"))
	_, err = s.Get(t.Context(), "k")
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Put(ended, "k", nil), context.Canceled)
	require.NoError(t, s.Put(t.Context(), "k", nil), "the store goes on")
}
