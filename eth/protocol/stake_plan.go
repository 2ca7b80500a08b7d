package protocol

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Bond plans to bond amount of from's LPT to an orchestrator, or to itself, which
// registers it as one. Stake that is bonded to another moves along: amount is
// only what comes on top of it (chain.md 8, trap 5).
func (c *Client) Bond(ctx context.Context, from common.Address, amount chain.LPT, to common.Address) (chain.Plan, error) {
	if err := needAddress(to, "the orchestrator"); err != nil {
		return nil, err
	}
	d, o := chain.Delegator{Address: from}, chain.Orchestrator{Address: to}
	var balance, allowance chain.LPT
	var lock uint64
	queries := append(append(c.delegatorQueries(&d, &lock), c.orchestratorQueries(&o)...),
		c.balanceQuery(from, &balance),
		convert(c.at(nameToken), c.token.PackAllowance(from, c.at(nameBonding)), c.token.UnpackAllowance, toLPT, &allowance))
	m, err := c.lookInRound(ctx, queries...)
	if err != nil {
		return nil, err
	}
	if err := first(checkBond(d, o, amount, balance), c.claimGuard(ctx, from, m, d)); err != nil {
		return nil, err
	}
	moved := chain.LPT{}
	if d.Delegate != to && d.Delegate != (common.Address{}) {
		moved = d.Stake
	}
	places, err := c.rankBond(ctx, d, o, amount, moved)
	if err != nil {
		return nil, err
	}
	var plan chain.Plan
	if allowance.Cmp(amount) < 0 {
		plan = append(plan, c.call(nameToken, fmt.Sprintf("let the BondingManager take %s", amount),
			c.token.PackApprove(c.at(nameBonding), amount.Int())))
	}
	return append(plan, c.call(nameBonding, bondLabel(from, to, amount, moved), c.bonding.PackBondWithHint(
		amount.Int(), to, places[0].prev, places[0].next, places[1].prev, places[1].next))), nil
}

func checkBond(d chain.Delegator, o chain.Orchestrator, amount, balance chain.LPT) error {
	self, elsewhere := d.Address == o.Address, d.Delegate != (common.Address{}) && d.Delegate != o.Address
	switch {
	case amount.IsZero() && !elsewhere:
		return needAmount(true, "LPT")
	case elsewhere && d.Delegate == d.Address:
		return refused(ErrRegistered, "%s is registered as an orchestrator and cannot delegate to others; unbond all of its stake first", d.Address)
	case !self && !o.Registered:
		return refused(ErrNotRegistered, "%s is not registered as an orchestrator, so stake with it would earn nothing; choose one of the list of orchestrators", o.Address)
	}
	return needLPT(balance, amount, fmt.Sprintf("LPT of %s", d.Address), "bond less, or get LPT first")
}

// rankBond finds the places of the delegate that is left and of the new one.
func (c *Client) rankBond(ctx context.Context, d chain.Delegator, o chain.Orchestrator, amount, moved chain.LPT) (places [2]neighbours, err error) {
	r, err := c.readRanking(ctx)
	if err != nil {
		return places, err
	}
	if !moved.IsZero() {
		if places[0], err = c.reduce(ctx, &r, d.Delegate, moved); err != nil {
			return places, err
		}
	}
	places[1] = r.set(o.Address, sum(o.Stake, amount, moved))
	return places, nil
}

// reduce takes stake from an orchestrator in the ranking.
func (c *Client) reduce(ctx context.Context, r *ranking, orchestrator common.Address, amount chain.LPT) (neighbours, error) {
	if r.index(orchestrator) < 0 {
		return neighbours{}, nil
	}
	stake, err := c.stakeOf(ctx, orchestrator)
	if err != nil {
		return neighbours{}, err
	}
	left, _ := stake.Sub(amount) // 0 if it went down meanwhile
	return r.set(orchestrator, left), nil
}

func bondLabel(from, to common.Address, amount, moved chain.LPT) string {
	label := fmt.Sprintf("bond %s to %s", amount, to)
	if from == to {
		label = fmt.Sprintf("bond %s to oneself", amount)
	}
	if !moved.IsZero() {
		label += fmt.Sprintf(", and move %s there", moved)
	}
	return label
}

// Unbond plans to take stake out. It can be withdrawn some rounds later.
func (c *Client) Unbond(ctx context.Context, from common.Address, amount chain.LPT) (chain.Plan, error) {
	d, err := c.checkTakeOut(ctx, from, amount)
	if err != nil {
		return nil, err
	}
	r, err := c.readRanking(ctx)
	if err != nil {
		return nil, err
	}
	place, err := c.takeOut(ctx, &r, d, amount)
	if err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("unbond %s from %s", amount, d.Delegate),
		c.bonding.PackUnbondWithHint(amount.Int(), place.prev, place.next))}, nil
}

func (c *Client) checkTakeOut(ctx context.Context, from common.Address, amount chain.LPT) (chain.Delegator, error) {
	d := chain.Delegator{Address: from}
	var lock uint64
	if err := needAmount(amount.IsZero(), "LPT"); err != nil {
		return d, err
	}
	m, err := c.lookInRound(ctx, c.delegatorQueries(&d, &lock)...)
	if err != nil {
		return d, err
	}
	return d, first(needBonded(d), needLPT(d.Stake, amount, fmt.Sprintf("stake of %s", from), "take at most what is bonded"),
		c.claimGuard(ctx, from, m, d))
}

// takeOut takes a delegator's stake from its delegate in the ranking. An
// orchestrator that takes all of its own leaves the pool.
func (c *Client) takeOut(ctx context.Context, r *ranking, d chain.Delegator, amount chain.LPT) (neighbours, error) {
	if d.Delegate == d.Address && amount == d.Stake {
		r.remove(d.Address)
		return neighbours{}, nil
	}
	return c.reduce(ctx, r, d.Delegate, amount)
}

