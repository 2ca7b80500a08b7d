package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Pool observes an orchestrator's transcoding pool (core/transcoding.Observer).
type Pool struct {
	number, capacity, load prometheus.Gauge
	tasks                  *prometheus.HistogramVec
	retried, dropped       *prometheus.CounterVec
}

func newPool(f factory) *Pool {
	return &Pool{
		number:   f.gauge("transcoders_number", "Transcoders in the pool.").WithLabelValues(),
		capacity: f.gauge("transcoders_capacity", "Sum of the transcoders' capacities in sessions.").WithLabelValues(),
		load:     f.gauge("transcoders_load", "Sessions that the transcoders have now.").WithLabelValues(),
		tasks:    f.histogram("transcode_time_seconds", "Time of one task at one transcoder.", seconds(), "error_code"),
		retried:  f.counter("transcode_task_retried", "Tasks that went on to another transcoder.", "error_code"),
		dropped:  f.counter("transcoders_dropped", "Transcoders that the pool removed for an error.", "error_code"),
	}
}

// PoolChanged sets the pool's size.
func (p *Pool) PoolChanged(transcoders, capacity, load int) {
	p.number.Set(float64(transcoders))
	p.capacity.Set(float64(capacity))
	p.load.Set(float64(load))
}

// TaskDone counts one attempt at a task.
func (p *Pool) TaskDone(_ string, took time.Duration, err error) {
	p.tasks.WithLabelValues(errorCode(err)).Observe(took.Seconds())
}

// TaskRetried counts a task that another transcoder tries.
func (p *Pool) TaskRetried(_ string, err error) { p.retried.WithLabelValues(errorCode(err)).Inc() }

// MemberDropped counts a transcoder that was removed.
func (p *Pool) MemberDropped(_ string, err error) { p.dropped.WithLabelValues(errorCode(err)).Inc() }
