package protocol_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// TestFeeRatios: account 0 is an orchestrator, of whose 400 LPT account 1 has
// 300; it gives half of its fees to them. Account 2 pays.
func TestFeeRatios(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		ctx := r.Context()
		r.orchestrate(0, "100 LPT")
		r.bond(1, "300 LPT", 0)
		plan, err := r.client.Fund(ctx, r.address(2), wei(r, "10 ETH"), wei(r, "1 ETH"))
		r.do(2, plan, err)
		r.nextRound()
		first := r.round().Number
		r.redeem(2, 0, first, wei(r, "2 ETH"))
		r.redeem(2, 0, first, wei(r, "1 ETH"))
		r.nextRound()
		r.redeem(2, 0, first+1, wei(r, "4 ETH"))
		r.nextRound()

		ratios, err := r.client.FeeRatios(ctx, r.address(0), first-1, first+5)
		require.NoError(r, err)
		require.Len(r, ratios, 4) // up to the present round
		require.Equal(r, chain.FeeRatio{Round: first - 1}, ratios[0], "it had no stake yet")
		stake := lpt(r, "400 LPT")
		require.Equal(r, chain.FeeRatio{Round: first, Stake: stake, Fees: wei(r, "3 ETH"), PerLPT: wei(r, "0.00375 ETH")}, ratios[1])
		require.Equal(r, chain.FeeRatio{Round: first + 1, Stake: stake, Fees: wei(r, "4 ETH"), PerLPT: wei(r, "0.005 ETH")}, ratios[2])
		require.Equal(r, chain.FeeRatio{Round: first + 2, Stake: stake}, ratios[3])

		later, err := r.client.FeeRatios(ctx, r.address(0), first+1, first+1)
		require.NoError(r, err)
		require.Equal(r, ratios[2:3], later, "what came before does not count")
		none, err := r.client.FeeRatios(ctx, r.address(0), first+50, first+60)
		require.NoError(r, err)
		require.Empty(r, none)
		_, err = r.client.FeeRatios(ctx, r.address(0), 9, 8)
		require.ErrorIs(r, err, protocol.ErrBadInput)

		pool, err := r.client.EarningsPool(ctx, r.address(0), first)
		require.NoError(r, err)
		require.Equal(r, stake, pool.TotalStake)
		require.Equal(r, chain.Parts(500_000), pool.FeeShare)

		// Of the 7 ETH the delegator gets three quarters of half.
		due := wei(r, "2.625 ETH")
		require.Equal(r, due, r.delegator(1).Fees)
		before, err := r.client.Balances(ctx, r.address(9))
		require.NoError(r, err)
		plan, err = r.client.WithdrawFees(ctx, r.address(1), r.address(9), due)
		r.do(1, plan, err)
		after, err := r.client.Balances(ctx, r.address(9))
		require.NoError(r, err)
		gained, _ := after.ETH.Sub(before.ETH)
		require.Equal(r, due, gained)
	})
}

// redeem pays a winning ticket of a round's from account sender to recipient.
func (r *rig) redeem(sender, recipient int, round chain.Round, face pm.Wei) {
	r.Helper()
	ticket := r.ticket(sender, recipient, face)
	require.Equal(r, round, ticket.Created.Number)
	plan, err := r.client.RedeemTickets(r.Context(), r.address(recipient), []pm.WinningTicket{ticket})
	r.do(recipient, plan, err)
}

func TestCutHistory(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		r.orchestrate(0, "100 LPT")
		r.bond(1, "1 LPT", 0) // from now on changes concern others
		r.cuts(0, 200_000, 600_000)
		history, err := r.client.CutHistory(r.Context(), r.address(0))
		require.NoError(r, err)
		effective := r.round().Number + 1 + chain.Round(r.cfg.NoticePeriod)
		want := []chain.CutChange{{RewardCut: 100_000, FeeShare: 500_000}, {RewardCut: 100_000, FeeShare: 600_000}}
		if full {
			want = append(want, chain.CutChange{RewardCut: 200_000, FeeShare: 600_000, Effective: effective})
			require.Equal(r, &chain.Announcement{RewardCut: 200_000, FeeShare: 600_000, Effective: effective}, r.orchestrator(0).Announced)
		}
		for i := range history {
			require.NotZero(r, history[i].Block)
			history[i].Block = 0
		}
		require.Equal(r, want, history)
	})
}

// narrow is a provider that gives logs of few blocks at a time.
type narrow struct {
	*rpc.Client
	blocks int64
}

func (n narrow) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if new(big.Int).Sub(q.ToBlock, q.FromBlock).Int64() >= n.blocks {
		return nil, rpc.ErrTooLarge
	}
	return n.Client.FilterLogs(ctx, q)
}

// TestNarrowProvider: what is found in several requests is the same; sums that
// cannot be complete are an error.
func TestNarrowProvider(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return narrow{c, 5} })
	r.orchestrate(0, "100 LPT")
	r.nextRound()
	r.reward(0)
	r.cuts(0, 0, 0)
	history, err := r.client.CutHistory(t.Context(), r.address(0))
	require.NoError(t, err)
	require.Len(t, history, 2)
	require.Less(t, history[0].Block, history[1].Block)
	_, err = r.client.FeeRatios(t.Context(), r.address(0), 1, 2)
	require.NoError(t, err)

	require.NoError(t, r.devnet.Mine(600))
	_, err = r.client.FeeRatios(t.Context(), r.address(0), 1, 2)
	require.ErrorContains(t, err, "too few logs at a time")
}
