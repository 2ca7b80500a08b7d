package chunk

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Limits bound what a peer can make a [Reader] keep.
type Limits struct {
	// Message is the longest message in bytes.
	Message int
	// Video is the same for video and aggregate messages; it takes the place of Message if it is larger.
	Video int
	// Pending is the most that unfinished messages of all chunk streams may hold together, in bytes.
	Pending int
	// Streams is how many chunk streams a peer may use.
	Streams int
}

// Reader puts messages together. It obeys Set Chunk Size and Abort by itself and does not return them.
type Reader struct {
	r       *bufio.Reader
	limits  Limits
	size    int
	pending int
	streams map[uint32]*inbound
}

// inbound is the state of one chunk stream: the header that later chunks refer to, and the unfinished message.
type inbound struct {
	seen      bool
	timestamp uint32 // of the message being read or just read
	field     uint32 // the last timestamp or delta on the wire, which a type 3 header repeats
	extended  bool   // field was written in the extended form
	length    int
	typ       Type
	stream    uint32
	partial   []byte
	active    bool // a message has begun and is not complete
}

// NewReader reads chunks of [DefaultSize] from r.
func NewReader(r io.Reader, limits Limits) *Reader {
	return &Reader{r: bufio.NewReaderSize(r, 16<<10), limits: limits, size: DefaultSize, streams: make(map[uint32]*inbound)}
}

// SetLimits replaces the limits; messages begun under the old ones go on.
func (r *Reader) SetLimits(limits Limits) {
	r.limits = limits
}

// ReadMessage returns the next complete message; its payload belongs to the caller. io.EOF is an end between messages,
// io.ErrUnexpectedEOF one within. Other errors: [ErrMalformed], [ErrTooLarge], [ErrTooManyStreams], those of the
// underlying reader; the stream cannot be read on after any of them.
func (r *Reader) ReadMessage() (Message, error) {
	for {
		msg, complete, err := r.readChunk()
		if err != nil {
			return Message{}, err
		}
		if !complete {
			continue
		}
		switch msg.Type {
		case TypeSetChunkSize:
			err = r.setSize(msg.Payload)
		case TypeAbort:
			err = r.abort(msg.Payload)
		default:
			return msg, nil
		}
		if err != nil {
			return Message{}, err
		}
	}
}

func (r *Reader) readChunk() (_ Message, complete bool, _ error) {
	format, id, err := r.readBasicHeader()
	if err != nil {
		return Message{}, false, err
	}
	s, ok := r.streams[id]
	if !ok {
		if len(r.streams) >= r.limits.Streams {
			return Message{}, false, fmt.Errorf("%w: limit %d", ErrTooManyStreams, r.limits.Streams)
		}
		s = &inbound{}
		r.streams[id] = s
	}
	if err := r.readMessageHeader(format, s); err != nil {
		return Message{}, false, fmt.Errorf("chunk stream %d: %w", id, unexpected(err))
	}
	if err := r.readPayload(s); err != nil {
		return Message{}, false, fmt.Errorf("chunk stream %d: %w", id, unexpected(err))
	}
	if len(s.partial) < s.length {
		return Message{}, false, nil
	}
	msg := Message{ChunkStream: id, Stream: s.stream, Type: s.typ, Timestamp: s.timestamp, Payload: s.partial}
	r.forget(s)
	return msg, true, nil
}

// readBasicHeader reads the format and the chunk stream id (RTMP 5.3.1.1).
func (r *Reader) readBasicHeader() (format byte, id uint32, _ error) {
	b, err := r.r.ReadByte()
	if err != nil {
		if errors.Is(err, io.EOF) && r.pending > 0 {
			return 0, 0, io.ErrUnexpectedEOF
		}
		return 0, 0, err
	}
	format, id = b>>6, uint32(b&0x3f)
	if id > 1 {
		return format, id, nil
	}
	var more [2]byte
	n := 1 + int(id)
	if _, err := io.ReadFull(r.r, more[:n]); err != nil {
		return 0, 0, unexpected(err)
	}
	return format, 64 + uint32(more[0]) + uint32(more[1])<<8, nil
}

