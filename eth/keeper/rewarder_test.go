package keeper_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/watch"
)

func TestRewardOncePerRound(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startRewarder(t)
		for round := chain.Round(1); round <= 4; round++ {
			r.mineTo(t, round, 3)
			r.others(initialize)
			r.mines(t, 3)
			require.Equal(t, 1, r.rewarded(round))
			require.Equal(t, 1, r.told.count("1 called"))
			status := r.rewarder.Status()
			require.Equal(t, keeper.RewardStatus{Status: keeper.Status{Round: round, Done: true}, Active: true, LastRound: round}, status)
		}
		require.Len(t, r.sent(reward), 4)
		require.Empty(t, r.logged.list)
	})
}

// Whatever was there before the node looked is what counts.
func TestRewardFromTheStateFound(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(t *testing.T, r *rig)
		sent   int
		round  chain.Round // in which reward() is looked for
		want   int
	}{
		"start in the middle":        {func(t *testing.T, r *rig) { r.mineTo(t, 1, 20) }, 1, 1, 1},
		"start in the last blocks":   {func(t *testing.T, r *rig) { r.mineTo(t, 1, roundLength-4) }, 1, 1, 1},
		"called by hand":             {func(_ *testing.T, r *rig) { r.others(reward) }, 0, 1, 1},
		"not active":                 {func(_ *testing.T, r *rig) { r.from, r.to = 0, 0 }, 0, 1, 0},
		"active from the next round": {func(_ *testing.T, r *rig) { r.from = 2 }, 0, 1, 0},
		"deactivated":                {func(_ *testing.T, r *rig) { r.to = 1 }, 0, 1, 0},
		"no endpoint at first": {func(t *testing.T, r *rig) {
			r.readErr = errDown
			r.startRewarder(t)
			require.Equal(t, "the chain can't be read: the endpoint is down", r.rewarder.Status().Problem)
			r.mines(t, 5)
			r.change(func(w *world) { w.readErr = nil })
		}, 1, 1, 1},
		"its transactions can't be read at first": {func(t *testing.T, r *rig) {
			r.listErr = errDown
			r.startRewarder(t)
			r.mines(t, 5)
			require.Equal(t, "its transactions can't be read: the endpoint is down", r.rewarder.Status().Problem)
			require.Empty(t, r.sent(reward))
			r.change(func(w *world) { w.listErr = nil })
		}, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				tt.before(t, r)
				if r.rewarder == nil {
					r.startRewarder(t)
				}
				r.mines(t, 3)
				require.Len(t, r.sent(reward), tt.sent)
				require.Equal(t, tt.want, r.rewarded(tt.round))
				require.Zero(t, r.rewarder.Status().Transaction)
				require.Empty(t, r.rewarder.Status().Problem)
				require.NoError(t, r.rewarder.Health())
			})
		})
	}
}

// A node that is killed after it has sent finds its transaction again, also one
// of the round before: that gets the reward of the round it is mined in.
func TestRewardAfterAKill(t *testing.T) {
	for name, at := range map[string]chain.Round{"in the same round": 1, "in the next round": 2} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.held = true
				r.startRewarder(t)
				require.EqualValues(t, 1, r.rewarder.Status().Transaction)
				r.stop(t)
				r.mineTo(t, at, 10)
				r.others(initialize)
				r.startRewarder(t)
				r.mines(t, 3)
				require.EqualValues(t, 1, r.rewarder.Status().Transaction)
				r.change(func(w *world) { w.held = false })
				r.mines(t, 3)
				require.Len(t, r.sent(reward), 1)
				require.Equal(t, 1, r.rewarded(at))
				require.Equal(t, 1, r.told.count(map[chain.Round]string{1: "1 called", 2: "2 called"}[at]))
			})
		})
	}
}

