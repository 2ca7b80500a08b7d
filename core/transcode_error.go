package core

import (
	"errors"
	"strings"
)

// TranscodeCode names a fault of a source or a profile. Its string is the text
// that travels between nodes (wire.md 14): a broadcaster that receives exactly
// this text stops retrying, since no other orchestrator would fare better.
type TranscodeCode string

const (
	UnsupportedPixelFormat TranscodeCode = "Unsupported input pixel format"
	FilterGraphFailed      TranscodeCode = "Error initializing filtergraph"
	TooManyOutputs         TranscodeCode = "Too many outputs"
	UnsupportedCodec       TranscodeCode = "Unsupported input codec"
	NoKeyframes            TranscodeCode = "No keyframes in input"
	UnrecoverableState     TranscodeCode = "Unrecoverable state, restart process"
	EncodedFramesRunaway   TranscodeCode = "Encoded frames runaway"
	DecoderNotFound        TranscodeCode = "Decoder not found"
	DemuxerNotFound        TranscodeCode = "Demuxer not found"
	EncoderNotFound        TranscodeCode = "Encoder not found"
	MuxerNotFound          TranscodeCode = "Muxer not found"
	OptionNotFound         TranscodeCode = "Option not found"
	InvalidArgument        TranscodeCode = "Invalid argument"
	InvalidResolution      TranscodeCode = "TranscoderInvalidResolution"
	InvalidVideo           TranscodeCode = "TranscoderInvalidVideo"
	UnrecognizedFormat     TranscodeCode = "TranscoderUnrecognizedFormat"
	UnrecognizedProfile    TranscodeCode = "TranscoderUnrecognizedProfile"
	InvalidGOP             TranscodeCode = "TranscoderInvalidGOP"
	IncompatibleDevices    TranscodeCode = "TranscoderIncompatibleDevices"
)

func transcodeCodes() []TranscodeCode {
	return []TranscodeCode{
		UnsupportedPixelFormat, FilterGraphFailed, TooManyOutputs, UnsupportedCodec, NoKeyframes,
		UnrecoverableState, EncodedFramesRunaway, DecoderNotFound, DemuxerNotFound, EncoderNotFound,
		MuxerNotFound, OptionNotFound, InvalidArgument, InvalidResolution, InvalidVideo,
		UnrecognizedFormat, UnrecognizedProfile, InvalidGOP, IncompatibleDevices,
	}
}

// TranscodeError says that a segment cannot be transcoded as asked, whoever
// tries. Two of them match in errors.Is when their codes are equal.
type TranscodeError struct {
	Code TranscodeCode
	// Detail is for this node's log; it does not travel.
	Detail string
}

func (e *TranscodeError) Error() string {
	if e.Detail == "" {
		return string(e.Code)
	}
	return string(e.Code) + ": " + e.Detail
}

// Is matches on the code alone.
func (e *TranscodeError) Is(target error) bool {
	t, ok := target.(*TranscodeError)
	return ok && t.Code == e.Code
}

// WireText is the text that a peer gets for err: that of the code when err is
// a *TranscodeError, else err's own.
func WireText(err error) string {
	var te *TranscodeError
	if errors.As(err, &te) {
		return string(te.Code)
	}
	return err.Error()
}

// RemoteError is a fault that a peer reported in words that decide nothing.
type RemoteError struct {
	Text string
}

func (e *RemoteError) Error() string { return e.Text }

// ParseWireError turns a peer's error text into a typed error: a
// *TranscodeError, one of the refusals below such as ErrOrchestratorBusy or
// ErrTokenExpired, or a *RemoteError for everything else. This is the one place
// where texts are compared, since text is what the existing wire carries.
func ParseWireError(text string) error {
	text = strings.TrimSpace(text)
	for _, c := range transcodeCodes() {
		if text == string(c) {
			return &TranscodeError{Code: c}
		}
	}
	for _, err := range []error{ErrOrchestratorBusy, ErrOrchestratorCapped, ErrTokenMissing, ErrTokenInvalid, ErrTokenExpired, ErrIncompatible, ErrProofMissing} {
		if text == err.Error() {
			return err
		}
	}
	return &RemoteError{Text: text}
}

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

// ErrProofMissing refuses a segment whose SegmentProof did not come behind it:
// something between the nodes drops trailers. Sent with its hash ahead it would
// be taken.
var ErrProofMissing = errors.New("segment proof missing")

// ErrIncompatible refuses a job that needs capabilities which the orchestrator
// lacks (wire.md 5).
var ErrIncompatible = errors.New("incompatible capabilities")
