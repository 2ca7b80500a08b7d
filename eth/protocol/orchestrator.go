package protocol

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
)

// Orchestrator returns what the chain says of one, registered or not.
func (c *Client) Orchestrator(ctx context.Context, addr common.Address) (chain.Orchestrator, error) {
	fail := func(err error) (chain.Orchestrator, error) {
		return chain.Orchestrator{}, fmt.Errorf("read orchestrator %s: %w", addr, err)
	}
	_, at, err := c.now(ctx)
	if err != nil {
		return fail(err)
	}
	o := chain.Orchestrator{Address: addr}
	queries := c.orchestratorQueries(&o)
	var own chain.LPT
	var self bondingmanager.GetDelegatorOutput
	queries = append(queries,
		convert(c.at(nameBonding), c.bonding.PackPendingStake(addr, new(big.Int)), c.bonding.UnpackPendingStake, toLPT, &own),
		ask(c.at(nameBonding), c.bonding.PackGetDelegator(addr), c.bonding.UnpackGetDelegator, &self))
	if err := c.ask(ctx, at, queries...); err != nil {
		return fail(err)
	}
	if self.DelegateAddress == addr {
		o.OwnStake = own
	}
	return o, nil
}

// readOrchestrators reads several, in the order of addrs.
func (c *Client) readOrchestrators(ctx context.Context, at *big.Int, addrs []common.Address) ([]chain.Orchestrator, error) {
	list := make([]chain.Orchestrator, len(addrs))
	var queries []query
	for i, addr := range addrs {
		list[i].Address = addr
		queries = append(queries, c.orchestratorQueries(&list[i])...)
	}
	if err := c.askMany(ctx, at, queries); err != nil {
		return nil, fmt.Errorf("read %d orchestrators: %w", len(addrs), err)
	}
	return list, nil
}

// orchestratorQueries fill o, all but its own stake.
func (c *Client) orchestratorQueries(o *chain.Orchestrator) []query {
	to, b := c.at(nameBonding), c.bonding
	queries := []query{
		convert(to, b.PackTranscoderTotalStake(o.Address), b.UnpackTranscoderTotalStake, toLPT, &o.Stake),
		ask(to, b.PackIsRegisteredTranscoder(o.Address), b.UnpackIsRegisteredTranscoder, &o.Registered),
		ask(to, b.PackIsActiveTranscoder(o.Address), b.UnpackIsActiveTranscoder, &o.Active),
		{to: to, data: b.PackGetTranscoder(o.Address), take: func(answer []byte) error {
			t, err := b.UnpackGetTranscoder(answer)
			if err != nil {
				return err
			}
			return setTerms(o, t)
		}},
		c.entryQuery(o.Address, &o.Entry),
	}
	if c.Features().Notice {
		queries = append(queries, c.announcementQuery(o))
	}
	return queries
}

func setTerms(o *chain.Orchestrator, t bondingmanager.GetTranscoderOutput) error {
	var oks [5]bool
	o.LastRewardRound, oks[0] = toRound(t.LastRewardRound)
	o.RewardCut, oks[1] = toParts(t.RewardCut)
	o.FeeShare, oks[2] = toParts(t.FeeShare)
	o.ActivationRound, oks[3] = toRound(t.ActivationRound)
	// The contract's word for never is the greatest number there is.
	if o.InPool = t.DeactivationRound.Cmp(math.MaxBig256) == 0; o.InPool {
		o.DeactivationRound, oks[4] = 0, true
	} else {
		o.DeactivationRound, oks[4] = toRound(t.DeactivationRound)
	}
	if oks != [5]bool{true, true, true, true, true} {
		return fmt.Errorf("%w: terms of orchestrator %s", errRange, o.Address)
	}
	return nil
}

