package verifier

import "errors"

// ErrUnverified is a result of which nobody could tell whether it is good. It must not be
// published, and its orchestrator is not to blame.
var ErrUnverified = errors.New("the result could not be verified")

// UnverifiedError is an ErrUnverified with what stood in the way.
type UnverifiedError struct {
	Op    string // what was being done
	Cause error
}

func (e *UnverifiedError) Error() string {
	return ErrUnverified.Error() + ": " + e.Op + ": " + e.Cause.Error()
}

// Is says that the error is ErrUnverified.
func (e *UnverifiedError) Is(target error) bool { return target == ErrUnverified }

// Unwrap returns the cause.
func (e *UnverifiedError) Unwrap() error { return e.Cause }
