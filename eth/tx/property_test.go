package tx_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/tx"
)

// TestNothingIsLostOrDoneTwice does random things to a manager, its endpoint and
// its chain. When all works again, each intent has taken effect once, or was
// cancelled and has not.
func TestNothingIsLostOrDoneTwice(t *testing.T) {
	t.Parallel()
	rounds := 0
	rapid.Check(t, func(rt *rapid.T) {
		if rounds++; rounds > 15 {
			return // a chain for each is dear
		}
		f := newFixture(rt, filepath.Join(t.TempDir(), "test.sqlite3"), func(cfg *tx.Config) {
			cfg.MaxReplacements = 30
		})
		defer f.close(rt)
		f.mine(rt, 2)
		rt.Repeat(f.actions())

		f.node.onSend(nil)
		for range 6 {
			f.clock.advance(time.Minute)
			f.check(rt)
			f.sim.Commit()
		}
		f.check(rt)
		f.requireEachOnce(rt)
	})
}

func (f *fixture) actions() map[string]func(*rapid.T) {
	ctx := context.Background()
	return map[string]func(*rapid.T){
		"send":             func(t *rapid.T) { f.mustSend(t, count()) },
		"mine":             func(t *rapid.T) { f.mine(t, 1) },
		"mine unseen":      func(*rapid.T) { f.sim.Commit() },
		"check":            func(t *rapid.T) { f.check(t) },
		"wait":             func(t *rapid.T) { f.stuck(t) },
		"restart":          func(t *rapid.T) { f.restart(t) },
		"endpoint works":   func(*rapid.T) { f.node.onSend(nil) },
		"answers are lost": func(*rapid.T) { f.node.onSend(lost) },
		"endpoint is down": func(*rapid.T) { f.node.onSend(refused) },
		"pool is emptied":  func(*rapid.T) { f.sim.Rollback() },
		"reorganisation": func(t *rapid.T) {
			head, err := f.node.HeaderByNumber(ctx, nil)
			require.NoError(t, err)
			depth := rapid.Int64Range(1, 10).Draw(t, "depth")
			parent, err := f.node.HeaderByNumber(ctx, big(max(head.Number.Int64()-depth, 0)))
			require.NoError(t, err)
			f.sim.Rollback() // a fork needs an empty pool
			require.NoError(t, f.sim.Fork(parent.Hash()))
			for range depth + 1 {
				f.sim.Commit()
			}
		},
		"change one": func(t *rapid.T) {
			list, err := f.Transactions(ctx, 100, chain.TxPending)
			require.NoError(t, err)
			if len(list) == 0 {
				return
			}
			id := list[rapid.IntRange(0, len(list)-1).Draw(t, "one")].ID
			change := f.SpeedUp
			if rapid.Bool().Draw(t, "cancel") {
				change = f.Cancel
			}
			_, err = change(ctx, id)
			var late *tx.NotPendingError // the manager looks by itself after a restart
			require.True(t, err == nil || errors.As(err, &late) || errors.Is(err, tx.ErrTooManyAttempts), "%v", err)
		},
	}
}

func (f *fixture) requireEachOnce(t testingT) {
	t.Helper()
	list, err := f.Transactions(context.Background(), 1000)
	require.NoError(t, err)
	confirmed := uint64(0)
	for _, record := range list {
		require.True(t, record.State == chain.TxConfirmed || record.State == chain.TxCancelled, "%d is %s: %s", record.ID, record.State, record.Problem)
		if record.State == chain.TxConfirmed {
			confirmed++
		}
		for _, attempt := range record.Attempts {
			signed := new(types.Transaction)
			require.NoError(t, signed.UnmarshalBinary(attempt.Raw))
			require.Equal(t, record.Nonce, signed.Nonce())
		}
	}
	require.Equal(t, confirmed, f.counted(t))
	nonce, err := f.node.NonceAt(context.Background(), f.signer.Address(), nil)
	require.NoError(t, err)
	require.Equal(t, uint64(len(list)), nonce)
}
