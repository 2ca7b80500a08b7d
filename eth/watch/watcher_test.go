package watch_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

func TestFollow(t *testing.T) {
	t.Parallel()
	run(t, "begins at the head", func(t *testing.T, r *rig) {
		r.chain.mine(1, 2, 3)
		r.start()
		require.Equal(t, []string{"resync 3:0"}, r.kinds())
		r.chain.mine(0, 2)
		r.settle()
		require.Equal(t, []string{"added 5:2"}, r.kinds())
		r.exact()
		p := r.watcher.Progress()
		require.Equal(t, p.Head, p.At)
		require.Equal(t, uint64(5), p.At.Number)
		require.Equal(t, uint64(1), p.Head.L1Number)
	})
	run(t, "begins where it is told", func(t *testing.T, r *rig) {
		r.chain.mine(1, 2, 3)
		r.cfg.From = 2
		r.start()
		require.Equal(t, []string{"resync 1:0", "added 2:2", "added 3:3"}, r.kinds())
		r.exact()
	})
	run(t, "at most two calls a block", func(t *testing.T, r *rig) {
		r.start()
		for range 20 {
			r.chain.resetCalls()
			r.chain.mine(1)
			time.Sleep(r.cfg.Poll)
			synctest.Wait()
			require.LessOrEqual(t, r.chain.resetCalls(), 2)
		}
		r.exact()
	})
	run(t, "wakes up before the poll, and polls when the feed has ended", func(t *testing.T, r *rig) {
		wake := make(chan struct{}, 1)
		r.cfg.Wake = wake
		r.start()
		r.chain.mine(1)
		wake <- struct{}{}
		synctest.Wait()
		r.exact()
		close(wake)
		synctest.Wait()
		r.chain.mine(1)
		synctest.Wait()
		require.Equal(t, uint64(1), r.watcher.Progress().At.Number)
		r.settle()
		r.exact()
	})
	run(t, "a lagging provider is no reorganisation", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(1, 1, 1)
		r.settle()
		r.kinds()
		r.chain.reorg(2) // gives only the old head
		r.settle()
		require.Empty(t, r.kinds())
		require.Equal(t, uint64(3), r.watcher.Progress().Head.Number)
	})
	run(t, "every block for those who want it", func(t *testing.T, r *rig) {
		var blocks ledger
		r.more = []watch.Subscription{{Name: "blocks", EveryBlock: true, Handle: blocks.Handle}}
		r.start()
		r.chain.mine(1, 0)
		r.settle()
		r.chain.reorg(1, 0)
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:0", "added 2:0", "removed 2:0", "added 2:0"}, blocks.kinds())
	})
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	nop := func(context.Context, watch.Batch) error { return nil }
	run(t, "refused", func(t *testing.T, r *rig) {
		w, err := watch.New(r.cfg)
		require.NoError(t, err)
		require.NoError(t, w.Close(), "closing what was not started")
		require.ErrorContains(t, w.Subscribe(watch.Subscription{Name: "x", EveryBlock: true}), "no handler")
		require.ErrorContains(t, w.Subscribe(watch.Subscription{Name: "x", Handle: nop}), "neither logs nor blocks")
		r.start()
		require.ErrorIs(t, r.watcher.Subscribe(r.subscription()), watch.ErrStarted)
		require.ErrorIs(t, r.watcher.Start(t.Context()), watch.ErrStarted)
	})
	run(t, "together too wide", func(t *testing.T, r *rig) {
		w, err := watch.New(r.cfg)
		require.NoError(t, err)
		require.NoError(t, w.Subscribe(r.subscription()))
		require.NoError(t, w.Subscribe(watch.Subscription{Name: "x", Handle: nop, Filter: watch.Filter{Topics: [][]common.Hash{{{1}}}}}))
		require.ErrorIs(t, w.Start(t.Context()), watch.ErrTooWide)
	})
	run(t, "a store with a hole", func(t *testing.T, r *rig) {
		r.store.tail = []chain.BlockRef{{Number: 1}, {Number: 3}}
		w, err := watch.New(r.cfg)
		require.NoError(t, err)
		require.ErrorContains(t, w.Start(t.Context()), "does not follow")
	})
}

func TestValidate(t *testing.T) {
	t.Parallel()
	ok := watch.DefaultConfig()
	ok.Chain, ok.Store = newFakeChain(), &memory{}
	require.NoError(t, ok.Validate())
	for name, change := range map[string]func(*watch.Config){
		"no chain":     func(c *watch.Config) { c.Chain = nil },
		"no store":     func(c *watch.Config) { c.Store = nil },
		"short tail":   func(c *watch.Config) { c.Tail = 1 },
		"long tail":    func(c *watch.Config) { c.Tail = watch.MaxTail + 1 },
		"no range":     func(c *watch.Config) { c.Range = 0 },
		"no poll":      func(c *watch.Config) { c.Poll = 0 },
		"no timeout":   func(c *watch.Config) { c.CallTimeout = 0 },
		"retry turned": func(c *watch.Config) { c.RetryMax = c.RetryMin - 1 },
	} {
		c := ok
		change(&c)
		_, err := watch.New(c)
		require.Error(t, err, name)
	}
}
