package tx_test

import (
	"context"
	"errors"
	mathbig "math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	gethnode "github.com/ethereum/go-ethereum/node"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/tx"
)

func big(v int64) *mathbig.Int { return mathbig.NewInt(v) }

// stuck waits out the timeout and checks.
func (f *fixture) stuck(t testingT) {
	t.Helper()
	f.clock.advance(tx.DefaultConfig().Timeout)
	f.check(t)
}

func TestReplacedAfterTimeout(t *testing.T) {
	t.Parallel()
	for name, legacy := range map[string]bool{"ok_dynamic": false, "ok_legacy": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, func(cfg *tx.Config) { cfg.Legacy = legacy })
			sent := f.mustSend(t, count())
			behind := f.mustSend(t, count())
			f.clock.advance(tx.DefaultConfig().Timeout - time.Second)
			f.check(t)
			require.Len(t, f.record(t, sent.ID).Attempts, 1)
			f.clock.advance(time.Second)
			f.check(t)
			now := f.record(t, sent.ID)
			require.Len(t, now.Attempts, 2)
			require.Len(t, f.record(t, behind.ID).Attempts, 1, "it only waits for the other")
			for _, pair := range [][2]*mathbig.Int{
				{now.Attempts[0].FeeCap.Int(), now.Attempts[1].FeeCap.Int()},
				{now.Attempts[0].TipCap.Int(), now.Attempts[1].TipCap.Int()},
			} {
				least := new(mathbig.Int).Mul(pair[0], big(11))
				require.GreaterOrEqual(t, new(mathbig.Int).Mul(pair[1], big(10)).Cmp(least), 0, "at least 10 %% more")
			}
			f.mine(t, 1)
			done, err := f.Wait(t.Context(), sent.ID)
			require.NoError(t, err)
			require.Equal(t, now.Attempts[1].Hash, done.Receipt.Hash)
			require.Equal(t, uint64(2), f.counted(t))
		})
	}
}

func TestFirstAttemptMayLand(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	f.node.onSend(func(_ context.Context, other *types.Transaction, next func() error) error {
		if other.Hash() != sent.Last().Hash {
			return errBroken // the replacement never gets through
		}
		return next()
	})
	f.stuck(t)
	require.Len(t, f.record(t, sent.ID).Attempts, 2)
	f.mine(t, 1)
	done, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Equal(t, sent.Attempts[0].Hash, done.Receipt.Hash)
	require.Equal(t, uint64(1), f.counted(t))
}

func TestReplacementsAreLimited(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.MaxReplacements = 2 })
	sent := f.mustSend(t, count())
	for range 4 {
		f.stuck(t)
	}
	now := f.record(t, sent.ID)
	require.Len(t, now.Attempts, 3)
	require.Contains(t, now.Problem, "-maxTransactionReplacements")
	f.mine(t, 1)
	done, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err, "it went on waiting")
	require.Empty(t, done.Problem)
}

func TestMaxGasPriceIsNeverExceeded(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.MaxGasPrice, cfg.MaxReplacements = gwei(4), 20 })
	sent := f.mustSend(t, count())
	for range 15 {
		f.stuck(t)
	}
	now := f.record(t, sent.ID)
	require.Greater(t, len(now.Attempts), 1)
	require.Less(t, len(now.Attempts), 10)
	require.Contains(t, now.Problem, "-maxGasPrice")
	for _, sent := range f.node.all() {
		require.LessOrEqual(t, sent.GasFeeCap().Cmp(gwei(4).Int()), 0)
	}
	f.mine(t, 1)
	_, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
}

func TestUnderpricedIsRaisedAtOnce(t *testing.T) {
	t.Parallel()
	// The node takes no tip below 5 gwei, and says that it suggests 1.
	f := start(t, nil, func(_ *gethnode.Config, eth *ethconfig.Config) { eth.TxPool.PriceLimit = 5e9 })
	f.node.setTip(1e9)
	sent := f.mustSend(t, count())
	require.Contains(t, sent.Problem, "too low")
	f.node.setTip(6e9)
	f.check(t)
	now := f.record(t, sent.ID)
	require.Len(t, now.Attempts, 2)
	require.Empty(t, now.Problem)
	f.mine(t, 1)
	_, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
}

