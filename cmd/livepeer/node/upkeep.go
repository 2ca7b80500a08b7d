package node

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/pricing"
)

// upkeepEvery is how often what follows the time is brought up to date.
const upkeepEvery = 15 * time.Second

// upkeep does what follows no event: metrics of prices, a limit that moves with
// the price of ETH, and the forgetting of old records.
type upkeep struct {
	tasks  []func(ctx context.Context)
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// hourly makes a task do its work once in an hour, the first time at once.
func hourly(task func(ctx context.Context)) func(ctx context.Context) {
	var last time.Time
	return func(ctx context.Context) {
		if time.Since(last) >= time.Hour {
			last = time.Now()
			task(ctx)
		}
	}
}

// Start begins, under ctx.
func (u *upkeep) Start(ctx context.Context) error {
	own, cancel := context.WithCancel(ctx)
	u.cancel = cancel
	u.wg.Go(func() { u.run(own) })
	return nil
}

// Close ends it and waits.
func (u *upkeep) Close() error {
	u.cancel()
	u.wg.Wait()
	return nil
}

func (u *upkeep) run(ctx context.Context) {
	ticker := time.NewTicker(upkeepEvery)
	defer ticker.Stop()
	for {
		for _, task := range u.tasks {
			task(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// keepTransactions is how long settled transactions are remembered.
const keepTransactions = 90 * 24 * time.Hour

// startUpkeep begins what follows no event.
func (n *node) startUpkeep(ctx, life context.Context) error {
	if n.chain == nil {
		return nil
	}
	u := &upkeep{tasks: []func(context.Context){n.gasMetrics, hourly(n.forgetTransactions)}}
	if n.money.limits != nil {
		u.tasks = append(u.tasks, func(context.Context) { n.money.limits.refresh() })
	}
	start := func(context.Context) error { return u.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "upkeep", Start: start, Close: u.Close})
}

func (n *node) forgetTransactions(ctx context.Context) {
	if err := n.chain.store.DeleteTransactions(ctx, time.Now().Add(-keepTransactions)); err != nil && ctx.Err() == nil {
		n.log.Warn("Old transactions could not be forgotten, it is tried again in an hour", "err", err)
	}
}

func (n *node) gasMetrics(context.Context) {
	if now, rolling, ok := n.chain.broker.GasPrice(); ok {
		n.monitor.Redemption.GasPrice(now, rolling)
	}
	n.monitor.Redemption.GasBounds(n.chain.txs.GasPrices())
	if n.money.prices == nil {
		return
	}
	for id, rate := range n.money.prices.Capabilities() {
		if price, err := pricing.ToPrice(rate.PerPixel()); err == nil && rate.Currency() == pricing.Wei {
			n.monitor.Earning.CapabilityPrice(id, price)
		}
	}
}
