package rtmp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

func TestConnectionLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		max, perIP  int
		first       string
		second      string
		refused     bool
		description string
	}{
		{"ok", 2, 1, "192.0.2.1", "192.0.2.2", false, ""},
		{"ok_same_address", 2, 2, "192.0.2.1", "192.0.2.1", false, ""},
		{"ok_other_ipv6_network", 2, 1, "2001:db8:0:1::1", "2001:db8:0:2::1", false, ""},
		{"err_total", 1, 1, "192.0.2.1", "192.0.2.2", true, "no room"},
		{"err_same_address", 2, 1, "192.0.2.1", "192.0.2.1", true, "1 connections from one address"},
		{"err_same_ipv6_network", 2, 1, "2001:db8:0:1::1", "2001:db8:0:1:ffff::1", true, "one address"},
		{"err_mapped_ipv4", 2, 1, "192.0.2.1", "::ffff:192.0.2.1", true, "one address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := &events{}
			server := startPipes(t, rtmp.Config{Handler: newHub(), MaxConnections: tt.max, MaxConnectionsPerIP: tt.perIP, Observer: events})
			first := newClient(t, server.dial(tt.first))
			first.publish("show")
			second := newClient(t, server.dial(tt.second))
			if !tt.refused {
				second.connect("live", "rtmp://h/live")
				return
			}
			id := second.call(0, "connect", amf0.Object{{Key: "app", Value: "live"}})
			_, values := second.expectCommand("_error")
			require.Equal(t, id, values[0])
			info := amf0.Members(values[2])
			require.Equal(t, "NetConnection.Connect.Rejected", info.Get("code"))
			require.Contains(t, info.Get("description"), tt.description)
			second.expectClosed()
			require.Equal(t, []rtmp.Reason{rtmp.ReasonTooManyConnections}, events.refusals())

			// The place is free when the first is gone.
			_ = first.conn.Close()
			require.Eventually(t, func() bool {
				events.mu.Lock()
				defer events.mu.Unlock()
				return events.closed == 1
			}, 10*time.Second, time.Millisecond)
			newClient(t, server.dial(tt.second)).connect("live", "rtmp://h/live")
		})
	}
}

// TestFloodOfRefusals holds all places for refusals; what comes above them is closed at once.
func TestFloodOfRefusals(t *testing.T) {
	t.Parallel()
	server := startPipes(t, rtmp.Config{Handler: newHub(), MaxConnections: 1})
	newClient(t, server.dial("192.0.2.1"))
	var waiting []*client
	for range 16 {
		waiting = append(waiting, newClient(t, server.dial("192.0.2.1")))
	}
	conn := server.dial("192.0.2.1")
	_, err := conn.Read(make([]byte, 1))
	require.Error(t, err)
	for _, c := range waiting {
		c.call(0, "connect", amf0.Object{})
		c.expectCommand("_error")
	}
}

func TestMessageLimits(t *testing.T) {
	t.Parallel()
	big := func(typ chunk.Type, n int) chunk.Message {
		payload := repeat(0, n)
		payload[0] = 0x2f
		if typ == chunk.TypeVideo {
			copy(payload, h264Key)
		}
		return chunk.Message{ChunkStream: 6, Stream: 1, Type: typ, Payload: payload}
	}
	config := rtmp.Config{MaxMessage: 100_000, MaxVideoMessage: 200_000, MaxPending: 250_000, MaxChunkStreams: 10}
	tests := []struct {
		name string
		send func(c *client) error
		ok   bool
	}{
		{"ok_video", func(c *client) error { return c.send(big(chunk.TypeVideo, 200_000)) }, true},
		{"ok_audio", func(c *client) error { return c.send(big(chunk.TypeAudio, 100_000)) }, true},
		{"err_video", func(c *client) error { return c.send(big(chunk.TypeVideo, 200_001)) }, false},
		{"err_audio", func(c *client) error { return c.send(big(chunk.TypeAudio, 100_001)) }, false},
		{"err_command", func(c *client) error { return c.send(big(chunk.TypeCommandAMF0, 100_001)) }, false},
		{"err_pending", func(c *client) error {
			// Two unfinished messages of 150000 bytes: the first chunks of 149999.
			_ = c.send(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: []byte{0, 0x02, 0x49, 0xef}})
			for _, id := range []byte{7, 8} {
				if _, err := c.conn.Write(append([]byte{id, 0, 0, 0, 0x02, 0x49, 0xf0, 9, 1, 0, 0, 0}, repeat(0, 149_999)...)); err != nil {
					return err
				}
			}
			return nil
		}, false},
		{"err_chunk_streams", func(c *client) error {
			for id := range uint32(11) {
				msg := big(chunk.TypeAudio, 10)
				msg.ChunkStream = 100 + id
				if err := c.send(msg); err != nil {
					return err
				}
			}
			return nil
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			config := config
			config.Handler = recording(t, r)
			c := newPipeClient(t, config)
			stream := c.publish("show")
			err := tt.send(c)
			if tt.ok {
				require.NoError(t, err)
				<-r.tags
				return
			}
			require.NotEmpty(t, c.expectStatus(stream, "NetStream.Failed"))
			c.expectClosed()
			require.ErrorIs(t, <-r.closed, rtmp.ErrProtocol)
		})
	}
}

func TestBitRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRecorder()
		c := newPipeClient(t, rtmp.Config{Handler: recording(t, r), MaxBitRate: 80_000})
		stream := c.publish("show")
		second := flv.Tag{Type: flv.TagVideo, Data: append([]byte(h264Key), repeat(0, 9_990)...)} // 10 kB/s is allowed
		for range 60 {
			c.sendTag(stream, second)
			<-r.tags
			time.Sleep(time.Second)
		}
		for range 5 {
			c.sendTag(stream, second)
			<-r.tags
		}
		c.sendTag(stream, second)
		require.Contains(t, c.expectStatus(stream, "NetStream.Failed"), "bit rate")
		c.expectClosed()
		require.ErrorIs(t, <-r.closed, rtmp.ErrBitRate)
	})
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	t.Run("handshake", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			server := startPipes(t, rtmp.Config{Handler: fakeHandler{t: t}})
			conn := server.dial("192.0.2.1")
			begin := time.Now()
			// A byte each second keeps nothing open.
			var err error
			for err == nil {
				_, err = conn.Write([]byte{3})
				time.Sleep(time.Second)
			}
			require.LessOrEqual(t, time.Since(begin), 12*time.Second)
		})
	})
	t.Run("no_connect", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}})
			begin := time.Now()
			_, values := c.expectCommand("_error")
			require.Equal(t, 1.0, values[0])
			require.Equal(t, 10*time.Second, time.Since(begin))
			c.expectClosed()
		})
	})
	t.Run("no_publish", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			events := &events{}
			c := newPipeClient(t, rtmp.Config{Handler: fakeHandler{t: t}, Observer: events})
			c.connect("live", "rtmp://h/live")
			begin := time.Now()
			for range 29 { // commands keep nothing open either
				time.Sleep(time.Second)
				c.createOrFail()
			}
			c.expectStatus(0, "NetConnection.Connect.Closed")
			require.Equal(t, 30*time.Second, time.Since(begin))
			c.expectClosed()
			require.Equal(t, []rtmp.Reason{rtmp.ReasonIdle}, events.refusals())
		})
	})
	t.Run("silent_publisher", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			r := newRecorder()
			c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
			stream := c.publish("show")
			frame := flv.Tag{Type: flv.TagVideo, Data: []byte(h264Key)}
			for range 3 {
				time.Sleep(29 * time.Second)
				c.sendTag(stream, frame)
				<-r.tags
			}
			begin := time.Now()
			for range 14 { // pings are no media
				time.Sleep(time.Second)
				c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeUserControl, Payload: []byte("\x00\x06\x01\x02\x03\x04")})
			}
			_, err := c.conn.Write([]byte("\x07\x00\x00\x00\x00\x00\x50\x09\x01\x00\x00\x00"))
			require.NoError(t, err)
			for range 15 { // nor are the bytes of a message that does not come to its end
				time.Sleep(time.Second)
				_, err := c.conn.Write([]byte{0x17})
				require.NoError(t, err)
			}
			require.NotEmpty(t, c.expectStatus(stream, "NetStream.Publish.Idle"))
			require.Equal(t, 30*time.Second, time.Since(begin))
			c.expectClosed()
			require.ErrorIs(t, <-r.closed, rtmp.ErrIdle)
		})
	})
	t.Run("after_the_end_of_a_stream", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			h := newHub()
			server := startPipes(t, rtmp.Config{Handler: h})
			pub, player := newClient(t, server.dial("192.0.2.1")), newClient(t, server.dial("192.0.2.2"))
			out := pub.publish("show")
			in := player.play("show")
			time.Sleep(29 * time.Second)
			pub.sendTag(out, flv.Tag{Type: flv.TagVideo, Data: []byte(h264Key)})
			time.Sleep(29 * time.Second) // longer than a player without a stream may be silent
			player.nextTag(in)
			pub.call(out, "closeStream", nil)
			pub.expectStatus(out, "NetStream.Unpublish.Success")
			player.expectStatus(in, "NetStream.Play.Stop")
			begin := time.Now()
			player.expectStatus(0, "NetConnection.Connect.Closed")
			pub.expectStatus(0, "NetConnection.Connect.Closed")
			require.Equal(t, 30*time.Second, time.Since(begin))
		})
	})
	t.Run("slow_player", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			events := &events{}
			closed := make(chan struct{})
			tags := make(chan flv.Tag)
			s := &source{closed: closed, next: func(ctx context.Context) (flv.Tag, error) {
				select {
				case tag := <-tags:
					return tag, nil
				case <-ctx.Done():
					return flv.Tag{}, ctx.Err()
				}
			}}
			c := newPipeClient(t, rtmp.Config{Observer: events, Handler: fakeHandler{t: t, play: func(context.Context, rtmp.Request) (rtmp.Subscription, error) { return s, nil }}})
			c.play("show")
			// The test's reader stops when its channel is full.
			begin := time.Now()
			for i := 0; ; i++ {
				select {
				case tags <- flv.Tag{Type: flv.TagAudio, Timestamp: int64(i), Data: []byte("\xaf\x01a")}:
					begin = time.Now()
					continue
				case <-closed:
				}
				break
			}
			require.Equal(t, 10*time.Second, time.Since(begin))
			synctest.Wait()
			require.Equal(t, []rtmp.Reason{rtmp.ReasonSlow}, events.refusals())
		})
	})
}
