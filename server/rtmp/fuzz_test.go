package rtmp_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

// FuzzConn sends anything behind a handshake to a server in memory. The server must end the connection, close what the
// handler gave it, and hand on only tags that can be read.
func FuzzConn(f *testing.F) {
	connect := commandMessage(f, 0, "connect", 1, amf0.Object{{Key: "app", Value: "live"}, {Key: "fourCcList", Value: amf0.Array{"*"}}})
	create := commandMessage(f, 0, "createStream", 2, nil)
	publish := commandMessage(f, 1, "publish", 3, nil, "show?token=1", "live")
	size := chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: []byte{0, 0, 0x10, 0}}
	video := chunk.Message{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 40, Payload: []byte(h264Key + "nal")}
	f.Add(session(f, connect, create, publish, size, video,
		chunk.Message{ChunkStream: 4, Stream: 1, Type: chunk.TypeAudio, Timestamp: 41, Payload: []byte("\xaf\x01a")},
		chunk.Message{Stream: 1, Type: chunk.TypeDataAMF0, Payload: encode(f, "@setDataFrame", "onMetaData", amf0.ECMAArray{{Key: "width", Value: 1.0}})},
		commandMessage(f, 0, "FCUnpublish", 4, nil, "show"), commandMessage(f, 0, "deleteStream", 5, nil, 1)))
	f.Add(session(f, connect, create, publish, chunk.Message{Stream: 1, Type: chunk.TypeAggregate, Timestamp: 9,
		Payload: []byte("\x09\x00\x00\x05\x00\x00\x32\x00\x00\x00\x00" + h264Key + "\x00\x00\x00\x10\x08\x00\x00\x03\x00\x00\x3c\x00\x00\x00\x00\xaf\x01a\x00\x00\x00\x0e")}))
	f.Add(session(f, connect, create, publish, chunk.Message{Stream: 1, Type: chunk.TypeVideo, Payload: []byte("\x97\x00\xaa\x06\x00hvc1")}))
	f.Add(session(f, connect, create, commandMessage(f, 1, "play", 3, nil, "show", -2000, 1.0, true),
		chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte("\x00\x06\x01\x02\x03\x04")},
		commandMessage(f, 1, "closeStream", 0, nil), commandMessage(f, 1, "publish", 0, nil, "show")))
	f.Add(session(f, commandMessage(f, 0, "connect", 1, amf0.Object{{Key: "tcUrl", Value: "rtmp://h/show?x=1"}}), commandMessage(f, 0, "x", 9, nil)))

	f.Fuzz(func(t *testing.T, in []byte) {
		h := &checkingHandler{t: t}
		listener := newPipes()
		s, err := rtmp.New(rtmp.Config{Handler: h, Listener: listener, HandshakeTimeout: 10 * time.Second, MaxMessage: 1 << 16, MaxVideoMessage: 1 << 16, MaxChunkStreams: 8})
		require.NoError(t, err)
		require.NoError(t, s.Start(context.Background()))
		conn := listener.dial("192.0.2.1")
		read := make(chan struct{})
		go func() {
			defer close(read)
			_, _ = io.Copy(io.Discard, conn)
		}()
		_, _ = conn.Write(append(append([]byte{3}, repeat(0, 2*1536)...), in...))
		_ = conn.Close()
		<-read
		require.NoError(t, s.Close())
		require.Zero(t, h.open, "what was opened is closed")
	})
}

// session is what a client sends behind its handshake.
func session(t testing.TB, messages ...chunk.Message) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := chunk.NewWriter(&buf)
	for _, msg := range messages {
		if msg.ChunkStream == 0 {
			msg.ChunkStream = 3
		}
		require.NoError(t, w.WriteMessage(msg))
	}
	return buf.Bytes()
}

// checkingHandler lets everyone in and checks what it gets. One connection at a time uses it.
type checkingHandler struct {
	t    *testing.T
	open int
}

func (h *checkingHandler) check(req rtmp.Request) {
	if len(req.ManifestID) > 256 || len(req.StreamKey) > 256 || len(req.URL) > 20_000 {
		h.t.Errorf("request out of bounds: %+v", req)
	}
}

func (h *checkingHandler) Publish(_ context.Context, req rtmp.Request) (rtmp.Publication, error) {
	h.check(req)
	h.open++
	return h, nil
}

func (h *checkingHandler) WriteTag(tag flv.Tag) error {
	switch tag.Type {
	case flv.TagVideo:
		if _, err := flv.ParseVideo(tag.Data); err != nil {
			h.t.Errorf("broken video handed on: %v", err)
		}
	case flv.TagAudio:
		if _, err := flv.ParseAudio(tag.Data); err != nil {
			h.t.Errorf("broken audio handed on: %v", err)
		}
	case flv.TagScript:
	default:
		h.t.Errorf("tag of type %d handed on", tag.Type)
	}
	return nil
}

func (h *checkingHandler) Close(error) error {
	h.open--
	return nil
}

func (h *checkingHandler) Play(_ context.Context, req rtmp.Request) (rtmp.Subscription, error) {
	h.check(req)
	if req.ManifestID == "" {
		return nil, errors.New("nothing to play")
	}
	tags := 3
	return &source{closed: make(chan struct{}), next: func(context.Context) (flv.Tag, error) {
		if tags--; tags < 0 {
			return flv.Tag{}, io.EOF
		}
		return flv.Tag{Type: flv.TagAudio, Data: []byte("\xaf\x01a")}, nil
	}}, nil
}
