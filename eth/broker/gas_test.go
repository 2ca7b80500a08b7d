package broker_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// blockAt is a block 12 seconds after the one before it; the last one is of now.
func blockAt(number uint64, last int) rpc.Block {
	return rpc.Block{Number: number, Time: time.Now().Add(12 * time.Second * time.Duration(int(number)-last))}
}

func (n *node) prices() (now, average pm.Wei) {
	n.t.Helper()
	now, average, ok := n.GasPrice()
	require.True(n.t, ok)
	return now, average
}

// pass lets time go by, and all that is due happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// TestGasSpike: 50 blocks at 20 times the price do not move the rolling price, not
// even when the node has just started on a chain with a past.
func TestGasSpike(t *testing.T) {
	t.Parallel()
	for name, blocks := range map[string]time.Duration{"Ethereum": 12 * time.Second, "devnet": time.Second} {
		for _, before := range []time.Duration{0, 3 * time.Minute, 24 * time.Hour} {
			t.Run(fmt.Sprint(name, " after ", before), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := newWorld()
					for range 500 {
						w.baseFees = append(w.baseFees, 10)
					}
					n := start(t, w)
					pass(before)
					w.set(func(w *world) { w.gasPrice = 200 })
					pass(50 * blocks)
					pass(15 * time.Second)
					now, average := n.prices()
					require.Equal(t, pm.NewWei(200), now)
					require.Equal(t, pm.NewWei(10), average)
				})
			})
		}
	}
}

// TestGasRises: a price that stays becomes the rolling one.
func TestGasRises(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.down = true
		n := start(t, w)
		pass(time.Minute)
		_, _, ok := n.GasPrice()
		require.False(t, ok)
		_, ok = n.Gas()
		require.False(t, ok)
		w.set(func(w *world) { w.down = false })
		pass(24 * time.Hour)
		w.set(func(w *world) { w.gasPrice = 30 })
		pass(2 * time.Hour)
		_, average := n.prices()
		require.Equal(t, pm.NewWei(10), average)
		pass(2 * time.Hour)
		_, average = n.prices()
		require.Equal(t, pm.NewWei(30), average)
		g, ok := n.Gas()
		require.True(t, ok)
		require.Equal(t, pm.RedeemGas{Single: 350_000, InBatch: 350_000 - 10_500, Price: pm.NewWei(30), Rolling: pm.NewWei(30)}, g)
	})
}

// TestGasOutage: what was known last goes on to be used.
func TestGasOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		n := start(t, w)
		pass(time.Minute)
		w.set(func(w *world) { w.down = true })
		pass(time.Hour)
		now, average := n.prices()
		require.Equal(t, pm.NewWei(10), now)
		require.Equal(t, pm.NewWei(10), average)
	})
}

// TestGasIsKept over restarts, for a chain.
func TestGasIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, m := newWorld(), &memory{values: map[string][]byte{}}
		with := func(c *broker.Config) { c.Store = m }
		n := start(t, w, with)
		pass(5 * time.Hour)
		n.ObserveRedemption(1, 150_000)
		require.NoError(t, n.Close())

		w.set(func(w *world) { w.down = true })
		n = start(t, w, with)
		pass(time.Minute)
		now, average := n.prices()
		require.Equal(t, pm.NewWei(10), now)
		require.Equal(t, pm.NewWei(10), average)
		require.EqualValues(t, 150_000, n.RedeemGas())
		require.NoError(t, n.Close())

		n = start(t, w, with, func(c *broker.Config) { c.ChainID = 8 })
		pass(time.Minute)
		_, _, ok := n.GasPrice()
		require.False(t, ok, "that was another chain")
		require.NoError(t, n.Close())

		time.Sleep(7 * time.Hour)
		n = start(t, w, with)
		pass(time.Minute)
		_, _, ok = n.GasPrice()
		require.False(t, ok, "too old")
	})
}

func TestRedeemGas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.down = true
		n := start(t, w)
		pass(time.Second)
		require.EqualValues(t, 350_000, n.RedeemGas(), "assumed")
		w.set(func(w *world) {
			w.down = false
			w.redemptions = []protocol.Redemption{{Tickets: 1, Gas: 200_000}, {Tickets: 5, Gas: 500_000}, {Tickets: 1, Gas: 100_001}}
		})
		pass(2 * time.Minute)
		require.EqualValues(t, 150_001, n.RedeemGas(), "what others took, rounded up")
		g, _ := n.Gas()
		require.EqualValues(t, 100_000, g.InBatch)

		for range 100 {
			n.ObserveRedemption(1, 300_000) // before
		}
		for range 40 {
			n.ObserveRedemption(1, 120_000)
		}
		n.ObserveRedemption(0, 900_000)
		n.ObserveRedemption(1, 20_999)
		require.EqualValues(t, 120_000, n.RedeemGas(), "the newest of its own")
		g, _ = n.Gas()
		require.EqualValues(t, 100_000, g.InBatch)
		n.ObserveRedemption(10, 700_000)
		g, _ = n.Gas()
		require.EqualValues(t, 70_000, g.InBatch)
	})
}

// TestRollingPrice: whatever prices there were, at whatever times, the rolling one
// lies between them.
func TestRollingPrice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		prices := rapid.SliceOfN(rapid.Int64Range(0, 1e12), 1, 60).Draw(rt, "prices")
		step := rapid.IntRange(1, 900).Draw(rt, "seconds")
		synctest.Test(t, func(t *testing.T) {
			w := newWorld()
			n := start(t, w, func(c *broker.Config) { c.GasPoll = time.Duration(step) * time.Second })
			low, high := pm.NewWei(1e13), pm.Wei{}
			for _, p := range prices {
				w.set(func(w *world) { w.gasPrice = p })
				pass(time.Duration(step) * time.Second)
				low, high = least(low, pm.NewWei(uint64(p))), most(high, pm.NewWei(uint64(p)))
			}
			low = least(low, pm.NewWei(10)) // the first answer
			high = most(high, pm.NewWei(10))
			now, average := n.prices()
			require.Equal(t, pm.NewWei(uint64(prices[len(prices)-1])), now)
			require.LessOrEqual(t, low.Cmp(average), 0)
			require.GreaterOrEqual(t, high.Cmp(average), 0)
		})
	})
}

func least(a, b pm.Wei) pm.Wei {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b pm.Wei) pm.Wei {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// FuzzKept: whatever was stored, a node starts with it or without it.
func FuzzKept(f *testing.F) {
	f.Add([]byte(`{"step":0,"points":[{"at":"2000-01-01T00:00:00Z","sum":10,"n":1}],"redemptions":[{"tickets":1,"gas":50000}]}`))
	f.Add([]byte(`{"points":[{"sum":null,"n":0}]}`))
	f.Add([]byte(`{"points":[{"at":"9000-01-01T00:00:00Z","sum":-1,"n":-1}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := start(t, newWorld(), func(c *broker.Config) {
			c.Store = &memory{values: map[string][]byte{"gas on chain 7": data}}
		})
		g, _ := n.Gas()
		require.GreaterOrEqual(t, g.Single, uint64(21_000))
		require.Positive(t, g.InBatch)
		require.GreaterOrEqual(t, g.Price.Cmp(pm.Wei{}), 0)
	})
}
