package keeper_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/keeper"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(c *keeper.Config){
		"": func(*keeper.Config) {},
		"keeper: one of Protocol and Sender is missing": func(c *keeper.Config) { c.Sender = nil },
		"keeper: the account is missing":                func(c *keeper.Config) { c.Account = common.Address{} },
		"the longest delay before a round is initialized is -1ns; expected 0 or more (-initializeRoundMaxDelay)": func(c *keeper.Config) { c.MaxDelay = -1 },
		"keeper: the alert begins 100.0001% before a round's end; expected at most 100%":                         func(c *keeper.Config) { c.AlertShare = chain.Whole + 1 },
		"keeper: tries are 0 blocks apart; expected at least 1":                                                  func(c *keeper.Config) { c.MaxBackoff = 0 },
		"keeper: times must be above 0":                                                                          func(c *keeper.Config) { c.Poll = 0 },
	} {
		cfg := newRig().cfg
		change(&cfg)
		_, rewarderErr := keeper.NewRewarder(cfg)
		_, initializerErr := keeper.NewInitializer(cfg)
		for _, err := range []error{rewarderErr, initializerErr} {
			if want == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, want)
			}
		}
	}
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	rewarder, err := keeper.NewRewarder(newRig().cfg)
	require.NoError(t, err)
	require.NoError(t, rewarder.Start(t.Context()))
	require.EqualError(t, rewarder.Start(t.Context()), "reward: started twice, or after Close")
	require.NoError(t, rewarder.Close())
	require.NoError(t, rewarder.Close())

	initializer, err := keeper.NewInitializer(newRig().cfg)
	require.NoError(t, err)
	require.NoError(t, initializer.Close())
	require.EqualError(t, initializer.Start(t.Context()), "initialize round: started twice, or after Close")
}
