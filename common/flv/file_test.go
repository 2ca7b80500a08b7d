package flv_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/stretchr/testify/require"
)

func TestWriterBytes(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	w, err := flv.NewWriter(&buf, flv.Header{Audio: true, Video: true})
	require.NoError(t, err)
	require.NoError(t, w.WriteTag(flv.Tag{Type: flv.TagVideo, Timestamp: 0x1_11223344, Data: []byte("ab")}))
	want := "FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00" +
		"\x09\x00\x00\x02\x22\x33\x44\x11\x00\x00\x00ab\x00\x00\x00\x0d"
	require.Equal(t, want, buf.String())
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	tags := []flv.Tag{
		{Type: flv.TagScript, Timestamp: 0xfffffff0, Data: []byte("\x02\x00\x0aonMetaData")},
		{Type: flv.TagVideo, Timestamp: 0xfffffff8, Data: bytes.Repeat([]byte{7}, 200_000)},
		{Type: flv.TagAudio, Timestamp: 0x1_00000004, Data: []byte{}},
	}
	file := write(t, flv.Header{Video: true}, tags)
	r, err := flv.NewReader(iotest.OneByteReader(bytes.NewReader(file)), 0)
	require.NoError(t, err)
	require.Equal(t, flv.Header{Video: true}, r.Header())
	for _, want := range tags {
		got, err := r.ReadTag()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err = r.ReadTag()
	require.ErrorIs(t, err, io.EOF)
}

func TestWriterRefusesHugeTag(t *testing.T) {
	t.Parallel()
	w, err := flv.NewWriter(io.Discard, flv.Header{})
	require.NoError(t, err)
	require.ErrorIs(t, w.WriteTag(flv.Tag{Type: flv.TagVideo, Data: make([]byte, flv.MaxTagSize+1)}), flv.ErrTooLarge)
	require.NoError(t, w.WriteTag(flv.Tag{Type: flv.TagVideo, Data: make([]byte, flv.MaxTagSize)}))
}

func TestReader(t *testing.T) {
	t.Parallel()
	const head = "FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"
	const tag = "\x08\x00\x00\x01\x00\x00\x05\x00\x00\x00\x00x\x00\x00\x00\x0c"
	tests := []struct {
		name string
		file string
		want error
	}{
		{"ok", head + tag, io.EOF},
		{"ok_longer_header", "FLV\x01\x05\x00\x00\x00\x0b..\x00\x00\x00\x00" + tag, io.EOF},
		{"ok_without_last_back_pointer", head + tag[:len(tag)-4], io.EOF},
		{"ok_unknown_type_skipped", head + "\x0a" + tag[1:] + tag, io.EOF},
		{"err_in_body", head + tag + tag[:11], io.ErrUnexpectedEOF},
		{"err_in_tag_header", head + tag + tag[:5], io.ErrUnexpectedEOF},
		{"err_encrypted", head + tag + "\x28" + tag[1:], flv.ErrMalformed},
		{"err_too_large", head + tag + "\x08\x00\x04\x01\x00\x00\x05\x00\x00\x00\x00", flv.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := flv.NewReader(bytes.NewReader([]byte(tt.file)), 1024)
			require.NoError(t, err)
			got, err := r.ReadTag()
			require.NoError(t, err)
			require.Equal(t, flv.Tag{Type: flv.TagAudio, Timestamp: 5, Data: []byte("x")}, got)
			_, err = r.ReadTag()
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestNewReaderRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		file string
		want error
	}{
		{"err_empty", "", io.ErrUnexpectedEOF},
		{"err_other_format", "GIF89a\x00\x00\x00\x00\x00\x00\x00", flv.ErrMalformed},
		{"err_version", "FLV\x02\x05\x00\x00\x00\x09\x00\x00\x00\x00", flv.ErrMalformed},
		{"err_offset_small", "FLV\x01\x05\x00\x00\x00\x08\x00\x00\x00\x00", flv.ErrMalformed},
		{"err_offset_huge", "FLV\x01\x05\xff\x00\x00\x09\x00\x00\x00\x00", flv.ErrMalformed},
		{"err_cut", "FLV\x01\x05\x00\x00\x00\x09\x00\x00", io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := flv.NewReader(bytes.NewReader([]byte(tt.file)), 0)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestFFmpegFile reads a file that FFmpeg wrote, writes it again and lets FFmpeg count the frames.
func TestFFmpegFile(t *testing.T) {
	t.Parallel()
	ffmpeg, err := exec.LookPath("ffmpeg")
	require.NoError(t, err)
	in, out := filepath.Join(t.TempDir(), "in.flv"), filepath.Join(t.TempDir(), "out.flv")
	msg, err := exec.Command(ffmpeg, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10", "-f", "lavfi", "-i", "sine",
		"-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "10", "-threads", "1", "-c:a", "aac", in).CombinedOutput()
	require.NoError(t, err, string(msg))

	file, err := os.ReadFile(in)
	require.NoError(t, err)
	r, err := flv.NewReader(bytes.NewReader(file), 0)
	require.NoError(t, err)
	var tags []flv.Tag
	keyframes, videoConfigs, audioConfigs := 0, 0, 0
	for {
		tag, err := r.ReadTag()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		tags = append(tags, tag)
		switch tag.Type {
		case flv.TagVideo:
			h, err := flv.ParseVideo(tag.Data)
			require.NoError(t, err)
			require.Equal(t, flv.CodecH264, h.Codec)
			if h.IsKeyframe() {
				keyframes++
			}
			if h.IsSequenceHeader() {
				videoConfigs++
			}
		case flv.TagAudio:
			h, err := flv.ParseAudio(tag.Data)
			require.NoError(t, err)
			require.Equal(t, flv.CodecAAC, h.Codec)
			if h.IsSequenceHeader() {
				audioConfigs++
			}
		}
	}
	require.True(t, tags[0].IsMetadata())
	require.Equal(t, []int{2, 1, 1}, []int{keyframes, videoConfigs, audioConfigs})

	require.NoError(t, os.WriteFile(out, write(t, r.Header(), tags), 0o600))
	probe, err := exec.Command("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_streams", "-of", "json", out).CombinedOutput()
	require.NoError(t, err, string(probe))
	var info struct {
		Streams []struct {
			Frames string `json:"nb_read_frames"`
		}
	}
	require.NoError(t, json.Unmarshal(probe, &info), string(probe))
	require.Len(t, info.Streams, 1)
	require.Equal(t, "20", info.Streams[0].Frames)
}

func FuzzReader(f *testing.F) {
	f.Add(write(f, flv.Header{Audio: true}, []flv.Tag{{Type: flv.TagAudio, Timestamp: 5, Data: []byte("\xaf\x01x")}}))
	f.Add([]byte("FLV\x01\x05\x00\x00\x00\x0b..\x00\x00\x00\x00\x0a\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := flv.NewReader(bytes.NewReader(file), 1<<20)
		if err != nil {
			return
		}
		total := 0
		for {
			tag, err := r.ReadTag()
			if err != nil {
				return
			}
			total += len(tag.Data) + 11
			require.LessOrEqual(t, total, len(file))
		}
	})
}

func write(t testing.TB, header flv.Header, tags []flv.Tag) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := flv.NewWriter(&buf, header)
	require.NoError(t, err)
	for _, tag := range tags {
		require.NoError(t, w.WriteTag(tag))
	}
	return buf.Bytes()
}
