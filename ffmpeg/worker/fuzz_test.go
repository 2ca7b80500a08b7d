package worker_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// replay is a connection whose other side says fixed bytes and reads all.
type replay struct {
	io.Reader
	written bytes.Buffer
}

func (r *replay) Write(p []byte) (int, error)    { return r.written.Write(p) }
func (*replay) Close() error                     { return nil }
func (*replay) LocalAddr() net.Addr              { return nil }
func (*replay) RemoteAddr() net.Addr             { return nil }
func (*replay) SetDeadline(time.Time) error      { return nil }
func (*replay) SetReadDeadline(time.Time) error  { return nil }
func (*replay) SetWriteDeadline(time.Time) error { return nil }

// harmless is an engine that does little, whatever it is asked.
type harmless struct{}

func (harmless) Load() error { return nil }
func (harmless) Trim()       {}
func (harmless) Transcode(_ context.Context, job *worker.TranscodeJob, in io.Reader, outs []io.Writer) (*worker.TranscodeResult, error) {
	n, err := echo(in, outs)
	return result(job, n), err
}
func (harmless) Probe(_ context.Context, data []byte, _ string) (core.MediaInfo, error) {
	return core.MediaInfo{VideoFrames: len(data)}, nil
}
func (harmless) Inspect(_ context.Context, data []byte, _ string, look core.Look) (*core.MediaFacts, error) {
	return &core.MediaFacts{Video: &core.VideoFacts{Frames: make([]core.FrameFacts, min(len(data), 100))}}, nil
}
func (harmless) Segment(job *worker.SegmentJob) (worker.StreamSegmenter, error) {
	return harmlessSegmenter{}, nil
}

type harmlessSegmenter struct{}

func (harmlessSegmenter) WriteTag(tag flv.Tag) ([]*core.Segment, error) {
	return []*core.Segment{{Data: tag.Data}}, nil
}
func (harmlessSegmenter) Flush() ([]*core.Segment, error) { return nil, nil }

// frame builds a frame by hand, as frame.go documents it.
func frame(typ, index byte, payload string) string {
	n := len(payload)
	return string([]byte{typ, index, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + payload
}

const (
	frJob, frInput, frInputEnd, frTag, frOutput, frSignature, frSegment, frResult, frFailure = 2, 3, 4, 5, 6, 7, 8, 9, 10
)

// FuzzWorker lets a worker read any bytes. It must end, and what it answers
// to good ones is checked elsewhere.
func FuzzWorker(f *testing.F) {
	f.Add([]byte(frame(frJob, 0, `{"Transcode":{"Profiles":[{}]}}`) + frame(frInput, 0, "abc") + frame(frInputEnd, 0, "")))
	f.Add([]byte(frame(frJob, 0, `{"Probe":{"Ext":".ts","Size":3}}`) + frame(frInput, 0, "abc") + frame(frInputEnd, 0, "")))
	f.Add([]byte(frame(frJob, 0, `{"Segment":{"Target":1}}`) + frame(frTag, 0, "\x09\x00\x00\x00\x00\x00\x00\x00\x01data") + frame(frInputEnd, 0, "")))
	f.Add([]byte(frame(frJob, 0, `{"Inspect":{"Ext":".ts","Size":3,"Look":{"Times":[1]}}}`) + frame(frInput, 0, "abc") + frame(frInputEnd, 0, "")))
	f.Add([]byte(frame(frJob, 0, `{}`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &replay{Reader: bytes.NewReader(b)}
		_ = worker.Serve(r, harmless{})
		require.Less(t, r.written.Len(), 100_000+64*len(b))
	})
}

// FuzzParent lets a parent read any bytes from a worker.
func FuzzParent(f *testing.F) {
	f.Add([]byte(frame(frOutput, 0, "abc")+frame(frSignature, 1, "s")+
		frame(frResult, 0, `{"Transcode":{"DecodedPixels":1,"Renditions":[{"Bytes":3},{"HashSize":1}]}}`)), false)
	f.Add([]byte(frame(frFailure, 0, `{"Kind":"transcode","Code":"No keyframes in input"}`)), false)
	f.Add([]byte(frame(frResult, 0, `{"Probe":{"HasVideo":true}}`)), true)
	f.Fuzz(func(t *testing.T, b []byte, probe bool) {
		r := &replay{Reader: bytes.NewReader(b)}
		if probe {
			_, _ = worker.ExchangeProbe(r, []byte("source"))
			return
		}
		out, err := worker.ExchangeTranscode(r, task("", ""))
		if err != nil {
			return
		}
		require.Len(t, out.Renditions, 2)
		for _, rd := range out.Renditions {
			require.LessOrEqual(t, len(rd.Data), len(b))
			require.GreaterOrEqual(t, rd.Pixels, int64(0))
		}
	})
}

func TestParent_badWorkers(t *testing.T) {
	t.Parallel()
	ok := `{"Transcode":{"Renditions":[{"Bytes":3},{}]}}`
	for name, said := range map[string]string{
		"too_few_renditions": frame(frResult, 0, `{"Transcode":{"Renditions":[{}]}}`),
		"other_result":       frame(frResult, 0, `{"Probe":{}}`),
		"bytes_missing":      frame(frOutput, 0, "ab") + frame(frResult, 0, ok),
		"negative_pixels":    frame(frResult, 0, `{"Transcode":{"Renditions":[{"Pixels":-1},{}]}}`),
		"unknown_output":     frame(frOutput, 2, "abc") + frame(frResult, 0, ok),
		"unknown_frame":      frame(99, 0, ""),
		"wrong_frame":        frame(frTag, 0, "123456789"),
		"no_json":            frame(frResult, 0, "{"),
		"too_long":           "\x06\x00\x00\x00\xff\xff\xff\xff",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := worker.ExchangeTranscode(&replay{Reader: bytes.NewReader([]byte(said))}, task("", ""))
			var broken *worker.ProtocolError
			require.ErrorAs(t, err, &broken)
		})
	}
	_, err := worker.ExchangeTranscode(&replay{Reader: bytes.NewReader([]byte(frame(frOutput, 0, "abc") + frame(frResult, 0, ok)))}, task("", ""))
	require.NoError(t, err)
}
