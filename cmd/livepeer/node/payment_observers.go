package node

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/monitor"
)

// redemptionObserver hands events of redemptions on: what they took in gas to
// those who reckon with it.
type redemptionObserver struct {
	*monitor.Redemption

	broker *broker.Broker
}

// TransactionPaid implements redemption.Observer.
func (o redemptionObserver) TransactionPaid(tickets int, gas uint64) {
	o.Redemption.TransactionPaid(tickets, gas)
	o.broker.ObserveRedemption(tickets, gas)
}

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
