package cluster

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"time"
)

// rtmpPublisher is the least that it takes to publish (Adobe RTMP 1.0): each
// message is one chunk with a whole header.
type rtmpPublisher struct{ conn net.Conn }

const (
	rtmpStream  = 1 // of the first createStream of a connection
	rtmpSize    = 0x7fffff
	rtmpTimeout = 30 * time.Second

	rtmpSetChunkSize = 1
	rtmpCommand      = 20
)

// dialRTMP connects and waits until the server lets stream begin.
func dialRTMP(ctx context.Context, addr, stream string) (*rtmpPublisher, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	p := &rtmpPublisher{conn}
	if err := errors.Join(conn.SetDeadline(time.Now().Add(rtmpTimeout)), p.begin(addr, stream)); err != nil {
		p.close()
		return nil, fmt.Errorf("publish %s: %w", stream, err)
	}
	return p, conn.SetDeadline(time.Time{})
}

func (p *rtmpPublisher) begin(addr, stream string) error {
	const version, packet = 3, 1536
	hello := make([]byte, 1+packet)
	hello[0] = version
	answer := make([]byte, 1+2*packet)
	if _, err := p.conn.Write(hello); err != nil {
		return err
	}
	if _, err := io.ReadFull(p.conn, answer); err != nil {
		return err
	}
	if _, err := p.conn.Write(answer[1 : 1+packet]); err != nil {
		return err
	}
	return errors.Join(
		p.message(rtmpSetChunkSize, 0, 0, binary.BigEndian.AppendUint32(nil, rtmpSize)),
		p.command(0, "connect", 1.0, map[string]string{"app": "live", "tcUrl": "rtmp://" + addr + "/live"}),
		p.command(0, "createStream", 2.0, nil),
		p.command(rtmpStream, "publish", 3.0, nil, stream, "live"),
		p.wait("NetStream.Publish.Start"))
}

// wait reads until the server has said a word.
func (p *rtmpPublisher) wait(word string) error {
	var said []byte
	for buf := make([]byte, 4096); !bytes.Contains(said, []byte(word)); {
		n, err := p.conn.Read(buf)
		said = append(said, buf[:n]...)
		if err != nil {
			return fmt.Errorf("the server did not say %s but %q: %w", word, said, err)
		}
	}
	return nil
}

// end says that the stream is over, and waits until the server hangs up.
func (p *rtmpPublisher) end() error {
	err := errors.Join(p.conn.SetDeadline(time.Now().Add(rtmpTimeout)), p.command(0, "deleteStream", 4.0, nil, float64(rtmpStream)))
	if tcp, ok := p.conn.(*net.TCPConn); ok {
		err = errors.Join(err, tcp.CloseWrite())
	}
	_, readErr := io.Copy(io.Discard, p.conn)
	return errors.Join(err, readErr)
}

func (p *rtmpPublisher) close() { _ = p.conn.Close() }

// message writes one message, at most rtmpSize bytes.
func (p *rtmpPublisher) message(kind byte, stream, timestamp uint32, payload []byte) error {
	const chunkStream = 3
	n := len(payload)
	head := []byte{chunkStream, byte(timestamp >> 16), byte(timestamp >> 8), byte(timestamp), byte(n >> 16), byte(n >> 8), byte(n), kind}
	head = binary.LittleEndian.AppendUint32(head, stream)
	_, err := p.conn.Write(append(head, payload...))
	return err
}

// command writes a command with its values in AMF0.
func (p *rtmpPublisher) command(stream uint32, values ...any) error {
	var b []byte
	for _, v := range values {
		switch v := v.(type) {
		case string:
			b = appendAMFText(append(b, 2), v)
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 0), math.Float64bits(v))
		case map[string]string:
			b = append(b, 3)
			for key, text := range v {
				b = appendAMFText(append(appendAMFText(b, key), 2), text)
			}
			b = append(b, 0, 0, 9)
		case nil:
			b = append(b, 5)
		default:
			return fmt.Errorf("no AMF0 for a %T", v)
		}
	}
	return p.message(rtmpCommand, stream, 0, b)
}

func appendAMFText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}
