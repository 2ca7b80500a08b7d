package flv

import (
	"errors"
	"fmt"
)

var (
	// ErrMalformed is a container or tag header that breaks the format.
	ErrMalformed = errors.New("malformed FLV data")
	// ErrTooLarge is a tag above the reader's limit or above what the format can say.
	ErrTooLarge = errors.New("FLV tag too large")
	// ErrMultitrack is an Enhanced RTMP message with several tracks, which this package refuses.
	ErrMultitrack = errors.New("multitrack audio or video is not supported, send one track of each")
	// ErrClosed is a use of a [Fanout] or [Subscriber] after its end.
	ErrClosed = errors.New("stream is closed")
	// ErrTooManySubscribers is a subscription above the fanout's limit.
	ErrTooManySubscribers = errors.New("too many subscribers on this stream")
)

// UnsupportedCodecError is a well-formed tag header of a codec that this package does not know.
type UnsupportedCodecError struct {
	Type TagType
	// ID is the FourCC, or the number of the classic header.
	ID string
}

// Error says which codec came and which ones would do.
func (e UnsupportedCodecError) Error() string {
	if e.Type == TagAudio {
		return fmt.Sprintf("audio codec %q is not supported, use AAC, MP3 or Opus", e.ID)
	}
	return fmt.Sprintf("video codec %q is not supported, use H.264, HEVC, AV1 or VP9", e.ID)
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
}
