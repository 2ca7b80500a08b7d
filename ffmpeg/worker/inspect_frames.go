package worker

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// frameFactSize is what one frame takes on its way, in bytes.
const frameFactSize = 12

// maxFrameBytes bounds the list of frames: 240 a second for somewhat more than
// the longest segment, as the engine does.
const maxFrameBytes = frameFactSize * 240 * 330

// appendFrames writes frames as 96 bits each, big endian: the time in nanoseconds, in
// 64, with whether it is a keyframe in place of the lowest; and its size in bytes.
func appendFrames(b []byte, frames []core.FrameFacts) []byte {
	for _, f := range frames {
		word := uint64(f.Time) &^ 1
		if f.Key {
			word |= 1
		}
		b = binary.BigEndian.AppendUint64(b, word)
		b = binary.BigEndian.AppendUint32(b, uint32(f.Bytes))
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
		size := binary.BigEndian.Uint32(b[i*frameFactSize+8:])
		frames[i] = core.FrameFacts{Time: time.Duration(word &^ 1), Key: word&1 == 1, Bytes: int(size & math.MaxInt32)}
	}
	return frames, nil
}
