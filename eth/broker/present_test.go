package broker_test

import (
	"context"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

func TestMoment(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	_, err := n.Moment()
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.ChainUnavailable})
	require.False(t, n.Active(me))

	n.sees(watch.Resync, 100)
	want := w.present.Moment
	want.Block = 100
	require.Equal(t, want, n.moment())
	require.True(t, n.Active(me))
	require.False(t, n.Active(alice), "nothing is known of others")

	n.sees(watch.Added, 101)
	want.Block = 101
	require.Equal(t, want, n.moment())
	require.Equal(t, 1, w.looked(), "a block by itself needs no look")

	w.set(func(w *world) { w.present.Moment.Current, w.present.Moment.RoundEnds = 5, 200 })
	n.sees(watch.Added, 150)
	want.Block, want.Current, want.RoundEnds = 150, 5, 200
	require.Equal(t, want, n.moment(), "the round is over by the number of the block")

	w.set(func(w *world) { w.present.Moment.Round.Number, w.present.Active = 5, false })
	n.sees(watch.Added, 151, newRound(5))
	want.Block, want.Round.Number = 151, 5
	require.Equal(t, want, n.moment())
	require.False(t, n.Active(me))
	require.Equal(t, 3, w.looked())
}

// TestMomentAfterReorganisation: what replaces blocks is looked at, even when no
// event says that something is different.
func TestMomentAfterReorganisation(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	n.sees(watch.Resync, 100)
	w.set(func(w *world) { w.present.Moment.Round.Number = 5 })
	n.sees(watch.Added, 101, newRound(5))
	n.sees(watch.Added, 102)
	w.set(func(w *world) { w.present.Moment.Round.Number = 4 })
	n.sees(watch.Removed, 102)
	n.sees(watch.Removed, 101, newRound(5))
	n.sees(watch.Added, 101)
	require.EqualValues(t, 4, n.moment().Round.Number)
	require.EqualValues(t, 101, n.moment().Block, "it may be lower than before")
}

// TestCatchingUp: blocks that come after a restart, and were in the state that was
// read at its beginning, do not take the node back.
func TestCatchingUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	n.sees(watch.Resume, 40)
	require.EqualValues(t, 100, n.moment().Block, "the newest")
	n.sees(watch.Added, 41, newRound(3))
	n.sees(watch.Added, 99)
	require.EqualValues(t, 100, n.moment().Block)
	require.Equal(t, 1, w.looked())
	n.sees(watch.Added, 101)
	require.EqualValues(t, 101, n.moment().Block)
}

// TestChainOutage: a batch that could not be handled comes again, and until then
// the moment before it stands.
func TestChainOutage(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	w.set(func(w *world) { w.down = true })
	require.ErrorIs(t, n.handle(watch.Resync, 100), errOutage)
	w.set(func(w *world) { w.down = false })
	n.sees(watch.Resync, 100)
	w.set(func(w *world) { w.down = true })
	require.ErrorIs(t, n.handle(watch.Added, 101, newRound(5)), errOutage)
	require.EqualValues(t, 100, n.moment().Block)
	w.set(func(w *world) { w.down = false; w.present.Moment.Round.Number = 5 })
	n.sees(watch.Added, 101, newRound(5))
	require.EqualValues(t, 5, n.moment().Round.Number)
}

// TestStrangeEvents: a log that cannot be read means that anything may have changed.
func TestStrangeEvents(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	n.sees(watch.Resync, 100)
	n.sees(watch.Added, 101, types.Log{Topics: []common.Hash{topic("DepositFunded(address,uint256)")}})
	require.Equal(t, 2, w.looked())
}

// TestMoments: a subscriber who is slow gets the newest one.
func TestMoments(t *testing.T) {
	t.Parallel()
	w := newWorld()
	n := start(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	early, slow := n.Moments(t.Context()), n.Moments(ctx)
	n.sees(watch.Resync, 100)
	require.EqualValues(t, 100, (<-early).Block)
	late := n.Moments(t.Context())
	require.EqualValues(t, 100, (<-late).Block, "what is known comes at once")
	for block := uint64(101); block < 110; block++ {
		n.sees(watch.Added, block)
	}
	// Many blocks of Arbitrum have the same number in contracts.
	same := watch.Batch{Kind: watch.Added, Block: chain.BlockRef{Number: 110, L1Number: 109}}
	require.EqualValues(t, 109, (<-slow).Block)
	require.NoError(t, n.sub.Handle(t.Context(), same))
	require.Empty(t, slow, "nothing has changed")

	cancel()
	_, open := <-slow
	require.False(t, open)
	require.NoError(t, n.Close())
	<-early
	_, open = <-early
	require.False(t, open)
	_, open = <-n.Moments(t.Context())
	require.False(t, open)
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	cfg := broker.DefaultConfig()
	w := newWorld()
	cfg.Protocol, cfg.Gas = w, gas{w}
	b, err := broker.New(cfg)
	require.NoError(t, err)
	_, err = b.Funds(t.Context(), alice)
	require.ErrorIs(t, err, broker.ErrNotRunning)
	require.NoError(t, b.Start(t.Context()))
	require.Error(t, b.Start(t.Context()))
	require.NoError(t, b.Close())
	require.NoError(t, b.Close())
	require.Error(t, b.Start(t.Context()))
	_, err = b.Funds(t.Context(), alice)
	require.ErrorIs(t, err, broker.ErrNotRunning)
}

func TestConfig(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for name, change := range map[string]func(*broker.Config){
		"no protocol":   func(c *broker.Config) { c.Protocol = nil },
		"no gas":        func(c *broker.Config) { c.Gas = nil },
		"no senders":    func(c *broker.Config) { c.MaxSenders = 0 },
		"no patience":   func(c *broker.Config) { c.Patience = 0 },
		"short age":     func(c *broker.Config) { c.MaxAge = c.ReadTimeout - 1 },
		"short window":  func(c *broker.Config) { c.GasWindow = c.GasPoll - 1 },
		"too little":    func(c *broker.Config) { c.AssumedRedeemGas = 20_999 },
		"no poll of it": func(c *broker.Config) { c.GasPoll = -1 },
	} {
		cfg := broker.DefaultConfig()
		cfg.Protocol, cfg.Gas = w, gas{w}
		require.NoError(t, cfg.Validate())
		change(&cfg)
		_, err := broker.New(cfg)
		require.Error(t, err, name)
	}
}
