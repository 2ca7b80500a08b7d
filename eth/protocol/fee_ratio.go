package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

const (
	maxRounds    = 100 // of which fee ratios are read at once
	maxLookBack  = 500 // rounds to find what an orchestrator was before
	lookBackStep = 100
	maxTickets   = 20_000 // winning tickets that are added up
)

// FeeRatios returns what an orchestrator earned in each of the rounds from to to,
// at most 100 of them, up to the present one.
//
// Stake and PerLPT come from the contract's earnings pools. They are exact up to
// rounding but for an orchestrator with no change in the 500 rounds before from,
// whose first PerLPT is 0. The deployed contracts count fees in the round in which
// a ticket is redeemed, ours in the one in which it was made. Fees come from the
// events of tickets, so they are of the round in which tickets were made, on both.
func (c *Client) FeeRatios(ctx context.Context, addr common.Address, from, to chain.Round) ([]chain.FeeRatio, error) {
	if from > to || to-from >= maxRounds {
		return nil, refused(ErrBadInput, "rounds %d to %d; expected the lower one first, and at most %d of them", from, to, maxRounds)
	}
	ratios, err := c.feeRatios(ctx, addr, from, to)
	if err != nil {
		return nil, fmt.Errorf("read fees of %s in rounds %d to %d: %w", addr, from, to, err)
	}
	return ratios, nil
}

func (c *Client) feeRatios(ctx context.Context, addr common.Address, from, to chain.Round) ([]chain.FeeRatio, error) {
	_, at, err := c.now(ctx)
	if err != nil {
		return nil, err
	}
	info, err := c.roundAt(ctx, at)
	if err != nil || from > info.Number {
		return nil, err
	}
	to = min(to, info.Number)
	base, err := c.baseFactors(ctx, at, addr, from)
	if err != nil {
		return nil, err
	}
	pools, err := c.earningsPools(ctx, at, addr, from, to)
	if err != nil {
		return nil, err
	}
	stakes, err := c.roundStakes(ctx, at, addr, pools, base.stake)
	if err != nil {
		return nil, err
	}
	fees, err := c.feesByRound(ctx, addr, from, to)
	if err != nil {
		return nil, err
	}
	ratios := make([]chain.FeeRatio, len(pools))
	for i, pool := range pools {
		ratios[i] = chain.FeeRatio{Round: pool.Round, Stake: stakes[i], Fees: fees[pool.Round], PerLPT: base.step(pool)}
	}
	return ratios, nil
}

// factors are the cumulative ones at the end of a round.
type factors struct {
	known       bool
	reward, fee *big.Int
	stake       chain.LPT // of the last round in which it was written down
}

// newFactors are those of an orchestrator that has not earned yet.
func newFactors() factors {
	return factors{reward: new(big.Int).Exp(big.NewInt(10), big.NewInt(27), nil), fee: new(big.Int)}
}

// step moves on to a round's pool, and returns what delegators got for each LPT
// that they had at its start. Zeros in a pool mean that nothing changed.
func (f *factors) step(pool chain.EarningsPool) (perLPT pm.Wei) {
	if pool.FeeFactor.Sign() > 0 {
		if f.known && pool.FeeFactor.Cmp(f.fee) > 0 {
			earned := new(big.Int).Sub(pool.FeeFactor, f.fee)
			earned.Mul(earned, big.NewInt(1e18))
			perLPT, _ = pm.WeiFromInt(earned.Quo(earned, f.reward))
		}
		f.fee = pool.FeeFactor
	}
	if pool.RewardFactor.Sign() > 0 {
		f.reward = pool.RewardFactor
	}
	if !pool.TotalStake.IsZero() {
		f.stake = pool.TotalStake
	}
	f.known = f.known || pool.FeeFactor.Sign() > 0
	return perLPT
}

// baseFactors are those before round from. They are known when all that came
// before was seen, or enough of it: our contracts carry the fee factor along from
// pool to pool, the deployed ones have it only in rounds with fees.
func (c *Client) baseFactors(ctx context.Context, at *big.Int, addr common.Address, from chain.Round) (factors, error) {
	f := newFactors()
	var before []chain.EarningsPool
	rewardSeen, feeSeen := false, false
	for end := from; end > 0 && from-end < maxLookBack && !(rewardSeen && feeSeen); {
		first := end - min(end, lookBackStep)
		pools, err := c.earningsPools(ctx, at, addr, first, end-1)
		if err != nil {
			return f, err
		}
		for _, pool := range pools {
			rewardSeen = rewardSeen || pool.RewardFactor.Sign() > 0
			feeSeen = feeSeen || pool.FeeFactor.Sign() > 0 || c.Features().Notice && rewardSeen
		}
		before, end = append(pools, before...), first
	}
	for _, pool := range before {
		f.step(pool)
	}
	f.known = feeSeen || len(before) == int(from)
	return f, nil
}

