package protocol

import (
	"context"
	"fmt"
	"slices"

	"github.com/livepeer/streamflow/core/chain"
)

// Parameters returns the protocol's parameters as of the newest block.
func (c *Client) Parameters(ctx context.Context) (chain.Parameters, error) {
	p := chain.Parameters{Features: c.Features()}
	_, at, err := c.now(ctx)
	if err == nil {
		err = c.ask(ctx, at, slices.Concat(c.stakeParameters(&p), c.roundParameters(&p), c.moneyParameters(&p))...)
	}
	if err != nil {
		return chain.Parameters{}, fmt.Errorf("read the protocol's parameters: %w", err)
	}
	return p, nil
}

func (c *Client) stakeParameters(p *chain.Parameters) []query {
	to, b := c.at(nameBonding), c.bonding
	queries := []query{
		convert(to, b.PackGetTranscoderPoolMaxSize(), b.UnpackGetTranscoderPoolMaxSize, toUint64, &p.NumActiveTranscoders),
		convert(to, b.PackGetTranscoderPoolSize(), b.UnpackGetTranscoderPoolSize, toUint64, &p.PoolSize),
		ask(to, b.PackUnbondingPeriod(), b.UnpackUnbondingPeriod, &p.UnbondingPeriod),
		convert(to, b.PackGetTotalBonded(), b.UnpackGetTotalBonded, toLPT, &p.TotalBonded),
	}
	if p.Features.StakeRule {
		queries = append(queries,
			convert(to, b.PackMinimumStake(), b.UnpackMinimumStake, toLPT, &p.MinimumStake),
			convert(to, b.PackFixedStake(), b.UnpackFixedStake, toLPT, &p.FixedStake))
	}
	if p.Features.Notice {
		queries = append(queries, convert(to, b.PackNoticePeriod(), b.UnpackNoticePeriod, toUint64, &p.NoticePeriod))
	}
	return queries
}

func (c *Client) roundParameters(p *chain.Parameters) []query {
	rounds, broker := c.at(nameRounds), c.at(nameBroker)
	return []query{
		ask(c.cfg.Controller, c.controller.PackPaused(), c.controller.UnpackPaused, &p.Paused),
		convert(rounds, c.rounds.PackRoundLength(), c.rounds.UnpackRoundLength, toUint64, &p.RoundLength),
		convert(rounds, c.rounds.PackRoundLockAmount(), c.rounds.UnpackRoundLockAmount, toParts, &p.RoundLockAmount),
		convert(broker, c.broker.PackUnlockPeriod(), c.broker.UnpackUnlockPeriod, toUint64, &p.UnlockPeriod),
		convert(broker, c.broker.PackTicketValidityPeriod(), c.broker.UnpackTicketValidityPeriod, toUint64, &p.TicketValidityPeriod),
	}
}

func (c *Client) moneyParameters(p *chain.Parameters) []query {
	to, m := c.at(nameMinter), c.minter
	return []query{
		convert(to, m.PackInflation(), m.UnpackInflation, toUint64, &p.Inflation),
		convert(to, m.PackInflationChange(), m.UnpackInflationChange, toUint64, &p.InflationChange),
		convert(to, m.PackTargetBondingRate(), m.UnpackTargetBondingRate, toUint64, &p.TargetBondingRate),
		convert(to, m.PackGetGlobalTotalSupply(), m.UnpackGetGlobalTotalSupply, toLPT, &p.TotalSupply),
		convert(to, m.PackCurrentMintableTokens(), m.UnpackCurrentMintableTokens, toLPT, &p.MintableThisRound),
		convert(to, m.PackCurrentMintedTokens(), m.UnpackCurrentMintedTokens, toLPT, &p.MintedThisRound),
	}
}
