package node

import (
	"context"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/pricing"
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
		c.Rules = rules{n}
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
		c.OwnFunds, c.TopUp = ownFunds{m.payer, m.topUp}, ownFunds{m.payer, m.topUp}
	}
	return c
}

// rules are those in the store, of which the earner hears at once.
type rules struct{ *node }

// Rules implements cliapi.Rules.
func (r rules) Rules(ctx context.Context) ([]payment.Rule, error) { return r.chain.store.Rules(ctx) }

// SetRule implements cliapi.Rules.
func (r rules) SetRule(ctx context.Context, rule payment.Rule) error {
	if err := r.chain.store.SetRule(ctx, rule); err != nil {
		return err
	}
	return r.money.earner.Refresh(ctx)
}

// DeleteRule implements cliapi.Rules.
func (r rules) DeleteRule(ctx context.Context, peer common.Address) error {
	if err := r.chain.store.DeleteRule(ctx, peer); err != nil {
		return err
	}
	return r.money.earner.Refresh(ctx)
}

// payLimits are what this broadcaster accepts. A highest price in US dollars
// follows the feed.
type payLimits struct {
	acceptance pm.Acceptance // without its MaxPrice
	feed       pricing.Feed  // nil for none
	payer      *paying.Payer // nil while it is built
	seen       func(price *pm.Price)

	mu   sync.Mutex
	rate *pricing.Rate // guarded by mu; nil for any price
}

// Acceptance implements cliapi.PayLimits.
func (l *payLimits) Acceptance() pm.Acceptance {
	a := l.acceptance
	a.MaxPrice, _ = l.price()
	return a
}

// MaxPrice implements cliapi.PayLimits.
func (l *payLimits) MaxPrice() (rate pricing.Rate, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rate == nil {
		return pricing.Rate{}, false
	}
	return *l.rate, true
}

// SetMaxPrice implements cliapi.PayLimits.
func (l *payLimits) SetMaxPrice(rate *pricing.Rate) error {
	if rate != nil && rate.Currency() == pricing.USD && l.feed == nil {
		return pricing.ErrNoFeed
	}
	l.mu.Lock()
	l.rate = rate
	l.mu.Unlock()
	l.refresh()
	return nil
}

// price is the highest price in wei; nil for any. Without a quote for one in US
// dollars nothing is paid: ok is false, and the price 0.
func (l *payLimits) price() (price *pm.Price, ok bool) {
	rate, limited := l.MaxPrice()
	if !limited {
		return nil, true
	}
	free := &pm.Price{PixelsPerUnit: 1}
	book, err := pricing.New(pricing.Config{Default: rate, Feed: l.feed})
	if err != nil {
		return free, false
	}
	perPixel, err := book.Price(common.Address{}, nil)
	if err != nil {
		return free, false
	}
	converted, err := pricing.ToPrice(perPixel)
	if err != nil {
		return free, false
	}
	return &converted, true
}

// refresh tells the payer of the highest price as it is now.
func (l *payLimits) refresh() {
	price, _ := l.price()
	l.payer.SetMaxPrice(price)
	l.seen(price)
}

// ownFunds are this broadcaster's deposit and reserve.
type ownFunds struct {
	payer *paying.Payer
	topUp *paying.TopUp
}

// Outlook implements cliapi.OwnFunds.
func (o ownFunds) Outlook(context.Context) (cliapi.FundsOutlook, error) {
	s, _ := o.topUp.Status()
	out := cliapi.FundsOutlook{
		Deposit: s.Funds.Deposit, Reserve: s.Funds.Reserve, WithdrawRound: s.Funds.WithdrawRound,
		Left: cliapi.Duration(s.Left), WantDeposit: s.WantDeposit, WantReserve: s.WantReserve,
		AutoTopUp: s.Cap, ToppedUp: s.Added, Filling: s.Filling,
	}
	out.SpentPerHour, _ = o.payer.Demand().Spent.Wei()
	for _, err := range []error{s.Problem, o.topUp.Health(), o.payer.Health()} {
		if err != nil {
			out.Problem = err.Error()
		}
	}
	return out, nil
}

// SetAutoTopUp implements cliapi.TopUp.
func (o ownFunds) SetAutoTopUp(perDay pm.Wei) error {
	o.topUp.SetCap(perDay)
	return nil
}
