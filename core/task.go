package core

import (
	"context"
	"time"
)

// Task is one segment to be transcoded, as an orchestrator hands it to its
// pool and the pool to one transcoder.
type Task struct {
	SessionID  SessionID
	ManifestID ManifestID
	Seq        uint64
	Duration   time.Duration // of the source, 0 < Duration <= MaxSegmentDuration
	// Source is the segment, MPEG-TS or MP4, whole or on its way. A transcoder
	// that fails because its source did, as Source.Err tells, is not to blame.
	Source   *Source
	Profiles []Profile // renditions wanted, in this order
	// Required capabilities of the job; nil requires nothing.
	Required *Capabilities
	Clip     *Clip // nil for the whole segment
	// PerceptualHash asks for an MPEG-7 signature of each rendition.
	PerceptualHash bool
	// ForceReinit tells the transcoder to drop what it keeps of the session.
	ForceReinit bool
	// OrchestratorID is stamped into the media's metadata: the recipient's
	// address or "offchain" (wire.md 10).
	OrchestratorID string
}

// Transcoded is the outcome of a Task.
type Transcoded struct {
	// DecodedPixels is width x height x frames of the source as decoded.
	DecodedPixels int64
	// Renditions are in the order of the task's profiles, one for each.
	Renditions []Rendition
	// EngineTime is how long the media engine was at work, without the time in
	// which it waited for a source on its way; 0 when unknown.
	EngineTime time.Duration
}

// Rendition is one transcoded version of a segment.
type Rendition struct {
	Data []byte
	// Pixels is encoded width x height x frames: the unit of payment (wire.md 6).
	Pixels         int64
	Frames         int           // encoded video frames; 0 when unknown
	Duration       time.Duration // 0 when unknown
	PerceptualHash []byte        // MPEG-7 signature, nil unless asked for
	// Substitute says that Data is the source itself, as it came, for want of the
	// rendition: players have to be set up anew for it.
	Substitute bool
}

// Transcoder does tasks: a pool of local workers and remote transcoders, or one
// of its members.
type Transcoder interface {
	// Transcode blocks until the task is done or has failed. What is wrong with
	// the source or the profiles is a *TranscodeError; other errors are faults
	// of this transcoder, and another one may succeed.
	Transcode(ctx context.Context, task *Task) (*Transcoded, error)
	// EndSession releases what is kept for a session. Unknown ids are ignored.
	EndSession(id SessionID)
}
