package tx_test

import (
	"context"
	"errors"
	mathbig "math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/tx"
	"github.com/livepeer/streamflow/pm"
)

func TestSendConfirms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(cfg *tx.Config)
		gasLimit uint64
		kind     uint8
	}{
		"ok_dynamic":   {kind: types.DynamicFeeTxType},
		"ok_legacy":    {func(cfg *tx.Config) { cfg.Legacy = true }, 0, types.LegacyTxType},
		"ok_gas_limit": {func(cfg *tx.Config) { cfg.GasLimit = 300000 }, 300000, types.DynamicFeeTxType},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, c.change)
			cost, err := f.Simulate(t.Context(), count())
			require.NoError(t, err)
			sent := f.mustSend(t, count())
			require.Equal(t, chain.TxPending, sent.State)
			require.NotZero(t, sent.Last().Sent)
			if c.gasLimit != 0 {
				require.Equal(t, c.gasLimit, sent.GasLimit)
			}
			f.mine(t, 1)

			done, err := f.Wait(t.Context(), sent.ID)
			require.NoError(t, err)
			require.Equal(t, chain.TxConfirmed, done.State)
			require.Equal(t, sent.Last().Hash, done.Receipt.Hash)
			require.Equal(t, uint64(1), f.counted(t))
			require.LessOrEqual(t, done.Receipt.GasUsed, cost.Gas)
			require.Equal(t, c.kind, f.node.all()[0].Type())
			paid, _ := done.Receipt.GasPrice.Mul(done.Receipt.GasUsed)
			require.LessOrEqual(t, paid.Cmp(cost.Fee), 0, "the block's base fee fell since")

			list, err := f.Transactions(t.Context(), 10)
			require.NoError(t, err)
			require.Equal(t, []chain.Transaction{done}, list)
			list, err = f.Transactions(t.Context(), 10, chain.TxPending)
			require.NoError(t, err)
			require.Empty(t, list)
		})
	}
}

// errTooSmall is a contract's custom error, as a Decoder knows it.
var errTooSmall = errors.New("the amount is too small")

func decoder(data []byte) error {
	if string(data) == "\x01\x02\x03\x04" {
		return errTooSmall
	}
	return nil
}

// solidityError is the data of require(false, text).
func solidityError(t testingT, text string) []byte {
	t.Helper()
	kind, err := abi.NewType("string", "", nil)
	require.NoError(t, err)
	packed, err := abi.Arguments{{Type: kind}}.Pack(text)
	require.NoError(t, err)
	return append(crypto.Keccak256([]byte("Error(string)"))[:4], packed...)
}

func TestSendRefusesWhatWouldRevert(t *testing.T) {
	t.Parallel()
	panicked := append(crypto.Keccak256([]byte("Panic(uint256)"))[:4], common.LeftPadBytes([]byte{0x11}, 32)...)
	for name, c := range map[string]struct {
		data []byte
		is   error
		says string
	}{
		"err_reason":     {data: solidityError(t, "ticket is used"), says: "ticket is used"},
		"err_bad_reason": {data: solidityError(t, "a\x1b[2Jb\xff"), says: "a?[2Jb"},
		"err_panic":      {data: panicked, says: "arithmetic underflow or overflow"},
		"err_custom":     {data: []byte{1, 2, 3, 4}, is: errTooSmall, says: "too small"},
		"err_unknown":    {data: []byte{9, 9, 9, 9, 9}, says: "unknown error 0x0909090909"},
		"err_none":       {is: tx.ErrNoReason, says: "no reason"},
	} {
		for limit, gas := range map[string]uint64{"estimated": 0, "limited": 100000} {
			t.Run(name+"_"+limit, func(t *testing.T) {
				t.Parallel()
				f := start(t, func(cfg *tx.Config) { cfg.Decoder = decoder })
				req := tx.Request{To: reverter, Data: c.data, Label: "redeem", GasLimit: gas}
				_, err := f.Send(t.Context(), req)
				var reverted *tx.RevertedError
				require.ErrorAs(t, err, &reverted)
				require.Equal(t, "redeem", reverted.Label)
				require.Zero(t, reverted.Hash)
				require.ErrorContains(t, err, c.says)
				if c.is != nil {
					require.ErrorIs(t, err, c.is)
				}
				_, err = f.Simulate(t.Context(), req)
				require.ErrorAs(t, err, &reverted)
				require.Empty(t, f.node.all(), "nothing was sent")
			})
		}
	}
}

