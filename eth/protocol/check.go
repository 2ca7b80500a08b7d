package protocol

import (
	"context"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// moment is what decides whether the contracts take anything at all.
type moment struct {
	paused      bool
	round       chain.Round
	initialized bool
	locked      bool
}

// look asks queries together with the moment, on the newest block.
func (c *Client) look(ctx context.Context, queries ...query) (m moment, err error) {
	to, r := c.at(nameRounds), c.rounds
	err = c.ask(ctx, nil, slices.Concat([]query{
		ask(c.cfg.Controller, c.controller.PackPaused(), c.controller.UnpackPaused, &m.paused),
		convert(to, r.PackCurrentRound(), r.UnpackCurrentRound, toRound, &m.round),
		ask(to, r.PackCurrentRoundInitialized(), r.UnpackCurrentRoundInitialized, &m.initialized),
		ask(to, r.PackCurrentRoundLocked(), r.UnpackCurrentRoundLocked, &m.locked),
	}, queries)...)
	if err != nil {
		return m, fmt.Errorf("look whether it can be done: %w", err)
	}
	return m, nil
}

// lookRunning is look for what needs a protocol that is not paused.
func (c *Client) lookRunning(ctx context.Context, queries ...query) (moment, error) {
	m, err := c.look(ctx, queries...)
	if err == nil && m.paused {
		err = refused(ErrPaused, "the protocol is paused by its owner; wait until it goes on")
	}
	return m, err
}

// lookInRound is look for what needs an initialized round, too.
func (c *Client) lookInRound(ctx context.Context, queries ...query) (moment, error) {
	m, err := c.lookRunning(ctx, queries...)
	if err == nil && !m.initialized {
		err = refused(ErrRoundNotInitialized, "round %d is not initialized yet; run initialize-round, or wait until somebody does", m.round)
	}
	return m, err
}

// first returns the first error there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func needAmount(zero bool, what string) error {
	if zero {
		return refused(ErrZeroAmount, "the amount of %s is 0; give one above 0", what)
	}
	return nil
}

func needAddress(addr common.Address, what string) error {
	if addr == (common.Address{}) {
		return refused(ErrZeroAddress, "%s is the zero address; give the address of an account", what)
	}
	return nil
}

func needLPT(have, need chain.LPT, what, advice string) error {
	if have.Cmp(need) < 0 {
		return &InsufficientError{What: what, Have: have, Need: need, Advice: advice}
	}
	return nil
}

func needETH(have, need pm.Wei, what, advice string) error {
	if have.Cmp(need) < 0 {
		return &InsufficientError{What: what, Have: have, Need: need, Advice: advice}
	}
	return nil
}

// needBonded refuses what only a delegator can do whose stake works.
func needBonded(d chain.Delegator) error {
	switch d.Status {
	case chain.DelegatorPending:
		return refused(ErrPending, "the stake of %s works from round %d on and cannot be taken out before; wait for that round", d.Address, d.StartRound)
	case chain.DelegatorUnbonded:
		return refused(ErrNotBonded, "%s has no stake bonded; bond some first", d.Address)
	}
	return nil
}

// claimGuard keeps a change of stake, which claims earnings along, from losing a
// share of the round's reward (chain.md 8, trap 1). Our contracts lose nothing.
// What an orchestrator other than from does is not in from's hands: its reward is
// waited for only if it called in the last round, so that nobody waits for ever.
func (c *Client) claimGuard(ctx context.Context, from common.Address, m moment, d chain.Delegator) error {
	if c.cfg.LoseRewards || c.Features().Notice || d.Delegate == (common.Address{}) {
		return nil
	}
	o, err := c.Orchestrator(ctx, d.Delegate)
	if err != nil {
		return err
	}
	calls := o.Address == from || o.LastRewardRound+1 >= m.round
	if !o.Active || o.LastRewardRound >= m.round || !calls {
		return nil
	}
	return &RewardPendingError{Orchestrator: o.Address, Round: m.round,
		Why: "on these contracts the share of this round's reward would be lost"}
}