func TestRewardAfterAReorganisation(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startRewarder(t)
		r.mines(t, 4)
		require.Equal(t, 1, r.rewarded(1))
		r.change(func(w *world) { w.held = true })
		r.rewind(4)
		r.tell(t, watch.Removed)
		require.Zero(t, r.rewarded(1))
		require.False(t, r.rewarder.Status().Done)
		require.EqualValues(t, 1, r.rewarder.Status().Transaction)
		r.change(func(w *world) { w.held = false })
		r.mines(t, 5)
		require.Equal(t, 1, r.rewarded(1))
		require.Len(t, r.sent(reward), 1, "the same transaction goes again")
	})
}

// A reader that lags behind the transaction is no reason to send another.
func TestRewardIsNotSentAgainForALaggingReader(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startRewarder(t)
		r.change(func(w *world) { w.entries[0].State = chain.TxConfirmed })
		r.mines(t, 3)
		require.Equal(t, "transaction 1 is done, but the chain does not show it yet", r.rewarder.Status().Problem)
		require.Len(t, r.sent(reward), 1)
		r.change(func(w *world) { w.entries[0].State = chain.TxPending })
		r.mines(t, 2)
		require.Equal(t, 1, r.rewarded(1))
	})
}

// One that is not deep enough in the chain is under way still.
func TestRewardWaitsForConfirmation(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.held = true
		r.startRewarder(t)
		r.change(func(w *world) { w.entries[0].State = chain.TxMined })
		r.mineTo(t, 2, 0)
		r.others(initialize)
		r.mines(t, 3)
		require.Len(t, r.sent(reward), 1)
		require.EqualValues(t, 1, r.rewarder.Status().Transaction)
	})
}

func TestRewardIsRetried(t *testing.T) {
	for name, tt := range map[string]struct {
		fault   func(w *world, on bool)
		problem string
	}{
		"endpoint":  {func(w *world, on bool) { w.sendErr = when(on, errDown) }, "the endpoint is down"},
		"gas price": {func(w *world, on bool) { w.sendErr = when(on, errDear) }, "gas costs 9 gwei, above the maximum of 1 gwei"},
		"plan":      {func(w *world, on bool) { w.planErr = when(on, errRefused) }, "the contract refused it\nno plan"},
		"revert":    {func(w *world, on bool) { w.refuses = on }, "the contract refused it"},
		"odd plan":  {func(w *world, on bool) { w.double = on }, "2 calls were planned; expected 1"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				tt.fault(r.world, true)
				r.startRewarder(t)
				r.mines(t, 16)
				status := r.rewarder.Status()
				require.False(t, status.Done)
				if status.Transaction == 0 {
					require.Equal(t, tt.problem, status.Problem)
					require.Greater(t, status.NextTry, r.block)
				}
				require.GreaterOrEqual(t, r.told.count("reward of 1 failed"), 3)
				require.LessOrEqual(t, r.told.count("reward of 1 failed"), 8, "tries are some blocks apart")
				require.Equal(t, 1, r.logged.count("WARN reward did not work, trying again"))
				r.change(func(w *world) { tt.fault(w, false) })
				r.mines(t, 8)
				require.Equal(t, 1, r.rewarded(1))
				require.Zero(t, r.told.count("1 missed"))
				require.True(t, r.rewarder.Status().Done)
			})
		})
	}
}

func when(on bool, err error) error {
	if on {
		return err
	}
	return nil
}

// Called by somebody else while this node tried is no failure, and no reason for
// an alert late in the round.
func TestRewardRaceIsNoFailure(t *testing.T) {
	for name, race := range map[string]func(t *testing.T, r *rig){
		"before it is sent": func(t *testing.T, r *rig) {
			r.mineTo(t, 1, 32)
			r.mineTo(t, 1, 38) // some blocks without a problem
			r.change(func(w *world) { w.listErr, w.first = nil, true })
			r.mines(t, 1)
			require.NoError(t, r.rewarder.Health())
			require.Empty(t, r.rewarder.Status().Problem)
			require.Empty(t, r.sent(reward))
		},
		"before it is mined": func(t *testing.T, r *rig) {
			r.change(func(w *world) { w.listErr, w.held = nil, true })
			r.mines(t, 1)
			r.others(reward)
			r.change(func(w *world) { w.held = false })
			r.mines(t, 3)
			require.Equal(t, chain.TxReverted, r.sent(reward)[0].State)
			require.Len(t, r.sent(reward), 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.listErr = errDown
				r.startRewarder(t)
				race(t, r)
				require.Equal(t, 1, r.rewarded(1))
				require.Zero(t, r.told.count("reward of 1 failed"))
			})
		})
	}
}

