package node

import (
	"context"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// startPaying builds what pays orchestrators. Off chain it does nothing.
func (n *node) startPaying(ctx, life context.Context) error {
	if n.chain == nil {
		return nil
	}
	account := n.chain.account.Address()
	cfg := paying.DefaultConfig()
	cfg.Account, cfg.Tickets = account, n.money.sender
	cfg.Chain, cfg.Ledger, cfg.Log = n.chain.broker, n.chain.store, n.log
	cfg.Observer = payingObserver{n.monitor.Paying, n.market.book}
	cfg.Acceptance = pm.Acceptance{MaxTicketEV: n.cfg.MaxTicketEV, MaxTotalEV: n.cfg.MaxTotalEV, DepositMultiplier: n.cfg.DepositMultiplier}
	if err := n.startPriceFeed(ctx, life); err != nil {
		return err
	}
	payer, err := paying.New(cfg)
	if err != nil {
		return err
	}
	n.money.payer = payer
	n.money.limits = &payLimits{acceptance: cfg.Acceptance, feed: n.money.feed, payer: payer, soft: n.cfg.Selection.IgnoreMaxPriceIfNeeded}
	n.money.limits.seen = func(price *pm.Price) {
		n.monitor.Paying.MaxPrice(price)
		n.setMaxPrice(price)
	}
	if err := n.limitPrice(); err != nil {
		return err
	}
	start := func(context.Context) error { return n.money.payer.Start(life) }
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "payer", Start: start, Close: n.money.payer.Close}); err != nil {
		return err
	}
	return n.startTopUp(ctx, life)
}

// startTopUp watches the deposit and the reserve, and fills them up to -autoTopUp.
func (n *node) startTopUp(ctx, life context.Context) error {
	cfg := paying.DefaultTopUpConfig()
	cfg.Account, cfg.Chain, cfg.Blocks, cfg.Funding = n.chain.account.Address(), n.chain.broker, n.chain.broker, n.chain.protocol
	cfg.Transactions, cfg.Memory, cfg.Demand, cfg.Log = sending{n.chain}, memory{n.chain.store}, n.money.payer.Demand, n.log
	cfg.Cap, cfg.Observer = n.cfg.AutoTopUp, n.monitor.Paying
	topUp, err := paying.NewTopUp(cfg)
	if err != nil {
		return err
	}
	n.money.topUp = topUp
	start := func(context.Context) error { return topUp.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "deposit and reserve", Start: start, Close: topUp.Close})
}

// limitPrice sets -maxPricePerUnit; 0 is any price.
func (n *node) limitPrice() error {
	rate, err := pricing.ParseRate(n.cfg.MaxPricePerUnit, n.cfg.PixelsPerUnit)
	if err != nil {
		return &ConfigError{Flag: "maxPricePerUnit", Reason: err.Error()}
	}
	if rate.IsFree() {
		return n.money.limits.SetMaxPrice(nil)
	}
	if err := n.money.limits.SetMaxPrice(&rate); err != nil {
		return &ConfigError{Flag: "maxPricePerUnit", Reason: err.Error()}
	}
	return nil
}
