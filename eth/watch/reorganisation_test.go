package watch_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
)

func TestReorganisation(t *testing.T) {
	t.Parallel()
	for depth := 1; depth <= 10; depth++ {
		run(t, "while it runs", func(t *testing.T, r *rig) {
			r.start()
			r.chain.mine(1, 0, 2, 1, 1, 3, 1, 0, 1, 1, 1)
			r.settle()
			r.chain.reorg(depth, 1, 2)
			r.settle()
			r.exact()
			require.Equal(t, []int{depth}, r.observed.reorgs)
			require.Zero(t, r.observed.resyncs)
		})
		run(t, "while it is down", func(t *testing.T, r *rig) {
			r.start()
			r.chain.mine(1, 0, 2, 1, 1, 3, 1, 0, 1, 1, 1)
			r.settle()
			r.stop()
			r.chain.reorg(depth, 1, 2)
			r.start()
			r.settle()
			r.exact()
			require.Equal(t, []int{depth}, r.observed.reorgs)
			require.Zero(t, r.observed.resyncs)
		})
		run(t, "while it is down for long", func(t *testing.T, r *rig) {
			r.start()
			r.chain.mine(1, 0, 2, 1, 1, 3, 1, 0, 1, 1, 1)
			r.settle()
			r.stop()
			r.chain.reorg(depth, make([]int, 500)...)
			r.chain.mine(1)
			r.start()
			r.settle()
			r.exact()
			require.Equal(t, []int{depth}, r.observed.reorgs)
			require.Zero(t, r.observed.resyncs)
		})
	}
	run(t, "removed in reverse, then added", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(1, 2, 1)
		r.settle()
		r.kinds()
		r.chain.reorg(2, 1, 0, 3)
		r.settle()
		require.Equal(t, []string{"removed 3:1", "removed 2:2", "added 2:1", "added 4:3"}, r.kinds())
	})
	run(t, "deeper than the tail", func(t *testing.T, r *rig) {
		r.cfg.Tail = 4
		r.start()
		r.chain.mine(1, 1, 1, 1, 1, 1)
		r.settle()
		r.kinds()
		r.chain.reorg(5, 1, 1, 1, 1, 1, 1)
		r.settle()
		require.Equal(t, []string{"resync 7:0"}, r.kinds())
		r.chain.mine(2)
		r.settle()
		r.exact()
	})
	run(t, "logs of the removed are lost", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(1, 1)
		r.settle()
		r.stop()
		r.chain.forget(r.chain.head())
		r.chain.reorg(1, 1, 1)
		r.start()
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1", "added 2:1", "resume 2:0", "resync 3:0"}, r.kinds())
		require.Empty(t, r.observed.errors(), "a lost block is not waited for")
		r.exact()
	})
	run(t, "logs of the removed are refused", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(1, 1)
		r.settle()
		r.stop()
		gone := r.chain.head()
		r.chain.spoil(nil, func(q ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			if *q.BlockHash == gone {
				return nil, errUnknown
			}
			return l, nil
		})
		r.chain.reorg(1, 1, 1)
		r.start()
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1", "added 2:1", "resume 2:0", "resync 3:0"}, r.kinds())
		require.NotEmpty(t, r.observed.errors(), "it may have been a passing failure")
		r.exact()
	})
	run(t, "another chain under the same store", func(t *testing.T, r *rig) {
		r.cfg.Tail = 8
		r.chain.mine(make([]int, 100)...)
		r.start()
		r.stop()
		r.chain = newFakeChain()
		r.cfg.Chain = r.chain
		r.chain.spoil(func(b chain.BlockRef) (chain.BlockRef, error) {
			b.Time = b.Time.Add(24 * time.Hour)
			return b, nil
		}, nil)
		r.chain.mine(1, 1)
		r.start()
		r.settle()
		r.exact()
		require.Equal(t, 1, r.observed.resyncs)
	})
}
