package rtmp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

const h264Key = "\x17\x01\x00\x00\x00"

func TestPublishTags(t *testing.T) {
	t.Parallel()
	metadata := encode(t, "onMetaData", amf0.ECMAArray{{Key: "width", Value: 640.0}})
	video := func(ts uint32, data string) chunk.Message {
		return chunk.Message{Type: chunk.TypeVideo, Timestamp: ts, Payload: []byte(data)}
	}
	tag := func(typ flv.TagType, ts int64, data string) flv.Tag {
		return flv.Tag{Type: typ, Timestamp: ts, Data: []byte(data)}
	}
	tests := []struct {
		name string
		in   []chunk.Message
		want []flv.Tag
	}{
		{"h264", []chunk.Message{video(0, "\x17\x00\x00\x00\x00cfg"), video(40, h264Key+"nal")}, []flv.Tag{tag(flv.TagVideo, 0, "\x17\x00\x00\x00\x00cfg"), tag(flv.TagVideo, 40, h264Key+"nal")}},
		{"aac", []chunk.Message{{Type: chunk.TypeAudio, Timestamp: 7, Payload: []byte("\xaf\x01a")}}, []flv.Tag{tag(flv.TagAudio, 7, "\xaf\x01a")}},
		{"hevc", []chunk.Message{video(0, "\x90hvc1cfg"), video(1, "\x91hvc1\x00\x00\x05nal"), video(2, "\xa3hvc1nal"), video(3, "\x92hvc1")}, []flv.Tag{
			tag(flv.TagVideo, 0, "\x90hvc1cfg"), tag(flv.TagVideo, 1, "\x91hvc1\x00\x00\x05nal"), tag(flv.TagVideo, 2, "\xa3hvc1nal"), tag(flv.TagVideo, 3, "\x92hvc1")}},
		{"av1", []chunk.Message{video(0, "\x90av01cfg"), video(1, "\x91av01obu")}, []flv.Tag{tag(flv.TagVideo, 0, "\x90av01cfg"), tag(flv.TagVideo, 1, "\x91av01obu")}},
		{"opus", []chunk.Message{{Type: chunk.TypeAudio, Payload: []byte("\x91Opusx")}}, []flv.Tag{tag(flv.TagAudio, 0, "\x91Opusx")}},
		{"time_wraps", []chunk.Message{video(0xfffffff0, h264Key), {Type: chunk.TypeAudio, Timestamp: 4, Payload: []byte("\xaf\x01a")}}, []flv.Tag{
			tag(flv.TagVideo, 0xfffffff0, h264Key), tag(flv.TagAudio, 1<<32+4, "\xaf\x01a")}},
		{"empty_messages_are_dropped", []chunk.Message{video(0, ""), {Type: chunk.TypeAudio}, {Type: chunk.TypeDataAMF0}, {Type: chunk.TypeAggregate}, video(1, h264Key)}, []flv.Tag{tag(flv.TagVideo, 1, h264Key)}},
		{"metadata", []chunk.Message{{Type: chunk.TypeDataAMF0, Payload: metadata}}, []flv.Tag{tag(flv.TagScript, 0, string(metadata))}},
		{"metadata_unwrapped", []chunk.Message{{Type: chunk.TypeDataAMF0, Payload: append(encode(t, "@setDataFrame"), metadata...)}}, []flv.Tag{tag(flv.TagScript, 0, string(metadata))}},
		{"metadata_amf3", []chunk.Message{{Type: chunk.TypeDataAMF3, Payload: append([]byte{0}, metadata...)}}, []flv.Tag{tag(flv.TagScript, 0, string(metadata))}},
		{"broken_data_is_dropped", []chunk.Message{
			{Type: chunk.TypeDataAMF0, Payload: metadata[:len(metadata)-8]}, {Type: chunk.TypeDataAMF0, Payload: encode(t, 1)},
			{Type: chunk.TypeDataAMF0, Payload: encode(t, "@setDataFrame")}, {Type: chunk.TypeDataAMF0, Payload: encode(t, "@setDataFrame", 1)},
			{Type: chunk.TypeDataAMF0, Payload: encode(t, "@clearDataFrame", "onMetaData")}, {Type: chunk.TypeDataAMF3, Payload: []byte{0}}, video(1, h264Key),
		}, []flv.Tag{tag(flv.TagVideo, 1, h264Key)}},
		{"aggregate", []chunk.Message{{Type: chunk.TypeAggregate, Timestamp: 100, Payload: []byte(
			"\x09\x00\x00\x05\x00\x00\x32\x00\x00\x00\x00" + h264Key + "\x00\x00\x00\x10" + "\x08\x00\x00\x03\x00\x00\x3c\x00\x00\x00\x00\xaf\x01a\x00\x00\x00\x0e")}},
			[]flv.Tag{tag(flv.TagVideo, 100, h264Key), tag(flv.TagAudio, 110, "\xaf\x01a")}},
		{"other_stream_is_dropped", []chunk.Message{{Type: chunk.TypeVideo, Stream: 99, Payload: []byte(h264Key)}, video(1, h264Key)}, []flv.Tag{tag(flv.TagVideo, 1, h264Key)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
			stream := c.publish("show")
			for _, msg := range tt.in {
				msg.ChunkStream = 6
				if msg.Stream == 0 {
					msg.Stream = stream
				}
				c.mustSend(msg)
			}
			for _, want := range tt.want {
				require.Equal(t, want, <-r.tags)
			}
			c.mustSend(commandMessage(t, 0, "deleteStream", 0, nil, float64(stream)))
			require.NoError(t, <-r.closed)
			require.Empty(t, r.tags)
		})
	}
}

