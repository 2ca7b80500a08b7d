package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// startSupervisor starts one that ends with the test.
func startSupervisor(t *testing.T, change func(*worker.Config)) *worker.Supervisor {
	t.Helper()
	cfg := worker.Config{MaxWorkers: 4, Spares: -1, DrainTimeout: -1, StartTimeout: time.Minute, JobTimeout: time.Minute, MemoryLimit: 2 << 30}
	if change != nil {
		change(&cfg)
	}
	s, err := worker.New(cfg)
	require.NoError(t, err)
	require.NoError(t, s.Start(t.Context()))
	t.Cleanup(func() {
		pids := s.PIDs()
		require.NoError(t, s.Close())
		require.Empty(t, s.PIDs())
		for _, pid := range pids {
			require.NoFileExists(t, fmt.Sprintf("/proc/%d", pid), "no zombie is left")
		}
	})
	return s
}

// task asks the fake engine to do command, and then to copy body.
func task(command, body string) *core.Task {
	return &core.Task{
		SessionID: "session", ManifestID: "stream", Seq: 7, Duration: 2 * time.Second, OrchestratorID: "orch",
		Source:   core.NewSource([]byte(command + "\n" + body)),
		Profiles: []core.Profile{{Name: "a", Width: 16, Height: 9, Bitrate: 1000}, {Name: "b", Width: 32, Height: 18, Bitrate: 1000}},
	}
}

func TestProbe(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, nil)
	info, err := s.Probe(t.Context(), bytes.Repeat([]byte{'\n'}, 3<<20), ".mp4")
	require.NoError(t, err)
	require.Equal(t, core.MediaInfo{HasVideo: true, VideoFrames: 3 << 20, PixelFormat: ".mp4"}, info)
	_, err = s.Probe(t.Context(), []byte("badvideo"), ".ts")
	require.ErrorIs(t, err, &core.TranscodeError{Code: core.NoKeyframes})
	var crash *worker.CrashError
	_, err = s.Probe(t.Context(), []byte("panic"), ".ts")
	require.ErrorAs(t, err, &crash)
	_, err = s.Probe(t.Context(), []byte("fine"), ".ts")
	require.NoError(t, err)
}

func TestSpares(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) {
		c.Spares = 2
		c.IdleTimeout = time.Second
	})
	require.Empty(t, s.PIDs(), "a node without work has no worker")
	s.Warm()
	idle := func(n int) func() bool {
		return func() bool { return s.Stats() == worker.Stats{Idle: n} }
	}
	require.Eventually(t, idle(2), 20*time.Second, 5*time.Millisecond)
	_, err := s.Transcode(t.Context(), task("abort", ""))
	require.Error(t, err)
	require.Eventually(t, idle(2), 20*time.Second, 5*time.Millisecond, "one that died is replaced")
	require.Eventually(t, idle(0), 20*time.Second, 5*time.Millisecond, "none is kept without work")
	require.Eventually(t, func() bool { return len(s.PIDs()) == 0 }, 20*time.Second, 5*time.Millisecond)
}

func TestRecycling(t *testing.T) {
	t.Parallel()
	s := startSupervisor(t, func(c *worker.Config) { c.JobsPerWorker = 2 })
	var pids []int
	for range 4 {
		dir := t.TempDir()
		_, err := s.Transcode(t.Context(), task("copy "+dir, ""))
		require.NoError(t, err)
		pids = append(pids, waitReady(t, dir))
	}
	require.Equal(t, pids[0], pids[1])
	require.Equal(t, pids[2], pids[3])
	require.NotEqual(t, pids[1], pids[2])
}

