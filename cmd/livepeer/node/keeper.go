package node

import (
	"context"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/watch"
)

// keeping is what the node does for the protocol by itself; nil parts are off.
type keeping struct {
	initializer *keeper.Initializer
	rewarder    *keeper.Rewarder
}

// startKeeping starts what -initializeRound and -reward ask for. The watcher
// must not run yet.
func (n *node) startKeeping(ctx, life context.Context) error {
	cfg := keeper.DefaultConfig()
	cfg.Log, cfg.Protocol, cfg.Sender, cfg.Account = n.log, n.chain.protocol, sending{n.chain}, n.chain.account.Address()
	cfg.Observer, cfg.MaxDelay = keeperObserver{n.monitor.Chain}, n.cfg.InitializeRoundMaxDelay
	if n.cfg.hostsDevnet() {
		cfg.MaxDelay = 0 // nobody else is there to wait for
	}
	if n.cfg.InitializeRound || n.cfg.hostsDevnet() {
		initializer, err := keeper.NewInitializer(cfg)
		if err != nil {
			return err
		}
		n.chain.keeping.initializer = initializer
		if err := n.startService(ctx, life, "round initializer", initializer); err != nil {
			return err
		}
	}
	if n.cfg.RewardSet && !n.cfg.Reward {
		return nil
	}
	// Without -reward it waits until the account is an active orchestrator.
	rewarder, err := keeper.NewRewarder(cfg)
	if err != nil {
		return err
	}
	n.chain.keeping.rewarder = rewarder
	return n.startService(ctx, life, "reward caller", rewarder)
}

// chainService looks at the chain on each new block.
type chainService interface {
	Start(ctx context.Context) error
	Close() error
	Subscription() watch.Subscription
}

func (n *node) startService(ctx, life context.Context, name string, service chainService) error {
	if err := n.chain.watcher.Subscribe(service.Subscription()); err != nil {
		return err
	}
	start := func(context.Context) error { return service.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: name, Start: start, Close: service.Close})
}

// health says which reward is about to be lost.
func (k keeping) health() error {
	if k.rewarder == nil {
		return nil
	}
	return k.rewarder.Health()
}
