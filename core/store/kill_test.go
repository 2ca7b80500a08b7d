package store_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
)

// victimPath is the variable that makes TestVictim the process to be killed.
const victimPath = "STORE_TEST_VICTIM"

// TestVictim writes until it is killed. Round n adds transaction n, updates it,
// stores a tail of blocks that begins at n, and counts n; then it says so.
func TestVictim(t *testing.T) {
	path := os.Getenv(victimPath)
	if path == "" {
		t.Skip("runs only as a child of TestKill")
	}
	ctx := context.Background()
	s, err := store.Open(ctx, path)
	require.NoError(t, err)
	for n := counted(t, s) + 1; ; n++ {
		require.NoError(t, round(ctx, s, n))
		fmt.Fprintf(os.Stdout, "done %d\n", n)
	}
}

func round(ctx context.Context, s *store.Store, n uint64) error {
	tx := transaction(n)
	id, err := s.AddTransaction(ctx, tx)
	switch {
	case err != nil:
		list, qerr := s.Transactions(ctx, chain.TransactionQuery{Limit: 1})
		if qerr != nil || len(list) != 1 || list[0].Nonce != n {
			return err // else the round was broken off here before
		}
		id = list[0].ID
	default:
		tx.ID = id
	}
	tx.ID, tx.State = id, chain.TxMined
	tx.Receipt = &chain.Receipt{Hash: tx.Attempts[0].Hash, BlockNumber: n}
	tx.Attempts = append(tx.Attempts, chain.Attempt{Raw: []byte{2}})
	if err := s.UpdateTransaction(ctx, tx); err != nil {
		return err
	}
	if err := s.SaveBlocks(ctx, tail(n, store.MaxBlocks, byte(n))); err != nil {
		return err
	}
	return s.Put(ctx, "count", binary.BigEndian.AppendUint64(nil, n))
}

// counted is the number of the last whole round.
func counted(t *testing.T, s *store.Store) uint64 {
	t.Helper()
	value, err := s.Get(t.Context(), "count")
	if err != nil {
		require.ErrorIs(t, err, store.ErrNotFound)
		return 0
	}
	return binary.BigEndian.Uint64(value)
}

func TestKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.sqlite3")
	var said uint64
	for life := range 12 {
		said = max(said, killAfter(t, victim{"TestVictim", victimPath, path}, 1+3*life)["done"])
		s, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		checkWhole(t, s, said)
		require.NoError(t, s.Close())
	}
}

// victim is a test that is run as a process of its own with a database, whose
// path is in a variable.
type victim struct{ test, variable, path string }

// killAfter runs the victim, kills it after it has said so many lines, at any
// point of what it does then, and returns the last number that came after each
// word.
func killAfter(t *testing.T, v victim, lines int) (last map[string]uint64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+v.test+"$")
	cmd.Env = append(os.Environ(), v.variable+"="+v.path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	last = make(map[string]uint64)
	read := bufio.NewScanner(out)
	for read.Scan() {
		var word string
		var number uint64
		if n, _ := fmt.Sscanf(read.Text(), "%s %d", &word, &number); n == 2 {
			last[word] = number
			lines--
		}
		if lines == 0 {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.LessOrEqual(t, lines, 0, "the victim ended by itself: %s", read.Text())
	require.Error(t, cmd.Wait())
	return last
}

// checkWhole requires all that was said to be done, and nothing half done.
func checkWhole(t *testing.T, s *store.Store, said uint64) {
	t.Helper()
	n := counted(t, s)
	require.GreaterOrEqual(t, n, said)
	list, err := s.Transactions(t.Context(), chain.TransactionQuery{})
	require.NoError(t, err)
	require.LessOrEqual(t, n, uint64(len(list)))
	require.LessOrEqual(t, uint64(len(list)), n+1)
	for i, tx := range list {
		require.Equal(t, uint64(len(list)-i), tx.Nonce)
		if tx.State == chain.TxMined {
			require.Len(t, tx.Attempts, 2)
			require.NotNil(t, tx.Receipt)
			continue
		}
		require.Equal(t, n+1, tx.Nonce, "only the round that was broken off is not mined")
		require.Len(t, tx.Attempts, 1)
	}
	blocks, err := s.Blocks(t.Context())
	require.NoError(t, err)
	first := blocks[0].Number
	require.Contains(t, []uint64{n, n + 1}, first)
	require.Equal(t, tail(first, store.MaxBlocks, byte(first)), blocks, "no tail is a mixture")
}
