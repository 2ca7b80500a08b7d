package protocol

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Fund plans to add to from's deposit and reserve; either can be 0. It ends an
// unlock that is under way.
func (c *Client) Fund(ctx context.Context, from common.Address, deposit, reserve pm.Wei) (chain.Plan, error) {
	total, ok := deposit.Add(reserve)
	if !ok {
		return nil, refused(ErrBadInput, "deposit and reserve are more than there can be; give less")
	}
	if err := needAmount(total.IsZero(), "ETH"); err != nil {
		return nil, err
	}
	s := chain.Sender{Address: from}
	if _, err := c.lookRunning(ctx, c.senderQuery(&s)); err != nil {
		return nil, err
	}
	balance, err := c.etherOf(ctx, from)
	if err := first(err, needETH(balance, total, fmt.Sprintf("ETH of %s", from), "fund less, or get ETH first")); err != nil {
		return nil, err
	}
	label, data := fmt.Sprintf("add %s to the deposit and %s to the reserve", deposit, reserve), c.broker.PackFundDepositAndReserve(deposit.Int(), reserve.Int())
	switch {
	case reserve.IsZero():
		label, data = fmt.Sprintf("add %s to the deposit", deposit), c.broker.PackFundDeposit()
	case deposit.IsZero():
		label, data = fmt.Sprintf("add %s to the reserve", reserve), c.broker.PackFundReserve()
	}
	if s.Unlocking() {
		label += ", which ends the unlock"
	}
	call := c.call(nameBroker, label, data)
	call.Value = total
	return chain.Plan{call}, nil
}

// lookAtSender reads a sender for what needs it to be unlocking, or not to be.
func (c *Client) lookAtSender(ctx context.Context, from common.Address, unlocking bool) (chain.Sender, moment, error) {
	s := chain.Sender{Address: from}
	m, err := c.lookRunning(ctx, c.senderQuery(&s))
	switch {
	case err != nil:
	case s.Deposit.IsZero() && s.Reserve.IsZero():
		err = refused(ErrNoFunds, "%s has neither deposit nor reserve; fund one of them first", from)
	case unlocking && !s.Unlocking():
		err = refused(ErrNotUnlocked, "%s has not asked to unlock its deposit and reserve; run unlock first", from)
	case !unlocking && s.Unlocking():
		err = refused(ErrUnlocking, "the unlock of %s is under way already; its money can be withdrawn from round %d on", from, s.WithdrawRound)
	}
	return s, m, err
}

// Unlock plans to ask for the deposit and reserve back, which can be withdrawn
// some rounds later.
func (c *Client) Unlock(ctx context.Context, from common.Address) (chain.Plan, error) {
	s, _, err := c.lookAtSender(ctx, from, false)
	if err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameBroker, fmt.Sprintf("unlock a deposit of %s and a reserve of %s", s.Deposit, s.Reserve), c.broker.PackUnlock())}, nil
}

// CancelUnlock plans to take an unlock back.
func (c *Client) CancelUnlock(ctx context.Context, from common.Address) (chain.Plan, error) {
	if _, _, err := c.lookAtSender(ctx, from, true); err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameBroker, "take the unlock back", c.broker.PackCancelUnlock())}, nil
}

// Withdraw plans to pay out deposit and reserve, after an unlock.
func (c *Client) Withdraw(ctx context.Context, from common.Address) (chain.Plan, error) {
	s, m, err := c.lookAtSender(ctx, from, true)
	if err != nil {
		return nil, err
	}
	if m.round < s.WithdrawRound {
		return nil, &LockedError{What: fmt.Sprintf("the money of %s with the TicketBroker", from), WithdrawRound: s.WithdrawRound, Round: m.round}
	}
	return chain.Plan{c.call(nameBroker, fmt.Sprintf("withdraw a deposit of %s and a reserve of %s", s.Deposit, s.Reserve), c.broker.PackWithdraw())}, nil
}

// TransferLPT plans to send LPT to another account.
func (c *Client) TransferLPT(ctx context.Context, from, to common.Address, amount chain.LPT) (chain.Plan, error) {
	if err := first(needAmount(amount.IsZero(), "LPT"), needAddress(to, "the recipient")); err != nil {
		return nil, err
	}
	var balance chain.LPT
	if err := c.ask(ctx, nil, c.balanceQuery(from, &balance)); err != nil {
		return nil, err
	}
	if err := needLPT(balance, amount, fmt.Sprintf("LPT of %s", from), "send less"); err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameToken, fmt.Sprintf("send %s to %s", amount, to), c.token.PackTransfer(to, amount.Int()))}, nil
}

// TransferETH plans to send ETH to another account.
func (c *Client) TransferETH(ctx context.Context, from, to common.Address, amount pm.Wei) (chain.Plan, error) {
	if err := first(needAmount(amount.IsZero(), "ETH"), needAddress(to, "the recipient")); err != nil {
		return nil, err
	}
	balance, err := c.etherOf(ctx, from)
	if err := first(err, needETH(balance, amount, fmt.Sprintf("ETH of %s", from), "send less")); err != nil {
		return nil, err
	}
	return chain.Plan{{Label: fmt.Sprintf("send %s to %s", amount, to), To: to, Value: amount}}, nil
}

// RequestTokens plans to ask the faucet of a test network for LPT.
func (c *Client) RequestTokens(ctx context.Context, from common.Address) (chain.Plan, error) {
	if !c.Features().Faucet {
		return nil, &UnsupportedError{What: "faucet, so LPT must be bought or received"}
	}
	block, at, err := c.now(ctx)
	if err != nil {
		return nil, err
	}
	to := c.at(nameFaucet)
	var amount chain.LPT
	var next *big.Int
	var free bool
	err = c.ask(ctx, at,
		convert(to, c.faucet.PackRequestAmount(), c.faucet.UnpackRequestAmount, toLPT, &amount),
		ask(to, c.faucet.PackNextValidRequest(from), c.faucet.UnpackNextValidRequest, &next),
		ask(to, c.faucet.PackIsWhitelisted(from), c.faucet.UnpackIsWhitelisted, &free))
	if err != nil {
		return nil, fmt.Errorf("look at the faucet: %w", err)
	}
	if !free && next.Cmp(big.NewInt(block.Time.Unix())) > 0 {
		return nil, refused(ErrTooSoon, "the faucet gives to %s again at %s; wait until then", from, timeOf(next))
	}
	return chain.Plan{c.call(nameFaucet, fmt.Sprintf("get %s from the faucet", amount), c.faucet.PackRequest())}, nil
}

// timeOf writes a contract's seconds since 1970.
func timeOf(seconds *big.Int) string {
	if !seconds.IsInt64() || seconds.Int64() > maxTime {
		return "no time to come"
	}
	return time.Unix(seconds.Int64(), 0).UTC().Format(time.DateTime) + " UTC"
}

// maxTime is the end of the year 9999.
const maxTime = 253_402_300_799
