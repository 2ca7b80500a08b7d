package protocol_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
)

// liar is a provider that answers whatever answer gives.
type liar struct {
	answer func(call ethereum.CallMsg) rpc.CallResult
	logs   []types.Log
	calls  int
}

func (l *liar) CallBatch(_ context.Context, calls []ethereum.CallMsg, _ *big.Int) ([]rpc.CallResult, error) {
	results := make([]rpc.CallResult, len(calls))
	for i, call := range calls {
		l.calls++
		results[i] = l.answer(call)
	}
	return results, nil
}

func (l *liar) CodeAt(context.Context, common.Address, *big.Int) ([]byte, error) {
	return []byte{1}, nil
}

func (l *liar) BalanceAt(context.Context, common.Address, *big.Int) (*big.Int, error) {
	return big.NewInt(-1), nil
}

func (l *liar) FilterLogs(context.Context, ethereum.FilterQuery) ([]types.Log, error) {
	return l.logs, nil
}

func (l *liar) Block(context.Context, *big.Int) (rpc.Block, error) { return rpc.Block{Number: 9}, nil }

// words answers each call with the same word, which is enough to begin with.
func words(n int64) func(ethereum.CallMsg) rpc.CallResult {
	return func(ethereum.CallMsg) rpc.CallResult {
		return rpc.CallResult{Data: common.BigToHash(big.NewInt(n)).Bytes()}
	}
}

func newLiar(t require.TestingT) (*liar, *protocol.Client) {
	l := &liar{answer: words(1)}
	c, err := protocol.New(context.Background(), protocol.Config{Controller: common.Address{1}, Chain: l})
	require.NoError(t, err)
	return l, c
}

// TestNonsense: whatever the bytes of an answer, there is an error or a value.
func TestNonsense(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l, c := newLiar(rt)
		l.answer = func(ethereum.CallMsg) rpc.CallResult {
			n := rapid.IntRange(0, 12).Draw(rt, "words")
			var data []byte
			for range n {
				word := rapid.SampledFrom([]int64{0, 1, 32, 64, 96, 1 << 40, -1}).Draw(rt, "word")
				data = append(data, common.BigToHash(new(big.Int).And(big.NewInt(word), allOnes())).Bytes()...)
			}
			return rpc.CallResult{Data: data}
		}
		ctx, who := t.Context(), common.Address{7}
		_, _ = c.Round(ctx)
		_, _ = c.Parameters(ctx)
		_, _ = c.Orchestrator(ctx, who)
		_, _ = c.RegistryEntry(ctx, who)
		_, _ = c.EarningsPool(ctx, who, 3)
		_, _ = c.Sender(ctx, who)
		_, _ = c.Present(ctx, 0, who)
		_, _ = c.Funds(ctx, 0, who, who)
		_, _ = c.TicketUsed(ctx, common.Hash{7})
		_, _ = c.FeeRatios(ctx, who, 1, 3)
		_, _ = c.VoteOnProposal(ctx, who, chain.ProposalID{7}, chain.VoteFor, "")
		_, err := c.Balances(ctx, who)
		require.Error(rt, err)
	})
}

func allOnes() *big.Int { return new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)) }

// TestEndlessPool: a list that leads in a circle comes to an end.
func TestEndlessPool(t *testing.T) {
	t.Parallel()
	l, c := newLiar(t)
	_, err := c.Orchestrators(t.Context())
	require.ErrorContains(t, err, "has no end")
	require.Less(t, l.calls, 11_000)
}

// TestManyLocks: a delegator with locks without number is read in bounds.
func TestManyLocks(t *testing.T) {
	t.Parallel()
	l, c := newLiar(t)
	l.answer = func(call ethereum.CallMsg) rpc.CallResult {
		result := words(1)(call)
		if [4]byte(call.Data) == [4]byte(id("getDelegator(address)").Bytes()) {
			result.Data = append(make([]byte, 6*32), common.BigToHash(big.NewInt(1<<60)).Bytes()...)
		}
		if [4]byte(call.Data) == [4]byte(id("getDelegatorUnbondingLock(address,uint256)").Bytes()) {
			result.Data = append(result.Data, result.Data...)
		}
		return result
	}
	d, err := c.Delegator(t.Context(), common.Address{7})
	require.NoError(t, err)
	require.Len(t, d.Locks, 1000)
	require.Equal(t, chain.UnbondingLock{ID: 1<<60 - 1, Amount: units(1), WithdrawRound: 1}, d.Locks[999])
}

// TestNonsenseLogs: logs that are none of the events are an error, no panic.
func TestNonsenseLogs(t *testing.T) {
	t.Parallel()
	l, c := newLiar(t)
	l.logs = []types.Log{{}}
	_, err := c.CutHistory(t.Context(), common.Address{7})
	require.ErrorIs(t, err, protocol.ErrUnknownEvent)
	_, err = c.Polls(t.Context())
	var answer *protocol.AnswerError
	require.ErrorAs(t, err, &answer)
}
