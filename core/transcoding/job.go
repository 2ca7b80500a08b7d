package transcoding

import (
	"context"

	"github.com/livepeer/streamflow/core"
)

// Job is what an orchestrator tells a registered transcoder: a task to do, or
// the end of a session. Source: NotifySegment, wire.md 10.
type Job struct {
	// Ended is the session that has no more tasks; empty when there is a task.
	Ended core.SessionID
	// ID names the task in its result.
	ID int64
	// Task has no Source yet.
	Task *core.Task
	// SourceURL is where the source is to be fetched.
	SourceURL string
	// Fault is why the task makes no sense; it is reported as its result. Task
	// is then not nil, but says nothing.
	Fault error
}

// Offer is what a transcoder offers to an orchestrator.
type Offer struct {
	Capacity     int // sessions
	Capabilities *core.Capabilities
}

// Orchestrator is the way to an orchestrator that takes remote transcoders.
// It is implemented by net.TranscoderClient.
type Orchestrator interface {
	// URI names the orchestrator in logs.
	URI() string
	// Register opens a registration. Its end shows in Registration.Next.
	Register(ctx context.Context, offer Offer) (Registration, error)
}

// Registration is one transcoder's standing with one orchestrator. Next and
// Close may be called beside each other, the rest from any goroutine.
type Registration interface {
	// Next blocks until the next job. An error ends the registration:
	// ErrInvalidSecret and ErrZeroCapacity for good, all others until the next
	// Register.
	Next(ctx context.Context) (*Job, error)
	// Fetch downloads the source of a job, at most core.MaxSegmentBytes, and
	// returns it whole. When the rest of it is about to come, it hands it to
	// soon before, at most once; that one fails if Fetch does, and may fail with
	// core.ErrSourceLate if not.
	Fetch(ctx context.Context, job *Job, soon func(*core.Source)) (*core.Source, error)
	// Report sends a job's outcome, err if it is not nil. It tries again until
	// ctx is done when the orchestrator can't be reached.
	Report(ctx context.Context, job *Job, out *core.Transcoded, err error) error
	// Drain asks for no new sessions; ErrDrainUnsupported when the orchestrator
	// can't be asked that.
	Drain(ctx context.Context) error
	// Close ends the registration; idempotent.
	Close() error
}