// The time between tries doubles, and is short towards the round's end. The
// first failure of each round is told aloud.
func TestRewardBackoff(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startRewarder(t)
		var tries []uint64
		for r.block < 2*roundLength-1 {
			if next := r.rewarder.Status().NextTry; len(tries) == 0 || next != tries[len(tries)-1] {
				tries = append(tries, next)
			}
			r.mines(t, 1)
		}
		require.Equal(t, []uint64{41, 43, 47, 51, 54, 57, 59, 61, 63, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79}, tries)
		r.mineTo(t, 2, 1)
		r.others(initialize)
		r.mines(t, 5)
		require.Equal(t, 2, r.logged.count("WARN reward did not work, trying again"))
	})
}

func TestRewardCancelledByTheOperatorIsSentAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.held = true
		r.startRewarder(t)
		r.change(func(w *world) { w.entries[0].State, w.held = chain.TxCancelled, false })
		r.mines(t, 6)
		require.Equal(t, 1, r.rewarded(1))
		require.Len(t, r.sent(reward), 2)
	})
}

// Nothing is lost in a round that nobody initializes.
func TestRewardWaitsForInitialization(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startRewarder(t)
		r.mineTo(t, 2, roundLength-2)
		require.Equal(t, "the round is not initialized; reward() can be called once somebody has done that", r.rewarder.Status().Problem)
		require.NoError(t, r.rewarder.Health())
		r.mineTo(t, 3, 30)
		require.Zero(t, r.told.count("2 missed"))
		r.others(initialize)
		r.mines(t, 2)
		require.Equal(t, 1, r.rewarded(3))
		require.Len(t, r.sent(reward), 2)
		require.Empty(t, r.logged.list)
	})
}

func TestRewardWithoutBlocksIsCalledByTheClock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.readErr = errDown
		r.startRewarder(t)
		r.change(func(w *world) { w.readErr = nil })
		time.Sleep(r.cfg.Poll + time.Second)
		synctest.Wait()
		require.Len(t, r.sent(reward), 1)
	})
}

// Arbitrum has many blocks for one block of round arithmetic.
func TestBlocksOfOneL1BlockAreOneLook(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.startRewarder(t)
		r.mines(t, 2)
		before := r.reads
		for range 20 {
			r.tell(t, watch.Added)
		}
		require.Equal(t, before, r.reads)
		r.tell(t, watch.Resync)
		require.Greater(t, r.reads, before)
	})
}

func TestPending(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		rewarder, err := keeper.NewRewarder(r.cfg)
		require.NoError(t, err)
		pending := func() bool {
			is, err := rewarder.Pending(context.Background())
			require.NoError(t, err)
			return is
		}
		require.True(t, pending())
		r.others(reward)
		require.False(t, pending())
		r.mineTo(t, 2, 0)
		require.True(t, pending())
		r.to = 2
		require.False(t, pending())
		r.readErr = errDown
		_, err = rewarder.Pending(context.Background())
		require.ErrorIs(t, err, errDown)
	})
}

func TestCloseBreaksOffAHungLook(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.hung = true
		r.startRewarder(t)
		begin := time.Now()
		r.stop(t)
		r.change(func(w *world) { w.hung, w.hungPlan = false, true })
		r.startRewarder(t)
		r.stop(t)
		require.Zero(t, time.Since(begin))
		require.Empty(t, r.logged.list)
		require.Empty(t, r.told.list)
		r.change(func(w *world) { w.hung, w.hungPlan = true, false })

		r.startRewarder(t)
		time.Sleep(r.cfg.LookTimeout + time.Second)
		r.change(func(w *world) { w.hung = false })
		r.mines(t, 2)
		require.Equal(t, 1, r.rewarded(1), "a look that hangs ends")
	})
}
