package protocol

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
	"github.com/livepeer/streamflow/pm"
)

// maxLocks bounds the unbonding locks that are read of one delegator, the newest.
const maxLocks = 1000

// Delegator returns an account's stake with its unbonding locks.
func (c *Client) Delegator(ctx context.Context, addr common.Address) (chain.Delegator, error) {
	fail := func(err error) (chain.Delegator, error) {
		return chain.Delegator{}, fmt.Errorf("read delegator %s: %w", addr, err)
	}
	_, at, err := c.now(ctx)
	if err != nil {
		return fail(err)
	}
	d := chain.Delegator{Address: addr}
	var nextLock uint64
	if err := c.ask(ctx, at, c.delegatorQueries(&d, &nextLock)...); err != nil {
		return fail(err)
	}
	if d.Locks, err = c.locks(ctx, at, addr, nextLock); err != nil {
		return fail(err)
	}
	return d, nil
}

// delegatorQueries fill d, all but its locks.
func (c *Client) delegatorQueries(d *chain.Delegator, nextLock *uint64) []query {
	to, b := c.at(nameBonding), c.bonding
	return []query{
		{to: to, data: b.PackGetDelegator(d.Address), take: func(answer []byte) error {
			out, err := b.UnpackGetDelegator(answer)
			if err != nil {
				return err
			}
			return setDelegator(d, nextLock, out)
		}},
		convert(to, b.PackDelegatorStatus(d.Address), b.UnpackDelegatorStatus, delegatorStatus, &d.Status),
		// The second argument is ignored by all contracts there are.
		convert(to, b.PackPendingStake(d.Address, new(big.Int)), b.UnpackPendingStake, toLPT, &d.Stake),
		convert(to, b.PackPendingFees(d.Address, new(big.Int)), b.UnpackPendingFees, toWei, &d.Fees),
	}
}

func setDelegator(d *chain.Delegator, nextLock *uint64, out bondingmanager.GetDelegatorOutput) error {
	var oks [6]bool
	d.Delegate = out.DelegateAddress
	d.Bonded, oks[0] = toLPT(out.BondedAmount)
	d.ClaimedFees, oks[1] = toWei(out.Fees)
	d.Delegated, oks[2] = toLPT(out.DelegatedAmount)
	d.StartRound, oks[3] = toRound(out.StartRound)
	d.LastClaimRound, oks[4] = toRound(out.LastClaimRound)
	*nextLock, oks[5] = toUint64(out.NextUnbondingLockId)
	if oks != [6]bool{true, true, true, true, true, true} {
		return fmt.Errorf("%w: delegator %s", errRange, d.Address)
	}
	return nil
}

func delegatorStatus(status uint8) (chain.DelegatorStatus, bool) {
	all := []chain.DelegatorStatus{chain.DelegatorPending, chain.DelegatorBonded, chain.DelegatorUnbonded}
	if int(status) >= len(all) {
		return "", false
	}
	return all[status], true
}

// locks reads the locks below next that are still there.
func (c *Client) locks(ctx context.Context, at *big.Int, addr common.Address, next uint64) ([]chain.UnbondingLock, error) {
	first := next - min(next, maxLocks)
	all := make([]chain.UnbondingLock, next-first)
	var queries []query
	for i := range all {
		all[i].ID = first + uint64(i)
		queries = append(queries, c.lockQuery(addr, &all[i]))
	}
	if err := c.askMany(ctx, at, queries); err != nil {
		return nil, err
	}
	var locks []chain.UnbondingLock
	for _, l := range all {
		if l.WithdrawRound != 0 {
			locks = append(locks, l)
		}
	}
	return locks, nil
}

// lockQuery reads the lock with lock's ID; WithdrawRound is 0 when it is not there.
func (c *Client) lockQuery(addr common.Address, lock *chain.UnbondingLock) query {
	return query{to: c.at(nameBonding), data: c.bonding.PackGetDelegatorUnbondingLock(addr, number(lock.ID)), take: func(answer []byte) error {
		out, err := c.bonding.UnpackGetDelegatorUnbondingLock(answer)
		if err != nil {
			return err
		}
		var ok1, ok2 bool
		lock.Amount, ok1 = toLPT(out.Amount)
		lock.WithdrawRound, ok2 = toRound(out.WithdrawRound)
		if !ok1 || !ok2 {
			return fmt.Errorf("%w: unbonding lock %d of %s", errRange, lock.ID, addr)
		}
		return nil
	}}
}

// Sender returns a broadcaster's account with the TicketBroker.
func (c *Client) Sender(ctx context.Context, addr common.Address) (chain.Sender, error) {
	s := chain.Sender{Address: addr}
	if err := c.ask(ctx, nil, c.senderQuery(&s)); err != nil {
		return chain.Sender{}, fmt.Errorf("read sender %s: %w", addr, err)
	}
	return s, nil
}

func (c *Client) senderQuery(s *chain.Sender) query {
	return convert(c.at(nameBroker), c.broker.PackGetSenderInfo(s.Address), c.broker.UnpackGetSenderInfo,
		func(out ticketbroker.GetSenderInfoOutput) (chain.Sender, bool) {
			var oks [4]bool
			info := chain.Sender{Address: s.Address}
			info.Deposit, oks[0] = toWei(out.Sender.Deposit)
			info.WithdrawRound, oks[1] = toRound(out.Sender.WithdrawRound)
			info.Reserve, oks[2] = toWei(out.Reserve.FundsRemaining)
			info.ReserveClaimed, oks[3] = toWei(out.Reserve.ClaimedInCurrentRound)
			return info, oks == [4]bool{true, true, true, true}
		}, s)
}

// Balances returns what an account has.
func (c *Client) Balances(ctx context.Context, addr common.Address) (b chain.Balances, err error) {
	if b.ETH, err = c.etherOf(ctx, addr); err == nil {
		err = c.ask(ctx, nil, c.balanceQuery(addr, &b.LPT))
	}
	if err != nil {
		return chain.Balances{}, fmt.Errorf("read balances of %s: %w", addr, err)
	}
	return b, nil
}

func (c *Client) balanceQuery(addr common.Address, into *chain.LPT) query {
	return convert(c.at(nameToken), c.token.PackBalanceOf(addr), c.token.UnpackBalanceOf, toLPT, into)
}

func (c *Client) etherOf(ctx context.Context, addr common.Address) (pm.Wei, error) {
	balance, err := c.chain.BalanceAt(ctx, addr, nil)
	if err != nil {
		return pm.Wei{}, err
	}
	wei, ok := toWei(balance)
	if !ok {
		return pm.Wei{}, fmt.Errorf("%w: balance of %s", errRange, addr)
	}
	return wei, nil
}
