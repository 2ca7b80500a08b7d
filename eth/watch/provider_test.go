package watch_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// TestProvider spoils the provider's answers for a while: nothing may come of
// it, and all must be right afterwards.
func TestProvider(t *testing.T) {
	t.Parallel()
	type (
		blocks = func(chain.BlockRef) (chain.BlockRef, error)
		logs   = func(ethereum.FilterQuery, []types.Log) ([]types.Log, error)
	)
	cases := map[string]struct {
		blocks       blocks
		logs         logs
		inconsistent bool
	}{
		"down": {blocks: func(chain.BlockRef) (chain.BlockRef, error) { return chain.BlockRef{}, errDown }},
		"parents are missing": {blocks: func(b chain.BlockRef) (chain.BlockRef, error) {
			if b.Number == 3 {
				return chain.BlockRef{}, ethereum.NotFound
			}
			return b, nil
		}},
		"another parent": {inconsistent: true, blocks: func(b chain.BlockRef) (chain.BlockRef, error) {
			if b.Number == 3 {
				b.Hash[0]++
			}
			return b, nil
		}},
		"numbers jump": {inconsistent: true, blocks: func(b chain.BlockRef) (chain.BlockRef, error) {
			if b.Number == 3 {
				b.Number++
			}
			return b, nil
		}},
		"no logs":        {logs: func(ethereum.FilterQuery, []types.Log) ([]types.Log, error) { return nil, errUnknown }},
		"foreign logs":   {inconsistent: true, logs: spoilEach(func(l *types.Log) { l.BlockHash[0]++ })},
		"logs elsewhere": {inconsistent: true, logs: spoilEach(func(l *types.Log) { l.BlockNumber += 100 })},
		"removed logs":   {inconsistent: true, logs: spoilEach(func(l *types.Log) { l.Removed = true })},
		"logs twice": {inconsistent: true, logs: func(_ ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			return append(l, l...), nil
		}},
	}
	for name, tc := range cases {
		run(t, name+" near the head", func(t *testing.T, r *rig) {
			r.start()
			r.kinds()
			r.chain.mine(1)
			r.settle()
			r.chain.spoil(tc.blocks, tc.logs)
			r.chain.mine(1, 1, 1)
			r.settle()
			require.Equal(t, []string{"added 1:1"}, r.kinds())
			requireErrors(t, r, tc.inconsistent)
			r.chain.spoil(nil, nil)
			r.settle()
			require.Equal(t, []string{"added 2:1", "added 3:1", "added 4:1"}, r.kinds())
			r.exact()
			require.Zero(t, r.observed.resyncs)
			require.Empty(t, r.observed.reorgs)
		})
		run(t, name+" far behind", func(t *testing.T, r *rig) {
			r.start()
			r.chain.mine(0)
			r.settle()
			r.chain.spoil(tc.blocks, tc.logs)
			r.chain.mine(0, 1)
			r.chain.mine(make([]int, 300)...)
			r.settle()
			require.Equal(t, []string{"resync 0:0"}, r.kinds())
			r.chain.spoil(nil, nil)
			r.settle()
			require.Equal(t, []string{"added 3:1"}, r.kinds())
			r.exact()
		})
	}
	run(t, "logs in disorder, and some that were not asked for", func(t *testing.T, r *rig) {
		r.chain.spoil(nil, func(_ ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			rand.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
			foreign := l[0]
			foreign.Address, foreign.Index = common.Address{7}, 99
			return append(l, foreign), nil
		})
		r.start()
		r.chain.mine(9, 9)
		r.settle()
		r.exact()
	})
}

func spoilEach(f func(*types.Log)) func(ethereum.FilterQuery, []types.Log) ([]types.Log, error) {
	return func(_ ethereum.FilterQuery, logs []types.Log) ([]types.Log, error) {
		for i := range logs {
			f(&logs[i])
		}
		return logs, nil
	}
}

func requireErrors(t *testing.T, r *rig, inconsistentOnes bool) {
	t.Helper()
	errs := r.observed.errors()
	require.NotEmpty(t, errs)
	require.Less(t, len(errs), 40, "the pauses grow")
	if inconsistentOnes {
		var typed *watch.InconsistentError
		require.ErrorAs(t, errs[0], &typed)
	}
}

