package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Discovery observes a broadcaster's search for orchestrators.
type Discovery struct {
	failed *prometheus.CounterVec
	took   prometheus.Observer
	found  prometheus.Gauge
}

func newDiscovery(f factory) *Discovery {
	return &Discovery{
		failed: f.counter("discovery_errors_total", "Orchestrators that could not be used.", "error_code"),
		took:   f.histogram("discovery_time_seconds", "Time of a search.", seconds()).WithLabelValues(),
		found:  f.gauge("discovery_orchestrators", "Orchestrators that the last search found.").WithLabelValues(),
	}
}

// DiscoveryFailed counts an orchestrator that could not be used.
func (d *Discovery) DiscoveryFailed(_ string, err error) {
	d.failed.WithLabelValues(errorCode(err)).Inc()
}

// DiscoveryDone counts a search.
func (d *Discovery) DiscoveryDone(_, found int, took time.Duration) {
	d.took.Observe(took.Seconds())
	d.found.Set(float64(found))
}
