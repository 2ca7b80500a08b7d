package tx_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/tx"
)

// errBroken is a connection that broke; nobody knows what the endpoint did.
var errBroken = errors.New("connection broke")

func lost(_ context.Context, _ *types.Transaction, next func() error) error {
	if err := next(); err != nil {
		return err
	}
	return errBroken
}

func refused(context.Context, *types.Transaction, func() error) error { return errBroken }

func TestAnswerIsLost(t *testing.T) {
	t.Parallel()
	for name, send := range map[string]func(context.Context, *types.Transaction, func() error) error{
		"ok_accepted": lost, "ok_not_accepted": refused,
	} {
		for when, restart := range map[string]bool{"running": false, "restarted": true} {
			t.Run(name+"_"+when, func(t *testing.T) {
				t.Parallel()
				f := start(t, nil)
				f.node.onSend(send)
				sent := f.mustSend(t, count())
				require.Contains(t, sent.Problem, "connection broke")
				require.Zero(t, sent.Last().Sent)
				f.node.onSend(nil)
				if restart {
					f.restart(t)
				}
				f.check(t)
				require.Empty(t, f.record(t, sent.ID).Problem)
				f.mine(t, 1)
				done, err := f.Wait(t.Context(), sent.ID)
				require.NoError(t, err)
				require.Len(t, done.Attempts, 1)
				require.Equal(t, uint64(1), f.counted(t))
				for _, other := range f.node.all() {
					require.Equal(t, sent.Last().Hash, other.Hash(), "always the same bytes")
				}
			})
		}
	}
}

func TestRestartBeforeReceipt(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	require.NoError(t, f.Close())
	f.sim.Commit()
	f.run(t)
	f.check(t)
	_, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Equal(t, uint64(1), f.mustSend(t, count()).Nonce)
}

func TestRevertedInBlock(t *testing.T) {
	t.Parallel()
	reason := solidityError(t, "already done")
	for name, c := range map[string]struct {
		to    common.Address
		data  []byte
		check func(t *testing.T, err error)
	}{
		"err_reason": {once, reason, func(t *testing.T, err error) { require.ErrorContains(t, err, "already done") }},
		"err_custom": {once, []byte{1, 2, 3, 4}, func(t *testing.T, err error) { require.ErrorIs(t, err, errTooSmall) }},
		"err_none":   {once, nil, func(t *testing.T, err error) { require.ErrorIs(t, err, tx.ErrNoReason) }},
		"err_gas":    {onceGas, nil, func(t *testing.T, err error) { require.ErrorIs(t, err, tx.ErrOutOfGas) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, func(cfg *tx.Config) { cfg.Decoder = decoder })
			f.mustSend(t, tx.Request{To: c.to, Data: c.data, Label: "first"})
			second := f.mustSend(t, tx.Request{To: c.to, Data: c.data, Label: "second"})
			f.mine(t, 1)
			for range 2 {
				done, err := f.Wait(t.Context(), second.ID)
				var reverted *tx.RevertedError
				require.ErrorAs(t, err, &reverted)
				require.Equal(t, second.Last().Hash, reverted.Hash)
				require.Equal(t, chain.TxReverted, done.State)
				require.NotEmpty(t, done.Problem)
				c.check(t, err)
				f.restart(t) // the reason is kept
			}
		})
	}
}

func TestConfirmations(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.Confirmations, cfg.Settle = 3, 5 })
	sent := f.mustSend(t, count())
	for depth := 1; depth <= 6; depth++ {
		f.mine(t, 1)
		now := f.record(t, sent.ID)
		require.Equal(t, depth >= 3, now.State == chain.TxConfirmed, "depth %d: %s", depth, now.State)
		require.Equal(t, depth < 3, now.State == chain.TxMined)
		require.Equal(t, depth >= 5, now.Settled)
	}
}

func TestReorganisation(t *testing.T) {
	t.Parallel()
	for depth := 1; depth <= 10; depth++ {
		for kind, forgotten := range map[string]bool{"remembered": false, "forgotten": true} {
			t.Run(fmt.Sprintf("%d_%s", depth, kind), func(t *testing.T) {
				t.Parallel()
				f := start(t, nil)
				f.mine(t, 1)
				parent, err := f.node.HeaderByNumber(t.Context(), nil)
				require.NoError(t, err)
				sent := f.mustSend(t, count())
				f.mine(t, depth)
				before, err := f.Wait(t.Context(), sent.ID)
				require.NoError(t, err)

				require.NoError(t, f.sim.Fork(parent.Hash()))
				if forgotten { // by every pool of waiting transactions
					f.sim.Rollback()
				}
				f.mine(t, depth+1)
				if forgotten {
					require.Equal(t, chain.TxPending, f.state(t, sent.ID))
					require.Zero(t, f.counted(t))
				}
				f.mine(t, 1)
				after, err := f.Wait(t.Context(), sent.ID)
				require.NoError(t, err)
				require.Equal(t, uint64(1), f.counted(t))
				require.Len(t, after.Attempts, 1)
				require.NotEqual(t, before.Receipt.BlockHash, after.Receipt.BlockHash)
			})
		}
	}
}