func TestCatchUp(t *testing.T) {
	t.Parallel()
	behind := func(r *rig, blocks int) {
		r.start()
		r.stop()
		r.kinds()
		for n := range blocks {
			r.chain.mine(n % 7 % 2)
		}
		r.chain.resetCalls()
	}
	run(t, "in ranges, at last by hash", func(t *testing.T, r *rig) {
		r.cfg.Range, r.cfg.Tail = 100, 16
		hashes := 0
		widest := uint64(0)
		r.chain.spoil(nil, func(q ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			if q.BlockHash != nil {
				hashes++
				return l, nil
			}
			widest = max(widest, q.ToBlock.Uint64()-q.FromBlock.Uint64()+1)
			return l, nil
		})
		behind(r, 1000)
		hashes = 0
		r.start()
		r.settle()
		r.exact()
		require.Equal(t, 16, hashes)
		require.Equal(t, uint64(100), widest)
	})
	run(t, "few calls when there is little", func(t *testing.T, r *rig) {
		r.start()
		r.stop()
		r.chain.mine(make([]int, 10_000)...)
		r.chain.resetCalls()
		r.start()
		require.Less(t, r.chain.resetCalls(), 5*5+2*64+5)
		r.exact()
	})
	run(t, "a provider with small ranges", func(t *testing.T, r *rig) {
		behind(r, 3000)
		r.chain.maxRange = 10
		r.start()
		began := time.Now()
		for r.watcher.Progress().Lag() > 0 || r.watcher.Progress().Head.Number == 0 {
			time.Sleep(time.Second)
			synctest.Wait()
		}
		require.Less(t, time.Since(began), 2*time.Minute)
		r.exact()
		var refused *watch.RangeError
		require.ErrorAs(t, r.observed.errors()[0], &refused)
		require.ErrorIs(t, refused, errTooMany)
	})
	run(t, "too many logs at once", func(t *testing.T, r *rig) {
		r.start()
		r.stop()
		for range 300 {
			r.chain.mine(100)
		}
		r.start()
		r.settle()
		r.exact()
		var refused *watch.RangeError
		require.ErrorAs(t, r.observed.errors()[0], &refused)
	})
	run(t, "ranges grow again", func(t *testing.T, r *rig) {
		r.chain.maxRange, r.cfg.Range = 100, 500
		widest := uint64(0)
		r.chain.spoil(nil, func(q ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			if q.BlockHash == nil {
				widest = max(widest, q.ToBlock.Uint64()-q.FromBlock.Uint64()+1)
			}
			return l, nil
		})
		behind(r, 6_000)
		r.start()
		for r.watcher.Progress().At.Number == 0 {
			time.Sleep(time.Second)
			synctest.Wait()
		}
		require.LessOrEqual(t, widest, uint64(100))
		r.chain.setMaxRange(0)
		r.settle()
		require.Equal(t, r.cfg.Range, widest)
		r.exact()
	})
	run(t, "stopped anywhere", func(t *testing.T, r *rig) {
		r.cfg.Range = 20
		behind(r, 400)
		for stops := 0; ; stops++ {
			handled := 0
			ctx := t.Context()
			w, err := watch.New(r.cfg)
			require.NoError(t, err)
			stop := make(chan struct{}, 1)
			s := r.subscription()
			s.Handle = func(ctx context.Context, b watch.Batch) error {
				if handled++; handled == 20 {
					stop <- struct{}{}
					<-ctx.Done()
					return ctx.Err()
				}
				return r.Handle(ctx, b)
			}
			require.NoError(t, w.Subscribe(s))
			require.NoError(t, w.Start(ctx))
			synctest.Wait()
			done := len(stop) == 0
			require.NoError(t, w.Close())
			if done {
				require.Greater(t, stops, 5)
				break
			}
		}
		r.exact()
	})
	run(t, "the tail is gone after a long time", func(t *testing.T, r *rig) {
		r.chain.mine(1, 1, 1, 1)
		r.start()
		r.stop()
		r.chain.reorg(4, make([]int, 400)...)
		r.chain.mine(1)
		r.start()
		r.settle()
		r.exact()
		require.Equal(t, 1, r.observed.resyncs)
	})
}
