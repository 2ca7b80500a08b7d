package protocol_test

import (
	"math/rand/v2"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/watch"
)

// follower is a view that follows the rig's chain.
type follower struct {
	*rig
	*ethtest.Follower
	view *protocol.PoolView
}

func newFollower(r *rig) *follower {
	v := protocol.NewPoolView(r.client)
	_, ok := v.Orchestrators()
	require.False(r, ok)
	return &follower{rig: r, Follower: ethtest.NewFollower(r, r.rpc, v.Subscription()), view: v}
}

// check compares the view with the chain.
func (f *follower) check() {
	f.Helper()
	want, err := f.client.Orchestrators(f.Context())
	require.NoError(f, err)
	got, ok := f.view.Orchestrators()
	require.True(f, ok)
	require.ElementsMatch(f, want, got)
	for i := range got {
		require.Equal(f, want[i].Stake, got[i].Stake, "order")
	}
}

// TestPoolView: the view is what a fresh look at the chain gives, whatever happens
// and whatever is taken back.
func TestPoolView(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		random := rand.New(rand.NewPCG(7, 7))
		r.orchestrate(0, "500 LPT")
		r.orchestrate(1, "400 LPT")
		f := newFollower(r)
		f.check()
		for step := range 40 {
			parent := f.Block(nil)
			f.step(random, step)
			f.Follow()
			f.check()
			if random.IntN(4) == 0 && f.Block(nil).Number-parent.Number < 30 {
				require.NoError(r, r.devnet.Fork(parent.Hash))
				require.NoError(r, r.devnet.Rollback())
				f.step(random, step)
				require.NoError(r, r.devnet.Mine(int(f.Last().Block.Number-parent.Number)+1))
				f.Follow()
				f.check()
			}
		}
	})
}

// step does something at random, if it can be done.
func (f *follower) step(random *rand.Rand, step int) {
	f.Helper()
	ctx, i, other := f.Context(), random.IntN(6), random.IntN(6)
	var plan chain.Plan
	var err error
	switch step % 8 {
	case 0, 1:
		plan, err = f.client.Bond(ctx, f.address(i), lpt(f, "77 LPT"), f.address(i))
	case 2:
		plan, err = f.client.Bond(ctx, f.address(i), lpt(f, "1500 LPT"), f.address(other))
	case 3:
		plan, err = f.client.SetRegistryEntry(ctx, f.address(i), chain.RegistryEntry{ServiceURI: "https://" + f.address(other).Hex() + ":1"})
	case 4:
		f.nextRound()
		return
	case 5:
		plan, err = f.client.Reward(ctx, f.address(i))
	case 6:
		plan, err = f.client.SetCuts(ctx, f.address(i), chain.Parts(random.IntN(1_000_000)), chain.Parts(random.IntN(1_000_000)))
	case 7:
		d := f.delegator(i)
		plan, err = f.client.Unbond(ctx, f.address(i), d.Stake)
	}
	if err == nil {
		f.do(i, plan, nil)
	}
}

// TestPoolViewIgnoresStrangers: entries of those who are in no pool are not kept,
// and logs that cannot be read do not stop it.
func TestPoolViewIgnoresStrangers(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		r.orchestrate(0, "500 LPT")
		f := newFollower(r)
		plan, err := r.client.SetRegistryEntry(r.Context(), r.address(3), chain.RegistryEntry{ServiceURI: "https://x:1"})
		r.do(3, plan, err)
		f.Follow()
		f.check()
		b := watch.Batch{Kind: watch.Added, Block: f.Block(nil)}
		b.Logs = append(b.Logs, f.Last().Logs...)
		for i := range b.Logs {
			b.Logs[i].Data, b.Logs[i].Topics = []byte{1}, []common.Hash{id("Reward(address,uint256)")}
		}
		f.Handle(b)
		f.check()
	})
}