func (c *Client) announcementQuery(o *chain.Orchestrator) query {
	return query{to: c.at(nameBonding), data: c.bonding.PackGetAnnouncedCuts(o.Address), take: func(answer []byte) error {
		a, err := c.bonding.UnpackGetAnnouncedCuts(answer)
		if err != nil {
			return err
		}
		o.Announced, err = announcement(o.Address, a.RewardCut, a.FeeShare, a.EffectiveRound)
		return err
	}}
}

// announcement reads cuts that were announced; nil when there are none.
func announcement(orchestrator common.Address, rewardCut, feeShare, effective *big.Int) (*chain.Announcement, error) {
	if effective.Sign() == 0 {
		return nil, nil
	}
	var oks [3]bool
	var a chain.Announcement
	a.RewardCut, oks[0] = toParts(rewardCut)
	a.FeeShare, oks[1] = toParts(feeShare)
	a.Effective, oks[2] = toRound(effective)
	if oks != [3]bool{true, true, true} {
		return nil, fmt.Errorf("%w: announced cuts of orchestrator %s", errRange, orchestrator)
	}
	return &a, nil
}

// RegistryEntry returns what a node says of itself, all empty when it has said
// nothing.
func (c *Client) RegistryEntry(ctx context.Context, addr common.Address) (entry chain.RegistryEntry, err error) {
	if err := c.ask(ctx, nil, c.entryQuery(addr, &entry)); err != nil {
		return chain.RegistryEntry{}, fmt.Errorf("read the registry's entry of %s: %w", addr, err)
	}
	return entry, nil
}

// entryQuery reads all of an entry, or the URI where there is nothing else.
func (c *Client) entryQuery(addr common.Address, entry *chain.RegistryEntry) query {
	to := c.at(nameRegistry)
	if !c.Features().Services {
		return ask(to, c.registry.PackGetServiceURI(addr), c.registry.UnpackGetServiceURI, &entry.ServiceURI)
	}
	return convert(to, c.registry.PackGetEntry(addr), c.registry.UnpackGetEntry,
		func(e serviceregistry.IServiceRegistryEntry) (chain.RegistryEntry, bool) {
			return chain.RegistryEntry{ServiceURI: e.ServiceURI, Services: c.names.services(e.Services), Regions: regions(e.Regions)}, true
		}, entry)
}

// EarningsPool returns an orchestrator in a round; zeros for a round in which
// nothing of it changed.
func (c *Client) EarningsPool(ctx context.Context, addr common.Address, round chain.Round) (chain.EarningsPool, error) {
	pools, err := c.earningsPools(ctx, nil, addr, round, round)
	if err != nil {
		return chain.EarningsPool{}, err
	}
	return pools[0], nil
}

// earningsPools reads those of the rounds first to last.
func (c *Client) earningsPools(ctx context.Context, at *big.Int, addr common.Address, first, last chain.Round) ([]chain.EarningsPool, error) {
	pools := make([]chain.EarningsPool, last-first+1)
	queries := make([]query, len(pools))
	for i := range pools {
		round := first + chain.Round(i)
		queries[i] = convert(c.at(nameBonding), c.bonding.PackGetTranscoderEarningsPoolForRound(addr, number(uint64(round))),
			c.bonding.UnpackGetTranscoderEarningsPoolForRound,
			func(p bondingmanager.GetTranscoderEarningsPoolForRoundOutput) (pool chain.EarningsPool, ok bool) {
				var oks [3]bool
				pool = chain.EarningsPool{Round: round, RewardFactor: p.CumulativeRewardFactor, FeeFactor: p.CumulativeFeeFactor}
				pool.TotalStake, oks[0] = toLPT(p.TotalStake)
				pool.RewardCut, oks[1] = toParts(p.TranscoderRewardCut)
				pool.FeeShare, oks[2] = toParts(p.TranscoderFeeShare)
				return pool, oks == [3]bool{true, true, true}
			}, &pools[i])
	}
	if err := c.askMany(ctx, at, queries); err != nil {
		return nil, fmt.Errorf("read earnings of %s in rounds %d to %d: %w", addr, first, last, err)
	}
	return pools, nil
}