func TestSpeedUp(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.MaxReplacements = 0 })
	sent := f.mustSend(t, count())
	faster, err := f.SpeedUp(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Len(t, faster.Attempts, 2)
	f.mine(t, 1)
	done, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Equal(t, faster.Last().Hash, done.Receipt.Hash)

	_, err = f.SpeedUp(t.Context(), sent.ID)
	var late *tx.NotPendingError
	require.ErrorAs(t, err, &late)
	_, err = f.SpeedUp(t.Context(), 99)
	require.ErrorIs(t, err, tx.ErrNotFound)
}

func TestSpeedUpIsBounded(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	var err error
	for range 40 {
		if _, err = f.SpeedUp(t.Context(), sent.ID); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, tx.ErrTooManyAttempts)
	require.Len(t, f.record(t, sent.ID).Attempts, 32)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	behind := f.mustSend(t, count())
	_, err := f.Cancel(t.Context(), sent.ID)
	require.NoError(t, err)
	f.stuck(t) // raises the cancellation
	f.mine(t, 1)
	done, err := f.Wait(t.Context(), sent.ID)
	var cancelled *tx.CancelledError
	require.ErrorAs(t, err, &cancelled)
	require.Contains(t, cancelled.Reason, "operator")
	require.Equal(t, chain.TxCancelled, done.State)
	_, err = f.Wait(t.Context(), behind.ID)
	require.NoError(t, err)
	require.Equal(t, uint64(1), f.counted(t))
}

func TestCancelMayComeTooLate(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	f.node.onSend(refused)
	_, err := f.Cancel(t.Context(), sent.ID)
	require.NoError(t, err)
	f.mine(t, 1)
	done, err := f.Wait(t.Context(), sent.ID)
	require.NoError(t, err)
	require.Equal(t, chain.TxConfirmed, done.State)
	require.Empty(t, done.Problem)
}

func TestHopelessIsCancelled(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	f.node.onSend(func(_ context.Context, sent *types.Transaction, next func() error) error {
		if sent.Nonce() == 0 && len(sent.Data()) > 0 {
			return &rpc.AnswerError{Code: -32000, Message: "exceeds block gas limit", Kind: rpc.ErrGasLimit}
		}
		return next()
	})
	bad := count()
	bad.Data = []byte{1}
	sent := f.mustSend(t, bad)
	behind := f.mustSend(t, count())
	f.check(t)
	f.mine(t, 1)
	_, err := f.Wait(t.Context(), sent.ID)
	var cancelled *tx.CancelledError
	require.ErrorAs(t, err, &cancelled)
	require.Contains(t, cancelled.Reason, "exceeds block gas limit")
	_, err = f.Wait(t.Context(), behind.ID)
	require.NoError(t, err, "what came behind is not held up")
}

func TestAnswersOfEndpoints(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err      error
		accepted bool
		problem  string
	}{
		"ok_known":     {err: rpc.ErrAlreadyKnown, accepted: true},
		"ok_spent":     {err: rpc.ErrNonceTooLow},
		"err_funds":    {err: rpc.ErrInsufficientFunds, problem: "send ETH"},
		"err_price":    {err: rpc.ErrReplacementUnderpriced, problem: "fees are too low"},
		"err_limit":    {err: rpc.ErrGasLimit, problem: "gas limit"},
		"err_unknown":  {err: errors.New("some\nnew\x00text"), problem: "some?new?text"},
		"err_no_reply": {err: &rpc.UnavailableError{Method: "eth_sendRawTransaction"}, problem: "no Ethereum endpoint answers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, nil)
			f.node.onSend(func(context.Context, *types.Transaction, func() error) error { return c.err })
			sent := f.mustSend(t, count())
			require.Equal(t, c.accepted, !sent.Last().Sent.IsZero())
			if c.problem == "" {
				require.Empty(t, sent.Problem)
			}
			require.Contains(t, sent.Problem, c.problem)
		})
	}
}
