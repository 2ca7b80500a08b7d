package rtmp_test

import (
	"encoding/binary"
	"testing"

	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

// newPipeClient is a client of a server of its own.
func newPipeClient(t testing.TB, config rtmp.Config) *client {
	t.Helper()
	return newClient(t, startPipes(t, config).dial("192.0.2.1"))
}

func TestConnect(t *testing.T) {
	t.Parallel()
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}, ChunkSize: 5000})
	id := c.call(0, "connect", amf0.Object{{Key: "app", Value: "live"}, {Key: "objectEncoding", Value: 3}})
	for _, want := range []struct {
		typ     chunk.Type
		payload string
	}{
		{chunk.TypeWindowAckSize, "\x00\x26\x25\xa0"},
		{chunk.TypeSetPeerBandwidth, "\x00\x26\x25\xa0\x02"},
	} {
		msg, ok := c.next()
		require.True(t, ok)
		require.Equal(t, want.typ, msg.Type)
		require.Equal(t, want.payload, string(msg.Payload))
		require.EqualValues(t, 2, msg.ChunkStream)
	}
	stream, values := c.expectCommand("_result")
	require.Zero(t, stream)
	require.Equal(t, id, values[0])
	require.Contains(t, amf0.Members(values[1]).Get("fmsVer"), "FMS/")
	info := amf0.Members(values[2])
	require.Equal(t, []any{"status", "NetConnection.Connect.Success", 0.0}, []any{info.Get("level"), info.Get("code"), info.Get("objectEncoding")})
	require.Nil(t, info.Get("fourCcList"), "not asked for")

	id = c.call(0, "connect", amf0.Object{})
	_, values = c.expectCommand("_error")
	require.Equal(t, id, values[0])
	c.createStream()
}

func TestConnectNegotiatesCodecs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		list amf0.Array
		want amf0.Array
	}{
		{"all", amf0.Array{"av01", "vp09", "hvc1", "Opus"}, amf0.Array{"av01", "hvc1", "vp09"}},
		{"some", amf0.Array{"hvc1", "zzzz", 1.0}, amf0.Array{"hvc1"}},
		{"wildcard", amf0.Array{"*"}, amf0.Array{"av01", "hvc1", "vp09"}},
		{"none", amf0.Array{"vvc1"}, amf0.Array{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
			properties, info := c.connect("live", "rtmp://h/live", amf0.Member{Key: "fourCcList", Value: tt.list})
			require.Equal(t, tt.want, info.Get("fourCcList"))
			require.Equal(t, tt.want, properties.Get("fourCcList"))
		})
	}
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
	_, info := c.connect("live", "rtmp://h/live", amf0.Member{Key: "videoFourCcInfoMap", Value: amf0.Object{{Key: "vp09", Value: 3.0}}})
	require.Equal(t, amf0.Object{{Key: "vp09", Value: 4.0}}, info.Get("videoFourCcInfoMap"))
}

func TestCommands(t *testing.T) {
	t.Parallel()
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
	c.connect("live", "rtmp://h/live")

	result := func(name string, args ...any) any {
		id := c.call(0, name, append([]any{nil}, args...)...)
		_, values := c.expectCommand("_result")
		require.Equal(t, id, values[0])
		return values[2]
	}
	require.Nil(t, result("releaseStream", "show"))
	require.Equal(t, 0.0, result("getStreamLength", "show"))
	for name, code := range map[string]string{"FCPublish": "NetStream.Publish.Start", "FCUnpublish": "NetStream.Unpublish.Success", "FCSubscribe": "NetStream.Play.Start"} {
		id := c.call(0, name, nil, "show")
		_, values := c.expectCommand("on" + name)
		require.Equal(t, code, amf0.Members(values[2]).Get("code"))
		_, values = c.expectCommand("_result")
		require.Equal(t, id, values[0])
	}

	id := c.call(0, "selfDestruct", nil, 1)
	_, values := c.expectCommand("_error")
	require.Equal(t, id, values[0])
	info := amf0.Members(values[2])
	require.Equal(t, []any{"error", "NetConnection.Call.Failed"}, []any{info.Get("level"), info.Get("code")})
	require.Contains(t, info.Get("description"), "selfDestruct")

	// None of these is answered.
	for _, values := range [][]any{
		{"selfDestruct", 0, nil}, {"selfDestruct"}, {"releaseStream", 0, nil, "show"}, {"_result", 1, nil}, {"_error", 1, nil},
		{"onStatus", 1, nil}, {"pause", 9, nil, true, 0}, {"deleteStream", 0, nil}, {"deleteStream", 0, nil, 77},
		{"deleteStream", 0, nil, -1.5}, {"deleteStream", 0, nil, "x"}, {"closeStream", 0, nil},
	} {
		c.mustSend(commandMessage(t, 0, values...))
	}
	for want := uint32(1); want <= 8; want++ {
		require.Equal(t, want, c.createStream())
	}
	c.call(0, "createStream", nil)
	c.expectCommand("_error")
	c.mustSend(commandMessage(t, 0, "deleteStream", 0, nil, 3))
	require.EqualValues(t, 9, c.createStream())
}

