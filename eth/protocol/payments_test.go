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
	"github.com/livepeer/streamflow/pm"
)

func (r *rig) present(recipient common.Address) protocol.Present {
	r.Helper()
	p, err := r.client.Present(r.Context(), 0, recipient)
	require.NoError(r, err)
	return p
}

func TestPresent(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		r.payments()
		info := r.round()
		want := protocol.Present{
			Block: info.Block, Active: true,
			Moment: pm.Moment{
				Block: info.Block, Round: pm.RoundRef{Number: info.Number, BlockHash: info.Hash},
				Current: info.Number, RoundEnds: info.EndBlock(), Validity: r.cfg.TicketValidityPeriod,
			},
		}
		require.Equal(r, want, r.present(r.address(0)))
		require.False(r, r.present(r.address(1)).Active)
		require.False(r, r.present(common.Address{}).Active)

		r.toRoundEnd()
		p := r.present(r.address(0))
		require.Equal(r, want.Moment.Round, p.Moment.Round, "nobody has initialized the next one")
		require.Equal(r, info.Number+1, p.Moment.Current)
		require.Equal(r, info.EndBlock()+info.Length, p.Moment.RoundEnds)
		past, err := r.client.Present(r.Context(), want.Block, r.address(0))
		require.NoError(r, err)
		require.Equal(r, want, past, "as of a block")
	})
}

// answers is a provider that knows the answers by the functions' signatures, and
// says 1 to all else.
func answers(words map[string][]int64) func(ethereum.CallMsg) rpc.CallResult {
	return func(call ethereum.CallMsg) rpc.CallResult {
		for signature, list := range words {
			if [4]byte(call.Data) == [4]byte(id(signature).Bytes()) {
				var data []byte
				for _, n := range list {
					data = append(data, common.BigToHash(big.NewInt(n)).Bytes()...)
				}
				return rpc.CallResult{Data: data}
			}
		}
		return rpc.CallResult{Data: common.BigToHash(big.NewInt(1)).Bytes()}
	}
}

// TestRoundsWithoutHash: where the chain has given a round no hash, tickets are
// made in the round before it, or in none.
func TestRoundsWithoutHash(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		known map[uint64]int64 // hashes by rounds
		want  pm.RoundRef
	}{
		"both":   {map[uint64]int64{7: 70, 6: 60}, pm.RoundRef{Number: 7, BlockHash: common.BigToHash(big.NewInt(70))}},
		"before": {map[uint64]int64{6: 60}, pm.RoundRef{Number: 6, BlockHash: common.BigToHash(big.NewInt(60))}},
		"none":   {map[uint64]int64{5: 50}, pm.RoundRef{}},
	} {
		l, client := newLiar(t)
		others := answers(map[string][]int64{"lastInitializedRound()": {7}, "currentRound()": {8}})
		l.answer = func(call ethereum.CallMsg) rpc.CallResult {
			if [4]byte(call.Data) == [4]byte(id("blockHashForRound(uint256)").Bytes()) {
				round := new(big.Int).SetBytes(call.Data[4:]).Uint64()
				return rpc.CallResult{Data: common.BigToHash(big.NewInt(c.known[round])).Bytes()}
			}
			return others(call)
		}
		p, err := client.Present(t.Context(), 0, common.Address{1})
		require.NoError(t, err)
		require.Equal(t, c.want, p.Moment.Round, name)
		require.EqualValues(t, 8, p.Moment.Current)
	}
}

// TestFunds: a reserve is divided by the number of orchestrators at the start of
// the round in our contracts.
func TestFunds(t *testing.T) {
	t.Parallel()
	r := newRig(t, 4, func(c *rpc.Client) protocol.Chain { return c })
	r.payments()
	r.orchestrate(1, "50 LPT") // it counts from the next round on
	read := func(recipient common.Address) pm.Funds {
		f, err := r.client.Funds(t.Context(), 0, r.address(2), recipient)
		require.NoError(t, err)
		return f
	}
	want := pm.Funds{Deposit: wei(t, "3 ETH"), Reserve: wei(t, "5 ETH"), PoolSize: 1}
	require.Equal(t, want, read(r.address(0)))
	want.PoolSize = 2
	require.Equal(t, want, read(r.address(1)), "who is not active can claim nothing to tell by")
	require.Equal(t, want, read(common.Address{}))

	plan, err := r.client.Unlock(t.Context(), r.address(2))
	r.do(2, plan, err)
	want.WithdrawRound = r.round().Number + chain.Round(r.cfg.UnlockPeriod)
	r.nextRound()
	require.Equal(t, want, read(r.address(0)))
}

