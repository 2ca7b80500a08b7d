package ffmpeg

// StreamFault names what is wrong with a live stream that cannot be cut into
// segments.
type StreamFault string

const (
	// NoKeyframe: the publisher sends keyframes too far apart, or none.
	NoKeyframe StreamFault = "no keyframe"
	// UnsupportedStream: a codec that no segment can carry.
	UnsupportedStream StreamFault = "unsupported codec"
	// MalformedStream: bytes that break their format.
	MalformedStream StreamFault = "malformed stream"
	// SegmentTooLarge: more bytes between two cuts than a segment may have.
	SegmentTooLarge StreamFault = "segment too large"
)

// StreamError says why a live stream cannot go on. Its text is meant for the
// publisher. Two of them match in errors.Is when their faults are equal.
type StreamError struct {
	Fault  StreamFault
	Detail string // what came, what was expected, what to do
}

func (e *StreamError) Error() string {
	if e.Detail == "" {
		return string(e.Fault)
	}
	return string(e.Fault) + ": " + e.Detail
}

// Is matches on the fault alone.
func (e *StreamError) Is(target error) bool {
	t, ok := target.(*StreamError)
	return ok && t.Fault == e.Fault
}

// SourceFault says that the publisher is to blame: another segmenter would fare
// no better.
func (e *StreamError) SourceFault() bool { return true }