func TestClose(t *testing.T) {
	t.Parallel()
	t.Run("kills", func(t *testing.T) {
		t.Parallel()
		s := startSupervisor(t, nil)
		dir := t.TempDir()
		result := make(chan error, 1)
		go func() {
			_, err := s.Transcode(t.Context(), task("hang "+dir, ""))
			result <- err
		}()
		waitReady(t, dir)
		require.NoError(t, s.Close())
		require.ErrorIs(t, <-result, worker.ErrClosed)
		_, err := s.Transcode(t.Context(), task("copy", ""))
		require.ErrorIs(t, err, worker.ErrClosed)
		_, err = s.Probe(t.Context(), nil, ".ts")
		require.ErrorIs(t, err, worker.ErrClosed)
		_, err = s.Open(t.Context(), 0)
		require.ErrorIs(t, err, worker.ErrClosed)
	})
	t.Run("drains", func(t *testing.T) {
		t.Parallel()
		s := startSupervisor(t, func(c *worker.Config) { c.DrainTimeout = time.Minute })
		dir := t.TempDir()
		result := make(chan error, 1)
		go func() {
			_, err := s.Transcode(t.Context(), task("copy "+dir, strings.Repeat("x", 20<<20)))
			result <- err
		}()
		waitReady(t, dir)
		require.NoError(t, s.Close())
		require.NoError(t, <-result)
	})
	t.Run("before_start", func(t *testing.T) {
		t.Parallel()
		s, err := worker.New(worker.Config{})
		require.NoError(t, err)
		_, err = s.Transcode(t.Context(), task("copy", ""))
		require.ErrorIs(t, err, worker.ErrClosed)
		s.Warm()
		require.NoError(t, s.Close())
	})
}

func TestWorkerInheritsNothing(t *testing.T) {
	t.Setenv("LP_ETHPASSWORD", "secret")
	// Such as a shell leaves to its children: without close-on-exec.
	fd, err := syscall.Open(filepath.Join(t.TempDir(), "log"), syscall.O_CREAT|syscall.O_WRONLY, 0o600)
	require.NoError(t, err)
	defer syscall.Close(fd)
	s := startSupervisor(t, nil)

	out, err := s.Transcode(t.Context(), task("env", ""))
	require.NoError(t, err)
	env := string(out.Renditions[0].Data)
	require.Contains(t, env, "PATH=")
	require.NotContains(t, env, "LP_ETHPASSWORD")

	out, err = s.Transcode(t.Context(), task("files", ""))
	require.NoError(t, err)
	for i, name := range strings.Split(string(out.Renditions[0].Data), "\n") {
		switch {
		case name == "/dev/null", strings.HasPrefix(name, "anon_inode:"), strings.HasPrefix(name, "/proc/"), strings.HasPrefix(name, "/sys/"):
		case strings.HasPrefix(name, "pipe:"), strings.HasPrefix(name, "socket:"):
			// standard error and the connection
		default:
			require.Failf(t, "inherited file", "%d: %s", i, name)
		}
	}
}

const orphanDirEnv = "WORKER_TEST_ORPHAN_DIR"

// runDoomedNode is a node that waits for its end with a worker at work.
func runDoomedNode(dir string) error {
	s, err := worker.New(worker.Config{Spares: -1})
	if err != nil {
		return err
	}
	if err := s.Start(context.Background()); err != nil {
		return err
	}
	_, err = s.Transcode(context.Background(), task("hang "+dir, ""))
	return err
}

func TestWorkerDiesWithItsParent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	node := exec.Command("/proc/self/exe")
	node.Env = append(os.Environ(), orphanDirEnv+"="+dir)
	require.NoError(t, node.Start())
	exited := watchExit(t, waitReady(t, dir))
	require.NoError(t, node.Process.Kill())
	_ = node.Wait()
	exited()
}

func TestConfig(t *testing.T) {
	t.Parallel()
	require.NoError(t, worker.Config{}.Validate())
	require.ErrorContains(t, worker.Config{MaxWorkers: -1}.Validate(), "MaxWorkers")
	_, err := worker.New(worker.Config{MemoryLimit: 1, RecycleMemory: 2})
	require.ErrorContains(t, err, "MemoryLimit")
}

func TestObserver(t *testing.T) {
	t.Parallel()
	seen := &recorder{}
	s := startSupervisor(t, func(c *worker.Config) { c.Observer = seen })
	_, err := s.Transcode(t.Context(), task("copy", ""))
	require.NoError(t, err)
	_, failed := s.Transcode(t.Context(), task("abort", ""))
	require.Error(t, failed)
	require.NoError(t, s.Close())
	seen.mu.Lock()
	defer seen.mu.Unlock()
	require.Equal(t, 1, seen.started)
	require.Equal(t, []worker.EndReason{worker.EndCrash}, seen.ended)
	require.Equal(t, []error{nil, failed}, seen.jobs)
	require.Positive(t, seen.peak)
}