func TestPublishWithAnyChunkSize(t *testing.T) {
	t.Parallel()
	for _, size := range []uint32{1, 100, 4096, 1 << 20, 1<<31 - 1} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
			stream := c.publish("show")
			c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: []byte{0, byte(min(size, chunk.MaxSize) >> 16), byte(size >> 8), byte(size)}})
			frame := flv.Tag{Type: flv.TagVideo, Timestamp: 0x01000000, Data: append([]byte(h264Key), repeat('n', 40_000)...)}
			c.sendTag(stream, frame)
			require.Equal(t, frame, <-r.tags)
		})
	}
}

func TestPublishRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		err    error
		code   string
		text   string
		reason rtmp.Reason
	}{
		{"err_exists", fmt.Errorf("wrapped: %w", rtmp.ErrStreamExists), "NetStream.Publish.BadName", "Another publisher", rtmp.ReasonStreamExists},
		{"err_bad_name", rtmp.ErrBadName, "NetStream.Publish.BadName", "rtmp://", rtmp.ReasonBadName},
		{"err_unauthorized", rtmp.ErrUnauthorized, "NetStream.Publish.Denied", "not authorized", rtmp.ReasonUnauthorized},
		{"err_too_many", rtmp.ErrTooManyStreams, "NetStream.Publish.Denied", "no room", rtmp.ReasonTooManyStreams},
		{"err_text", rtmp.RefusalError{Err: rtmp.ErrTooManyStreams, Text: "Ten streams at most."}, "NetStream.Publish.Denied", "Ten streams at most.", rtmp.ReasonTooManyStreams},
		{"err_secret_stays_here", errors.New("dial tcp 10.0.0.1: password hunter2"), "NetStream.Publish.Denied", "Something went wrong", rtmp.ReasonOther},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := &events{}
			c := newPipeClient(t, rtmp.Config{Observer: events, Handler: fakeHandler{t: t, publish: func(context.Context, rtmp.Request) (rtmp.Publication, error) {
				return nil, tt.err
			}}})
			c.connect("live", "rtmp://h/live")
			stream := c.createStream()
			c.call(stream, "publish", nil, "show", "live")
			text := c.expectStatus(stream, tt.code)
			require.Contains(t, text, tt.text)
			require.NotContains(t, text, "hunter2")
			c.expectClosed()
			require.Equal(t, []rtmp.Reason{tt.reason}, events.refusals())
		})
	}
}

// TestPublisherLeavesWithoutListening ends a stream and goes before the confirmation, as FFmpeg does.
func TestPublisherLeavesWithoutListening(t *testing.T) {
	t.Parallel()
	for range 50 {
		r := newRecorder()
		c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
		stream := c.publish("show")
		require.NoError(t, c.chunks.WriteMessage(withChunkStream(commandMessage(t, 0, "FCUnpublish", 5, nil, "show"))))
		// The system may lose the second message, or a part of it.
		require.NoError(t, c.chunks.WriteMessage(withChunkStream(commandMessage(t, 0, "deleteStream", 6, nil, float64(stream)))))
		require.NoError(t, c.buf.Flush())
		_ = c.conn.Close()
		require.NoError(t, <-r.closed)
	}
}

func withChunkStream(msg chunk.Message) chunk.Message {
	msg.ChunkStream = 3
	return msg
}

func TestSecondPublisherOfAName(t *testing.T) {
	t.Parallel()
	h := newHub()
	server := startPipes(t, rtmp.Config{Handler: h})
	first := newClient(t, server.dial("192.0.2.1"))
	stream := first.publish("show")
	second := newClient(t, server.dial("192.0.2.2"))
	second.connect("", "rtmp://h")
	id := second.createStream()
	second.call(id, "publish", nil, "show", "live")
	second.expectStatus(id, "NetStream.Publish.BadName")
	second.expectClosed()
	// The first is not disturbed, and when it ends, the name is free.
	first.sendTag(stream, flv.Tag{Type: flv.TagVideo, Data: []byte(h264Key)})
	first.call(stream, "closeStream", nil)
	first.expectStatus(stream, "NetStream.Unpublish.Success")
	require.NoError(t, <-h.ended)
	newClient(t, server.dial("192.0.2.2")).publish("show")
}

