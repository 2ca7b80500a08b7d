package cliapi

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Stake plans what moves bonded LPT. As with all plans, from is who is to send
// it, nothing is sent yet, and what the contracts would refuse is an error that
// should be Coded.
type Stake interface {
	Bond(ctx context.Context, from common.Address, amount chain.LPT, to common.Address) (chain.Plan, error)
	Unbond(ctx context.Context, from common.Address, amount chain.LPT) (chain.Plan, error)
	// Rebond puts a lock back; to is zero for the present delegate.
	Rebond(ctx context.Context, from common.Address, lock uint64, to common.Address) (chain.Plan, error)
	WithdrawStake(ctx context.Context, from common.Address, lock uint64) (chain.Plan, error)
	TransferBond(ctx context.Context, from, to common.Address, amount chain.LPT) (chain.Plan, error)
}

// Earnings plans what gets rewards and fees out.
type Earnings interface {
	WithdrawFees(ctx context.Context, from, recipient common.Address, amount pm.Wei) (chain.Plan, error)
	ClaimEarnings(ctx context.Context, from common.Address) (chain.Plan, error)
}

func stakeActions() []action {
	return []action{
		{"bond", []string{"amount", "to"}, bond},
		{"unbond", []string{"amount"}, unbond},
		{"rebond", []string{"lock", "to"}, rebond},
		{"withdraw-stake", []string{"lock"}, withdrawStake},
		{"transfer-bond", []string{"amount", "to"}, transferBond},
		{"withdraw-fees", []string{"amount", "recipient"}, withdrawFees},
		{"claim-earnings", nil, claimEarnings},
	}
}

func bond(c *ChainConfig, in *input) []step {
	amount, to := in.lpt("amount"), in.address("to")
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Stake.Bond(ctx, c.Account, amount, to) })
}

func unbond(c *ChainConfig, in *input) []step {
	amount := in.lpt("amount")
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Stake.Unbond(ctx, c.Account, amount) })
}

func rebond(c *ChainConfig, in *input) []step {
	lock, to := in.number("lock"), common.Address{}
	if in.has("to") {
		to = in.address("to")
	}
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Stake.Rebond(ctx, c.Account, lock, to) })
}

func withdrawStake(c *ChainConfig, in *input) []step {
	lock := in.number("lock")
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Stake.WithdrawStake(ctx, c.Account, lock) })
}

func transferBond(c *ChainConfig, in *input) []step {
	amount, to := in.lpt("amount"), in.address("to")
	return one(func(ctx context.Context) (chain.Plan, error) {
		return c.Stake.TransferBond(ctx, c.Account, to, amount)
	})
}

// withdrawFees takes all fees when no amount is given.
func withdrawFees(c *ChainConfig, in *input) []step {
	recipient, all := c.Account, !in.has("amount")
	if in.has("recipient") {
		recipient = in.address("recipient")
	}
	var amount pm.Wei
	if !all {
		amount = in.wei("amount")
	}
	return one(func(ctx context.Context) (chain.Plan, error) {
		if all {
			d, err := c.Accounts.Delegator(ctx, c.Account)
			if err != nil {
				return nil, err
			}
			amount = d.Fees
		}
		return c.Earnings.WithdrawFees(ctx, c.Account, recipient, amount)
	})
}

func claimEarnings(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Earnings.ClaimEarnings(ctx, c.Account) })
}
