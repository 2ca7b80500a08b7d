package protocol_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/watch"
)

// follower gives a view the batches that a watcher would.
type follower struct {
	*rig
	view *protocol.PoolView
	sub  watch.Subscription
	seen []watch.Batch // added blocks
}

func newFollower(r *rig) *follower {
	v := protocol.NewPoolView(r.client)
	f := &follower{rig: r, view: v, sub: v.Subscription()}
	_, ok := v.Orchestrators()
	require.False(r, ok)
	f.handle(watch.Batch{Kind: watch.Resync, Block: f.block(nil)})
	return f
}

func (f *follower) handle(b watch.Batch) {
	f.Helper()
	require.NoError(f, f.sub.Handle(f.Context(), b))
}

func (f *follower) block(number *big.Int) chain.BlockRef {
	f.Helper()
	b, err := f.rpc.Block(f.Context(), number)
	require.NoError(f, err)
	return chain.BlockRef{Number: b.Number, Hash: b.Hash, ParentHash: b.ParentHash, L1Number: b.L1Number, Time: b.Time}
}

// follow delivers what became of the chain: first what went, then what came.
func (f *follower) follow() {
	f.Helper()
	head := f.block(nil)
	for len(f.seen) > 0 {
		last := f.seen[len(f.seen)-1]
		if last.Block.Number <= head.Number && f.block(new(big.Int).SetUint64(last.Block.Number)).Hash == last.Block.Hash {
			break
		}
		f.seen = f.seen[:len(f.seen)-1]
		f.handle(watch.Batch{Kind: watch.Removed, Block: last.Block, Logs: last.Logs})
	}
	next := head.Number
	if len(f.seen) > 0 {
		next = f.seen[len(f.seen)-1].Block.Number + 1
	}
	for ; next <= head.Number; next++ {
		block := f.block(new(big.Int).SetUint64(next))
		logs, err := f.rpc.FilterLogs(f.Context(), ethereum.FilterQuery{BlockHash: &block.Hash, Addresses: f.sub.Filter.Addresses, Topics: f.sub.Filter.Topics})
		require.NoError(f, err)
		b := watch.Batch{Kind: watch.Added, Block: block, Logs: logs}
		f.handle(b)
		f.seen = append(f.seen, b)
	}
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
			parent := f.block(nil)
			f.step(random, step)
			f.follow()
			f.check()
			if random.IntN(4) == 0 && f.block(nil).Number-parent.Number < 30 {
				require.NoError(r, r.devnet.Fork(parent.Hash))
				require.NoError(r, r.devnet.Rollback())
				f.step(random, step)
				require.NoError(r, r.devnet.Mine(int(f.seen[len(f.seen)-1].Block.Number-parent.Number)+1))
				f.follow()
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
		f.follow()
		f.check()
		b := watch.Batch{Kind: watch.Added, Block: f.block(nil)}
		b.Logs = append(b.Logs, f.seen[0].Logs...)
		for i := range b.Logs {
			b.Logs[i].Data, b.Logs[i].Topics = []byte{1}, []common.Hash{id("Reward(address,uint256)")}
		}
		f.handle(b)
		f.check()
	})
}
