package protocol_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
)

func TestFeatures(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		want := chain.Features{Services: full, Directory: full, StakeRule: full, Notice: full, Faucet: true, Polls: true}
		require.Equal(r, want, r.client.Features())
		require.Equal(r, r.contracts["BondingManager"], r.client.Contracts()["BondingManager"])

		p, err := r.client.Parameters(r.Context())
		require.NoError(r, err)
		require.Equal(r, r.cfg.NumActiveTranscoders, p.NumActiveTranscoders)
		require.Equal(r, r.cfg.RoundLength, p.RoundLength)
		require.Equal(r, r.cfg.UnbondingPeriod, p.UnbondingPeriod)
		require.Equal(r, r.cfg.UnlockPeriod, p.UnlockPeriod)
		require.Equal(r, want, p.Features)
		require.False(r, p.Paused)

		info := r.round()
		require.True(r, info.Initialized)
		require.Equal(r, info.Number, info.LastInitialized)
		require.NotZero(r, info.Hash)
		require.Equal(r, r.cfg.RoundLength, info.Length)
		require.Equal(r, info.StartBlock+54, info.LockedFrom)
		require.False(r, info.Locked())
	})
}

// TestStake goes through everything that an orchestrator and its delegators do.
func TestStake(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		ctx := r.Context()
		r.orchestrate(0, "1000 LPT")
		r.orchestrate(1, "900 LPT")
		o := r.orchestrator(0)
		require.Equal(r, lpt(r, "1000 LPT"), o.Stake)
		require.Equal(r, lpt(r, "1000 LPT"), o.OwnStake)
		require.True(r, o.Registered && o.InPool && !o.Active)
		require.Equal(r, chain.Parts(100_000), o.RewardCut)
		require.Equal(r, chain.Parts(500_000), o.FeeShare)
		require.Zero(r, o.DeactivationRound)
		r.nextRound()
		require.True(r, r.orchestrator(0).Active)

		r.reward(0)
		require.Equal(r, r.round().Number, r.orchestrator(0).LastRewardRound)
		_, err := r.client.Reward(ctx, r.address(0))
		require.ErrorIs(r, err, protocol.ErrRewardCalled)

		r.bond(2, "5000 LPT", 1) // it overtakes the other one
		pool, err := r.client.Orchestrators(ctx)
		require.NoError(r, err)
		require.Equal(r, []common.Address{r.address(1), r.address(0)}, addresses(pool))
		require.Equal(r, chain.DelegatorPending, r.delegator(2).Status)
		_, err = r.client.Unbond(ctx, r.address(2), lpt(r, "1 LPT"))
		require.ErrorIs(r, err, protocol.ErrPending)

		r.nextRound()
		_, err = r.client.Unbond(ctx, r.address(1), lpt(r, "1 LPT"))
		if full {
			require.NoError(r, err)
		} else {
			var pending *protocol.RewardPendingError
			require.ErrorAs(r, err, &pending)
			require.Equal(r, r.address(1), pending.Orchestrator)
		}
		// It has never called, so its delegators need not wait for it.
		plan, err := r.client.Unbond(ctx, r.address(2), lpt(r, "50 LPT"))
		r.do(2, plan, err)
		r.reward(1)
		r.takeBack(2)

		plan, err = r.client.Bond(ctx, r.address(2), chain.LPT{}, r.address(0)) // all of it moves
		r.reward(0)
		r.do(2, plan, err)
		require.Equal(r, r.address(0), r.delegator(2).Delegate)
		r.nextRound()
		r.transfer(2, 3)
	})
}

// takeBack rebonds lock 0 of account i, which has 50 LPT, unbonds it again and
// withdraws it.
func (r *rig) takeBack(i int) {
	r.Helper()
	ctx, who := r.Context(), r.address(i)
	d := r.delegator(i)
	require.Len(r, d.Locks, 1)
	require.Equal(r, lpt(r, "50 LPT"), d.Locks[0].Amount)
	_, err := r.client.Rebond(ctx, who, 7, common.Address{})
	require.ErrorIs(r, err, protocol.ErrNoLock)
	_, err = r.client.Rebond(ctx, who, 0, r.address(9))
	require.ErrorIs(r, err, protocol.ErrOtherBond)
	plan, err := r.client.Rebond(ctx, who, 0, common.Address{})
	r.do(i, plan, err)
	require.Empty(r, r.delegator(i).Locks)

	plan, err = r.client.Unbond(ctx, who, lpt(r, "50 LPT"))
	r.do(i, plan, err)
	_, err = r.client.WithdrawStake(ctx, who, 1)
	var locked *protocol.LockedError
	require.ErrorAs(r, err, &locked)
	require.Equal(r, r.round().Number+chain.Round(r.cfg.UnbondingPeriod), locked.WithdrawRound)
	for range r.cfg.UnbondingPeriod {
		r.nextRound()
	}
	before, err := r.client.Balances(ctx, who)
	require.NoError(r, err)
	plan, err = r.client.WithdrawStake(ctx, who, 1)
	r.do(i, plan, err)
	after, err := r.client.Balances(ctx, who)
	require.NoError(r, err)
	gained, _ := after.LPT.Sub(before.LPT)
	require.Equal(r, lpt(r, "50 LPT"), gained)
}

