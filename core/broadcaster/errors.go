package broadcaster

import (
	"errors"
	"fmt"
)

// Refusals of a stream.
var (
	// ErrStreamExists: another publisher has the name.
	ErrStreamExists = errors.New("a stream of this name is already being published")
	// ErrTooManyStreams: -maxSessions streams are running.
	ErrTooManyStreams = errors.New("too many streams on this node")
	// ErrDraining: the node is being taken out of service.
	ErrDraining = errors.New("this node takes no new streams: it is shutting down")
	// ErrNotRunning: Start has not been called, or Close has.
	ErrNotRunning = errors.New("the broadcaster is not running")
)

// Failures of a segment. Besides these, a *core.TranscodeError or
// core.ErrUnsupportedInput says that the source is at fault.
var (
	// ErrStreamEnded: the stream was closed before the segment came.
	ErrStreamEnded = errors.New("the stream has ended")
	// ErrNoSessions: there is no orchestrator to send the segment to (HTTP push
	// answers 503, wire.md 12).
	ErrNoSessions = errors.New("no sessions available")
	// ErrBacklog: transcoding is slower than the stream, and the renditions of
	// this segment, the one waiting the longest, were given up.
	ErrBacklog = errors.New("transcoding is slower than the stream, the segment was passed over")
)

// AttemptsError says that a segment was tried as often as -maxAttempts allows
// (HTTP push answers 422, wire.md 17).
type AttemptsError struct {
	Attempts int
	// Last is why the last attempt failed.
	Last error
}

func (e *AttemptsError) Error() string {
	return fmt.Sprintf("hit max transcode attempts: %v", e.Last)
}

func (e *AttemptsError) Unwrap() error { return e.Last }

// PaymentError says that this node made no payment for a segment, which was
// therefore not sent. A *pm.Refusal in it has the codes that an orchestrator
// would refuse the payment with.
type PaymentError struct {
	Err error
}

func (e *PaymentError) Error() string { return "pay for segment: " + e.Err.Error() }

func (e *PaymentError) Unwrap() error { return e.Err }

// FundsError says that no orchestrator takes this node's segments since its
// deposit or its reserve does not do. It is an ErrNoSessions.
type FundsError struct {
	// Err is what the last one said, with the amounts if it named them.
	Err error
}

func (e *FundsError) Error() string {
	return fmt.Sprintf("%v: this node's deposit or reserve is too small, fund it: %v", ErrNoSessions, e.Err)
}

// Unwrap returns ErrNoSessions and the reason.
func (e *FundsError) Unwrap() []error { return []error{ErrNoSessions, e.Err} }

// SegmentError says why a segment was refused before anything was done with it.
type SegmentError struct {
	Reason string
}

func (e *SegmentError) Error() string { return "segment refused: " + e.Reason }

// ResultError says that an orchestrator's answer is not what was asked for.
type ResultError struct {
	Want, Got int // renditions
}

func (e *ResultError) Error() string {
	return fmt.Sprintf("orchestrator returned %d usable renditions instead of %d", e.Got, e.Want)
}
