package worker_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/ffmpeg"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func videoTag(ms int64, size int) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Timestamp: ms, Data: bytes.Repeat([]byte{byte(ms)}, size)}
}

func script(words string) flv.Tag { return flv.Tag{Type: flv.TagScript, Data: []byte(words)} }

// drain reads segments until the end of the session.
func drain(ctx context.Context, ss broadcaster.SegmenterSession) ([]*core.Segment, error) {
	var all []*core.Segment
	for {
		seg, err := ss.Next(ctx)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, seg)
	}
}

func TestSegmenter(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	for range 2 {
		ss, err := s.Open(t.Context(), time.Second)
		require.NoError(t, err)
		written := make(chan error, 1)
		go func() {
			for ms := int64(0); ms < 10_500; ms += 250 {
				if err := ss.WriteTag(videoTag(ms, 200_000)); err != nil {
					written <- err
					return
				}
			}
			written <- ss.CloseInput()
		}()
		segs, err := drain(t.Context(), ss)
		require.NoError(t, err)
		require.NoError(t, <-written)
		require.Len(t, segs, 11)
		for i, seg := range segs[:10] {
			require.Equal(t, time.Second, seg.Duration)
			require.Equal(t, i == 0, seg.Discontinuity)
			require.Equal(t, 4, seg.Info.VideoFrames)
			require.Len(t, seg.Data, 800_000)
			for j := range 4 {
				require.Equal(t, byte(i*1000+j*250), seg.Data[j*200_000])
			}
		}
		require.Len(t, segs[10].Data, 400_000)
		require.Error(t, ss.WriteTag(videoTag(0, 1)))
		require.NoError(t, ss.Close())
		require.NoError(t, ss.Close())
	}
	require.Len(t, s.PIDs(), 1, "a worker whose stream ended serves the next")
}

func TestSegmenter_streamError(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.MaxKeyframeGap = 8 * time.Second })
	ss, err := s.Open(t.Context(), time.Second)
	require.NoError(t, err)
	require.NoError(t, ss.WriteTag(videoTag(0, 10)))
	require.NoError(t, ss.WriteTag(videoTag(1500, 10)))
	require.NoError(t, ss.WriteTag(script("bad")))
	segs, err := drain(t.Context(), ss)
	require.Len(t, segs, 1, "what was cut before comes out")
	want := &ffmpeg.StreamError{Fault: ffmpeg.NoKeyframe, Detail: "8s"}
	require.Equal(t, want, err)
	require.Equal(t, want, ss.WriteTag(videoTag(0, 1)), "the publisher hears it")
	require.NoError(t, ss.Close())

	ss, err = s.Open(t.Context(), time.Hour)
	require.NoError(t, err)
	_, err = ss.Next(t.Context())
	require.ErrorIs(t, err, &ffmpeg.StreamError{Fault: ffmpeg.UnsupportedStream})
	require.NoError(t, ss.Close())
	require.Len(t, s.PIDs(), 1)
}

func TestSegmenter_faults(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) {
		c.StallTimeout = 3 * time.Second
		c.MemoryLimit, c.RecycleMemory = 400<<20, 300<<20
	})
	for command, want := range map[string]error{
		"panic":   &worker.CrashError{},
		"hang":    &worker.HangError{},
		"alloc":   &worker.MemoryError{},
		"garbage": &worker.ProtocolError{},
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			ss, err := s.Open(t.Context(), time.Second)
			require.NoError(t, err)
			require.NoError(t, ss.WriteTag(script(command)))
			for err == nil { // fills the socket, since the worker reads no more
				err = ss.WriteTag(videoTag(0, 100_000))
			}
			require.IsType(t, want, err)
			_, next := ss.Next(t.Context())
			require.Equal(t, err, next)
			require.NoError(t, ss.Close())
		})
	}
}

// A reader that takes its time is no fault of the worker.
func TestSegmenter_slowReaderIsNoHang(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.StallTimeout = 2 * time.Second })
	ss, err := s.Open(t.Context(), time.Second)
	require.NoError(t, err)
	written := make(chan error, 1)
	go func() {
		for ms := int64(0); ms < 20_000; ms += 1000 {
			if err := ss.WriteTag(videoTag(ms, 1<<20)); err != nil {
				written <- err
				return
			}
		}
		written <- ss.CloseInput()
	}()
	select {
	case <-written:
		require.Fail(t, "the writer was not made to wait")
	case <-time.After(5 * time.Second): // more than twice the limit
	}
	segs, err := drain(t.Context(), ss)
	require.NoError(t, err)
	require.NoError(t, <-written)
	require.Len(t, segs, 20)
	require.NoError(t, ss.Close())
}

func TestSegmenter_close(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.MaxSegmenters = 1 })
	ss, err := s.Open(t.Context(), time.Second)
	require.NoError(t, err)
	_, err = s.Open(t.Context(), time.Second)
	require.ErrorIs(t, err, worker.ErrTooManyStreams)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ss.Next(ctx)
	require.ErrorIs(t, err, context.Canceled)
	blocked := make(chan error, 1)
	go func() {
		var err error
		for err == nil {
			err = ss.WriteTag(videoTag(0, 100_000))
		}
		blocked <- err
	}()
	require.NoError(t, ss.Close())
	require.ErrorIs(t, <-blocked, worker.ErrClosed)
	_, err = ss.Next(t.Context())
	require.ErrorIs(t, err, worker.ErrClosed)
	require.Eventually(t, func() bool {
		ss, err = s.Open(t.Context(), time.Second)
		return err == nil
	}, 10*time.Second, 5*time.Millisecond, "its place is free again")
	require.NoError(t, ss.Close())
}
