package chunk_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

func limits() chunk.Limits {
	return chunk.Limits{Message: 1 << 20, Video: 4 << 20, Pending: 5 << 20, Streams: 64}
}

// The bytes of these tests are written from RTMP 5.3, not by the writer under test.
func TestReadMessage(t *testing.T) {
	t.Parallel()
	const size4 = "\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x04" // Set Chunk Size 4
	video := func(stream, ts uint32, payload string) chunk.Message {
		return chunk.Message{ChunkStream: stream, Stream: 1, Type: chunk.TypeVideo, Timestamp: ts, Payload: []byte(payload)}
	}
	tests := []struct {
		name string
		in   string
		want []chunk.Message
	}{
		{"type_0", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab", []chunk.Message{video(6, 40, "ab")}},
		{"type_1", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab" + "\x46\x00\x00\x0a\x00\x00\x01\x09c", []chunk.Message{video(6, 40, "ab"), video(6, 50, "c")}},
		{"type_2", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab" + "\x86\x00\x00\x0acd", []chunk.Message{video(6, 40, "ab"), video(6, 50, "cd")}},
		{"type_3_repeats_the_delta", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab" + "\x86\x00\x00\x0acd" + "\xc6ef", []chunk.Message{video(6, 40, "ab"), video(6, 50, "cd"), video(6, 60, "ef")}},
		{"type_3_after_type_0_takes_its_time_as_delta", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab" + "\xc6cd", []chunk.Message{video(6, 40, "ab"), video(6, 80, "cd")}},
		{"type_1_first", "\x46\x00\x00\x28\x00\x00\x01\x09a", []chunk.Message{{ChunkStream: 6, Type: chunk.TypeVideo, Timestamp: 40, Payload: []byte("a")}}},
		{"chunk_stream_64", "\x00\x00\x00\x00\x28\x00\x00\x01\x09\x01\x00\x00\x00a", []chunk.Message{video(64, 40, "a")}},
		{"chunk_stream_319", "\x00\xff\x00\x00\x28\x00\x00\x01\x09\x01\x00\x00\x00a", []chunk.Message{video(319, 40, "a")}},
		{"chunk_stream_320", "\x01\x00\x01\x00\x00\x28\x00\x00\x01\x09\x01\x00\x00\x00a", []chunk.Message{video(320, 40, "a")}},
		{"chunk_stream_65599", "\x01\xff\xff\x00\x00\x28\x00\x00\x01\x09\x01\x00\x00\x00a", []chunk.Message{video(65599, 40, "a")}},
		{"empty_message", "\x06\x00\x00\x28\x00\x00\x00\x09\x01\x00\x00\x00" + "\x46\x00\x00\x0a\x00\x00\x01\x09c", []chunk.Message{video(6, 40, ""), video(6, 50, "c")}},
		{"default_size_128", "\x06\x00\x00\x28\x00\x00\x82\x09\x01\x00\x00\x00" + strings.Repeat("a", 128) + "\xc6bb", []chunk.Message{video(6, 40, strings.Repeat("a", 128)+"bb")}},
		{"set_chunk_size", size4 + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd\xc6ef", []chunk.Message{video(6, 40, "abcdef")}},
		{"interleaved", size4 + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd" + "\x04\x00\x00\x29\x00\x00\x05\x08\x01\x00\x00\x00ABCD" + "\xc6ef" + "\xc4E", []chunk.Message{
			video(6, 40, "abcdef"), {ChunkStream: 4, Stream: 1, Type: chunk.TypeAudio, Timestamp: 41, Payload: []byte("ABCDE")},
		}},
		{"abort", size4 + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd" + "\x02\x00\x00\x00\x00\x00\x04\x02\x00\x00\x00\x00\x00\x00\x00\x06" + "\x86\x00\x00\x01ABCD\xc6EF", []chunk.Message{video(6, 41, "ABCDEF")}},
		{"extended_timestamp", "\x06\xff\xff\xff\x00\x00\x01\x09\x01\x00\x00\x00\x01\x00\x00\x00a", []chunk.Message{video(6, 1<<24, "a")}},
		{"extended_timestamp_of_0xffffff", "\x06\xff\xff\xff\x00\x00\x01\x09\x01\x00\x00\x00\x00\xff\xff\xffa", []chunk.Message{video(6, 0xffffff, "a")}},
		{"extended_delta", "\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab" + "\x86\xff\xff\xff\x01\x00\x00\x00cd", []chunk.Message{video(6, 40, "ab"), video(6, 40+1<<24, "cd")}},
		{"extended_on_continuation", size4 + "\x06\xff\xff\xff\x00\x00\x06\x09\x01\x00\x00\x00\x01\x02\x03\x04abcd" + "\xc6\x01\x02\x03\x04ef", []chunk.Message{video(6, 0x01020304, "abcdef")}},
		{"extended_missing_on_continuation", size4 + "\x06\xff\xff\xff\x00\x00\x0b\x09\x01\x00\x00\x00\x01\x02\x03\x04abcd" + "\xc6efgh\xc6ijk", []chunk.Message{video(6, 0x01020304, "abcdefghijk")}},
		{"extended_missing_at_the_end", size4 + "\x06\xff\xff\xff\x00\x00\x06\x09\x01\x00\x00\x00\x01\x02\x03\x04abcd" + "\xc6ef", []chunk.Message{video(6, 0x01020304, "abcdef")}},
		{"extended_on_new_type_3_message", "\x06\xff\xff\xff\x00\x00\x01\x09\x01\x00\x00\x00\x01\x00\x00\x00a" + "\xc6\x01\x00\x00\x00b", []chunk.Message{video(6, 1<<24, "a"), video(6, 2<<24, "b")}},
		{"extension_ends_with_the_next_header", "\x06\xff\xff\xff\x00\x00\x01\x09\x01\x00\x00\x00\x01\x00\x00\x00a" + "\x86\x00\x00\x01b" + "\xc6c", []chunk.Message{video(6, 1<<24, "a"), video(6, 1<<24+1, "b"), video(6, 1<<24+2, "c")}},
		{"huge_size_is_the_largest_message", "\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x7f\xff\xff\xff" + "\x06\x00\x00\x28\x00\x00\xc8\x09\x01\x00\x00\x00" + strings.Repeat("a", 200), []chunk.Message{video(6, 40, strings.Repeat("a", 200))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := chunk.NewReader(iotest.OneByteReader(strings.NewReader(tt.in)), limits())
			for _, want := range tt.want {
				got, err := r.ReadMessage()
				require.NoError(t, err)
				if len(want.Payload) == 0 {
					require.Empty(t, got.Payload)
					want.Payload = got.Payload
				}
				require.Equal(t, want, got)
			}
			_, err := r.ReadMessage()
			require.Equal(t, io.EOF, err)
		})
	}
}

func TestReadMessageRefuses(t *testing.T) {
	t.Parallel()
	small := chunk.Limits{Message: 10, Video: 20, Pending: 24, Streams: 2}
	const size4 = "\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x04"
	tests := []struct {
		name string
		in   string
		want error
	}{
		{"err_type_3_first", "\xc6", chunk.ErrMalformed},
		{"err_type_2_first", "\x86\x00\x00\x01", chunk.ErrMalformed},
		{"err_header_within_message", size4 + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd" + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00", chunk.ErrMalformed},
		{"err_chunk_size_0", size4[:15] + "\x00", chunk.ErrMalformed},
		{"err_chunk_size_top_bit", size4[:12] + "\x80\x00\x00\x01", chunk.ErrMalformed},
		{"err_chunk_size_short", "\x02\x00\x00\x00\x00\x00\x03\x01\x00\x00\x00\x00\x00\x00\x04", chunk.ErrMalformed},
		{"err_abort_short", "\x02\x00\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x00", chunk.ErrMalformed},
		{"err_audio_too_large", "\x04\x00\x00\x00\x00\x00\x0b\x08\x01\x00\x00\x00", chunk.ErrTooLarge},
		{"err_video_too_large", "\x04\x00\x00\x00\x00\x00\x15\x09\x01\x00\x00\x00", chunk.ErrTooLarge},
		{"err_pending", size4 + "\x06\x00\x00\x00\x00\x00\x14\x09\x01\x00\x00\x00" + "aaaa\xc6aaaa\xc6aaaa\xc6aaaa" + "\x02\x00\x00\x00\x00\x00\x14\x09\x01\x00\x00\x00" + "aaaa\xc2aaaa\xc2aaaa", chunk.ErrTooLarge},
		{"err_streams", size4 + "\x06\x00\x00\x00\x00\x00\x01\x09\x01\x00\x00\x00a" + "\x07", chunk.ErrTooManyStreams},
		{"err_cut_basic_header", "\x01\x00", io.ErrUnexpectedEOF},
		{"err_cut_header", "\x06\x00\x00", io.ErrUnexpectedEOF},
		{"err_cut_extended", "\x06\xff\xff\xff\x00\x00\x01\x09\x01\x00\x00\x00\x01", io.ErrUnexpectedEOF},
		{"err_cut_payload", "\x06\x00\x00\x00\x00\x00\x02\x09\x01\x00\x00\x00a", io.ErrUnexpectedEOF},
		{"err_cut_between_chunks", size4 + "\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd", io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := chunk.NewReader(strings.NewReader(tt.in), small)
			var err error
			for err == nil {
				_, err = r.ReadMessage()
			}
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestSetLimits(t *testing.T) {
	t.Parallel()
	r := chunk.NewReader(strings.NewReader("\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab"), chunk.Limits{Streams: 1})
	r.SetLimits(limits())
	msg, err := r.ReadMessage()
	require.NoError(t, err)
	require.Equal(t, "ab", string(msg.Payload))
}

// TestPromisedLengthCostsNothing begins the longest message on every chunk stream and sends one byte of each.
func TestPromisedLengthCostsNothing(t *testing.T) {
	var in []byte
	in = append(in, "\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x01"...) // chunk size 1
	for id := byte(3); id < 60; id++ {
		in = append(in, id, 0, 0, 0, 0x3f, 0xff, 0xff, 9, 1, 0, 0, 0, 'x')
	}
	r := chunk.NewReader(bytes.NewReader(in), limits())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := r.ReadMessage()
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<10))
}

func TestWriterBytes(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	w := chunk.NewWriter(&buf)
	for _, msg := range []chunk.Message{
		{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: []byte{0, 0, 0, 4}},
		{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 40, Payload: []byte("abcdef")},
		{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 50, Payload: []byte("gh")},
		{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 45, Payload: nil},
		{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 0x01020304, Payload: []byte("abcde")},
		{ChunkStream: 64, Type: chunk.TypeAudio, Timestamp: 0xffffff, Payload: []byte("x")},
	} {
		require.NoError(t, w.WriteMessage(msg))
	}
	want := "\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x04" +
		"\x06\x00\x00\x28\x00\x00\x06\x09\x01\x00\x00\x00abcd\xc6ef" +
		"\x46\x00\x00\x0a\x00\x00\x02\x09gh" +
		"\x06\x00\x00\x2d\x00\x00\x00\x09\x01\x00\x00\x00" +
		"\x46\xff\xff\xff\x00\x00\x05\x09\x01\x02\x02\xd7abcd\xc6\x01\x02\x02\xd7e" +
		"\x00\x00\xff\xff\xff\x00\x00\x01\x08\x00\x00\x00\x00\x00\xff\xff\xffx"
	require.Equal(t, want, buf.String())
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	w := chunk.NewWriter(io.Discard)
	require.ErrorIs(t, w.WriteMessage(chunk.Message{ChunkStream: 3, Payload: make([]byte, 1<<24)}), chunk.ErrTooLarge)
	require.ErrorIs(t, w.WriteMessage(chunk.Message{ChunkStream: 1}), chunk.ErrMalformed)
	require.ErrorIs(t, w.WriteMessage(chunk.Message{ChunkStream: 65600}), chunk.ErrMalformed)
	for _, size := range []string{"\x00\x00\x00\x00", "\x01\x00\x00\x00", "\x01"} {
		require.ErrorIs(t, w.WriteMessage(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: []byte(size)}), chunk.ErrMalformed)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, size := range []uint32{1, 127, 128, 4096, 65536, chunk.MaxSize} {
		for _, id := range []uint32{2, 63, 64, 319, 320, 65599} {
			var buf bytes.Buffer
			w := chunk.NewWriter(&buf)
			require.NoError(t, w.WriteMessage(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: binary.BigEndian.AppendUint32(nil, size)}))
			var want []chunk.Message
			for i, ts := range []uint32{0, 5, 5, 0xfffffe, 0xffffff, 0x1000000, 0xfffffff0, 3, 1} {
				want = append(want, chunk.Message{ChunkStream: id, Stream: 1, Type: chunk.TypeVideo, Timestamp: ts, Payload: bytes.Repeat([]byte{byte(i)}, 300*i+1)})
			}
			for _, msg := range want {
				require.NoError(t, w.WriteMessage(msg))
			}
			r := chunk.NewReader(&buf, limits())
			for _, msg := range want {
				got, err := r.ReadMessage()
				require.NoError(t, err)
				require.Equal(t, msg, got)
			}
		}
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	const audio = "\x08\x00\x00\x01\x00\x00\x64\x00\x00\x00\x00a"
	const video = "\x09\x00\x00\x02\x00\x00\x6e\x00\x00\x00\x00vv"
	tests := []struct {
		name string
		in   string
		want []chunk.Message
		err  error
	}{
		{"ok", audio + "\x00\x00\x00\x0c" + video + "\x00\x00\x00\x0d", []chunk.Message{
			{ChunkStream: 6, Stream: 1, Type: chunk.TypeAudio, Timestamp: 1000, Payload: []byte("a")},
			{ChunkStream: 6, Stream: 1, Type: chunk.TypeVideo, Timestamp: 1010, Payload: []byte("vv")},
		}, nil},
		{"ok_without_last_back_pointer", audio, []chunk.Message{{ChunkStream: 6, Stream: 1, Type: chunk.TypeAudio, Timestamp: 1000, Payload: []byte("a")}}, nil},
		{"ok_empty", "", nil, nil},
		{"err_header_cut", audio[:5], nil, chunk.ErrMalformed},
		{"err_body_cut", video[:12], nil, chunk.ErrMalformed},
		{"err_nested", "\x16" + audio[1:], nil, chunk.ErrMalformed},
		{"err_audio_too_large", "\x08\x00\x00\x03\x00\x00\x64\x00\x00\x00\x00aaa", nil, chunk.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			msg := chunk.Message{ChunkStream: 6, Stream: 1, Type: chunk.TypeAggregate, Timestamp: 1000, Payload: []byte(tt.in)}
			var got []chunk.Message
			var err error
			for part, partErr := range chunk.Parts(msg, 2) {
				if err = partErr; err == nil {
					got = append(got, part)
				}
			}
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, got)
		})
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("\x06\x00\x00\x28\x00\x00\x02\x09\x01\x00\x00\x00ab\x86\x00\x00\x0acd\xc6ef"))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x04\x06\xff\xff\xff\x00\x00\x06\x09\x01\x00\x00\x00\x01\x02\x03\x04abcd\xc6\x01\x02\x03\x04ef"))
	f.Add([]byte("\x00\x05\x00\x00\x01\x00\x00\x10\x16\x01\x00\x00\x00\x08\x00\x00\x01\x00\x00\x64\x00\x00\x00\x00a\x00\x00\x00\x0c"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := chunk.NewReader(bytes.NewReader(in), chunk.Limits{Message: 1000, Video: 2000, Pending: 3000, Streams: 8})
		total := 0
		for {
			msg, err := r.ReadMessage()
			if err != nil {
				return
			}
			require.True(t, msg.Type != chunk.TypeSetChunkSize && msg.Type != chunk.TypeAbort)
			require.True(t, msg.ChunkStream >= 2 && msg.ChunkStream <= 65599)
			total += len(msg.Payload) + 1
			require.LessOrEqual(t, total, len(in))
			parts := 0
			for part, err := range chunk.Parts(msg, 100) {
				if err == nil {
					parts += len(part.Payload) + 11
				}
			}
			require.LessOrEqual(t, parts, len(msg.Payload))
		}
	})
}
