package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Agent observes a standalone transcoder (core/transcoding.AgentObserver).
type Agent struct {
	registered   prometheus.Gauge
	disconnected *prometheus.CounterVec
	jobs         *prometheus.HistogramVec
}

func newAgent(f factory) *Agent {
	return &Agent{
		registered:   f.gauge("transcoder_registrations", "Orchestrators that this transcoder is registered with.").WithLabelValues(),
		disconnected: f.counter("transcoder_disconnects", "Registrations that ended.", "error_code"),
		jobs:         f.histogram("transcoder_job_seconds", "Time from a job's arrival to its delivered result.", seconds(), "error_code"),
	}
}

// Registered counts a registration.
func (a *Agent) Registered(string) { a.registered.Inc() }

// Unregistered ends what Registered began.
func (a *Agent) Unregistered(_ string, err error) {
	a.registered.Dec()
	a.disconnected.WithLabelValues(errorCode(err)).Inc()
}

// JobDone counts a job.
func (a *Agent) JobDone(_ string, took time.Duration, err error) {
	a.jobs.WithLabelValues(errorCode(err)).Observe(took.Seconds())
}