func TestSendRefuses(t *testing.T) {
	t.Parallel()
	eleven, _ := pm.ParseWei("11 ETH")
	ten, _ := pm.ParseWei("10 ETH")
	for name, c := range map[string]struct {
		change func(cfg *tx.Config)
		req    tx.Request
		check  func(t *testing.T, err error)
	}{
		"err_value_beyond_balance": {nil, tx.Request{To: counter, Value: eleven, Label: "pay"}, func(t *testing.T, err error) {
			var poor *tx.InsufficientFundsError
			require.ErrorAs(t, err, &poor)
			require.Equal(t, ten, poor.Have)
			require.ErrorContains(t, err, "has 10 ETH and needs 11 ETH")
		}},
		"err_nothing_left_for_gas": {nil, tx.Request{To: common.Address{5}, Value: ten, Label: "pay"}, func(t *testing.T, err error) {
			var poor *tx.InsufficientFundsError
			require.ErrorAs(t, err, &poor)
			require.Positive(t, poor.Need.Cmp(ten))
			require.ErrorContains(t, err, newSigner("sender").Address().Hex())
		}},
		"err_price": {func(cfg *tx.Config) { cfg.MaxGasPrice = pm.NewWei(1000) }, count(), func(t *testing.T, err error) {
			var expensive *tx.GasPriceError
			require.ErrorAs(t, err, &expensive)
			require.Equal(t, pm.NewWei(1000), expensive.Max)
			require.ErrorContains(t, err, "-maxGasPrice")
		}},
		"err_legacy_price": {func(cfg *tx.Config) { cfg.MaxGasPrice, cfg.Legacy = pm.NewWei(1000), true }, count(), func(t *testing.T, err error) {
			var expensive *tx.GasPriceError
			require.ErrorAs(t, err, &expensive)
		}},
		"err_no_label": {nil, tx.Request{To: counter}, func(t *testing.T, err error) {
			var bad *tx.RequestError
			require.ErrorAs(t, err, &bad)
		}},
		"err_long_data": {nil, tx.Request{To: counter, Label: "x", Data: make([]byte, 1<<17)}, func(t *testing.T, err error) {
			var bad *tx.RequestError
			require.ErrorAs(t, err, &bad)
		}},
		"err_gas_limit": {nil, tx.Request{To: counter, Label: "x", GasLimit: 5}, func(t *testing.T, err error) {
			var bad *tx.RequestError
			require.ErrorAs(t, err, &bad)
		}},
		"err_out_of_gas": {nil, tx.Request{To: counter, Label: "x", GasLimit: 22000}, func(t *testing.T, err error) {
			require.ErrorIs(t, err, tx.ErrOutOfGas)
		}},
		"err_long_key": {nil, tx.Request{To: counter, Label: "x", Key: strings.Repeat("k", 1000)}, func(t *testing.T, err error) {
			var bad *tx.RequestError
			require.ErrorAs(t, err, &bad)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, c.change)
			_, err := f.Send(t.Context(), c.req)
			c.check(t, err)
			_, err = f.Simulate(t.Context(), c.req)
			c.check(t, err)
			require.Empty(t, f.node.all())
			list, err := f.Transactions(t.Context(), 10)
			require.NoError(t, err)
			require.Empty(t, list)
		})
	}
}

func TestFundsCountWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	six, _ := pm.ParseWei("6 ETH")
	f.mustSend(t, tx.Request{To: common.Address{5}, Value: six, Label: "pay"})
	_, err := f.Send(t.Context(), tx.Request{To: common.Address{5}, Value: six, Label: "pay"})
	var poor *tx.InsufficientFundsError
	require.ErrorAs(t, err, &poor)
	require.Positive(t, poor.Pending.Cmp(six))
	require.ErrorContains(t, err, "for transactions under way")
}

func TestMinGasPrice(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.MinGasPrice = gwei(50) })
	sent := f.mustSend(t, count())
	f.mine(t, 1)
	price := f.record(t, sent.ID).Receipt.GasPrice
	require.InDelta(t, 50e9, float64(price.Int().Int64()), 1e9, "base fee and tip together")

	require.Error(t, f.SetGasPrices(gwei(2), gwei(1)))
	require.NoError(t, f.SetGasPrices(pm.Wei{}, pm.NewWei(1)))
	_, most := f.GasPrices()
	require.Equal(t, pm.NewWei(1), most)
	_, err := f.Send(t.Context(), count())
	var expensive *tx.GasPriceError
	require.ErrorAs(t, err, &expensive)
}

func TestKeyIsDoneOnce(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	req := count()
	req.Key = "count once"
	first := f.mustSend(t, req)
	require.Equal(t, first.ID, f.mustSend(t, req).ID, "while it is pending")
	f.mine(t, 1)
	f.restart(t)
	require.Equal(t, first.ID, f.mustSend(t, req).ID, "when it is done")
	f.mine(t, 1)
	require.Equal(t, uint64(1), f.counted(t))

	failing := tx.Request{To: once, Label: "once", Key: "again after a failure", GasLimit: 300000}
	f.mustSend(t, tx.Request{To: once, Label: "once"})
	failed := f.mustSend(t, failing)
	f.mine(t, 1)
	require.Equal(t, chain.TxReverted, f.state(t, failed.ID))
	_, err := f.Send(t.Context(), failing)
	var reverted *tx.RevertedError
	require.ErrorAs(t, err, &reverted, "it is tried anew")
}

