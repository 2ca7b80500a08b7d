package protocol

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// SetCuts plans to set from's cuts: what it keeps of rewards, and what it gives
// of fees.
func (c *Client) SetCuts(ctx context.Context, from common.Address, rewardCut, feeShare chain.Parts) (chain.Plan, error) {
	if rewardCut > chain.Whole || feeShare > chain.Whole {
		return nil, refused(ErrBadInput, "reward cut %s and fee share %s; expected 0%% to 100%% each", rewardCut, feeShare)
	}
	o := chain.Orchestrator{Address: from}
	m, err := c.lookInRound(ctx, c.orchestratorQueries(&o)...)
	switch {
	case err != nil:
		return nil, err
	case !o.Registered:
		return nil, notRegistered(from)
	case m.locked:
		return nil, refused(ErrRoundLocked, "cuts cannot be changed at the end of a round, and round %d is locked; try again in round %d", m.round, m.round+1)
	case o.Active && o.LastRewardRound < m.round:
		return nil, &RewardPendingError{Orchestrator: from, Round: m.round, Why: "before that its cuts cannot be changed"}
	}
	place, err := c.placeOutside(ctx, o)
	if err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("keep %s of rewards, give %s of fees", rewardCut, feeShare),
		c.bonding.PackTranscoderWithHint(parts(rewardCut), parts(feeShare), place.prev, place.next))}, nil
}

func notRegistered(addr common.Address) error {
	return refused(ErrNotRegistered, "%s is not registered as an orchestrator; bond LPT to itself first", addr)
}

func parts(p chain.Parts) *big.Int { return number(uint64(p)) }

// placeOutside finds the place of one that is not in the pool, but may enter.
func (c *Client) placeOutside(ctx context.Context, o chain.Orchestrator) (neighbours, error) {
	if o.InPool {
		return neighbours{}, nil
	}
	r, err := c.readRanking(ctx)
	if err != nil {
		return neighbours{}, err
	}
	return r.set(o.Address, o.Stake), nil
}

// Reward plans to mint the round's reward for from and its delegators.
func (c *Client) Reward(ctx context.Context, from common.Address) (chain.Plan, error) {
	o := chain.Orchestrator{Address: from}
	var mintable, active chain.LPT
	m, err := c.lookInRound(ctx, append(c.orchestratorQueries(&o),
		convert(c.at(nameMinter), c.minter.PackCurrentMintableTokens(), c.minter.UnpackCurrentMintableTokens, toLPT, &mintable),
		convert(c.at(nameBonding), c.bonding.PackGetTotalBonded(), c.bonding.UnpackGetTotalBonded, toLPT, &active))...)
	switch {
	case err != nil:
		return nil, err
	case !o.Active && o.InPool:
		return nil, refused(ErrNotActive, "%s becomes active in round %d, and this is round %d; call reward then", from, o.ActivationRound, m.round)
	case !o.Active:
		return nil, refused(ErrNotActive, "%s is not in the active set, so there is no reward for it; more stake is needed", from)
	case o.LastRewardRound >= m.round:
		return nil, refused(ErrRewardCalled, "%s has called reward in round %d already; the next time is in round %d", from, m.round, m.round+1)
	}
	place := neighbours{}
	if o.InPool {
		r, err := c.readRanking(ctx)
		if err != nil {
			return nil, err
		}
		// About what will come: the place is the same unless others are as near.
		reward, _ := mintable.MulDiv(o.Stake.Int(), active.Int())
		place = r.set(from, sum(o.Stake, reward))
	}
	call := c.call(nameBonding, fmt.Sprintf("call reward of round %d", m.round), c.bonding.PackRewardWithHint(place.prev, place.next))
	call.Key = fmt.Sprintf("reward %s %d", from, m.round)
	return chain.Plan{call}, nil
}

// InitializeRound plans to begin the present round.
func (c *Client) InitializeRound(ctx context.Context, _ common.Address) (chain.Plan, error) {
	m, err := c.lookRunning(ctx)
	if err != nil {
		return nil, err
	}
	if m.initialized {
		return nil, refused(ErrRoundInitialized, "round %d is initialized already; there is nothing to do until the next round", m.round)
	}
	call := c.call(nameRounds, fmt.Sprintf("initialize round %d", m.round), c.rounds.PackInitializeRound())
	call.Key = fmt.Sprintf("initialize round %d", m.round)
	return chain.Plan{call}, nil
}

// SetRegistryEntry plans to write all of from's entry in the registry. Where the
// registry has only URIs, services and regions are an *UnsupportedError.
func (c *Client) SetRegistryEntry(_ context.Context, _ common.Address, entry chain.RegistryEntry) (chain.Plan, error) {
	services, err := packServices(entry.Services)
	if err != nil {
		return nil, err
	}
	regions, err := packRegions(entry.Regions)
	if err := first(err, checkURI(entry.ServiceURI)); err != nil {
		return nil, err
	}
	if c.Features().Services {
		return chain.Plan{c.call(nameRegistry, describeEntry(entry), c.registry.PackSetEntry(entry.ServiceURI, services, regions))}, nil
	}
	if len(services) > 0 || len(regions) > 0 {
		return nil, &UnsupportedError{What: "services and regions in the registry, only a service URI"}
	}
	return chain.Plan{c.call(nameRegistry, describeEntry(entry), c.registry.PackSetServiceURI(entry.ServiceURI))}, nil
}

// EnterPool plans to let an orchestrator into the pool whose stake suffices now.
func (c *Client) EnterPool(ctx context.Context, _, orchestrator common.Address) (chain.Plan, error) {
	if !c.Features().StakeRule {
		return nil, &UnsupportedError{What: "way to enter the pool but by more stake"}
	}
	o := chain.Orchestrator{Address: orchestrator}
	_, err := c.lookInRound(ctx, c.orchestratorQueries(&o)...)
	switch {
	case err != nil:
		return nil, err
	case !o.Registered:
		return nil, notRegistered(orchestrator)
	case o.InPool:
		return nil, refused(ErrInPool, "%s is in the pool already; there is nothing to do", orchestrator)
	}
	r, err := c.readRanking(ctx)
	if err != nil {
		return nil, err
	}
	need := r.least
	if len(r.members) >= r.slots && len(r.members) > 0 {
		least, _ := toLPT(big.NewInt(1)) // by which it must have more than the last one
		if more := sum(r.members[len(r.members)-1].stake, least); more.Cmp(need) > 0 {
			need = more
		}
	}
	if err := needLPT(o.Stake, need, fmt.Sprintf("stake with %s", orchestrator), "bond more to it"); err != nil {
		return nil, err
	}
	place := r.set(orchestrator, o.Stake)
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("let %s into the pool", orchestrator),
		c.bonding.PackEnterPool(orchestrator, place.prev, place.next))}, nil
}
