package orchestrator

import "time"

// Observer hears what the orchestrator does, for metrics. Its methods are
// called from many goroutines and must not block.
type Observer interface {
	// SessionsChanged tells how many sessions there are, of how many at most.
	SessionsChanged(live, limit int)
	// SegmentAdmitted: a segment of that duration may be uploaded.
	SegmentAdmitted(duration time.Duration)
	// SegmentRefused: before or after its upload, for this reason.
	SegmentRefused(reason error)
	// SegmentTranscoded: all renditions are there, with so many pixels together.
	SegmentTranscoded(waited, took time.Duration, pixels int64)
	// SegmentFailed: it was uploaded but could not be transcoded or stored.
	SegmentFailed(err error)
}

// NopObserver ignores all events.
type NopObserver struct{}

// SessionsChanged does nothing.
func (NopObserver) SessionsChanged(int, int) {}

// SegmentAdmitted does nothing.
func (NopObserver) SegmentAdmitted(time.Duration) {}

// SegmentRefused does nothing.
func (NopObserver) SegmentRefused(error) {}

// SegmentTranscoded does nothing.
func (NopObserver) SegmentTranscoded(time.Duration, time.Duration, int64) {}

// SegmentFailed does nothing.
func (NopObserver) SegmentFailed(error) {}
