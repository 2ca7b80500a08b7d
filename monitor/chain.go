package monitor

import "github.com/prometheus/client_golang/prometheus"

// Chain observes a node's sight of its chain, and what it does for the protocol.
type Chain struct {
	endpointUp, endpointLag        *prometheus.GaugeVec
	requestErrors                  *prometheus.CounterVec
	head, lag                      prometheus.Gauge
	reorgs, resyncs                prometheus.Counter
	rewardErrors, rewarded, missed prometheus.Counter
	rewardAtRisk                   prometheus.Gauge
}

func newChain(f factory) *Chain {
	return &Chain{
		endpointUp:    f.gauge("eth_endpoint_up", "1 for an Ethereum endpoint that can be used, else 0.", "endpoint"),
		endpointLag:   f.gauge("eth_endpoint_lag_blocks", "Blocks that an endpoint is behind the others.", "endpoint"),
		requestErrors: f.counter("eth_request_errors_total", "Requests that an endpoint did not answer.", "endpoint"),
		head:          f.gauge("chain_head_block", "Number of the newest block.").WithLabelValues(),
		lag:           f.gauge("chain_lag_blocks", "Blocks whose events are still to be read.").WithLabelValues(),
		reorgs:        f.counter("chain_reorganizations_total", "Reorganizations of the chain.").WithLabelValues(),
		resyncs:       f.counter("chain_resyncs_total", "Times that all state was read anew.").WithLabelValues(),
		rewardErrors:  f.counter("reward_call_errors", "Tries to call reward() that failed.").WithLabelValues(),
		rewarded:      f.counter("rewards_called_total", "Rounds whose reward() was called.").WithLabelValues(),
		missed:        f.counter("rewards_missed_total", "Rounds that ended without their reward().").WithLabelValues(),
		rewardAtRisk:  f.gauge("reward_at_risk_blocks", "Blocks until a reward is lost; 0 while none is at risk.").WithLabelValues(),
	}
}

// Endpoint takes the state of one endpoint.
func (c *Chain) Endpoint(endpoint string, up bool, lag uint64) {
	value := 0.0
	if up {
		value = 1
	}
	c.endpointUp.WithLabelValues(endpoint).Set(value)
	c.endpointLag.WithLabelValues(endpoint).Set(float64(lag))
}

// RequestFailed counts a request that an endpoint did not answer.
func (c *Chain) RequestFailed(endpoint string) { c.requestErrors.WithLabelValues(endpoint).Inc() }

// Head takes how far the chain is, and how much of it is still to be read.
func (c *Chain) Head(number, lag uint64) {
	c.head.Set(float64(number))
	c.lag.Set(float64(lag))
}

// Reorganized counts a reorganisation.
func (c *Chain) Reorganized() { c.reorgs.Inc() }

// Resynced counts that all state is read anew.
func (c *Chain) Resynced() { c.resyncs.Inc() }

// RewardFailed counts a try that failed.
func (c *Chain) RewardFailed() { c.rewardErrors.Inc() }

// RewardCalled counts a round whose reward is there.
func (c *Chain) RewardCalled() {
	c.rewarded.Inc()
	c.rewardAtRisk.Set(0)
}

// RewardAtRisk takes in how many blocks a reward is lost.
func (c *Chain) RewardAtRisk(blocks uint64) { c.rewardAtRisk.Set(float64(blocks)) }

// RewardMissed counts a round whose reward is lost.
func (c *Chain) RewardMissed() {
	c.missed.Inc()
	c.rewardAtRisk.Set(0)
}
