// Package chunk cuts RTMP messages into chunks and puts them together again (Adobe, "Real-Time Messaging Protocol",
// section 5.3). A [Reader] and a [Writer] belong to one goroutine each.
package chunk

import (
	"errors"
)

var (
	// ErrMalformed is a chunk that breaks the protocol.
	ErrMalformed = errors.New("malformed RTMP chunk")
	// ErrTooLarge is a message, or a set of unfinished messages, above the reader's limits.
	ErrTooLarge = errors.New("RTMP message too large")
	// ErrTooManyStreams is a new chunk stream above the reader's limit.
	ErrTooManyStreams = errors.New("too many RTMP chunk streams")
)

// Type is a message type id (RTMP 5.4, 6.2, 7.1).
type Type uint8

// The message types.
const (
	TypeSetChunkSize     Type = 1
	TypeAbort            Type = 2
	TypeAck              Type = 3
	TypeUserControl      Type = 4
	TypeWindowAckSize    Type = 5
	TypeSetPeerBandwidth Type = 6
	TypeAudio            Type = 8
	TypeVideo            Type = 9
	TypeDataAMF3         Type = 15
	TypeCommandAMF3      Type = 17
	TypeDataAMF0         Type = 18
	TypeCommandAMF0      Type = 20
	TypeAggregate        Type = 22
)

// Message is one RTMP message.
type Message struct {
	// ChunkStream is the id of the chunk stream it travels on, 2 to 65599.
	ChunkStream uint32
	// Stream is the message stream id; 0 is the connection itself.
	Stream uint32
	Type   Type
	// Timestamp in ms, modulo 2^32.
	Timestamp uint32
	Payload   []byte
}

const (
	// DefaultSize is the chunk size that both sides start with, in bytes.
	DefaultSize = 128
	// MaxSize is the largest chunk size that means anything, since no message is longer.
	MaxSize = MaxMessage
	// MaxMessage is the longest message: its length is a 24 bit number.
	MaxMessage = 1<<24 - 1

	// extended marks a timestamp that is written behind the header (RTMP 5.3.1.3).
	extended = 0xffffff
)
