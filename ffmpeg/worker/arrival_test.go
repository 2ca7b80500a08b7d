package worker_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

var errCut = errors.New("broadcaster left")

// arriving makes the task's source one that has not quite come in, and returns
// its writer and the rest.
func arriving(t *testing.T, task *core.Task) (*core.Arrival, io.Reader) {
	data, err := task.Source.Bytes(t.Context())
	require.NoError(t, err)
	arrival, r := core.NewArrival(len(data), time.Now()), bytes.NewReader(data)
	for part := 1; part > 0; {
		part = min(200_000, len(data)-10-arrival.Filled())
		if part > 0 {
			_, err = arrival.Read(io.MultiReader(io.LimitReader(r, int64(part)), stop{}))
			require.True(t, err == nil || errors.Is(err, errStop), err)
		}
	}
	task.Source = arrival.Early()
	return arrival, r
}

var errStop = errors.New("no more for now")

// stop is a reader that has nothing for the moment.
type stop struct{}

func (stop) Read([]byte) (int, error) { return 0, errStop }

func transcode(t *testing.T, s *worker.Supervisor, task *core.Task) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := s.Transcode(t.Context(), task)
		done <- err
	}()
	return done
}

// requireLost wants the error of the task's source: that of its writer, or that
// it was late, on a slow machine.
func requireLost(t *testing.T, task *core.Task, err error, name string) {
	t.Helper()
	require.Error(t, err, name)
	require.Equal(t, task.Source.Err(), err, name)
}

func TestTranscode_arriving(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	dir := t.TempDir()
	body := string(bytes.Repeat([]byte("0123456789"), 100_000))
	_, err := s.Transcode(t.Context(), task("copy", "")) // there is a worker now
	require.NoError(t, err)
	job := task("copy "+dir, body)
	whole := job.Source
	arrival, rest := arriving(t, job)
	done := transcode(t, s, job)
	require.Eventually(t, func() bool { // the worker is at it, or the machine is too slow for that
		_, err := os.Stat(filepath.Join(dir, "ready"))
		return err == nil || job.Source.Err() != nil
	}, 30*time.Second, time.Millisecond)
	_, err = arrival.Read(rest)
	require.NoError(t, err)
	if arrival.Confirm() != job.Source {
		require.ErrorIs(t, <-done, core.ErrSourceLate, "on a slow machine")
		job.Source = whole
		done = transcode(t, s, job)
	}
	require.NoError(t, <-done)
	require.Len(t, s.PIDs(), 1)
}

// A source that breaks costs no worker, and blames neither it nor the source.
func TestTranscode_sourceBreaks(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	_, err := s.Transcode(t.Context(), task("copy", ""))
	require.NoError(t, err)
	before := s.PIDs()
	for name, command := range map[string]string{"reading": "copy", "ended": "early", "failed": "badvideo"} {
		for range 3 {
			job := task(command, string(make([]byte, 1<<20)))
			arrival, _ := arriving(t, job)
			done := transcode(t, s, job)
			arrival.Fail(errCut)
			requireLost(t, job, <-done, name)
		}
	}
	_, err = s.Transcode(t.Context(), task("copy", ""))
	require.NoError(t, err)
	require.Equal(t, before, s.PIDs(), "one worker did all of it")
}

// What a worker dies of counts only when it was whole.
func TestTranscode_poisonIsWhole(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	invalid := &core.TranscodeError{Code: core.InvalidVideo}
	var crash *worker.CrashError
	for range 3 {
		job := task("abort", "x")
		arrival, _ := arriving(t, job)
		done := transcode(t, s, job)
		arrival.Fail(errCut)
		require.NotErrorIs(t, <-done, invalid)
	}
	_, err := s.Transcode(t.Context(), task("abort", "x"))
	require.ErrorAs(t, err, &crash)
	require.NotErrorIs(t, err, invalid, "the first one that was whole")
	_, err = s.Transcode(t.Context(), task("abort", "x"))
	require.ErrorIs(t, err, invalid)

	before := s.PIDs()
	job := task("abort", "x")
	arrival, rest := arriving(t, job)
	done := transcode(t, s, job)
	_, err = arrival.Read(rest)
	require.NoError(t, err)
	arrival.Confirm()
	err = <-done
	require.True(t, errors.Is(err, invalid) || errors.Is(err, core.ErrSourceLate), err)
	require.Equal(t, before, s.PIDs(), "it is refused before it reaches a worker")
}

// The engine itself gives up a source that breaks, in both containers, and its
// worker goes on with the next.
func TestMedia_sourceBreaks(t *testing.T) {
	t.Parallel()
	s := startMedia(t, func(c *worker.Config) { c.Spares = -1 })
	for _, ext := range []string{".ts", ".mp4"} {
		source := clip(t, ext, "2")
		_, err := s.Transcode(t.Context(), mediaTask(source))
		require.NoError(t, err)
		before := s.PIDs()
		job := mediaTask(source)
		arrival, _ := arriving(t, job)
		done := transcode(t, s, job)
		arrival.Fail(errCut)
		requireLost(t, job, <-done, ext)
		job = mediaTask(source)
		arrival, rest := arriving(t, job)
		done = transcode(t, s, job)
		_, err = arrival.Read(rest)
		require.NoError(t, err)
		arrival.Confirm()
		if err = <-done; !errors.Is(err, core.ErrSourceLate) { // on a slow machine
			require.NoError(t, err, ext)
		}
		require.Equal(t, before, s.PIDs())
	}
}
