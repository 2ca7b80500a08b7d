package node

import (
	"time"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/monitor"
)

// endpointObserver counts what the endpoints do.
type endpointObserver struct{ *monitor.Chain }

// EndpointChecked implements rpc.Observer.
func (o endpointObserver) EndpointChecked(h rpc.EndpointHealth) {
	o.Endpoint(h.Endpoint, h.State == rpc.StateUp, h.Lag)
}

// RequestDone implements rpc.Observer.
func (o endpointObserver) RequestDone(endpoint, _ string, _ time.Duration, err error) {
	if err != nil {
		o.RequestFailed(endpoint)
	}
}

// watchObserver counts what the watcher sees.
type watchObserver struct {
	*monitor.Chain
	watch.NopObserver
}

// Looked implements watch.Observer.
func (o watchObserver) Looked(p watch.Progress) { o.Head(p.Head.Number, p.Lag()) }

// Reorganized implements watch.Observer.
func (o watchObserver) Reorganized(int) { o.Chain.Reorganized() }

// Resynced implements watch.Observer.
func (o watchObserver) Resynced() { o.Chain.Resynced() }

// keeperObserver counts what becomes of rewards.
type keeperObserver struct{ *monitor.Chain }

// TryFailed implements keeper.Observer.
func (o keeperObserver) TryFailed(service string, _ chain.Round, _ error) {
	if service == keeper.RewardService {
		o.RewardFailed()
	}
}

// RewardCalled implements keeper.Observer.
func (o keeperObserver) RewardCalled(chain.Round) { o.Chain.RewardCalled() }

// RewardAtRisk implements keeper.Observer.
func (o keeperObserver) RewardAtRisk(_ chain.Round, blocks uint64) { o.Chain.RewardAtRisk(blocks) }

// RewardMissed implements keeper.Observer.
func (o keeperObserver) RewardMissed(chain.Round) { o.Chain.RewardMissed() }
