package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Orchestrator observes an orchestrator's sessions and segments
// (core/orchestrator.Observer).
type Orchestrator struct {
	current, limit     prometheus.Gauge
	admitted           prometheus.Counter
	refused, failed    *prometheus.CounterVec
	transcoded, pixels prometheus.Counter
	waited, took       prometheus.Observer
}

func newOrchestrator(f factory, sessions sessionGauges) *Orchestrator {
	return &Orchestrator{
		current:    sessions.current.WithLabelValues("orchestrator"),
		limit:      sessions.limit.WithLabelValues("orchestrator"),
		admitted:   f.counter("segments_admitted_total", "Segments that broadcasters may upload.").WithLabelValues(),
		refused:    f.counter("segments_refused_total", "Segments that were refused before any work.", "error_code"),
		failed:     f.counter("segments_failed_total", "Segments that were taken but not transcoded.", "error_code"),
		transcoded: f.counter("segments_transcoded_total", "Segments that were transcoded.").WithLabelValues(),
		pixels:     f.counter("mil_pixels_processed", "Millions of pixels of transcoded renditions.").WithLabelValues(),
		waited:     f.histogram("segment_queue_seconds", "Time that a segment waited for those of its session.", seconds()).WithLabelValues(),
		took:       f.histogram("segment_work_seconds", "Time from a segment's turn to its stored renditions.", seconds()).WithLabelValues(),
	}
}

// SessionsChanged sets how many sessions there are and may be.
func (o *Orchestrator) SessionsChanged(live, limit int) {
	o.current.Set(float64(live))
	o.limit.Set(float64(limit))
}

// SegmentAdmitted counts a segment that may be uploaded.
func (o *Orchestrator) SegmentAdmitted(time.Duration) { o.admitted.Inc() }

// SegmentRefused counts a refusal.
func (o *Orchestrator) SegmentRefused(reason error) {
	o.refused.WithLabelValues(errorCode(reason)).Inc()
}

// SegmentTranscoded counts a segment and its pixels.
func (o *Orchestrator) SegmentTranscoded(waited, took time.Duration, pixels int64) {
	o.transcoded.Inc()
	o.pixels.Add(float64(pixels) / 1e6)
	o.waited.Observe(waited.Seconds())
	o.took.Observe(took.Seconds())
}

// SegmentFailed counts a segment that was not transcoded.
func (o *Orchestrator) SegmentFailed(err error) { o.failed.WithLabelValues(errorCode(err)).Inc() }