// readMessageHeader reads what the format leaves in the header and takes the rest from the chunk before (RTMP 5.3.1.2).
func (r *Reader) readMessageHeader(format byte, s *inbound) error {
	if s.active {
		if format != 3 {
			return fmt.Errorf("%w: new message before the end of the last one", ErrMalformed)
		}
		return r.skipRepeatedTimestamp(s)
	}
	switch {
	case s.seen, format == 0:
	case format == 1:
		// librtmp, and so many encoders, starts its control stream with this format: nothing to add the delta to.
	default:
		return fmt.Errorf("%w: header type %d without a message before it", ErrMalformed, format)
	}
	if format == 3 {
		if err := r.skipRepeatedTimestamp(s); err != nil {
			return err
		}
		s.timestamp += s.field
		return r.begin(s)
	}
	var head [11]byte
	n := [3]int{11, 7, 3}[format]
	if _, err := io.ReadFull(r.r, head[:n]); err != nil {
		return err
	}
	if err := r.readTimestampField(s, head[:3]); err != nil {
		return err
	}
	if n >= 7 {
		s.length = int(head[3])<<16 | int(head[4])<<8 | int(head[5])
		s.typ = Type(head[6])
	}
	if n == 11 {
		s.stream = binary.LittleEndian.Uint32(head[7:])
		s.timestamp = s.field
	} else {
		s.timestamp += s.field
	}
	s.seen = true
	return r.begin(s)
}

func (r *Reader) readTimestampField(s *inbound, field []byte) error {
	s.field = uint32(field[0])<<16 | uint32(field[1])<<8 | uint32(field[2])
	s.extended = s.field == extended
	if !s.extended {
		return nil
	}
	var ext [4]byte
	if _, err := io.ReadFull(r.r, ext[:]); err != nil {
		return err
	}
	s.field = binary.BigEndian.Uint32(ext[:])
	return nil
}

// skipRepeatedTimestamp drops the extended timestamp that a type 3 header repeats (RTMP 5.3.1.3). Some clients leave it
// out, so it is dropped only if it is the same; payload that happens to look like it is improbable enough.
func (r *Reader) skipRepeatedTimestamp(s *inbound) error {
	if !s.extended {
		return nil
	}
	next, err := r.r.Peek(4)
	if len(next) < 4 {
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
	if binary.BigEndian.Uint32(next) != s.field {
		return nil
	}
	_, err = r.r.Discard(4)
	return err
}

// begin checks a message's length before any of it is kept.
func (r *Reader) begin(s *inbound) error {
	limit := r.limits.Message
	if s.typ == TypeVideo || s.typ == TypeAggregate {
		limit = max(limit, r.limits.Video)
	}
	if s.length > limit {
		return fmt.Errorf("%w: message type %d of %d bytes, limit %d", ErrTooLarge, s.typ, s.length, limit)
	}
	s.active = true
	return nil
}

// readPayload reads the next chunk of the message. Memory grows with what arrives, not with what the header promises.
func (r *Reader) readPayload(s *inbound) error {
	const step = 64 << 10
	left := min(r.size, s.length-len(s.partial))
	for left > 0 {
		n := min(left, step)
		if r.pending+n > r.limits.Pending {
			return fmt.Errorf("%w: unfinished messages hold %d bytes, limit %d", ErrTooLarge, r.pending+n, r.limits.Pending)
		}
		old := len(s.partial)
		s.partial = grow(s.partial, n, s.length)
		got, err := io.ReadFull(r.r, s.partial[old:])
		s.partial = s.partial[:old+got]
		r.pending += got
		if err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// grow makes b longer by n, at most doubling what it really holds and never beyond the message's length.
func grow(b []byte, n, length int) []byte {
	need := len(b) + n
	if need <= cap(b) {
		return b[:need]
	}
	grown := make([]byte, need, min(max(need, 2*cap(b)), max(length, need)))
	copy(grown, b)
	return grown
}

// forget ends the message of a chunk stream; its payload now belongs to someone else or to nobody.
func (r *Reader) forget(s *inbound) {
	r.pending -= len(s.partial)
	s.partial = nil
	s.active = false
}

func (r *Reader) setSize(payload []byte) error {
	if len(payload) < 4 {
		return fmt.Errorf("%w: Set Chunk Size of %d bytes, expected 4", ErrMalformed, len(payload))
	}
	size := binary.BigEndian.Uint32(payload)
	if size == 0 || size > 1<<31-1 {
		return fmt.Errorf("%w: chunk size %d, expected 1 to %d", ErrMalformed, size, 1<<31-1)
	}
	r.size = int(min(size, MaxSize))
	return nil
}

// abort drops the unfinished message of a chunk stream (RTMP 5.4.2); an unknown stream has none.
func (r *Reader) abort(payload []byte) error {
	if len(payload) < 4 {
		return fmt.Errorf("%w: Abort of %d bytes, expected 4", ErrMalformed, len(payload))
	}
	if s, ok := r.streams[binary.BigEndian.Uint32(payload)]; ok {
		r.forget(s)
	}
	return nil
}

// unexpected turns an end of file where more was due into io.ErrUnexpectedEOF.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
