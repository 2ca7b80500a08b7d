package node

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// adminPayments is what the admin API gets of payments: the parts that the node's
// roles have.
func (n *node) adminPayments() cliapi.PaymentsConfig {
	m, kept := &n.money, n.chain.store
	c := cliapi.PaymentsConfig{Days: kept}
	if m.earner != nil {
		c.Incomes, c.Histories, c.Funds, c.Tickets = kept, kept, n.chain.broker, kept
		c.Rules = rules{kept, m.earner.Refresh}
		c.Prices, c.PriceSetter, c.Terms = m.prices, m.prices, m.earner
		c.TicketEV, c.Overhead, c.RedeemGas = n.cfg.TicketEV, n.cfg.RedeemOverhead, n.chain.broker
		if m.feed != nil {
			c.Feed = m.feed
		}
	}
	if m.redeemer != nil {
		c.Tickets, c.Redemption, c.RedeemGas = kept, m.redeemer, n.chain.broker
	}
	if m.payer != nil {
		c.Spendings, c.Limits = kept, m.limits
		own := ownFunds{account: n.chain.account.Address(), chain: n.chain.broker, payer: m.payer, topUp: m.topUp}
		c.OwnFunds, c.TopUp = own, own
	}
	return c
}

// rules are those in the store, of which the earner hears at once.
type rules struct {
	store cliapi.Rules
	// refresh lets the earner read them anew.
	refresh func(ctx context.Context) error
}

// Rules implements cliapi.Rules.
func (r rules) Rules(ctx context.Context) ([]payment.Rule, error) { return r.store.Rules(ctx) }

// SetRule implements cliapi.Rules.
func (r rules) SetRule(ctx context.Context, rule payment.Rule) error {
	if err := r.store.SetRule(ctx, rule); err != nil {
		return err
	}
	return r.refresh(ctx)
}

// DeleteRule implements cliapi.Rules.
func (r rules) DeleteRule(ctx context.Context, peer common.Address) error {
	if err := r.store.DeleteRule(ctx, peer); err != nil {
		return err
	}
	return r.refresh(ctx)
}

// ownFunds are this broadcaster's deposit and reserve.
type ownFunds struct {
	account common.Address
	chain   cliapi.SenderFunds
	payer   interface {
		Demand() paying.Demand
		Health() error
	}
	topUp topUp
}

// topUp is a *paying.TopUp.
type topUp interface {
	Status() (s paying.TopUpStatus, ok bool)
	SetCap(most pm.Wei)
	Health() error
}

// Outlook implements cliapi.OwnFunds.
func (o ownFunds) Outlook(ctx context.Context) (cliapi.FundsOutlook, error) {
	s, ok := o.topUp.Status()
	if !ok { // nobody has looked yet, and 0 would be wrong
		var err error
		if s.Funds, err = o.chain.Funds(ctx, o.account); err != nil {
			return cliapi.FundsOutlook{}, err
		}
	}
	out := cliapi.FundsOutlook{
		Deposit: s.Funds.Deposit, Reserve: s.Funds.Reserve, WithdrawRound: s.Funds.WithdrawRound,
		Left: cliapi.Duration(s.Left), WantDeposit: s.WantDeposit, WantReserve: s.WantReserve,
		AutoTopUp: s.Cap, ToppedUp: s.Added, Filling: s.Filling,
	}
	out.SpentPerHour, _ = o.payer.Demand().Spent.Wei()
	// What keeps segments from being paid now comes before what may do so later.
	for _, err := range []error{o.payer.Health(), o.topUp.Health(), s.Problem} {
		if err != nil {
			out.Problem = err.Error()
			break
		}
	}
	return out, nil
}

// SetAutoTopUp implements cliapi.TopUp.
func (o ownFunds) SetAutoTopUp(perDay pm.Wei) error {
	o.topUp.SetCap(perDay)
	return nil
}
