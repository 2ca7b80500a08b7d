package cliapi

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Orchestrating plans what an orchestrator does, and what anybody may do for the
// protocol to go on.
type Orchestrating interface {
	SetCuts(ctx context.Context, from common.Address, rewardCut, feeShare chain.Parts) (chain.Plan, error)
	Reward(ctx context.Context, from common.Address) (chain.Plan, error)
	// SetRegistryEntry replaces the whole entry.
	SetRegistryEntry(ctx context.Context, from common.Address, entry chain.RegistryEntry) (chain.Plan, error)
	// EnterPool puts an orchestrator with enough stake into a free place.
	EnterPool(ctx context.Context, from, orchestrator common.Address) (chain.Plan, error)
	InitializeRound(ctx context.Context, from common.Address) (chain.Plan, error)
}

func orchestratingActions() []action {
	return []action{
		{"activate", []string{"amount", "lock", "rewardCut", "feeShare", "serviceURI", "services", "regions"}, activate},
		{"set-cuts", []string{"rewardCut", "feeShare"}, setCuts},
		{"register", []string{"serviceURI", "services", "regions"}, register},
		{"reward", nil, reward},
		{"enter-pool", []string{"orchestrator"}, enterPool},
		{"initialize-round", nil, initializeRound},
	}
}

func setCuts(c *ChainConfig, in *input) []step {
	rewardCut, feeShare := in.parts("rewardCut"), in.parts("feeShare")
	return []step{{
		label: fmt.Sprintf("set cuts: keep %s of rewards, give delegators %s of fees", rewardCut, feeShare),
		build: func(ctx context.Context) (chain.Plan, error) {
			return c.Orchestrating.SetCuts(ctx, c.Account, rewardCut, feeShare)
		},
	}}
}

// register changes the fields of the registry entry that are given.
func register(c *ChainConfig, in *input) []step {
	change := in.registryEntry()
	return []step{{
		label: "set the entry in the service registry",
		build: func(ctx context.Context) (chain.Plan, error) {
			entry, err := c.Accounts.RegistryEntry(ctx, c.Account)
			if err != nil {
				return nil, err
			}
			change(&entry)
			return c.Orchestrating.SetRegistryEntry(ctx, c.Account, entry)
		},
	}}
}

// configure changes cuts, of which one that is left out stays as it is, and the
// registry entry.
func configure(c *ChainConfig, in *input) []step {
	var steps []step
	if in.has("rewardCut") && in.has("feeShare") {
		steps = setCuts(c, in)
	} else if in.has("rewardCut") || in.has("feeShare") {
		steps = changeCut(c, in)
	}
	if in.has("serviceURI") || len(steps) == 0 {
		steps = append(steps, register(c, in)...)
	}
	return steps
}

// changeCut sets one of the two cuts.
func changeCut(c *ChainConfig, in *input) []step {
	keepsReward := !in.has("rewardCut")
	var given chain.Parts
	if keepsReward {
		given = in.parts("feeShare")
	} else {
		given = in.parts("rewardCut")
	}
	return one(func(ctx context.Context) (chain.Plan, error) {
		o, err := c.Orchestrators.Orchestrator(ctx, c.Account)
		if err != nil {
			return nil, err
		}
		if keepsReward {
			return c.Orchestrating.SetCuts(ctx, c.Account, o.RewardCut, given)
		}
		return c.Orchestrating.SetCuts(ctx, c.Account, given, o.FeeShare)
	})
}

// activate makes an orchestrator of the node: stake of its own from an amount, a
// lock or both (none when it has some), then cuts, then the registry.
func activate(c *ChainConfig, in *input) []step {
	var steps []step
	if in.has("lock") {
		lock := in.number("lock")
		steps = append(steps, step{"rebond to itself", func(ctx context.Context) (chain.Plan, error) {
			return c.Stake.Rebond(ctx, c.Account, lock, c.Account)
		}})
	}
	if in.has("amount") {
		amount := in.lpt("amount")
		steps = append(steps, step{"bond " + amount.String() + " to itself", func(ctx context.Context) (chain.Plan, error) {
			return c.Stake.Bond(ctx, c.Account, amount, c.Account)
		}})
	}
	in.need("serviceURI", `"https://example.org:8935"`)
	steps = append(steps, setCuts(c, in)...)
	steps = append(steps, register(c, in)...)
	if len(steps) > 0 {
		steps[0] = c.unlocked(steps[0])
	}
	return steps
}

// unlocked puts a check in front of a step: later steps set cuts, which would
// fail in a locked round, after stake was moved already.
func (c *ChainConfig) unlocked(first step) step {
	build := first.build
	first.build = func(ctx context.Context) (chain.Plan, error) {
		round, err := c.Protocol.Round(ctx)
		if err != nil {
			return nil, err
		}
		if round.Locked() {
			return nil, &Error{codeRoundLocked, fmt.Sprintf("round %d is locked, so that cuts cannot be set: nothing was sent; try again from block %d on (now %d)",
				round.Number, round.EndBlock(), round.Block)}
		}
		return build(ctx)
	}
	return first
}

func reward(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Orchestrating.Reward(ctx, c.Account) })
}

func enterPool(c *ChainConfig, in *input) []step {
	orchestrator := in.address("orchestrator")
	return one(func(ctx context.Context) (chain.Plan, error) {
		return c.Orchestrating.EnterPool(ctx, c.Account, orchestrator)
	})
}

func initializeRound(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Orchestrating.InitializeRound(ctx, c.Account) })
}
