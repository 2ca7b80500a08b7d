package chunk

import (
	"fmt"
	"iter"
)

// Parts takes an aggregate message apart (RTMP 7.1.6). limit is the longest audio or data message in it, in bytes. The
// parts share the message's memory. The last pair may hold an error: [ErrMalformed], also for an aggregate within an
// aggregate, or [ErrTooLarge].
func Parts(msg Message, limit int) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		var offset uint32
		rest := msg.Payload
		for first := true; len(rest) > 0; first = false {
			part, after, err := nextPart(rest, limit)
			if err != nil {
				yield(Message{}, err)
				return
			}
			if first {
				// The parts' times are relative to each other; the message says when the first one is.
				offset = msg.Timestamp - part.Timestamp
			}
			part.ChunkStream, part.Stream = msg.ChunkStream, msg.Stream
			part.Timestamp += offset
			if !yield(part, nil) {
				return
			}
			rest = after
		}
	}
}

// nextPart reads one part, which looks like an FLV tag.
func nextPart(data []byte, limit int) (part Message, rest []byte, _ error) {
	const headerSize, backPointerSize = 11, 4
	if len(data) < headerSize {
		return Message{}, nil, fmt.Errorf("%w: aggregate ends in a header", ErrMalformed)
	}
	part.Type = Type(data[0])
	size := int(data[1])<<16 | int(data[2])<<8 | int(data[3])
	switch {
	case part.Type != TypeAudio && part.Type != TypeVideo && part.Type != TypeDataAMF0 && part.Type != TypeDataAMF3:
		return Message{}, nil, fmt.Errorf("%w: message type %d in an aggregate", ErrMalformed, part.Type)
	case size > len(data)-headerSize:
		return Message{}, nil, fmt.Errorf("%w: aggregate ends in a message", ErrMalformed)
	case part.Type != TypeVideo && size > limit:
		return Message{}, nil, fmt.Errorf("%w: message type %d of %d bytes, limit %d", ErrTooLarge, part.Type, size, limit)
	}
	part.Timestamp = uint32(data[7])<<24 | uint32(data[4])<<16 | uint32(data[5])<<8 | uint32(data[6])
	part.Payload = data[headerSize : headerSize+size : headerSize+size]
	rest = data[headerSize+size:]
	// The last part's back pointer is left out by some senders.
	return part, rest[min(backPointerSize, len(rest)):], nil
}
