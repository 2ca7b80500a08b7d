package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Workers observes the worker processes of the media engine.
type Workers struct {
	running prometheus.Gauge
	ended   *prometheus.CounterVec
	jobs    *prometheus.HistogramVec
	memory  *prometheus.GaugeVec
}

func newWorkers(f factory) *Workers {
	return &Workers{
		running: f.gauge("workers_number", "Worker processes that are ready or at work.").WithLabelValues(),
		ended:   f.counter("workers_ended", "Worker processes that ended.", "reason"),
		jobs:    f.histogram("worker_job_seconds", "Time of one job in a worker process.", seconds(), "kind", "error_code"),
		memory:  f.gauge("worker_job_memory_bytes", "Largest memory of a worker in the last job of a kind.", "kind"),
	}
}

// WorkerStarted counts a worker that is ready.
func (w *Workers) WorkerStarted() { w.running.Inc() }

// WorkerEnded counts a worker that is gone.
func (w *Workers) WorkerEnded(reason string, wasReady bool) {
	w.ended.WithLabelValues(reason).Inc()
	if wasReady {
		w.running.Dec()
	}
}

// JobDone counts a job.
func (w *Workers) JobDone(kind string, took time.Duration, err error) {
	w.jobs.WithLabelValues(kind, errorCode(err)).Observe(took.Seconds())
}

// JobMemory keeps the largest memory of the last job of a kind.
func (w *Workers) JobMemory(kind string, peak int64) {
	w.memory.WithLabelValues(kind).Set(float64(peak))
}
