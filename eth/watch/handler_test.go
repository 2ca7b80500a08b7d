package watch_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/watch"
)

func TestHandlers(t *testing.T) {
	t.Parallel()
	run(t, "one that fails gets the batch again, others do not", func(t *testing.T, r *rig) {
		var second ledger
		failing := 3
		second.setFail(func(b watch.Batch) error {
			if b.Kind == watch.Added && failing > 0 {
				failing--
				return errors.New("database is locked")
			}
			return nil
		})
		r.more = []watch.Subscription{subscription(&second)}
		r.more[0].Name = "second"
		r.start()
		r.chain.mine(1)
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1"}, r.kinds())
		require.Equal(t, []string{"resync 0:0", "added 1:1"}, second.kinds())
		var failed *watch.HandlerError
		require.ErrorAs(t, r.observed.errors()[0], &failed)
		require.Equal(t, "second", failed.Subscription)
		require.Len(t, r.observed.errors(), 3)
	})
	run(t, "a slow one holds up the rest", func(t *testing.T, r *rig) {
		release := make(chan struct{})
		r.more = []watch.Subscription{{Name: "slow", EveryBlock: true, Handle: func(_ context.Context, b watch.Batch) error {
			if b.Kind == watch.Added {
				<-release
			}
			return nil
		}}}
		r.start()
		r.chain.mine(1, 1, 1)
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1"}, r.kinds())
		require.Equal(t, uint64(3), r.watcher.Progress().Lag())
		close(release)
		r.settle()
		r.exact()
	})
	run(t, "a failed resync moves to the newest block", func(t *testing.T, r *rig) {
		down := true
		r.setFail(func(b watch.Batch) error {
			if down && b.Block.Number < 3 {
				return errDown
			}
			return nil
		})
		r.start()
		require.Empty(t, r.kinds())
		r.chain.mine(1, 1, 1)
		r.settle()
		require.Equal(t, []string{"resync 3:0"}, r.kinds())
		r.exact()
	})
	run(t, "a resync that not all took is not forgotten", func(t *testing.T, r *rig) {
		var second ledger
		second.read = r.read
		r.cfg.Tail = 2
		r.more = []watch.Subscription{subscription(&second)}
		r.start()
		r.chain.mine(1, 1, 1)
		r.settle()
		old := r.chain.branch()
		down := true
		second.setFail(func(watch.Batch) error {
			if down {
				return errDown
			}
			return nil
		})
		r.chain.reorg(3, 1, 1, 1, 1)
		time.Sleep(time.Minute)
		synctest.Wait()
		r.chain.switchTo(old)
		r.chain.mine(1, 1, 1)
		r.stop()
		down = false
		r.start()
		r.settle()
		r.exact()
		require.Empty(t, r.differenceOf(&second))
	})
	run(t, "the store fails", func(t *testing.T, r *rig) {
		r.start()
		r.store.setErr(errors.New("disk is full"))
		r.chain.mine(1, 1)
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1"}, r.kinds(), "nothing runs ahead of the store by more than a block")
		r.store.setErr(nil)
		r.settle()
		require.Equal(t, []string{"added 2:1"}, r.kinds())
		r.exact()
	})
	run(t, "blocks without logs are stored too", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(0, 0, 0)
		r.settle()
		require.Equal(t, r.chain.head(), r.store.tail[3].Hash)
		require.Equal(t, 2, r.store.puts, "not each of them")
	})
	run(t, "stopped between handling and storing", func(t *testing.T, r *rig) {
		r.start()
		r.chain.mine(1)
		r.settle()
		r.store.setErr(errors.New("killed"))
		r.chain.mine(1)
		r.settle()
		r.stop()
		r.store.setErr(nil)
		r.chain.reorg(1, 0, 0)
		r.start()
		r.settle()
		require.Equal(t, []string{"resync 0:0", "added 1:1", "added 2:1", "resume 1:0"}, r.kinds())
		r.exact()
	})
}
