package broker_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

func TestFundsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.deposits[alice] = 5
	n := start(t, w)
	n.sees(watch.Resync, 100)
	for range 3 {
		require.EqualValues(t, 5, n.deposit(alice))
	}
	require.Equal(t, 1, w.readsOf(alice))

	w.set(func(w *world) { w.deposits[alice] = 6 })
	n.sees(watch.Added, 101, funded(bob))
	require.EqualValues(t, 5, n.deposit(alice), "that was about another one")
	n.sees(watch.Added, 102, funded(alice))
	require.EqualValues(t, 6, n.deposit(alice))
	require.Equal(t, 2, w.readsOf(alice))
	require.Equal(t, []uint64{100, 102}, w.blocks, "as of the newest block there was")
	require.Zero(t, w.readsOf(bob), "nobody has asked")

	w.set(func(w *world) { w.deposits[alice] = 5 })
	n.sees(watch.Removed, 102)
	require.EqualValues(t, 5, n.deposit(alice), "the block is gone")
	n.sees(watch.Added, 102)
	n.deposit(alice)
	reads := w.readsOf(alice)
	for _, sees := range []func(){
		func() { n.sees(watch.Added, 103, newRound(5)) },
		func() { n.sees(watch.Added, 104, joined(bob)) }, // more to share the reserve
		func() { n.sees(watch.Added, 150) },              // the next round: claims begin anew
		func() { n.sees(watch.Resync, 160) },
	} {
		sees()
		n.deposit(alice)
		reads++
		require.Equal(t, reads, w.readsOf(alice))
	}
}

// TestFirstLoads: many who ask at the same time make one read, and one of them who
// gives up takes it from nobody else.
func TestFirstLoads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.deposits[alice], w.gate = 5, make(chan struct{})
		n := start(t, w)
		ctx, cancel := context.WithCancel(t.Context())
		var first error
		var wg sync.WaitGroup
		wg.Go(func() { _, first = n.Funds(ctx, alice) })
		synctest.Wait()
		for range 50 {
			wg.Go(func() {
				f, err := n.Funds(t.Context(), alice)
				if err != nil || f.Deposit != pm.NewWei(5) {
					t.Errorf("funds %v, error %v", f, err)
				}
			})
		}
		cancel()
		synctest.Wait()
		close(w.gate)
		wg.Wait()
		require.ErrorIs(t, first, context.Canceled)
		require.Equal(t, 1, w.readsOf(alice))
	})
}

// TestEventDuringRead: what is read while something happens is read once more.
func TestEventDuringRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.deposits[alice], w.gate = 5, make(chan struct{})
		n := start(t, w)
		n.sees(watch.Resync, 100)
		done := make(chan struct{})
		go func() {
			defer close(done)
			n.Funds(t.Context(), alice)
		}()
		synctest.Wait()
		w.set(func(w *world) { w.deposits[alice] = 6 })
		n.sees(watch.Added, 101, funded(alice))
		close(w.gate)
		<-done
		w.set(func(w *world) { w.gate = nil })
		require.EqualValues(t, 6, n.deposit(alice))
		require.EqualValues(t, 6, n.deposit(alice))
		require.Equal(t, 2, w.readsOf(alice))
	})
}

// TestBound: those asked for least recently are forgotten.
func TestBound(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w, func(c *broker.Config) { c.MaxSenders = 3 })
	n.sees(watch.Resync, 100)
	for i := range byte(10) {
		n.deposit(common.Address{1, i})
		n.deposit(alice)
	}
	require.Equal(t, 1, w.readsOf(alice))
	n.deposit(common.Address{1, 9})
	require.Equal(t, 1, w.readsOf(common.Address{1, 9}))
	n.deposit(common.Address{1, 0})
	require.Equal(t, 2, w.readsOf(common.Address{1, 0}))
}

// TestOutage: an hour without any endpoint stops nobody whose funds are known.
func TestOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.deposits[alice], w.deposits[bob] = 5, 7
		n := start(t, w)
		n.sees(watch.Resync, 100)
		n.deposit(alice)
		n.deposit(bob)
		n.sees(watch.Added, 101, funded(bob)) // the last that is heard
		w.set(func(w *world) { w.down = true })
		began := time.Now()
		for time.Since(began) < 59*time.Minute {
			require.EqualValues(t, 5, n.deposit(alice))
			require.EqualValues(t, 7, n.deposit(bob))
			time.Sleep(time.Second)
		}
		require.Less(t, w.readsOf(bob), 60*60/4, "tries are spaced")
		require.Equal(t, 1, w.readsOf(alice))
		_, err := n.Funds(t.Context(), common.Address{9})
		require.ErrorIs(t, err, &pm.Refusal{Code: pm.ChainUnavailable}, "who is new")
		require.ErrorIs(t, err, errOutage)
		time.Sleep(2 * time.Minute)
		for _, sender := range []common.Address{alice, bob} {
			_, err = n.Funds(t.Context(), sender)
			require.ErrorIs(t, err, &pm.Refusal{Code: pm.ChainUnavailable}, "too old")
		}
		w.set(func(w *world) { w.down = false })
		time.Sleep(6 * time.Second)
		require.EqualValues(t, 5, n.deposit(alice))
		require.EqualValues(t, 7, n.deposit(bob))
	})
}

// TestHangingChain: an endpoint that does not answer costs those whose funds are
// known little time, and those alone who ask first.
func TestHangingChain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.deposits[alice] = 5
		n := start(t, w)
		n.sees(watch.Resync, 100)
		n.deposit(alice)
		n.sees(watch.Added, 101, funded(alice))
		w.set(func(w *world) { w.hang = true })
		began := time.Now()
		var waited time.Duration
		for range 60 {
			asked := time.Now()
			require.EqualValues(t, 5, n.deposit(alice))
			waited += time.Since(asked)
			time.Sleep(time.Second)
		}
		require.LessOrEqual(t, waited, 3*2*time.Second)
		require.Greater(t, time.Since(began), time.Minute)

		asked := time.Now()
		_, err := n.Funds(t.Context(), bob)
		require.ErrorIs(t, err, &pm.Refusal{Code: pm.ChainUnavailable})
		require.Equal(t, 20*time.Second, time.Since(asked), "a read's bound")
	})
}

// TestAgeOfFunds: funds of which nothing was heard are as new as the last block;
// what was there before something happened only gets older.
func TestAgeOfFunds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.deposits[alice], w.deposits[bob] = 5, 7
		n := start(t, w)
		n.sees(watch.Resync, 100)
		n.deposit(alice)
		n.deposit(bob)
		w.set(func(w *world) { w.down = true })
		n.sees(watch.Added, 101, funded(bob))
		for block := uint64(102); block < 140; block++ {
			time.Sleep(2 * time.Minute)
			n.sees(watch.Added, block)
		}
		require.EqualValues(t, 5, n.deposit(alice))
		_, err := n.Funds(t.Context(), bob)
		require.ErrorIs(t, err, &pm.Refusal{Code: pm.ChainUnavailable})
	})
}