func TestOneStreamPerConnection(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
	stream := c.publish("show")
	other := c.createStream()
	c.call(other, "publish", nil, "other", "live")
	c.expectStatus(other, "NetStream.Publish.BadName")
	c.call(other, "play", nil, "other")
	c.expectStatus(other, "NetStream.Play.Failed")
	c.sendTag(stream, flv.Tag{Type: flv.TagVideo, Data: []byte(h264Key)})
	<-r.tags
	c.call(stream, "closeStream", nil)
	c.expectStatus(stream, "NetStream.Unpublish.Success")
	require.NoError(t, <-r.closed)
	c.call(other, "publish", nil, "other", "live")
	c.expectStatus(other, "NetStream.Publish.Start")
	c.call(123, "publish", nil, "other", "live")
	c.expectStatus(123, "NetStream.Publish.BadName")
}

func TestPublicationEnds(t *testing.T) {
	t.Parallel()
	frame := flv.Tag{Type: flv.TagVideo, Data: []byte(h264Key)}
	video := func(data string) func(*client, uint32) {
		return func(c *client, s uint32) { c.sendTag(s, flv.Tag{Type: flv.TagVideo, Data: []byte(data)}) }
	}
	writes := func(err error) func(flv.Tag) error { return func(flv.Tag) error { return err } }
	tests := []struct {
		name   string
		write  func(flv.Tag) error
		do     func(*client, uint32)
		reason error
		code   string // of the last words; empty: none
		text   string
	}{
		{"deleted", nil, func(c *client, s uint32) { c.mustSend(commandMessage(t, 0, "deleteStream", 0, nil, float64(s))) }, nil, "", ""},
		{"gone", nil, func(c *client, _ uint32) { _ = c.conn.Close() }, rtmp.ErrDisconnected, "", ""},
		{"gone_after_announcing_it", nil, func(c *client, _ uint32) {
			c.mustSend(commandMessage(t, 0, "FCUnpublish", 0, nil, "show"))
			_, _ = c.conn.Write([]byte("\x03\x00\x00\x00\x00\x00\x10\x14\x00"))
			_ = c.conn.Close()
		}, nil, "", ""},
		{"gone_within_a_message", nil, func(c *client, _ uint32) {
			_, _ = c.conn.Write([]byte("\x06\x00\x00\x00\x00\x00\x10\x09\x01"))
			_ = c.conn.Close()
		}, rtmp.ErrDisconnected, "", ""},
		{"err_write", writes(errors.New("disk full")), video(h264Key), nil, "NetStream.Failed", "Something went wrong"},
		{"err_write_with_text", writes(rtmp.RefusalError{Err: rtmp.ErrUnauthorized, Text: "Your hour is over."}), video(h264Key), rtmp.ErrUnauthorized, "NetStream.Failed", "Your hour is over."},
		{"err_write_looks_like_disconnection", writes(fmt.Errorf("pipe: %w", io.EOF)), video(h264Key), io.EOF, "NetStream.Failed", ""},
		{"err_write_looks_like_timeout", writes(os.ErrDeadlineExceeded), video(h264Key), os.ErrDeadlineExceeded, "NetStream.Failed", ""},
		{"err_multitrack_video", nil, video("\x96\x00hvc1\x00"), rtmp.ErrMedia, "NetStream.Failed", "one track"},
		{"err_multitrack_audio", nil, func(c *client, s uint32) { c.sendTag(s, flv.Tag{Type: flv.TagAudio, Data: []byte("\x95\x00Opus")}) }, flv.ErrMultitrack, "NetStream.Failed", "one track"},
		{"err_unknown_codec", nil, video("\x91zzzz"), rtmp.ErrMedia, "NetStream.Failed", `"zzzz"`},
		{"err_broken_video", nil, video("\x17\x01"), rtmp.ErrMedia, "NetStream.Failed", ""},
		{"err_broken_audio_in_aggregate", nil, func(c *client, s uint32) {
			c.mustSend(chunk.Message{Stream: s, Type: chunk.TypeAggregate, Payload: []byte("\x08\x00\x00\x01\x00\x00\x3c\x00\x00\x00\x00\xaf\x00\x00\x00\x0c")})
		}, rtmp.ErrMedia, "NetStream.Failed", ""},
		{"err_protocol", nil, func(c *client, _ uint32) { c.mustSend(chunk.Message{Type: chunk.TypeCommandAMF0}) }, rtmp.ErrProtocol, "NetStream.Failed", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			r.write = tt.write
			c := newPipeClient(t, rtmp.Config{Handler: recording(t, r)})
			stream := c.publish("show")
			if tt.write == nil {
				c.sendTag(stream, frame)
				<-r.tags
			}
			tt.do(c, stream)
			if tt.code != "" {
				require.Contains(t, c.expectStatus(stream, tt.code), tt.text)
				c.expectClosed()
			}
			got := <-r.closed
			if tt.reason == nil && tt.code == "" {
				require.NoError(t, got)
			} else {
				require.Error(t, got)
				if tt.reason != nil {
					require.ErrorIs(t, got, tt.reason)
				}
			}
		})
	}
}
