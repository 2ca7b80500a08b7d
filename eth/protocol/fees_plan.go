package protocol

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// WithdrawFees plans to pay fees of from out to a recipient.
func (c *Client) WithdrawFees(ctx context.Context, from, recipient common.Address, amount pm.Wei) (chain.Plan, error) {
	if err := first(needAmount(amount.IsZero(), "ETH"), needAddress(recipient, "the recipient")); err != nil {
		return nil, err
	}
	d := chain.Delegator{Address: from}
	var lock uint64
	m, err := c.lookInRound(ctx, c.delegatorQueries(&d, &lock)...)
	if err != nil {
		return nil, err
	}
	err = first(needETH(d.Fees, amount, fmt.Sprintf("fees of %s", from), "withdraw less"), c.claimGuard(ctx, from, m, d))
	if err != nil {
		return nil, err
	}
	return chain.Plan{c.call(nameBonding, fmt.Sprintf("withdraw %s of fees to %s", amount, recipient),
		c.bonding.PackWithdrawFees(recipient, amount.Int()))}, nil
}

// ClaimEarnings plans to write from's earnings down.
func (c *Client) ClaimEarnings(ctx context.Context, from common.Address) (chain.Plan, error) {
	d := chain.Delegator{Address: from}
	var lock uint64
	m, err := c.lookInRound(ctx, c.delegatorQueries(&d, &lock)...)
	if err != nil {
		return nil, err
	}
	if d.Status == chain.DelegatorUnbonded && d.Fees == d.ClaimedFees {
		return nil, refused(ErrNotBonded, "%s has no stake bonded and nothing to claim; bond some first", from)
	}
	if err := c.claimGuard(ctx, from, m, d); err != nil {
		return nil, err
	}
	// The round is ignored: earnings are claimed to the present one.
	return chain.Plan{c.call(nameBonding, "claim earnings", c.bonding.PackClaimEarnings(new(big.Int).SetUint64(uint64(m.round))))}, nil
}
