package transcoding

import (
	"errors"
	"fmt"
)

// Outcomes of a task that no member is to blame for. The texts of the first
// three are those of the wire (wire.md 10).
var (
	// ErrNoTranscoders: there is no member, or all that could do the task have
	// as many sessions as they have capacity.
	ErrNoTranscoders = errors.New("no transcoders available")
	// ErrIncompatible: there are members, but none has what the job requires.
	ErrIncompatible = errors.New("no transcoders can provide requested capabilities")
	// ErrTimeout: the task took longer than TaskTimeout.
	ErrTimeout = errors.New("Remote transcoder took too long") //nolint:staticcheck // the wire's spelling
	// ErrClosed: the pool was closed.
	ErrClosed = errors.New("transcoding pool is closed")
)

// What a member can say of itself instead of a result. The pool gives the task
// to another member after each of them.
var (
	// ErrMemberGone: the member left or was cut off while it had the task.
	ErrMemberGone = errors.New("transcoder disconnected")
	// ErrMemberFull: the member has no room for another session. Its text is
	// what an agent answers to an orchestrator that asks for too much.
	ErrMemberFull = errors.New("transcoder is at capacity")
)

// ProtocolError says that a member answered with something that no correct
// transcoder sends. The member leaves the pool at once: a program that breaks
// the protocol once will do so again, and one that was only unlucky registers
// anew within a second.
type ProtocolError struct {
	Reason string
}

func (e *ProtocolError) Error() string { return "transcoder broke the protocol: " + e.Reason }

// Refusals of a registration that asking again does not change. The texts are
// those of the wire (wire.md 10, 14).
var (
	ErrInvalidSecret = errors.New("invalid secret")
	ErrZeroCapacity  = errors.New("zero capacity")
)

// Faults that an agent finds in a task. The texts are those of the wire.
var (
	ErrIncompatibleTask = errors.New("incompatible segment capabilities")
	ErrProfileMismatch  = errors.New("segment / profile mismatch")
)

// ErrDrainUnsupported: the orchestrator does not know how to let a transcoder
// go gently.
var ErrDrainUnsupported = errors.New("orchestrator does not know draining")

// RefusedError says that an orchestrator refused this transcoder for good.
type RefusedError struct {
	Orchestrator string
	Err          error
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("orchestrator %s refused this transcoder: %v", e.Orchestrator, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }
