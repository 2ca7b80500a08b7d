package rtmp_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"io"
	"net"
	"testing"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

// client is a raw RTMP client. Messages of the server are read all the time and wait in a channel.
type client struct {
	t        testing.TB
	conn     net.Conn
	buf      *bufio.Writer
	chunks   *chunk.Writer
	messages chan chunk.Message
	nextID   float64
}

// newClient shakes hands on a connection.
func newClient(t testing.TB, conn net.Conn) *client {
	t.Helper()
	t.Cleanup(func() { _ = conn.Close() })
	hello := make([]byte, 1537)
	_, _ = rand.Read(hello)
	hello[0] = 3
	sent := make(chan error, 1)
	go func() { _, err := conn.Write(hello); sent <- err }()
	require.NoError(t, <-sent)
	answer := make([]byte, 1+2*1536)
	_, err := io.ReadFull(conn, answer)
	require.NoError(t, err)
	require.EqualValues(t, 3, answer[0])
	require.Equal(t, make([]byte, 4), answer[5:9], "a zero version means that there is no digest")
	require.Equal(t, hello[1:], answer[1537:], "S2 is C1")
	_, err = conn.Write(answer[1:1537])
	require.NoError(t, err)
	return talk(t, conn)
}

// talk starts reading behind the handshake.
func talk(t testing.TB, conn net.Conn) *client {
	buf := bufio.NewWriter(conn)
	c := &client{t: t, conn: conn, buf: buf, chunks: chunk.NewWriter(buf), messages: make(chan chunk.Message, 4096)}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		defer close(c.messages)
		r := chunk.NewReader(conn, chunk.Limits{Message: 1 << 24, Pending: 1 << 24, Streams: 64})
		for {
			msg, err := r.ReadMessage()
			if err != nil {
				return
			}
			select {
			case c.messages <- msg:
			case <-stop:
				return
			}
		}
	}()
	t.Cleanup(func() {
		close(stop)
		_ = conn.Close()
		<-done
	})
	return c
}

// send writes a message. An error is for the tests that want one: the server may have closed already.
func (c *client) send(msg chunk.Message) error {
	if msg.ChunkStream == 0 {
		msg.ChunkStream = 3
	}
	if err := c.chunks.WriteMessage(msg); err != nil {
		return err
	}
	return c.buf.Flush()
}

func (c *client) mustSend(msg chunk.Message) {
	c.t.Helper()
	require.NoError(c.t, c.send(msg))
}

// call sends a command with the next transaction id, which it returns.
func (c *client) call(stream uint32, name string, args ...any) float64 {
	c.t.Helper()
	c.nextID++
	c.mustSend(commandMessage(c.t, stream, append([]any{name, c.nextID}, args...)...))
	return c.nextID
}

func commandMessage(t testing.TB, stream uint32, values ...any) chunk.Message {
	t.Helper()
	payload, err := amf0.Append(nil, values...)
	require.NoError(t, err)
	return chunk.Message{Stream: stream, Type: chunk.TypeCommandAMF0, Payload: payload}
}

// next returns the server's next message; not ok if it closed the connection.
func (c *client) next() (_ chunk.Message, ok bool) {
	c.t.Helper()
	select {
	case msg, ok := <-c.messages:
		return msg, ok
	case <-time.After(2 * time.Minute):
		require.FailNow(c.t, "no message from the server")
		return chunk.Message{}, false
	}
}

// expect returns the server's next message of a type, past others.
func (c *client) expect(typ chunk.Type) chunk.Message {
	c.t.Helper()
	for {
		msg, ok := c.next()
		require.True(c.t, ok, "connection closed before a message of type %d", typ)
		if msg.Type == typ {
			return msg
		}
	}
}

// expectCommand returns the values behind the name of the server's next command, which must have the name.
func (c *client) expectCommand(name string) (stream uint32, values []any) {
	c.t.Helper()
	msg := c.expect(chunk.TypeCommandAMF0)
	all := decode(c.t, msg.Payload)
	require.Equal(c.t, name, all[0], "command %v", all)
	return msg.Stream, all[1:]
}