func TestRevertedIsTriedAgainByReorganisation(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.mine(t, 1)
	parent, err := f.node.HeaderByNumber(t.Context(), nil)
	require.NoError(t, err)
	sent := f.mustSend(t, tx.Request{To: once, Label: "once"})
	other := f.mustSend(t, tx.Request{To: once, Label: "once more"})
	f.mine(t, 1)
	require.Equal(t, chain.TxReverted, f.state(t, other.ID))
	require.NoError(t, f.sim.Fork(parent.Hash()))
	f.sim.Rollback()
	f.mine(t, 2)
	require.Equal(t, chain.TxPending, f.state(t, other.ID))
	require.Nil(t, f.record(t, other.ID).Receipt)
	f.mine(t, 1)
	require.Equal(t, chain.TxConfirmed, f.state(t, sent.ID))
	require.Equal(t, chain.TxReverted, f.state(t, other.ID))
}

func TestNonceTakenByAnotherProgram(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.Settle = 4 })
	f.node.onSend(refused)
	sent := f.mustSend(t, count())
	foreign := f.foreign(t, 0)
	f.node.onSend(nil)
	f.mine(t, 1)
	require.Equal(t, chain.TxPending, f.state(t, sent.ID))
	require.Contains(t, f.record(t, sent.ID).Problem, "another program")
	f.mine(t, 4)
	_, err := f.Wait(t.Context(), sent.ID)
	var taken *tx.NonceTakenError
	require.ErrorAs(t, err, &taken)
	require.Zero(t, taken.Nonce)
	require.Zero(t, f.counted(t))
	_, err = f.node.TransactionReceipt(t.Context(), foreign.Hash())
	require.NoError(t, err)
	require.Equal(t, uint64(1), f.mustSend(t, count()).Nonce)
}

// foreign sends an empty transfer with the account's key past the manager.
func (f *fixture) foreign(t testingT, nonce uint64) *types.Transaction {
	t.Helper()
	signed, err := f.signer.SignTx(types.NewTx(&types.DynamicFeeTx{
		ChainID: big(chainID), Nonce: nonce, To: &common.Address{7}, Gas: 100000, GasFeeCap: big(20e9), GasTipCap: big(1e9),
	}), big(chainID))
	require.NoError(t, err)
	require.NoError(t, f.node.Client.SendTransaction(context.Background(), signed))
	return signed
}

func TestGapIsFilled(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.foreign(t, 0)
	sent := f.mustSend(t, count())
	require.Equal(t, uint64(1), sent.Nonce)
	f.sim.Rollback() // all pools forget both
	f.check(t)
	require.Len(t, f.node.all(), 1, "not at once")
	f.clock.advance(time.Minute)
	f.check(t)
	f.mine(t, 2)
	_, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Equal(t, uint64(1), f.counted(t))
	list, err := f.Transactions(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "fill a gap", list[0].Label)
	require.Equal(t, chain.TxConfirmed, list[0].State)
}

func TestGapOfAPooledTransactionIsNone(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.foreign(t, 0)
	sent := f.mustSend(t, count())
	f.clock.advance(time.Minute)
	f.check(t)
	f.mine(t, 1)
	require.Equal(t, chain.TxConfirmed, f.state(t, sent.ID))
	list, err := f.Transactions(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
}

func TestForgottenIsSentAgain(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	f.sim.Rollback()
	f.clock.advance(time.Minute)
	f.check(t)
	f.mine(t, 1)
	_, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
}

func TestOneFailureDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	first, second := f.mustSend(t, count()), f.mustSend(t, count())
	f.sim.Commit()
	bad := first.Last().Hash
	f.node.onReceipt(func(hash common.Hash) error {
		if hash == bad {
			return errBroken
		}
		return nil
	})
	require.ErrorIs(t, f.Check(t.Context()), errBroken)
	require.Equal(t, chain.TxPending, f.state(t, first.ID))
	require.Equal(t, chain.TxConfirmed, f.state(t, second.ID))
	f.node.onReceipt(nil)
	f.check(t)
	require.Equal(t, chain.TxConfirmed, f.state(t, first.ID))
}