// Rebond plans to put an unbonding lock back: to the present delegate, or, if from
// is unbonded, to to, which is otherwise zero.
func (c *Client) Rebond(ctx context.Context, from common.Address, lock uint64, to common.Address) (chain.Plan, error) {
	d, l := chain.Delegator{Address: from}, chain.UnbondingLock{ID: lock}
	var next uint64
	m, err := c.lookInRound(ctx, append(c.delegatorQueries(&d, &next), c.lockQuery(from, &l))...)
	if err != nil {
		return nil, err
	}
	unbonded := d.Delegate == (common.Address{})
	if !unbonded && to == (common.Address{}) {
		to = d.Delegate
	}
	switch {
	case l.WithdrawRound == 0:
		return nil, noLock(from, lock)
	case to == (common.Address{}):
		return nil, refused(ErrZeroAddress, "%s has no stake bonded; say to which orchestrator lock %d is to go", from, lock)
	case !unbonded && to != d.Delegate:
		return nil, refused(ErrOtherBond, "the stake of %s is bonded to %s, and lock %d can only join it there; rebond it, then bond to %s", from, d.Delegate, lock, to)
	}
	if err := c.claimGuard(ctx, from, m, d); err != nil {
		return nil, err
	}
	return c.planRebond(ctx, from, to, l, unbonded)
}

func (c *Client) planRebond(ctx context.Context, from, to common.Address, l chain.UnbondingLock, unbonded bool) (chain.Plan, error) {
	o := chain.Orchestrator{Address: to}
	if err := c.ask(ctx, nil, c.orchestratorQueries(&o)...); err != nil {
		return nil, err
	}
	if from != to && !o.Registered && unbonded {
		return nil, refused(ErrNotRegistered, "%s is not registered as an orchestrator, so stake with it would earn nothing; choose one of the list of orchestrators", to)
	}
	r, err := c.readRanking(ctx)
	if err != nil {
		return nil, err
	}
	place := neighbours{}
	if o.Registered || from == to {
		place = r.set(to, sum(o.Stake, l.Amount))
	}
	data := c.bonding.PackRebondWithHint(number(l.ID), place.prev, place.next)
	if unbonded {
		data = c.bonding.PackRebondFromUnbondedWithHint(to, number(l.ID), place.prev, place.next)
	}
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("rebond %s of lock %d to %s", l.Amount, l.ID, to), data)}, nil
}

func noLock(from common.Address, lock uint64) error {
	return refused(ErrNoLock, "%s has no unbonding lock %d; look at the list of its locks", from, lock)
}

// WithdrawStake plans to pay out an unbonding lock.
func (c *Client) WithdrawStake(ctx context.Context, from common.Address, lock uint64) (chain.Plan, error) {
	l := chain.UnbondingLock{ID: lock}
	m, err := c.lookInRound(ctx, c.lockQuery(from, &l))
	switch {
	case err != nil:
		return nil, err
	case l.WithdrawRound == 0:
		return nil, noLock(from, lock)
	case l.WithdrawRound > m.round:
		return nil, &LockedError{What: fmt.Sprintf("unbonding lock %d with %s", lock, l.Amount), WithdrawRound: l.WithdrawRound, Round: m.round}
	}
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("withdraw %s of lock %d", l.Amount, lock), c.bonding.PackWithdrawStake(number(lock)))}, nil
}

// TransferBond plans to move stake to another delegator. It keeps its delegate
// or, if it has none, gets from's.
func (c *Client) TransferBond(ctx context.Context, from, to common.Address, amount chain.LPT) (chain.Plan, error) {
	if err := needAddress(to, "the delegator"); err != nil {
		return nil, err
	}
	if from == to {
		return nil, refused(ErrBadInput, "stake cannot be transferred to oneself; give the address of another account")
	}
	d, err := c.checkTakeOut(ctx, from, amount)
	if err != nil {
		return nil, err
	}
	other := chain.Delegator{Address: to}
	var lock uint64
	if err := c.ask(ctx, nil, c.delegatorQueries(&other, &lock)...); err != nil {
		return nil, err
	}
	target := other.Delegate
	if target == (common.Address{}) {
		target = d.Delegate
	}
	r, err := c.readRanking(ctx)
	if err != nil {
		return nil, err
	}
	old, err := c.takeOut(ctx, &r, d, amount)
	if err != nil {
		return nil, err
	}
	stake, err := c.stakeOf(ctx, target)
	if err != nil {
		return nil, err
	}
	if target == d.Delegate {
		stake, _ = stake.Sub(amount)
	}
	place := r.set(target, sum(stake, amount))
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("transfer %s of stake to %s", amount, to), c.bonding.PackTransferBond(
		to, amount.Int(), old.prev, old.next, place.prev, place.next))}, nil
}

func (c *Client) stakeOf(ctx context.Context, orchestrator common.Address) (stake chain.LPT, err error) {
	err = c.ask(ctx, nil, convert(c.at(nameBonding), c.bonding.PackTranscoderTotalStake(orchestrator),
		c.bonding.UnpackTranscoderTotalStake, toLPT, &stake))
	return stake, err
}

// sum adds amounts of tokens that exist, of which there are far less than 2^256.
func sum(amounts ...chain.LPT) (total chain.LPT) {
	for _, a := range amounts {
		if s, ok := total.Add(a); ok {
			total = s
		}
	}
	return total
}

// call is one to a contract by its name.
func (c *Client) call(contract, label string, data []byte) chain.Call {
	return chain.Call{Label: label, To: c.at(contract), Data: data}
}
