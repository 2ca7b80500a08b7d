package worker

import (
	"encoding/binary"
	"time"

	"github.com/livepeer/streamflow/core"
)

// frameFactSize is what one frame takes on its way, in bytes.
const frameFactSize = 8

// maxFrameBytes bounds the list of frames: 240 a second for somewhat more than
// the longest segment, as the engine does.
const maxFrameBytes = frameFactSize * 240 * 330

// appendFrames writes frames as 64 bits each, big endian: the time in
// nanoseconds, and in place of its lowest bit whether it is a keyframe.
func appendFrames(b []byte, frames []core.FrameFacts) []byte {
	for _, f := range frames {
		word := uint64(f.Time) &^ 1
		if f.Key {
			word |= 1
		}
		b = binary.BigEndian.AppendUint64(b, word)
	}
	return b
}

func readFrames(b []byte) ([]core.FrameFacts, error) {
	if len(b)%frameFactSize != 0 {
		return nil, protocolErrorf("list of frames of %d bytes", len(b))
	}
	frames := make([]core.FrameFacts, len(b)/frameFactSize)
	for i := range frames {
		word := binary.BigEndian.Uint64(b[i*frameFactSize:])
		frames[i] = core.FrameFacts{Time: time.Duration(word &^ 1), Key: word&1 == 1}
	}
	return frames, nil
}
