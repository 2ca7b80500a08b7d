package rtmp_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

func TestPlay(t *testing.T) {
	t.Parallel()
	server := startPipes(t, rtmp.Config{Handler: newHub(), ChunkSize: 1000})
	pub := newClient(t, server.dial("192.0.2.1"))
	out := pub.publish("show/secret")
	tags := []flv.Tag{
		{Type: flv.TagScript, Data: encode(t, "onMetaData", nil)},
		{Type: flv.TagVideo, Data: []byte("\x17\x00\x00\x00\x00cfg")},
		{Type: flv.TagVideo, Data: append([]byte(h264Key), repeat('k', 5000)...)},
		{Type: flv.TagAudio, Timestamp: 20, Data: []byte("\xaf\x01a")},
		{Type: flv.TagVideo, Timestamp: 1 << 24, Data: append([]byte("\x27\x01\x00\x00\x00"), repeat('p', 3000)...)},
		{Type: flv.TagVideo, Timestamp: 1<<24 + 40, Data: append([]byte("\x27\x01\x00\x00\x00"), repeat('p', 3000)...)},
	}
	// The player comes late and without the key.
	for _, tag := range tags[:3] {
		pub.sendTag(out, tag)
	}
	pub.call(0, "createStream", nil)
	pub.expectCommand("_result")
	player := newClient(t, server.dial("192.0.2.2"))
	in := player.play("live/show")
	for _, tag := range tags[3:] {
		pub.sendTag(out, tag)
	}
	for _, want := range tags {
		require.Equal(t, want, player.nextTag(in))
	}
	pub.mustSend(commandMessage(t, 0, "deleteStream", 0, nil, float64(out)))
	player.expectStatus(in, "NetStream.Play.Stop")
	msg, ok := player.next()
	require.True(t, ok)
	require.Equal(t, "\x00\x01\x00\x00\x00\x01", string(msg.Payload), "stream EOF")

	// The connection is free for another stream, on the same message stream or another.
	pub.call(out+1, "publish", nil, "other", "live")
	pub.expectStatus(out+1, "NetStream.Publish.Start")
	player.call(in, "play", nil, "other")
	player.expectStatus(in, "NetStream.Play.Reset")
}

func TestPlayBeginsWithStreamBegin(t *testing.T) {
	t.Parallel()
	h := newHub()
	server := startPipes(t, rtmp.Config{Handler: h})
	newClient(t, server.dial("192.0.2.1")).publish("show")
	c := newClient(t, server.dial("192.0.2.2"))
	c.connect("", "rtmp://h")
	stream := c.createStream()
	c.call(stream, "play", nil, "show")
	msg, ok := c.next()
	require.True(t, ok)
	require.Equal(t, chunk.TypeUserControl, msg.Type)
	require.Equal(t, "\x00\x00\x00\x00\x00\x01", string(msg.Payload))
	c.expectStatus(stream, "NetStream.Play.Reset")
	c.expectStatus(stream, "NetStream.Play.Start")
}

func TestPlayRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		err    error
		code   string
		reason rtmp.Reason
	}{
		{"err_not_found", rtmp.ErrStreamNotFound, "NetStream.Play.StreamNotFound", rtmp.ReasonStreamNotFound},
		{"err_unauthorized", rtmp.ErrUnauthorized, "NetStream.Play.Failed", rtmp.ReasonUnauthorized},
		{"err_other", errors.New("secret"), "NetStream.Play.Failed", rtmp.ReasonOther},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := &events{}
			c := newPipeClient(t, rtmp.Config{Observer: events, Handler: fakeHandler{t: t, play: func(context.Context, rtmp.Request) (rtmp.Subscription, error) {
				return nil, tt.err
			}}})
			c.connect("live", "rtmp://h/live")
			stream := c.createStream()
			c.call(stream, "play", nil, "show")
			require.NotContains(t, c.expectStatus(stream, tt.code), "secret")
			c.expectClosed()
			require.Equal(t, []rtmp.Reason{tt.reason}, events.refusals())
		})
	}
}

// playing starts a player of a source and returns when it plays.
func playing(t *testing.T, next func(context.Context) (flv.Tag, error)) (*client, uint32, *source) {
	t.Helper()
	s := &source{next: next, closed: make(chan struct{})}
	c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t, play: func(context.Context, rtmp.Request) (rtmp.Subscription, error) { return s, nil }}})
	return c, c.play("show"), s
}

func forever(ctx context.Context) (flv.Tag, error) {
	<-ctx.Done()
	return flv.Tag{}, ctx.Err()
}

func TestPlayerEnds(t *testing.T) {
	t.Parallel()
	t.Run("by_closing_the_stream", func(t *testing.T) {
		t.Parallel()
		c, stream, s := playing(t, forever)
		c.call(stream, "closeStream", nil)
		<-s.closed
		c.createStream()
	})
	t.Run("by_deleting_the_stream", func(t *testing.T) {
		t.Parallel()
		c, stream, s := playing(t, forever)
		c.call(0, "deleteStream", nil, float64(stream))
		<-s.closed
		c.createStream()
	})
	t.Run("by_disconnecting", func(t *testing.T) {
		t.Parallel()
		c, _, s := playing(t, forever)
		_ = c.conn.Close()
		<-s.closed
	})
	t.Run("err_source", func(t *testing.T) {
		t.Parallel()
		c, stream, s := playing(t, func(context.Context) (flv.Tag, error) { return flv.Tag{}, errors.New("broken") })
		c.expectStatus(stream, "NetStream.Play.Failed")
		c.expectClosed()
		<-s.closed
	})
	t.Run("err_tag_too_large", func(t *testing.T) {
		t.Parallel()
		c, stream, s := playing(t, func(context.Context) (flv.Tag, error) {
			return flv.Tag{Type: flv.TagVideo, Data: make([]byte, flv.MaxTagSize+1)}, nil
		})
		c.expectStatus(stream, "NetStream.Play.Failed")
		c.expectClosed()
		<-s.closed
	})
	t.Run("pause_is_ignored", func(t *testing.T) {
		t.Parallel()
		tags := make(chan flv.Tag, 1)
		c, stream, _ := playing(t, func(ctx context.Context) (flv.Tag, error) {
			select {
			case tag, ok := <-tags:
				if !ok {
					return flv.Tag{}, io.EOF
				}
				return tag, nil
			case <-ctx.Done():
				return flv.Tag{}, ctx.Err()
			}
		})
		c.call(stream, "pause", nil, true, 0)
		c.createStream()
		tags <- flv.Tag{Type: flv.TagAudio, Data: []byte("\xaf\x01a")}
		require.Equal(t, flv.TagAudio, c.nextTag(stream).Type)
		close(tags)
		c.expectStatus(stream, "NetStream.Play.Stop")
	})
}
