package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/watch"
)

const willBeLost = "ERROR the reward of this round will be lost"

// requireAlert checks all ways in which the alert of round 1 is seen.
func requireAlert(t *testing.T, r *rig, blocks uint64, problem string) {
	t.Helper()
	var risk *keeper.RewardAtRiskError
	require.ErrorAs(t, r.rewarder.Health(), &risk)
	require.Equal(t, &keeper.RewardAtRiskError{Round: 1, Blocks: blocks, Problem: problem}, risk)
	require.Equal(t, 1, r.logged.count(willBeLost))
}

func TestAlertBeforeARewardIsLost(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startRewarder(t)
		r.mineTo(t, 1, 29)
		require.NoError(t, r.rewarder.Health())
		require.Zero(t, r.logged.count(willBeLost))

		r.mineTo(t, 1, 30) // the last quarter
		requireAlert(t, r, 10, errDear.Error())
		require.Equal(t, 1, r.told.count("1 at risk in 10"))
		r.mineTo(t, 1, 39)
		requireAlert(t, r, 1, errDear.Error())
		require.ErrorContains(t, r.rewarder.Health(), "reward of round 1 will be lost in 1 blocks: gas costs 9 gwei")
		require.Zero(t, r.told.count("1 missed"))

		r.mineTo(t, 2, 0)
		require.Equal(t, 1, r.told.count("1 missed"))
		require.NoError(t, r.rewarder.Health())
		r.others(initialize)
		r.change(func(w *world) { w.sendErr = nil })
		r.mines(t, 2)
		require.Equal(t, 1, r.rewarded(2))
		require.Equal(t, 1, r.told.count("1 missed"))
	})
}

func TestAlertEndsWithTheReward(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startRewarder(t)
		r.mineTo(t, 1, 33)
		require.Error(t, r.rewarder.Health())
		r.change(func(w *world) { w.sendErr = nil })
		r.mines(t, 3)
		require.NoError(t, r.rewarder.Health())
		require.Equal(t, 1, r.rewarded(1))
		require.Equal(t, 1, r.told.count("1 called"))
		r.mineTo(t, 2, 1)
		require.Zero(t, r.told.count("1 missed"))
	})
}

func TestAlertForATransactionThatIsStuck(t *testing.T) {
	for name, tt := range map[string]struct{ problem, want string }{
		"silently":      {"", "transaction 1 is not in a block yet"},
		"with a reason": {"its fees are too low", "transaction 1 waits: its fees are too low"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.held, r.problem = true, tt.problem
				r.startRewarder(t)
				r.mineTo(t, 1, 30)
				requireAlert(t, r, 10, tt.want)
				// In the next round it still counts, for that round.
				r.mineTo(t, 2, 0)
				r.others(initialize)
				r.change(func(w *world) { w.held = false })
				r.mines(t, 2)
				require.Equal(t, 1, r.rewarded(2))
				require.Len(t, r.sent(reward), 1)
				require.Equal(t, 1, r.told.count("1 missed"))
			})
		})
	}
}

// Time runs out for a node too that can't read the contracts.
func TestAlertWhenTheChainCannotBeRead(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDown
		r.startRewarder(t)
		r.change(func(w *world) { w.readErr = errDown })
		r.mineTo(t, 1, 30)
		requireAlert(t, r, 10, "the chain can't be read: the endpoint is down")
		require.Equal(t, 1, r.logged.count("WARN reward: the chain can't be read, trying again"))
		require.EqualValues(t, 1, r.rewarder.Status().Round, "as last seen")
		r.change(func(w *world) { w.readErr, w.sendErr = nil, nil })
		r.mines(t, 3)
		require.NoError(t, r.rewarder.Health())
		require.Equal(t, 1, r.rewarded(1))
	})
}

// A reward that is called by hand while this node could not is none to warn of.
func TestNoAlertForARewardOfSomebodyElse(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startRewarder(t)
		r.mineTo(t, 1, 25)
		r.others(reward)
		r.mineTo(t, 2, 1)
		require.Zero(t, r.logged.count(willBeLost))
		require.Zero(t, r.told.count("1 missed"))
		require.Equal(t, 1, r.told.count("1 called"))
	})
}

// A reorganisation can go back into a round that was over.
func TestAlertAfterAReorganisation(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.sendErr = errDear
		r.startRewarder(t)
		r.mineTo(t, 2, 1)
		r.others(initialize)
		r.mines(t, 1)
		require.NoError(t, r.rewarder.Health())
		r.rewind(7)
		r.tell(t, watch.Removed)
		var risk *keeper.RewardAtRiskError
		require.ErrorAs(t, r.rewarder.Health(), &risk)
		require.EqualValues(t, 1, risk.Round)
		r.change(func(w *world) { w.sendErr = nil })
		r.mines(t, 3)
		require.NoError(t, r.rewarder.Health())
		require.Equal(t, 1, r.rewarded(1))
		require.Zero(t, r.told.count("2 missed"))
	})
}
