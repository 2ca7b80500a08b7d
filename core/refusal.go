package core

import "errors"

// Refusals of an orchestrator that has too much to do. Their texts are those
// of the wire (wire.md 4, 5, 14).
var (
	// ErrOrchestratorBusy: the session's own queue is full.
	ErrOrchestratorBusy = errors.New("OrchestratorBusy")
	// ErrOrchestratorCapped: no room for another session.
	ErrOrchestratorCapped = errors.New("OrchestratorCapped")
)

// Refusals of an auth token, such as by an orchestrator that was restarted
// without its secret. A broadcaster asks for a new token and goes on. Their
// texts are those of the wire (wire.md 5).
var (
	ErrTokenMissing = errors.New("missing auth token")
	ErrTokenInvalid = errors.New("invalid auth token")
	ErrTokenExpired = errors.New("expired auth token")
)

// Refusals of a segment. The texts of the first two are those of the wire
// (wire.md 5).
var (
	// ErrIncompatible: the job needs capabilities which the orchestrator lacks.
	ErrIncompatible = errors.New("incompatible capabilities")
	// ErrSegmentSignature: not the payment's sender signed.
	ErrSegmentSignature = errors.New("ErrSegSig")
	// ErrSegmentFormat: the media is not of the format that the job named. Nothing
	// is charged. Source: whitepaper, "error conditions".
	ErrSegmentFormat = errors.New("SegmentFormatDidntMatchJobInputParams")
	// ErrProofMissing: the SegmentProof did not come behind the segment, as
	// something between the nodes drops trailers. Sent with its hash ahead it would
	// be taken.
	ErrProofMissing = errors.New("segment proof missing")
)

// refusal is one of the above and the code with which it travels between our
// nodes. The codes of payments are pm.Code's.
type refusal struct {
	code string
	err  error
}

func refusals() []refusal {
	return []refusal{
		{"Busy", ErrOrchestratorBusy},
		{"Capped", ErrOrchestratorCapped},
		{"TokenMissing", ErrTokenMissing},
		{"TokenInvalid", ErrTokenInvalid},
		{"TokenExpired", ErrTokenExpired},
		{"Incompatible", ErrIncompatible},
		{"SegmentSignature", ErrSegmentSignature},
		{"SegmentFormatDidntMatchJobInputParams", ErrSegmentFormat},
		{"ProofMissing", ErrProofMissing},
	}
}