// transfer moves stake of account i to another, and then takes all of the rest out.
func (r *rig) transfer(i, to int) {
	r.Helper()
	ctx := r.Context()
	r.reward(0)
	plan, err := r.client.TransferBond(ctx, r.address(i), r.address(to), lpt(r, "20 LPT"))
	r.do(i, plan, err)
	require.Equal(r, lpt(r, "20 LPT"), r.delegator(to).Stake)
	require.Equal(r, r.address(0), r.delegator(to).Delegate)

	plan, err = r.client.Unbond(ctx, r.address(i), r.delegator(i).Stake)
	r.do(i, plan, err)
	d := r.delegator(i)
	require.Equal(r, chain.DelegatorUnbonded, d.Status)
	lock := d.Locks[len(d.Locks)-1].ID
	_, err = r.client.Rebond(ctx, r.address(i), lock, common.Address{})
	require.ErrorIs(r, err, protocol.ErrZeroAddress)
	plan, err = r.client.Rebond(ctx, r.address(i), lock, r.address(1))
	r.do(i, plan, err)
	require.Equal(r, r.address(1), r.delegator(i).Delegate)

	plan, err = r.client.Unbond(ctx, r.address(0), r.delegator(0).Stake)
	r.do(0, plan, err)
	o := r.orchestrator(0)
	require.False(r, o.Registered || o.InPool)
	require.Equal(r, r.round().Number+1, o.DeactivationRound)
	plan, err = r.client.ClaimEarnings(ctx, r.address(to))
	r.do(to, plan, err)
}

func addresses(list []chain.Orchestrator) (addrs []common.Address) {
	for _, o := range list {
		addrs = append(addrs, o.Address)
	}
	return addrs
}

func TestFunding(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		ctx, who := r.Context(), r.address(5)
		_, err := r.client.Unlock(ctx, who)
		require.ErrorIs(r, err, protocol.ErrNoFunds)
		plan, err := r.client.Fund(ctx, who, wei(r, "1 ETH"), wei(r, "2 ETH"))
		r.do(5, plan, err)
		plan, err = r.client.Fund(ctx, who, wei(r, "0.5 ETH"), wei(r, "0"))
		r.do(5, plan, err)
		plan, err = r.client.Fund(ctx, who, wei(r, "0"), wei(r, "0.25 ETH"))
		r.do(5, plan, err)
		s, err := r.client.Sender(ctx, who)
		require.NoError(r, err)
		require.Equal(r, chain.Sender{Address: who, Deposit: wei(r, "1.5 ETH"), Reserve: wei(r, "2.25 ETH")}, s)

		_, err = r.client.CancelUnlock(ctx, who)
		require.ErrorIs(r, err, protocol.ErrNotUnlocked)
		_, err = r.client.Withdraw(ctx, who)
		require.ErrorIs(r, err, protocol.ErrNotUnlocked)
		plan, err = r.client.Unlock(ctx, who)
		r.do(5, plan, err)
		_, err = r.client.Unlock(ctx, who)
		require.ErrorIs(r, err, protocol.ErrUnlocking)
		plan, err = r.client.CancelUnlock(ctx, who)
		r.do(5, plan, err)
		plan, err = r.client.Unlock(ctx, who)
		r.do(5, plan, err)
		_, err = r.client.Withdraw(ctx, who)
		require.ErrorIs(r, err, protocol.ErrLocked)
		for range r.cfg.UnlockPeriod {
			r.nextRound()
		}
		plan, err = r.client.Withdraw(ctx, who)
		r.do(5, plan, err)
		s, err = r.client.Sender(ctx, who)
		require.NoError(r, err)
		require.Equal(r, chain.Sender{Address: who}, s)
	})
}

func TestTransfers(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		ctx, stranger := r.Context(), common.HexToAddress("0x5000")
		plan, err := r.client.TransferLPT(ctx, r.address(0), stranger, lpt(r, "3 LPT"))
		r.do(0, plan, err)
		plan, err = r.client.TransferETH(ctx, r.address(0), stranger, wei(r, "4 ETH"))
		r.do(0, plan, err)
		b, err := r.client.Balances(ctx, stranger)
		require.NoError(r, err)
		require.Equal(r, chain.Balances{ETH: wei(r, "4 ETH"), LPT: lpt(r, "3 LPT")}, b)

		before, err := r.client.Balances(ctx, r.address(1))
		require.NoError(r, err)
		plan, err = r.client.RequestTokens(ctx, r.address(1))
		r.do(1, plan, err)
		after, err := r.client.Balances(ctx, r.address(1))
		require.NoError(r, err)
		gained, _ := after.LPT.Sub(before.LPT)
		require.Equal(r, r.cfg.FaucetAmount, gained)
		_, err = r.client.RequestTokens(ctx, r.address(1))
		require.ErrorIs(r, err, protocol.ErrTooSoon)
	})
}

