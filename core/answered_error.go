package core

// AnsweredError is a failure of a submission whose answer had begun: the
// orchestrator has its payment (wire.md 5).
type AnsweredError struct {
	Err error
	// Info is what the orchestrator said of itself, nil if nothing.
	Info *OrchestratorInfo
}

func (e *AnsweredError) Error() string { return e.Err.Error() }

// Unwrap returns the failure.
func (e *AnsweredError) Unwrap() error { return e.Err }
