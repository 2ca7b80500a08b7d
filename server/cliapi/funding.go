package cliapi

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Funding plans what moves a broadcaster's deposit and reserve.
type Funding interface {
	Fund(ctx context.Context, from common.Address, deposit, reserve pm.Wei) (chain.Plan, error)
	Unlock(ctx context.Context, from common.Address) (chain.Plan, error)
	CancelUnlock(ctx context.Context, from common.Address) (chain.Plan, error)
	Withdraw(ctx context.Context, from common.Address) (chain.Plan, error)
}

// Transfers plans what moves free LPT and ETH.
type Transfers interface {
	TransferLPT(ctx context.Context, from, to common.Address, amount chain.LPT) (chain.Plan, error)
	TransferETH(ctx context.Context, from, to common.Address, amount pm.Wei) (chain.Plan, error)
	// RequestTokens asks a test network's faucet for LPT.
	RequestTokens(ctx context.Context, from common.Address) (chain.Plan, error)
}

func fundingActions() []action {
	return []action{
		{"fund", []string{"deposit", "reserve"}, fund},
		{"unlock", nil, unlock},
		{"cancel-unlock", nil, cancelUnlock},
		{"withdraw", nil, withdraw},
		{"transfer", []string{"amount", "to"}, transfer},
		{"request-tokens", nil, requestTokens},
	}
}

// fund needs one of the two amounts; the other is 0.
func fund(c *ChainConfig, in *input) []step {
	var deposit, reserve pm.Wei
	if in.has("deposit") || !in.has("reserve") {
		deposit = in.wei("deposit")
	}
	if in.has("reserve") {
		reserve = in.wei("reserve")
	}
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Funding.Fund(ctx, c.Account, deposit, reserve) })
}

func unlock(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Funding.Unlock(ctx, c.Account) })
}

func cancelUnlock(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Funding.CancelUnlock(ctx, c.Account) })
}

func withdraw(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Funding.Withdraw(ctx, c.Account) })
}

// transfer moves LPT or ETH, as the unit says.
func transfer(c *ChainConfig, in *input) []step {
	to := in.address("to")
	lpt, eth, isETH := in.lptOrWei("amount")
	return one(func(ctx context.Context) (chain.Plan, error) {
		if isETH {
			return c.Transfers.TransferETH(ctx, c.Account, to, eth)
		}
		return c.Transfers.TransferLPT(ctx, c.Account, to, lpt)
	})
}

func requestTokens(c *ChainConfig, _ *input) []step {
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Transfers.RequestTokens(ctx, c.Account) })
}
