package monitor

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// skippedResult is the outcome of a result that did not wait.
const skippedResult = "skipped"

// Verification observes a broadcaster's checks of results.
type Verification struct {
	judged, faults, dear, compared, evidence *prometheus.CounterVec
	took                                     *prometheus.HistogramVec
}

func newVerification(f factory) *Verification {
	return &Verification{
		judged:   f.counter("verification_results_total", "Results that were checked.", "outcome"),
		faults:   f.counter("verification_faults_total", "Faults of rejected results: each kind counts once for a result.", "fault"),
		dear:     f.counter("verification_dear_total", "Dear checks, by why there was one.", "reason"),
		compared: f.counter("verification_compared_total", "Dear checks, by what the result was compared with.", "reference"),
		evidence: f.counter("verification_evidence_total", "Bundles of evidence, kept or not.", "kept"),
		took: f.histogram("verification_seconds", "Time that a result waited to be checked.",
			[]float64{.005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30}, "outcome"),
	}
}

// Judged counts a result.
func (v *Verification) Judged(outcome string, faults []string, took time.Duration) {
	v.judged.WithLabelValues(outcome).Inc()
	if outcome != skippedResult {
		v.took.WithLabelValues(outcome).Observe(took.Seconds())
	}
	for _, code := range faults {
		v.faults.WithLabelValues(code).Inc()
	}
}

// Dear counts a dear check.
func (v *Verification) Dear(why string) { v.dear.WithLabelValues(why).Inc() }

// Compared counts what one was made with.
func (v *Verification) Compared(with string) {
	v.compared.WithLabelValues(with).Inc()
}

// EvidenceKept counts a bundle.
func (v *Verification) EvidenceKept(err error) {
	kept := "yes"
	if err != nil {
		kept = "no"
	}
	v.evidence.WithLabelValues(kept).Inc()
}
