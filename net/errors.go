package net

import "errors"

// Faults of a segment's header, with the texts of the wire (wire.md 5). An
// orchestrator answers each with 403.
var (
	ErrSegmentEncoding        = errors.New("ErrorSegEncoding") // not base64
	ErrSegmentProto           = errors.New("proto: cannot parse invalid wire-format data")
	ErrInvalidDuration        = errors.New("invalid duration")
	ErrUnrecognizedFormat     = errors.New("unrecognized profile output format")
	ErrUnrecognizedProfile    = errors.New("unrecognized encoder profile")
	ErrUnrecognizedVideoCodec = errors.New("unrecognized video codec")
	// The following are ours; existing senders never cause them.
	ErrInvalidSequence   = errors.New("invalid sequence number: must not be negative")
	ErrInvalidManifestID = errors.New("invalid manifest id: more than 256 bytes")
	ErrInvalidToken      = errors.New("invalid auth token: token or session id too long")
	ErrTooManyStores     = errors.New("invalid storage: more than 8 entries")
	ErrInvalidStorage    = errors.New("invalid storage: unknown type or more than 16384 bytes")
)

// Faults of an orchestrator's answer.
var (
	// ErrInvalidInfo: the orchestrator's description of itself is not usable.
	ErrInvalidInfo = errors.New("invalid orchestrator info")
	// ErrUnknownResponse: a result with neither renditions nor an error.
	ErrUnknownResponse = errors.New("UnknownResponse")
	// ErrZeroSegments: a rendition is too short to be media.
	ErrZeroSegments = errors.New("ZeroSegments")
	// ErrMismatchedSegments: not one rendition for each profile.
	ErrMismatchedSegments = errors.New("MismatchedSegments")
	// ErrResultProto: the bytes of the result are cut off or no result.
	ErrResultProto = errors.New("invalid transcode result")
)

// PaymentHeaderError is a fault of the Livepeer-Payment header. An orchestrator
// answers it with 402.
type PaymentHeaderError struct {
	Reason string
}

func (e *PaymentHeaderError) Error() string { return e.Reason }
