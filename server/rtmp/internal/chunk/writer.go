package chunk

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Writer cuts messages into chunks.
type Writer struct {
	w       io.Writer
	size    int
	streams map[uint32]*outbound
	scratch []byte
}

// outbound is the last message of a chunk stream, which a shorter header refers to.
type outbound struct {
	stream    uint32
	timestamp uint32
}

// NewWriter writes chunks of [DefaultSize] to w, which should be buffered.
func NewWriter(w io.Writer) *Writer {
	return &Writer{w: w, size: DefaultSize, streams: make(map[uint32]*outbound)}
}

// WriteMessage writes a message. A Set Chunk Size message takes effect behind itself. Errors: [ErrTooLarge],
// [ErrMalformed] for an impossible chunk stream or size, those of the underlying writer.
func (w *Writer) WriteMessage(msg Message) error {
	if len(msg.Payload) > MaxMessage {
		return fmt.Errorf("%w: %d bytes, at most %d fit", ErrTooLarge, len(msg.Payload), MaxMessage)
	}
	if msg.ChunkStream < 2 || msg.ChunkStream > 65599 {
		return fmt.Errorf("%w: chunk stream %d, expected 2 to 65599", ErrMalformed, msg.ChunkStream)
	}
	head, field := w.header(msg)
	payload := msg.Payload
	for {
		n := min(w.size, len(payload))
		if _, err := w.w.Write(head); err != nil {
			return err
		}
		if _, err := w.w.Write(payload[:n]); err != nil {
			return err
		}
		if payload = payload[n:]; len(payload) == 0 {
			break
		}
		head = appendBasicHeader(w.scratch[:0], 3, msg.ChunkStream)
		if field >= extended {
			head = binary.BigEndian.AppendUint32(head, field)
		}
		w.scratch = head
	}
	if msg.Type == TypeSetChunkSize {
		return w.setSize(msg.Payload)
	}
	return nil
}

// header makes the first chunk's header: complete on a new stream or when time goes back, with a delta otherwise.
func (w *Writer) header(msg Message) (head []byte, field uint32) {
	last, ok := w.streams[msg.ChunkStream]
	if !ok {
		last = &outbound{}
		w.streams[msg.ChunkStream] = last
	}
	format := byte(1)
	field = msg.Timestamp - last.timestamp
	if !ok || last.stream != msg.Stream || int32(field) < 0 {
		format, field = 0, msg.Timestamp
	}
	*last = outbound{stream: msg.Stream, timestamp: msg.Timestamp}

	short := min(field, extended)
	length := len(msg.Payload)
	head = appendBasicHeader(w.scratch[:0], format, msg.ChunkStream)
	head = append(head, byte(short>>16), byte(short>>8), byte(short), byte(length>>16), byte(length>>8), byte(length), byte(msg.Type))
	if format == 0 {
		head = binary.LittleEndian.AppendUint32(head, msg.Stream)
	}
	if field >= extended {
		head = binary.BigEndian.AppendUint32(head, field)
	}
	w.scratch = head
	return head, field
}

func appendBasicHeader(dst []byte, format byte, id uint32) []byte {
	switch {
	case id < 64:
		return append(dst, format<<6|byte(id))
	case id < 64+256:
		return append(dst, format<<6, byte(id-64))
	default:
		return append(dst, format<<6|1, byte(id-64), byte((id-64)>>8))
	}
}

func (w *Writer) setSize(payload []byte) error {
	if len(payload) != 4 {
		return fmt.Errorf("%w: Set Chunk Size of %d bytes, expected 4", ErrMalformed, len(payload))
	}
	size := binary.BigEndian.Uint32(payload)
	if size == 0 || size > MaxSize {
		return fmt.Errorf("%w: chunk size %d, expected 1 to %d", ErrMalformed, size, MaxSize)
	}
	w.size = int(size)
	return nil
}
