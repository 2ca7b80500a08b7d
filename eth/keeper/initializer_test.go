package keeper_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/watch"
)

func (r *rig) isInitialized(round chain.Round) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.initialized[round]
}

func TestInitializeEachRound(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startInitializer(t)
		require.Equal(t, keeper.Status{Round: 1, Done: true}, r.initializer.Status())
		r.mineTo(t, 4, 1)
		for round := chain.Round(2); round <= 4; round++ {
			require.True(t, r.isInitialized(round))
		}
		require.Len(t, r.sent(initialize), 3)
		require.Empty(t, r.logged.list)
	})
}

// The reward follows the initialization at the next block.
func TestRewardFollowsInitialization(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startInitializer(t)
		r.startRewarder(t)
		r.mineTo(t, 2, 2)
		require.Equal(t, 1, r.rewarded(2))
		r.mineTo(t, 3, 2)
		require.Equal(t, 1, r.rewarded(3))
	})
}

func TestInitializeAfterADelay(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.cfg.MaxDelay = 20 * time.Second
		r.cfg.Jitter = func(limit time.Duration) time.Duration {
			require.Equal(t, 20*time.Second, limit)
			return 15 * time.Second
		}
		r.startInitializer(t)
		r.mineTo(t, 2, 0)
		turn := time.Now().Add(15 * time.Second)
		require.Equal(t, keeper.Status{Round: 2, NotBefore: turn}, r.initializer.Status())
		time.Sleep(15*time.Second - time.Nanosecond)
		r.tell(t, watch.Added)
		require.Empty(t, r.sent(initialize))
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.Len(t, r.sent(initialize), 1, "no block is needed")
		r.mines(t, 2)
		require.True(t, r.isInitialized(2))
		require.Equal(t, keeper.Status{Round: 2, Done: true}, r.initializer.Status())

		r.mineTo(t, 3, 0)
		require.Equal(t, time.Now().Add(15*time.Second), r.initializer.Status().NotBefore, "each round has a delay")
		require.Len(t, r.sent(initialize), 1)
	})
}

func TestSomebodyElseInitializes(t *testing.T) {
	for name, during := range map[string]func(t *testing.T, r *rig){
		"before the delay is over": func(t *testing.T, r *rig) {
			r.others(initialize)
			time.Sleep(r.cfg.MaxDelay)
			synctest.Wait()
			require.Empty(t, r.sent(initialize))
		},
		"before it is sent": func(t *testing.T, r *rig) {
			r.change(func(w *world) { w.first = true })
			time.Sleep(r.cfg.MaxDelay)
			synctest.Wait()
			require.Empty(t, r.sent(initialize))
		},
		"before the transaction is mined": func(t *testing.T, r *rig) {
			time.Sleep(r.cfg.MaxDelay)
			synctest.Wait()
			require.Len(t, r.sent(initialize), 1)
			r.others(initialize)
			r.mines(t, 2)
			require.Equal(t, chain.TxReverted, r.sent(initialize)[0].State)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.cfg.MaxDelay = 20 * time.Second
				r.startInitializer(t)
				r.mineTo(t, 2, 0)
				during(t, r)
				r.mines(t, 3)
				require.True(t, r.initializer.Status().Done)
				require.Empty(t, r.initializer.Status().Problem)
				require.Empty(t, r.told.list, "that is no failure")
				require.Empty(t, r.logged.list)
			})
		})
	}
}

// A delay that is longer than rounds are must not keep a node from its turn.
func TestInitializeDelayLongerThanARound(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.cfg.MaxDelay = time.Second // a round takes half of it
		r.cfg.Jitter = func(time.Duration) time.Duration { return 900 * time.Millisecond }
		r.startInitializer(t)
		r.mineTo(t, 5, 0)
		require.True(t, r.isInitialized(3) || r.isInitialized(4))
	})
}

func TestInitializeIsRetried(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startInitializer(t)
		r.mineTo(t, 2, 10)
		require.Equal(t, errDear.Error(), r.initializer.Status().Problem)
		require.Equal(t, 1, r.logged.count("WARN initialize round did not work, trying again"))
		r.change(func(w *world) { w.sendErr = nil })
		r.mines(t, 8)
		require.True(t, r.isInitialized(2))
	})
}

func TestInitializeAfterAKillAndAReorganisation(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.held = true
		r.startInitializer(t)
		r.mineTo(t, 2, 2)
		r.stop(t)
		r.startInitializer(t)
		require.EqualValues(t, 1, r.initializer.Status().Transaction)
		r.change(func(w *world) { w.held = false })
		r.mines(t, 3)
		require.True(t, r.isInitialized(2))
		r.rewind(3)
		r.tell(t, watch.Removed)
		require.False(t, r.initializer.Status().Done)
		r.mines(t, 4)
		require.True(t, r.isInitialized(2))
		require.Len(t, r.sent(initialize), 1)
	})
}

func TestNobodyCanInitializeRoundZero(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.block = 1
		r.startInitializer(t)
		require.Equal(t, keeper.Status{Done: true}, r.initializer.Status())
		require.Empty(t, r.sent(initialize))
	})
}

func TestInitializerThatCannotReadTheChain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.readErr = errDown
		r.startInitializer(t)
		require.Equal(t, "the chain can't be read: the endpoint is down", r.initializer.Status().Problem)
		r.mines(t, 3)
		require.Equal(t, 1, r.logged.count("WARN initialize round: the chain can't be read, trying again"))
		r.change(func(w *world) { w.readErr = nil })
		r.mines(t, 1)
		require.Empty(t, r.initializer.Status().Problem)
	})
}