// roundStakes are the stakes at the start of each pool's round. A pool without a
// stake is of a round in which nothing was written down: on our contracts the
// next one that was tells, or the present stake; on the deployed ones, which write
// down the stake of the round to come, the one before.
func (c *Client) roundStakes(ctx context.Context, at *big.Int, addr common.Address, pools []chain.EarningsPool, before chain.LPT) ([]chain.LPT, error) {
	stakes := make([]chain.LPT, len(pools))
	if !c.Features().Notice {
		for i, pool := range pools {
			if !pool.TotalStake.IsZero() {
				before = pool.TotalStake
			}
			stakes[i] = before
		}
		return stakes, nil
	}
	after, err := c.nextStake(ctx, at, addr, pools[len(pools)-1].Round+1)
	if err != nil {
		return nil, err
	}
	for i := len(pools) - 1; i >= 0; i-- {
		if opened(pools[i]) {
			after = pools[i].TotalStake
		}
		stakes[i] = after
	}
	return stakes, nil
}

// opened says whether our contracts have written the pool down: it has a factor
// then, if not a stake.
func opened(pool chain.EarningsPool) bool { return pool.RewardFactor.Sign() > 0 }

// nextStake is the first stake that was written down from round first on, or the
// present one.
func (c *Client) nextStake(ctx context.Context, at *big.Int, addr common.Address, first chain.Round) (stake chain.LPT, err error) {
	to, b := c.at(nameBonding), c.bonding
	var last chain.Round
	err = c.ask(ctx, at,
		convert(to, b.PackTranscoderTotalStake(addr), b.UnpackTranscoderTotalStake, toLPT, &stake),
		query{to: to, data: b.PackGetTranscoder(addr), take: func(answer []byte) error {
			t, err := b.UnpackGetTranscoder(answer)
			if err == nil {
				last, _ = toRound(t.LastActiveStakeUpdateRound)
			}
			return err
		}})
	for ; err == nil && first <= last; first += lookBackStep {
		pools, err := c.earningsPools(ctx, at, addr, first, min(last, first+lookBackStep-1))
		if err != nil {
			return stake, err
		}
		for _, pool := range pools {
			if opened(pool) {
				return pool.TotalStake, nil
			}
		}
	}
	return stake, err
}

// feesByRound adds up what was paid for tickets, by the rounds in which they were
// made.
func (c *Client) feesByRound(ctx context.Context, addr common.Address, from, to chain.Round) (map[chain.Round]pm.Wei, error) {
	first, err := c.blockOfRound(ctx, from, to)
	if err != nil {
		return nil, err
	}
	logs, whole, err := c.search(ctx, logSearch{
		first: first, enough: maxTickets, address: c.at(nameBroker),
		topics: append(topics(eventTicketTransfer, eventTicketRedeemed), nil, wordOf(addr)),
	})
	if err == nil && !whole {
		err = errLogs
	}
	if err != nil {
		return nil, err
	}
	fees := map[chain.Round]pm.Wei{}
	var paid PaymentEvent // that waits for its ticket
	var paidIn types.Log
	for _, log := range logs {
		event, err := c.events.Decode(log)
		if err != nil {
			return nil, err
		}
		switch e := event.(type) {
		case PaymentEvent:
			paid, paidIn = e, log
		case TicketEvent:
			if paidIn.TxHash == log.TxHash && paid.Sender == e.Sender && paid.Recipient == e.Recipient {
				fees[e.CreationRound], _ = fees[e.CreationRound].Add(paid.Amount)
			}
			paid = PaymentEvent{}
		}
	}
	return fees, nil
}

// blockOfRound is the block in which the first of the rounds was initialized that
// was; 0 when none was.
func (c *Client) blockOfRound(ctx context.Context, from, to chain.Round) (uint64, error) {
	var rounds []common.Hash
	for r := from; r <= to; r++ {
		rounds = append(rounds, common.BigToHash(number(uint64(r))))
	}
	logs, whole, err := c.search(ctx, logSearch{
		enough: len(rounds), address: c.at(nameRounds), topics: append(topics(eventNewRound), rounds),
	})
	switch {
	case err != nil:
		return 0, err
	case len(logs) < len(rounds) && !whole:
		return 0, errLogs
	case len(logs) == 0:
		return 0, nil
	}
	return logs[0].BlockNumber, nil
}

var errLogs = errors.New("the Ethereum endpoint gives too few logs at a time to go back so far; use another one, or ask for later rounds")