func TestConcurrentSenders(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for range 5 {
				if _, err := f.Send(t.Context(), count()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	f.mine(t, 2)
	require.Equal(t, uint64(20), f.counted(t))
	list, err := f.Transactions(t.Context(), 100, chain.TxConfirmed)
	require.NoError(t, err)
	require.Len(t, list, 20)
	for i, record := range list {
		require.Equal(t, uint64(19-i), record.Nonce)
	}
}

func TestLoopLooksByItself(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *tx.Config) { cfg.Poll = 5 * time.Millisecond })
	sent := f.mustSend(t, count())
	waited := make(chan error)
	go func() {
		_, err := f.Wait(t.Context(), sent.ID)
		waited <- err
	}()
	f.sim.Commit()
	require.NoError(t, <-waited)
}

func TestNotRunning(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	sent := f.mustSend(t, count())
	_, err := f.Wait(t.Context(), 99)
	require.ErrorIs(t, err, tx.ErrNotFound)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = f.Wait(ended, sent.ID)
	require.ErrorIs(t, err, context.Canceled)

	waited := make(chan error)
	go func() {
		_, err := f.Wait(t.Context(), sent.ID)
		waited <- err
	}()
	require.NoError(t, f.Close())
	require.NoError(t, f.Close())
	require.ErrorIs(t, <-waited, tx.ErrNotRunning)
	_, err = f.Send(t.Context(), count())
	require.ErrorIs(t, err, tx.ErrNotRunning)
	require.ErrorIs(t, f.Check(t.Context()), tx.ErrNotRunning)
	require.Error(t, f.Start(t.Context()))
	f.run(t)
}

func TestCloseBreaksOffCalls(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	entered := make(chan struct{}, 10)
	f.node.onSend(func(ctx context.Context, _ *types.Transaction, _ func() error) error {
		entered <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	done := make(chan chain.Transaction)
	go func() {
		sent, err := f.Send(t.Context(), count())
		if err != nil {
			t.Error(err)
		}
		done <- sent
	}()
	<-entered
	require.NoError(t, f.Close())
	sent := <-done
	f.node.onSend(nil)
	f.run(t)
	f.check(t)
	f.mine(t, 1)
	require.Equal(t, chain.TxConfirmed, f.state(t, sent.ID))
}

func TestCallerMayGiveUpWaiting(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	f.node.onSend(func(_ context.Context, _ *types.Transaction, next func() error) error {
		cancel()
		return next()
	})
	sent, err := f.Send(ctx, count())
	require.NoError(t, err, "it is stored")
	require.NotZero(t, sent.Last().Sent)
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(cfg *tx.Config){
		"chain":         func(cfg *tx.Config) { cfg.Chain = nil },
		"chain id":      func(cfg *tx.Config) { cfg.ChainID = 0 },
		"prices":        func(cfg *tx.Config) { cfg.MinGasPrice, cfg.MaxGasPrice = gwei(2), gwei(1) },
		"gas limit":     func(cfg *tx.Config) { cfg.GasLimit = 20999 },
		"timeout":       func(cfg *tx.Config) { cfg.Timeout = 0 },
		"replacements":  func(cfg *tx.Config) { cfg.MaxReplacements = -1 },
		"confirmations": func(cfg *tx.Config) { cfg.Confirmations = 0 },
		"settle":        func(cfg *tx.Config) { cfg.Confirmations, cfg.Settle = 5, 4 },
		"poll":          func(cfg *tx.Config) { cfg.Poll = 0 },
	} {
		cfg := tx.DefaultConfig()
		cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store = chainID, &endpoint{}, newSigner("x"), &storeStub{}
		require.NoError(t, cfg.Validate())
		change(&cfg)
		_, err := tx.New(cfg)
		require.Error(t, err, name)
	}
}

// storeStub is a Store that is never called.
type storeStub struct{ tx.Store }

// refusing is an endpoint where every call reverts with data.
type refusing struct {
	tx.Chain
	data []byte
}

func (r refusing) HeaderByNumber(context.Context, *mathbig.Int) (*types.Header, error) {
	return &types.Header{Number: mathbig.NewInt(1), BaseFee: mathbig.NewInt(1), GasLimit: 30e6}, nil
}

func (r refusing) BalanceAt(context.Context, common.Address, *mathbig.Int) (*mathbig.Int, error) {
	return mathbig.NewInt(1e18), nil
}

func (r refusing) CallContract(context.Context, ethereum.CallMsg, *mathbig.Int) ([]byte, error) {
	return nil, &rpc.RevertError{Message: "execution reverted", Data: r.data}
}

// emptyStore has no records.
type emptyStore struct{ tx.Store }

func (emptyStore) Transactions(context.Context, chain.TransactionQuery) ([]chain.Transaction, error) {
	return nil, nil
}

func FuzzRevertData(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 2, 3, 4})
	f.Add(solidityError(f, "a reason"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg := tx.DefaultConfig()
		cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store = chainID, refusing{data: data}, newSigner("x"), emptyStore{}
		m, err := tx.New(cfg)
		require.NoError(t, err)
		_, err = m.Simulate(t.Context(), tx.Request{To: reverter, Label: "fuzz", GasLimit: 50000})
		var reverted *tx.RevertedError
		require.ErrorAs(t, err, &reverted)
		require.Less(t, len(err.Error()), 1000)
	})
}
