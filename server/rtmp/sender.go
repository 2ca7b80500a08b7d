package rtmp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
)

// The chunk streams on which the server sends (RTMP 5.4 for control, custom for the others).
const (
	chunkControl = 2
	chunkCommand = 3
	chunkAudio   = 4
	chunkData    = 5
	chunkVideo   = 6
)

// Events of User Control messages (RTMP 7.1.7).
const (
	eventStreamBegin  = 0
	eventStreamEOF    = 1
	eventPingRequest  = 6
	eventPingResponse = 7
)

// sender writes messages to a client, from any goroutine.
type sender struct {
	deadlines *deadlines
	timeout   time.Duration

	mu sync.Mutex
	// guarded by mu:
	buf    *bufio.Writer
	chunks *chunk.Writer
	failed error
}

func newSender(conn net.Conn, d *deadlines, timeout time.Duration) *sender {
	buf := bufio.NewWriterSize(conn, 8<<10)
	return &sender{deadlines: d, timeout: timeout, buf: buf, chunks: chunk.NewWriter(buf)}
}

// send writes messages and flushes them. After an error the connection is of no use for writing; the error stays.
func (s *sender) send(messages ...chunk.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return s.failed
	}
	s.deadlines.write(time.Now().Add(s.timeout))
	for _, msg := range messages {
		err := s.chunks.WriteMessage(msg)
		if errors.Is(err, chunk.ErrTooLarge) {
			return err // found before anything was written
		}
		if err != nil {
			s.failed = writeError(err)
			return s.failed
		}
	}
	if err := s.buf.Flush(); err != nil {
		s.failed = writeError(err)
	}
	return s.failed
}

// writeError says what an error of the connection means.
func writeError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrSlow, err)
	}
	return fmt.Errorf("%w: %w", ErrDisconnected, err)
}

// command writes a command message; the values after the name start with the transaction id.
func (s *sender) command(stream uint32, name string, values ...any) error {
	payload, err := amf0.Append(nil, name)
	if err == nil {
		payload, err = amf0.Append(payload, values...)
	}
	if err != nil {
		return err
	}
	return s.send(chunk.Message{ChunkStream: chunkCommand, Stream: stream, Type: chunk.TypeCommandAMF0, Payload: payload})
}

// status writes an onStatus message on a message stream.
func (s *sender) status(stream uint32, st status) error {
	return s.command(stream, "onStatus", 0, nil, st.object())
}

// tag writes a tag on a message stream.
func (s *sender) tag(stream uint32, tag flv.Tag) error {
	id := uint32(chunkData)
	switch tag.Type {
	case flv.TagAudio:
		id = chunkAudio
	case flv.TagVideo:
		id = chunkVideo
	}
	return s.send(chunk.Message{
		ChunkStream: id, Stream: stream, Type: chunk.Type(tag.Type), Timestamp: uint32(tag.Timestamp), Payload: tag.Data,
	})
}

// control makes a protocol control message with a number in it.
func control(typ chunk.Type, value uint32, more ...byte) chunk.Message {
	return chunk.Message{ChunkStream: chunkControl, Type: typ, Payload: append(binary.BigEndian.AppendUint32(nil, value), more...)}
}

// userControl makes a User Control message.
func userControl(event uint16, value uint32) chunk.Message {
	payload := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(nil, event), value)
	return chunk.Message{ChunkStream: chunkControl, Type: chunk.TypeUserControl, Payload: payload}
}