func TestRegistry(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		ctx, who := r.Context(), r.address(4)
		entry := chain.RegistryEntry{
			ServiceURI: "https://node.example:8935",
			Services:   []chain.Service{{Name: "CPUTranscoding", Verifier: r.address(1)}, {ID: common.Hash{9}}},
			Regions:    []string{"eu-west", "us-east"},
		}
		plan, err := r.client.SetRegistryEntry(ctx, who, entry)
		if !full {
			require.ErrorIs(r, err, protocol.ErrUnsupported)
			entry = chain.RegistryEntry{ServiceURI: entry.ServiceURI}
			plan, err = r.client.SetRegistryEntry(ctx, who, entry)
		}
		r.do(4, plan, err)
		got, err := r.client.RegistryEntry(ctx, who)
		require.NoError(r, err)
		if full {
			entry.Services[0].ID = id("CPUTranscoding")
		}
		require.Equal(r, entry, got)

		r.orchestrate(4, "10 LPT")
		require.Equal(r, entry, r.orchestrator(4).Entry)
		pool, err := r.client.Orchestrators(ctx)
		require.NoError(r, err)
		want := r.orchestrator(4)
		want.OwnStake = chain.LPT{}
		require.Equal(r, []chain.Orchestrator{want}, pool)
	})
}

func TestPolls(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		ctx := r.Context()
		_, err := r.client.CreatePoll(ctx, r.address(0), "QmProposal")
		require.ErrorIs(r, err, protocol.ErrInsufficient)
		r.orchestrate(0, "100 LPT")
		plan, err := r.client.CreatePoll(ctx, r.address(0), "QmProposal")
		r.do(0, plan, err)
		polls, err := r.client.Polls(ctx)
		require.NoError(r, err)
		require.Len(r, polls, 1)
		p := polls[0]
		require.Equal(r, "QmProposal", p.Proposal)
		require.True(r, p.Open)
		require.Equal(r, chain.Parts(333_300), p.Quorum)

		plan, err = r.client.Vote(ctx, r.address(0), p.Address, chain.VoteYes)
		r.do(0, plan, err)
		_, err = r.client.Vote(ctx, r.address(0), r.contracts["Controller"], chain.VoteYes)
		require.ErrorIs(r, err, protocol.ErrBadInput)
		var none *protocol.NotAContractError
		_, err = r.client.Vote(ctx, r.address(0), r.address(1), chain.VoteNo)
		require.ErrorAs(r, err, &none)
		require.NoError(r, r.devnet.Mine(int(r.cfg.PollPeriod)+1))
		_, err = r.client.Vote(ctx, r.address(0), p.Address, chain.VoteNo)
		require.ErrorIs(r, err, protocol.ErrPollOver)
		polls, err = r.client.Polls(ctx)
		require.NoError(r, err)
		require.False(r, polls[0].Open)
	})
}

// TestLoseRewards: who does not want to wait for the reward can say so.
func TestLoseRewards(t *testing.T) {
	t.Parallel()
	r := newRig(t, 1, func(c *rpc.Client) protocol.Chain { return stripped{c} })
	r.orchestrate(0, "100 LPT")
	r.nextRound()
	_, err := r.client.ClaimEarnings(t.Context(), r.address(0))
	require.ErrorIs(t, err, protocol.ErrReward)
	c, err := protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], Chain: stripped{r.rpc}, LoseRewards: true})
	require.NoError(t, err)
	plan, err := c.ClaimEarnings(t.Context(), r.address(0))
	r.do(0, plan, err)
}

// TestFullPool: where there is no place, only more stake than the last one's helps.
func TestFullPool(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return c }, func(c *deploy.Config) { c.NumActiveTranscoders = 2 })
	r.bond(0, "100 LPT", 0)
	r.bond(1, "90 LPT", 1)
	r.bond(2, "80 LPT", 2)
	require.False(t, r.orchestrator(2).InPool)
	_, err := r.client.EnterPool(ctx, r.address(0), r.address(2))
	require.ErrorIs(t, err, protocol.ErrInsufficient)
	require.ErrorContains(t, err, "80 LPT is there, 90.000000000000000001 LPT is needed")
	r.nextRound()
	plan, err := r.client.Unbond(ctx, r.address(1), lpt(t, "50 LPT"))
	r.do(1, plan, err)
	plan, err = r.client.EnterPool(ctx, r.address(0), r.address(2))
	r.do(0, plan, err)
	pool, err := r.client.Orchestrators(ctx)
	require.NoError(t, err)
	require.Equal(t, []common.Address{r.address(0), r.address(2)}, addresses(pool))
	_, err = r.client.EnterPool(ctx, r.address(0), r.address(1))
	require.ErrorIs(t, err, protocol.ErrInsufficient)
}