func TestCommandForms(t *testing.T) {
	t.Parallel()
	plain := encode(t, "createStream", 5.0, nil)
	tests := []struct {
		name    string
		typ     chunk.Type
		payload []byte
	}{
		{"amf0", chunk.TypeCommandAMF0, plain},
		{"amf3", chunk.TypeCommandAMF3, append([]byte{0}, plain...)},
		{"amf3_without_the_zero", chunk.TypeCommandAMF3, plain},
		{"amf3_value", chunk.TypeCommandAMF3, append(append([]byte{0}, plain...), 0x11, 1, 2)},
		{"without_object", chunk.TypeCommandAMF0, encode(t, "createStream", 5.0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
			c.connect("live", "rtmp://h/live")
			c.mustSend(chunk.Message{Type: tt.typ, Payload: tt.payload})
			_, values := c.expectCommand("_result")
			require.Equal(t, []any{5.0, nil, 1.0}, values)
		})
	}
}

func TestBrokenMessagesEndTheConnection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		msg  chunk.Message
	}{
		{"err_no_name", chunk.Message{Type: chunk.TypeCommandAMF0, Payload: encode(t, 1, 2)}},
		{"err_empty", chunk.Message{Type: chunk.TypeCommandAMF0}},
		{"err_cut", chunk.Message{Type: chunk.TypeCommandAMF0, Payload: encode(t, "createStream", 1)[:20]}},
		{"err_reference_for_a_name", chunk.Message{Type: chunk.TypeCommandAMF0, Payload: []byte{7, 0, 0}}},
		{"err_user_control", chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte{0}}},
		{"err_window", chunk.Message{ChunkStream: 2, Type: chunk.TypeWindowAckSize, Payload: []byte{0, 0, 1}}},
		{"err_abort", chunk.Message{ChunkStream: 2, Type: chunk.TypeAbort, Payload: []byte{0}}},
		{"err_large_for_a_stranger", chunk.Message{Type: chunk.TypeVideo, Payload: repeat(0, 64<<10+1)}},
		{"err_aggregate", chunk.Message{Type: chunk.TypeAggregate, Payload: []byte{8, 0, 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := &events{}
			c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}, Observer: events})
			c.connect("live", "rtmp://h/live")
			_ = c.send(tt.msg) // the server may close before it has all
			require.NotEmpty(t, c.expectStatus(0, "NetConnection.Connect.Closed"))
			c.expectClosed()
			require.Equal(t, []rtmp.Reason{rtmp.ReasonProtocol}, events.refusals())
		})
	}
}

func TestCommandBeforeConnect(t *testing.T) {
	t.Parallel()
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
	c.mustSend(commandMessage(t, 0, "createStream", 2, nil))
	_, values := c.expectCommand("_error")
	require.Equal(t, "NetConnection.Connect.Rejected", amf0.Members(values[2]).Get("code"))
	c.expectClosed()
}

func TestPing(t *testing.T) {
	t.Parallel()
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
	// Without an answer: set buffer length, an unknown event, a ping without a time.
	for _, payload := range []string{"\x00\x03\x00\x00\x00\x01\x00\x00\x0b\xb8", "\x00\x63", "\x00\x06"} {
		c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte(payload)})
	}
	c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte("\x00\x06\x01\x02\x03\x04")})
	msg, ok := c.next()
	require.True(t, ok)
	require.Equal(t, chunk.TypeUserControl, msg.Type)
	require.Equal(t, "\x00\x07\x01\x02\x03\x04", string(msg.Payload))
}

func TestAcknowledgement(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
	stream := c.publish("show")
	c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeWindowAckSize, Payload: binary.BigEndian.AppendUint32(nil, 10_000)})
	// These need no answer and must not disturb.
	c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeAck, Payload: make([]byte, 4)})
	c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetPeerBandwidth, Payload: make([]byte, 5)})
	c.mustSend(chunk.Message{Type: 19, Payload: []byte("shared object")})
	first := uint32(0)
	for range 2 {
		for range 3 {
			c.mustSend(chunk.Message{ChunkStream: 4, Stream: stream, Type: chunk.TypeAudio, Payload: append([]byte{0x2f}, repeat(0, 4000)...)})
		}
		ack := binary.BigEndian.Uint32(c.expect(chunk.TypeAck).Payload)
		require.Greater(t, ack, first+10_000)
		require.Less(t, ack, first+40_000)
		first = ack
	}
}