// TestShareOfReserve: what can be claimed by Funds is what the contract says,
// whichever orchestrators it counts.
func TestShareOfReserve(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l, client := newLiar(rt)
		members := rapid.Int64Range(1, 200).Draw(rt, "members")
		reserve := rapid.Int64Range(0, 1e15).Draw(rt, "reserve")
		share := func(claimed int64) int64 { return (reserve + claimed) / members }
		claimed := rapid.Int64Range(0, 1e15).Draw(rt, "claimed")
		own := min(rapid.Int64Range(0, 1e15).Draw(rt, "own"), claimed)
		claimable := min(max(share(claimed)-own, 0), reserve)
		live := rapid.SampledFrom([]int64{members, members + 1, max(members-1, 1), 0}).Draw(rt, "live")
		l.answer = answers(map[string][]int64{
			"getSenderInfo(address)": {4, 0, reserve, claimed}, "claimedReserve(address,address)": {own},
			"claimableReserve(address,address)": {claimable}, "getTranscoderPoolSize()": {live},
		})
		f, err := client.Funds(t.Context(), 0, common.Address{1}, common.Address{2})
		require.NoError(rt, err)
		if claimable == 0 {
			require.EqualValues(rt, live, f.PoolSize)
			return
		}
		// There is never more to claim than what is left.
		require.EqualValues(rt, claimable, min(f.MaxFloat(pm.Wei{}).Int().Int64(), reserve))
		if live == members && claimable < reserve {
			require.EqualValues(rt, members, f.PoolSize)
		}
	})
}

// forgetful is a provider without the state of old blocks.
type forgetful struct {
	*liar
	head uint64
}

func (f forgetful) CallBatch(ctx context.Context, calls []ethereum.CallMsg, block *big.Int) ([]rpc.CallResult, error) {
	if block != nil && block.Uint64() < f.head {
		return nil, rpc.ErrNoState
	}
	return f.liar.CallBatch(ctx, calls, block)
}

// TestOldState: where the state of a block is gone, that of the newest will do; of
// a block that is still to come there is none.
func TestOldState(t *testing.T) {
	t.Parallel()
	l := &liar{answer: answers(nil)}
	client, err := protocol.New(t.Context(), protocol.Config{Controller: common.Address{1}, Chain: forgetful{l, 9}})
	require.NoError(t, err)
	p, err := client.Present(t.Context(), 5, common.Address{1})
	require.NoError(t, err)
	require.EqualValues(t, 9, p.Block)

	client, err = protocol.New(t.Context(), protocol.Config{Controller: common.Address{1}, Chain: forgetful{l, 1000}})
	require.NoError(t, err)
	_, err = client.Present(t.Context(), 500, common.Address{1})
	require.ErrorIs(t, err, rpc.ErrNoState)
}

// receipts answers with the same receipt.
type receipts struct{ receipt *types.Receipt }

func (r receipts) TransactionReceipt(context.Context, common.Hash) (*types.Receipt, error) {
	return r.receipt, nil
}

// TestForeignLogs: events of other contracts, and payments of other tickets, are
// not taken for what the broker paid.
func TestForeignLogs(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return c })
	r.payments()
	ticket := r.ticket(2, 0, wei(t, "1 ETH"))
	hash, _ := r.redeemAll(0, ticket)
	receipt, err := r.rpc.TransactionReceipt(t.Context(), hash)
	require.NoError(t, err)
	outcome := func() map[common.Hash]pm.Wei {
		client, err := protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], Chain: r.rpc, Receipts: receipts{receipt}})
		require.NoError(t, err)
		paid, _, _, err := client.RedeemOutcome(t.Context(), hash)
		require.NoError(t, err)
		return paid
	}
	require.Equal(t, map[common.Hash]pm.Wei{ticket.Hash(): wei(t, "1 ETH")}, outcome())
	transfer := id("WinningTicketTransfer(address,address,uint256)")
	for _, log := range receipt.Logs {
		if log.Topics[0] == transfer {
			log.Topics[1] = common.Hash{9}
		}
	}
	require.Equal(t, map[common.Hash]pm.Wei{ticket.Hash(): {}}, outcome(), "paid for another sender's")
	for _, log := range receipt.Logs {
		log.Address = common.Address{9}
	}
	require.Empty(t, outcome())
}

// TestWithoutReceipts: a client that cannot read receipts says so.
func TestWithoutReceipts(t *testing.T) {
	t.Parallel()
	_, c := newLiar(t)
	_, _, _, err := c.RedeemOutcome(t.Context(), common.Hash{1})
	require.ErrorContains(t, err, "no Receipts")
}
