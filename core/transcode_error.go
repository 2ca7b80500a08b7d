package core

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
