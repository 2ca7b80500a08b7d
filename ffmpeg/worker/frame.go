package worker

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/livepeer/streamflow/common/flv"
)

// frameType says what a frame's payload is.
type frameType uint8

// Frames go over a stream socket as an 8 byte header and a payload. The header
// is: type, index of the output it belongs to, two zero bytes, length of the
// payload in 32 bits, big endian.
const (
	frameHello     frameType = 1 + iota // worker: hello in JSON, once, first
	frameJob                            // parent: jobSpec in JSON
	frameInput                          // parent: part of the source
	frameInputEnd                       // parent: the source is complete; index inputBroken: it broke off
	frameTag                            // parent: one FLV tag of a live stream
	frameOutput                         // worker: part of output number index
	frameSignature                      // worker: part of the MPEG-7 signature of output number index
	frameSegment                        // worker: segmentHead in JSON; its bytes follow as frameOutput 0
	frameResult                         // worker: jobResult in JSON, ends the job
	frameFailure                        // worker: failure in JSON, ends the job
	frameTypeEnd
)

const (
	frameHeaderSize = 8
	// maxControlFrame bounds a frame of JSON.
	maxControlFrame = 1 << 20
	// maxDataFrame bounds a frame of media; larger writes are split.
	maxDataFrame = 1 << 20
	// tagHeaderSize is what comes before a tag's data: its type and time.
	tagHeaderSize = 9
	maxTagFrame   = tagHeaderSize + flv.MaxTagSize
)

// maxLen is the largest payload of a frame of this type, in bytes.
func (t frameType) maxLen() int {
	switch t {
	case frameInput, frameOutput, frameSignature:
		return maxDataFrame
	case frameTag:
		return maxTagFrame
	case frameInputEnd:
		return 0
	}
	return maxControlFrame
}

// frameHeader is a frame without its payload.
type frameHeader struct {
	typ   frameType
	index uint8
	size  int
}

// ProtocolError is a worker, or a parent, that said something it must not say.
// It is a fault of this node, as a crash is.
type ProtocolError struct {
	Reason string
}

func (e *ProtocolError) Error() string { return "worker protocol: " + e.Reason }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{Reason: fmt.Sprintf(format, args...)}
}

// frameConn reads and writes frames. One goroutine may read; any may write.
type frameConn struct {
	conn net.Conn
	r    *bufio.Reader

	mu     sync.Mutex // guards writes to conn and the fields below
	header [frameHeaderSize]byte
	vec    [3][]byte
}

func newFrameConn(conn net.Conn) *frameConn {
	// Reads of large payloads go around the buffer, straight to their target.
	return &frameConn{conn: conn, r: bufio.NewReaderSize(conn, 16<<10)}
}

// next reads the header of the next frame; its payload must be read before the
// next call. io.EOF is a clean end between two frames.
func (c *frameConn) next() (frameHeader, error) {
	var b [frameHeaderSize]byte
	if _, err := io.ReadFull(c.r, b[:]); err != nil {
		return frameHeader{}, err
	}
	h := frameHeader{typ: frameType(b[0]), index: b[1]}
	size := binary.BigEndian.Uint32(b[4:])
	if h.typ == 0 || h.typ >= frameTypeEnd || b[2] != 0 || b[3] != 0 {
		return frameHeader{}, protocolErrorf("bad frame header % x", b)
	}
	if int64(size) > int64(h.typ.maxLen()) {
		return frameHeader{}, protocolErrorf("frame of type %d has %d bytes, at most %d are allowed", h.typ, size, h.typ.maxLen())
	}
	h.size = int(size)
	return h, nil
}

// readFull fills p with the next bytes of the current frame's payload.
func (c *frameConn) readFull(p []byte) error {
	_, err := io.ReadFull(c.r, p)
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readJSON reads the payload of h into v.
func (c *frameConn) readJSON(h frameHeader, v any) error {
	b := make([]byte, h.size)
	if err := c.readFull(b); err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return protocolErrorf("frame of type %d: %v", h.typ, err)
	}
	return nil
}

// discard skips the payload of h.
func (c *frameConn) discard(h frameHeader) error {
	_, err := c.r.Discard(h.size)
	return err
}

// write sends one frame, whose payload is the parts one after the other. At
// most two parts; together not above the type's limit.
func (c *frameConn) write(t frameType, index uint8, head, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	size := len(head) + len(body)
	if size > t.maxLen() {
		return protocolErrorf("frame of type %d would have %d bytes, at most %d are allowed", t, size, t.maxLen())
	}
	c.header = [frameHeaderSize]byte{byte(t), index}
	binary.BigEndian.PutUint32(c.header[4:], uint32(size))
	c.vec = [3][]byte{c.header[:], head, body}
	bufs := net.Buffers(c.vec[:])
	_, err := bufs.WriteTo(c.conn)
	c.vec = [3][]byte{}
	return err
}

func (c *frameConn) writeJSON(t frameType, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode frame of type %d: %w", t, err)
	}
	return c.write(t, 0, b, nil)
}

// writeData sends p in as many frames as it takes.
func (c *frameConn) writeData(t frameType, index uint8, p []byte) error {
	for len(p) > 0 {
		n := min(len(p), maxDataFrame)
		if err := c.write(t, index, p[:n], nil); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

func (c *frameConn) writeTag(tag flv.Tag) error {
	var head [tagHeaderSize]byte
	head[0] = byte(tag.Type)
	binary.BigEndian.PutUint64(head[1:], uint64(tag.Timestamp))
	return c.write(frameTag, 0, head[:], tag.Data)
}

// readTag reads the payload of a frameTag. The tag's data is fresh memory.
func (c *frameConn) readTag(h frameHeader) (flv.Tag, error) {
	var head [tagHeaderSize]byte
	if h.size < len(head) {
		return flv.Tag{}, protocolErrorf("tag frame of %d bytes", h.size)
	}
	if err := c.readFull(head[:]); err != nil {
		return flv.Tag{}, err
	}
	tag := flv.Tag{
		Type:      flv.TagType(head[0]),
		Timestamp: int64(binary.BigEndian.Uint64(head[1:])),
		Data:      make([]byte, h.size-len(head)),
	}
	return tag, c.readFull(tag.Data)
}
