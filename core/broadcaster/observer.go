package broadcaster

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// Observer sees what happens to streams, for metrics and event queues. Its
// methods are called from many goroutines and must not block.
type Observer interface {
	// StreamStarted is called before the first segment of a stream.
	StreamStarted(id core.ManifestID)
	// StreamEnded is called after its last one.
	StreamEnded(id core.ManifestID)
	// SegmentAppeared is called when a source segment is let in.
	SegmentAppeared(e SegmentEvent)
	// AttemptDone is called after each submission of a segment.
	AttemptDone(e AttemptEvent)
	// SegmentDone is called once for each segment that appeared, when its
	// renditions are there or were given up.
	SegmentDone(e SegmentEvent, r SegmentOutcome)
}

// SegmentEvent names a segment.
type SegmentEvent struct {
	ManifestID core.ManifestID
	Seq        uint64
	Duration   time.Duration
	Bytes      int
	Renditions int // asked for
}

// AttemptEvent is one submission to one orchestrator.
type AttemptEvent struct {
	ManifestID   core.ManifestID
	Seq          uint64
	Orchestrator string // address that was asked for terms
	Version      string // of its software, as it says; "" when unknown
	// Try counts the submissions of this segment from 1.
	Try int
	// Swapped says that the stream's segment before went elsewhere.
	Swapped bool
	// Reason is the Selector's.
	Reason string
	// Redundant, Hedged and Reference say that another orchestrator had the segment
	// already: from the start, as it was late, or as its result is to be compared.
	Redundant, Hedged, Reference bool
	// Rejected says that the result came, and verification found it wrong; Unverified
	// that it came, and nobody could tell. Neither is published.
	Rejected, Unverified bool
	// Err is nil for a success.
	Err  error
	Took time.Duration
	// UploadTime, TranscodeTime and DownloadTime are known of a success.
	UploadTime, TranscodeTime, DownloadTime time.Duration
	// LatencyScore is Took in units of the segment's duration, at least 1.5 s
	// each (features.md 5); 0 of a failure.
	LatencyScore float64
}

// SegmentOutcome is how a segment ended.
type SegmentOutcome struct {
	// Err is nil when all renditions are there.
	Err error
	// Took is the time from the segment's appearance.
	Took time.Duration
	// Attempts is 0 for a segment that needed no transcoding.
	Attempts int
	// Bytes of all renditions.
	Bytes int
	// FellBack says that viewers get the source in place of the renditions.
	FellBack bool
}

// NopObserver observes nothing.
type NopObserver struct{}

func (NopObserver) StreamStarted(core.ManifestID)            {}
func (NopObserver) StreamEnded(core.ManifestID)              {}
func (NopObserver) SegmentAppeared(SegmentEvent)             {}
func (NopObserver) AttemptDone(AttemptEvent)                 {}
func (NopObserver) SegmentDone(SegmentEvent, SegmentOutcome) {}