type recorder struct {
	mu      sync.Mutex
	started int
	ended   []worker.EndReason
	jobs    []error
	peak    int64
}

func (r *recorder) WorkerStarted(time.Duration) { r.mu.Lock(); r.started++; r.mu.Unlock() }
func (r *recorder) WorkerEnded(why worker.EndReason) {
	r.mu.Lock()
	r.ended = append(r.ended, why)
	r.mu.Unlock()
}
func (r *recorder) JobDone(_ worker.JobKind, _ time.Duration, err error) {
	r.mu.Lock()
	r.jobs = append(r.jobs, err)
	r.mu.Unlock()
}
func (r *recorder) JobMemory(_ worker.JobKind, peak int64) {
	r.mu.Lock()
	r.peak = max(r.peak, peak)
	r.mu.Unlock()
}

// TestRandomKills kills workers at random while several streams are worked on:
// only the jobs of the killed fail, and a second attempt brings them through.
func TestRandomKills(t *testing.T) {
	t.Parallel()
	const kills, streams = 100, 3
	s := startSupervisor(t, func(c *worker.Config) { c.Spares = 1 })
	body := strings.Repeat("frame", 100_000)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var mu sync.Mutex
	var done, lost int
	progress := make(chan struct{}, 1)
	for i := range streams {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := 0; ctx.Err() == nil; n++ {
				job := task("copy", fmt.Sprint(i, n, body))
				out, err := s.Transcode(t.Context(), job)
				for ; err != nil; out, err = s.Transcode(t.Context(), job) {
					var crash *worker.CrashError
					if !errors.As(err, &crash) || crash.Signal != syscall.SIGKILL {
						t.Errorf("untyped error: %v", err)
						return
					}
					mu.Lock()
					lost++
					mu.Unlock()
				}
				if string(out.Renditions[0].Data) != fmt.Sprint(i, n, body) {
					t.Error("rendition differs")
				}
				mu.Lock()
				done++
				mu.Unlock()
				select {
				case progress <- struct{}{}: // time for a kill
				default:
				}
			}
		}()
	}
	for killed := 0; killed < kills; {
		<-progress
		pids := s.PIDs()
		if len(pids) == 0 {
			continue
		}
		pid := pids[rand.IntN(len(pids))]
		fd, err := unix.PidfdOpen(pid, 0)
		if err != nil {
			continue // it is gone since
		}
		if unix.PidfdSendSignal(fd, syscall.SIGKILL, nil, 0) == nil {
			waitPidfd(t, fd)
			killed++
		}
		unix.Close(fd)
	}
	cancel()
	wg.Wait()
	t.Logf("%d jobs done, %d lost to %d kills", done, lost, kills)
	require.Positive(t, done)
	require.LessOrEqual(t, lost, kills, "no job failed but by a kill")
}

// waitReady waits for the word of a fake engine and returns its process id.
func waitReady(t *testing.T, dir string) int {
	t.Helper()
	var pid int
	require.Eventually(t, func() bool {
		b, err := os.ReadFile(filepath.Join(dir, "ready"))
		if err != nil {
			return false
		}
		pid, err = strconv.Atoi(string(b))
		return err == nil
	}, 30*time.Second, 5*time.Millisecond)
	return pid
}

// watchExit returns a function that waits for the process to end.
func watchExit(t *testing.T, pid int) func() {
	t.Helper()
	fd, err := unix.PidfdOpen(pid, 0)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return func() { waitPidfd(t, fd) }
}

func waitPidfd(t *testing.T, fd int) {
	t.Helper()
	n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 30_000)
	for errors.Is(err, syscall.EINTR) {
		n, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 30_000)
	}
	require.NoError(t, err)
	require.Equal(t, 1, n, "the process has ended")
}
