package flv

import (
	"bytes"
	"fmt"
)

// MaxTagSize is the largest body a tag can have: its length is a 24 bit number (FLV 10.1, E.4.1).
const MaxTagSize = 1<<24 - 1

// TagType says what a tag carries. The numbers are also those of RTMP's message types.
type TagType uint8

// The tag types of FLV 10.1, E.4.1.
const (
	TagAudio  TagType = 8
	TagVideo  TagType = 9
	TagScript TagType = 18
)

// String names the type for logs.
func (t TagType) String() string {
	switch t {
	case TagAudio:
		return "audio"
	case TagVideo:
		return "video"
	case TagScript:
		return "script"
	default:
		return fmt.Sprintf("tag type %d", uint8(t))
	}
}

// Tag is one unit of a stream: an audio or video frame with its header, or a script message.
type Tag struct {
	Type TagType
	// Timestamp is the decoding time in milliseconds. The wire has 32 bits of it; [Unwrapper] makes it continuous.
	Timestamp int64
	// Data is the body from the audio or video tag header on, at most [MaxTagSize] bytes. It must not be changed.
	Data []byte
}

// IsMetadata tells whether the tag is the stream's description (onMetaData).
func (t Tag) IsMetadata() bool {
	// An AMF0 string: marker 2, length in 16 bits, the characters.
	return t.Type == TagScript && bytes.HasPrefix(t.Data, []byte("\x02\x00\x0aonMetaData"))
}

// Unwrapper turns the 32 bit timestamps of the wire, which wrap around after 49.7 days, into continuous milliseconds.
// The zero value is ready. A step backwards of less than 2^31 ms is a step backwards, not a wrap.
type Unwrapper struct {
	last    int64
	started bool
}

// Next returns the continuous time of a timestamp, judged by its distance from the one before.
func (u *Unwrapper) Next(timestamp uint32) int64 {
	if !u.started {
		u.started = true
		u.last = int64(timestamp)
		return u.last
	}
	u.last += int64(int32(timestamp - uint32(u.last)))
	return u.last
}