// expectCommandOf is expectCommand for several names.
func (c *client) expectCommandOf(names ...string) (name string, values []any) {
	c.t.Helper()
	all := decode(c.t, c.expect(chunk.TypeCommandAMF0).Payload)
	require.Contains(c.t, names, all[0])
	return all[0].(string), all[1:]
}

// expectStatus returns the text of the next command, which must be an onStatus with the code.
func (c *client) expectStatus(stream uint32, code string) string {
	c.t.Helper()
	got, values := c.expectCommand("onStatus")
	info := amf0.Members(values[2])
	require.Equal(c.t, code, info.Get("code"), "%v", info)
	require.Equal(c.t, stream, got)
	text, _ := info.Get("description").(string)
	return text
}

func (c *client) expectClosed() {
	c.t.Helper()
	for {
		msg, ok := c.next()
		if !ok {
			return
		}
		require.NotEqual(c.t, chunk.TypeCommandAMF0, msg.Type, "another command before the end: %q", msg.Payload)
	}
}

// connect opens an application and returns the properties and the information of the answer.
func (c *client) connect(app, tcURL string, more ...amf0.Member) (properties, info amf0.Object) {
	c.t.Helper()
	object := append(amf0.Object{{Key: "app", Value: app}, {Key: "tcUrl", Value: tcURL}}, more...)
	id := c.call(0, "connect", object)
	_, values := c.expectCommand("_result")
	require.Equal(c.t, id, values[0])
	info = amf0.Members(values[2])
	require.Equal(c.t, "NetConnection.Connect.Success", info.Get("code"))
	return amf0.Members(values[1]), info
}

func (c *client) createStream() uint32 {
	c.t.Helper()
	id := c.call(0, "createStream", nil)
	_, values := c.expectCommand("_result")
	require.Equal(c.t, []any{id, nil}, values[:2])
	return uint32(values[2].(float64))
}

// ping waits until the server has read all that came before.
func (c *client) ping() {
	c.t.Helper()
	c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte("\x00\x06\x00\x00\x00\x00")})
	c.expect(chunk.TypeUserControl)
}

// createOrFail asks for a stream and takes any answer.
func (c *client) createOrFail() {
	c.t.Helper()
	c.call(0, "createStream", nil)
	c.expectCommandOf("_result", "_error")
}

// publish takes a fresh connection to the point where media may be sent.
func (c *client) publish(name string) uint32 {
	c.t.Helper()
	c.connect("", "rtmp://host")
	stream := c.createStream()
	c.call(stream, "publish", nil, name, "live")
	c.expectStatus(stream, "NetStream.Publish.Start")
	return stream
}

// play takes a fresh connection to the point where media arrives.
func (c *client) play(name string) uint32 {
	c.t.Helper()
	c.connect("", "rtmp://host")
	stream := c.createStream()
	c.call(stream, "play", nil, name, -2000)
	c.expectStatus(stream, "NetStream.Play.Reset")
	c.expectStatus(stream, "NetStream.Play.Start")
	return stream
}

func (c *client) sendTag(stream uint32, tag flv.Tag) {
	c.t.Helper()
	c.mustSend(chunk.Message{ChunkStream: 6, Stream: stream, Type: chunk.Type(tag.Type), Timestamp: uint32(tag.Timestamp), Payload: tag.Data})
}

// nextTag returns the next message of the server that is a tag.
func (c *client) nextTag(stream uint32) flv.Tag {
	c.t.Helper()
	for {
		msg, ok := c.next()
		require.True(c.t, ok, "connection closed before a tag")
		switch msg.Type {
		case chunk.TypeAudio, chunk.TypeVideo, chunk.TypeDataAMF0:
			require.Equal(c.t, stream, msg.Stream)
			return flv.Tag{Type: flv.TagType(msg.Type), Timestamp: int64(msg.Timestamp), Data: msg.Payload}
		}
	}
}

func decode(t testing.TB, payload []byte) []any {
	t.Helper()
	d := amf0.NewDecoder(payload, amf0.DefaultLimits())
	var values []any
	for {
		v, err := d.Decode()
		if err == io.EOF {
			return values
		}
		require.NoError(t, err)
		values = append(values, v)
	}
}

func encode(t testing.TB, values ...any) []byte {
	t.Helper()
	payload, err := amf0.Append(nil, values...)
	require.NoError(t, err)
	return payload
}

func repeat(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }
