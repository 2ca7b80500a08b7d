package core

import (
	"errors"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// JobRequest is what a broadcaster asks of an orchestrator before it sends
// segments (OrchestratorRequest, wire.md 4).
type JobRequest struct {
	// Capabilities that the job needs; nil asks for nothing in particular.
	Capabilities *Capabilities
	// Known are the addresses of orchestrators that the stream has terms of already: a
	// search looks for others first. They are not sent to anybody.
	Known []string
}

// Submission is one segment on its way from a broadcaster to an orchestrator
// (POST /segment, wire.md 5).
type Submission struct {
	// Info of the session: address, token and terms, the newest that came.
	Info    *OrchestratorInfo
	Segment *Segment
	// Profiles travel, and are signed, under the names of NamedProfiles; those of streams
	// have names of their own.
	Profiles []Profile
	// Required capabilities of the job.
	Required       *Capabilities
	PerceptualHash bool
	// Storage is where the orchestrator shall put the renditions; empty for
	// getting them from itself.
	Storage []ObjectStorage
	// Payment is nil off chain.
	Payment *pm.Payment
	// TimeoutMultiplier stretches the upload and total time limits of
	// wire.md 13; values below 1 count as 1.
	TimeoutMultiplier float64
}

// SubmissionResult is an orchestrator's answer to a Submission with all
// renditions downloaded.
type SubmissionResult struct {
	// Renditions are in the order of the submission's profiles, one for each.
	Renditions []Rendition
	// Sig is the orchestrator's signature over the renditions; empty off chain.
	Sig []byte
	// Evidence is its signature over signing.ResultEvidence, nil from one that gives
	// none.
	Evidence *Evidence
	// Info is the newest information on the orchestrator, nil if it sent none.
	Info *OrchestratorInfo
	// UploadTime, TranscodeTime and DownloadTime are the three parts of the
	// round trip: until the 200 header, until the result, until all bytes.
	UploadTime, TranscodeTime, DownloadTime time.Duration
}

// Evidence is an orchestrator's word for what it made of which work.
type Evidence struct {
	Sig   []byte
	Round int64 // of the protocol, in which the work was done
}

// ErrResultRejected is a result that is not what was asked for, by which its
// orchestrator is judged.
var ErrResultRejected = errors.New("the result is rejected")
