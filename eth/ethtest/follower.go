package ethtest

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/watch"
)

// Follower gives a subscription the batches that a watcher would, when the test
// says so.
type Follower struct {
	t     testing.TB
	chain *rpc.Client
	sub   watch.Subscription
	seen  []watch.Batch // added blocks
}

// NewFollower begins with a Resync at the newest block.
func NewFollower(t testing.TB, chain *rpc.Client, sub watch.Subscription) *Follower {
	t.Helper()
	f := &Follower{t: t, chain: chain, sub: sub}
	f.Handle(watch.Batch{Kind: watch.Resync, Block: f.Block(nil)})
	return f
}

// Handle delivers a batch, which must be taken.
func (f *Follower) Handle(b watch.Batch) {
	f.t.Helper()
	require.NoError(f.t, f.sub.Handle(f.t.Context(), b))
}

// Block returns the block with this number, the newest for nil.
func (f *Follower) Block(number *big.Int) chain.BlockRef {
	f.t.Helper()
	b, err := f.chain.Block(f.t.Context(), number)
	require.NoError(f.t, err)
	return chain.BlockRef{Number: b.Number, Hash: b.Hash, ParentHash: b.ParentHash, L1Number: b.L1Number, Time: b.Time}
}

// Last is the newest batch of an added block; there must be one.
func (f *Follower) Last() watch.Batch { return f.seen[len(f.seen)-1] }

// Follow delivers what became of the chain: first what went, then what came.
func (f *Follower) Follow() {
	f.t.Helper()
	head := f.Block(nil)
	for len(f.seen) > 0 {
		last := f.Last()
		if last.Block.Number <= head.Number && f.Block(new(big.Int).SetUint64(last.Block.Number)).Hash == last.Block.Hash {
			break
		}
		f.seen = f.seen[:len(f.seen)-1]
		f.Handle(watch.Batch{Kind: watch.Removed, Block: last.Block, Logs: last.Logs})
	}
	next := head.Number
	if len(f.seen) > 0 {
		next = f.Last().Block.Number + 1
	}
	for ; next <= head.Number; next++ {
		block := f.Block(new(big.Int).SetUint64(next))
		logs, err := f.chain.FilterLogs(f.t.Context(), ethereum.FilterQuery{
			BlockHash: &block.Hash, Addresses: f.sub.Filter.Addresses, Topics: f.sub.Filter.Topics,
		})
		require.NoError(f.t, err)
		b := watch.Batch{Kind: watch.Added, Block: block, Logs: logs}
		f.Handle(b)
		f.seen = append(f.seen, b)
	}
}
