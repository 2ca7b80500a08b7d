package worker_test

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func TestTranscode(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	body := strings.Repeat("0123456789abcdef", 300_000) // more than the socket holds
	job := task("copy", body)
	job.PerceptualHash = true
	for range 3 {
		out, err := s.Transcode(t.Context(), job)
		require.NoError(t, err)
		require.Len(t, out.Renditions, 2)
		for i, r := range out.Renditions {
			require.True(t, string(r.Data) == body, "rendition %d differs", i)
			require.Equal(t, i+1, r.Frames)
			require.Equal(t, 2*time.Second, r.Duration)
			require.Equal(t, "orch@", string(r.PerceptualHash))
		}
		require.EqualValues(t, 16*9, out.Renditions[0].Pixels)
		require.EqualValues(t, 32*18, out.Renditions[1].Pixels)
		require.EqualValues(t, len(body), out.DecodedPixels)
		require.Positive(t, out.EngineTime)
	}
	require.Len(t, s.PIDs(), 1, "one worker does one job after the other")
}

func TestTranscode_inputNotRead(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	for range 3 {
		out, err := s.Transcode(t.Context(), task("early", strings.Repeat("x", 3<<20)))
		require.NoError(t, err)
		require.Empty(t, out.Renditions[0].Data)
	}
	require.Len(t, s.PIDs(), 1)
}

func TestTranscode_refusals(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	for name, c := range map[string]struct {
		change func(*core.Task)
		want   core.TranscodeCode
	}{
		"no_profiles":       {func(j *core.Task) { j.Profiles = nil }, core.InvalidArgument},
		"too_many_profiles": {func(j *core.Task) { j.Profiles = make([]core.Profile, core.MaxProfiles+1) }, core.TooManyOutputs},
		"no_source":         {func(j *core.Task) { j.Source = core.NewSource(nil) }, core.InvalidVideo},
		"bad_video":         {func(j *core.Task) { j.Source = core.NewSource([]byte("badvideo")) }, core.NoKeyframes},
	} {
		job := task("copy", "")
		c.change(job)
		_, err := s.Transcode(t.Context(), job)
		require.ErrorIs(t, err, &core.TranscodeError{Code: c.want}, name)
	}
	_, err := s.Transcode(t.Context(), task("fault", ""))
	var engine *worker.EngineError
	require.ErrorAs(t, err, &engine)
	require.Equal(t, "the card fell off", engine.Text)
	require.Len(t, s.PIDs(), 1, "a job that fails does not cost its worker")
}

func TestTranscode_faultsCostTheJobAlone(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) {
		c.JobTimeout, c.JobTimeoutFactor = 5*time.Second, 1
		c.MemoryLimit, c.RecycleMemory = 400<<20, 300<<20
	})
	_, err := s.Transcode(t.Context(), task("copy", "start"))
	require.NoError(t, err)
	for command, check := range map[string]func(*testing.T, error){
		"segv": func(t *testing.T, err error) {
			var crash *worker.CrashError
			require.ErrorAs(t, err, &crash)
			require.Contains(t, crash.Stderr, "SIGSEGV")
		},
		"abort": func(t *testing.T, err error) {
			var crash *worker.CrashError
			require.ErrorAs(t, err, &crash)
			require.Equal(t, 134, crash.ExitCode)
			require.Equal(t, "assertion x > 0 failed\n", crash.Stderr)
		},
		"panic": func(t *testing.T, err error) {
			var crash *worker.CrashError
			require.ErrorAs(t, err, &crash)
			require.Equal(t, 2, crash.ExitCode)
			require.Contains(t, crash.Stderr, "the engine has a bug")
		},
		"halfway": func(t *testing.T, err error) {
			var crash *worker.CrashError
			require.ErrorAs(t, err, &crash)
			require.Equal(t, 3, crash.ExitCode)
		},
		"sigkill": func(t *testing.T, err error) {
			var crash *worker.CrashError
			require.ErrorAs(t, err, &crash)
			require.Equal(t, syscall.SIGKILL, crash.Signal)
		},
		"hang": func(t *testing.T, err error) {
			var hang *worker.HangError
			require.ErrorAs(t, err, &hang)
			require.Equal(t, 5*time.Second, hang.Limit)
		},
		"alloc": func(t *testing.T, err error) {
			var memory *worker.MemoryError
			require.ErrorAs(t, err, &memory)
			require.Greater(t, memory.RSS, memory.Limit)
		},
		"flood": func(t *testing.T, err error) {
			var protocol *worker.ProtocolError
			require.ErrorAs(t, err, &protocol, "%#v", err)
		},
		"garbage": func(t *testing.T, err error) {
			var protocol *worker.ProtocolError
			require.ErrorAs(t, err, &protocol, "%#v", err)
		},
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			job := task(command, "")
			_, err := s.Transcode(t.Context(), job)
			check(t, err)
			var te *core.TranscodeError
			require.False(t, errors.As(err, &te), "a first fault is not blamed on the source")
			out, err := s.Transcode(t.Context(), task("copy", "still here"))
			require.NoError(t, err)
			require.Equal(t, "still here", string(out.Renditions[1].Data))
		})
	}
}

func TestTranscode_poison(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	invalid := &core.TranscodeError{Code: core.InvalidVideo}

	_, err := s.Transcode(t.Context(), task("abort", "x"))
	require.NotErrorIs(t, err, invalid)
	_, err = s.Transcode(t.Context(), task("abort", "y"))
	require.NotErrorIs(t, err, invalid, "another input of the same length")
	_, err = s.Transcode(t.Context(), task("abort", "x"))
	require.ErrorIs(t, err, invalid, "the second worker that died of it")
	before := s.PIDs()
	_, err = s.Transcode(t.Context(), task("abort", "x"))
	require.ErrorIs(t, err, invalid)
	_, err = s.Probe(t.Context(), []byte("abort\nx"), ".ts")
	require.ErrorIs(t, err, invalid)
	require.Equal(t, before, s.PIDs(), "it is refused before it reaches a worker")

	for range 3 { // killed from outside is not the source's doing
		_, err = s.Transcode(t.Context(), task("sigkill", ""))
		require.NotErrorIs(t, err, invalid)
	}
}

func TestTranscode_canceled(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() {
		_, err := s.Transcode(ctx, task("hang "+dir, ""))
		result <- err
	}()
	pid := waitReady(t, dir)
	exited := watchExit(t, pid)
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	exited()
	_, err := s.Transcode(ctx, task("copy", ""))
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Transcode(t.Context(), task("copy", ""))
	require.NoError(t, err)
}

func TestTranscode_waitsForItsTurn(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.MaxWorkers = 1 })
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := s.Transcode(ctx, task("hang "+dir, ""))
		first <- err
	}()
	waitReady(t, dir)
	second := make(chan error, 1)
	go func() {
		_, err := s.Transcode(t.Context(), task("copy", ""))
		second <- err
	}()
	impatient, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	_, err := s.Transcode(impatient, task("copy", ""))
	require.ErrorIs(t, err, context.DeadlineExceeded, "the only slot is taken")
	_, err = s.Probe(t.Context(), []byte("copy"), ".ts")
	require.NoError(t, err, "probes do not wait for transcodes")
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	require.NoError(t, <-second)
}
