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
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// These tests run the real engine in workers. LP_TEST_LONG=n does n times as
// many kills and mutations.

func long(n int) int {
	if f, err := strconv.Atoi(os.Getenv("LP_TEST_LONG")); err == nil && f > 0 {
		return n * f
	}
	return n
}

// clip makes a small clip with the ffmpeg program: 10 pictures a second, sound.
func clip(t testing.TB, ext, seconds string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip"+ext)
	all := append([]string{
		"-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10",
		"-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", seconds, "-pix_fmt", "yuv420p",
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
	}, args...)
	out, err := exec.Command("ffmpeg", append(all, path)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

func mediaTask(source []byte) *core.Task {
	return &core.Task{
		SessionID: "s", ManifestID: "m", Duration: 500 * time.Millisecond, Source: core.NewSource(source),
		Profiles: []core.Profile{{Name: "small", Width: 146, Height: 82, Bitrate: 200_000}},
	}
}

func startMedia(t *testing.T, change func(*worker.Config)) *worker.Supervisor {
	return startSupervisor(t, func(c *worker.Config) {
		c.Preset = "ultrafast"
		c.Spares = 1
		if change != nil {
			change(c)
		}
	})
}

func TestMedia(t *testing.T) {
	t.Parallel()
	s := startMedia(t, nil)
	for _, ext := range []string{".ts", ".mp4"} {
		source := clip(t, ext, "2")
		info, err := s.Probe(t.Context(), source, ext)
		require.NoError(t, err)
		require.Equal(t, 20, info.VideoFrames)
		require.Equal(t, "avc1", info.VideoCodecTag[:4])

		job := mediaTask(source)
		job.Profiles = append(job.Profiles, core.Profile{Name: "mp4", Width: 256, Height: 144, Bitrate: 300_000, FPS: 5, Format: core.MP4})
		job.PerceptualHash = true
		out, err := s.Transcode(t.Context(), job)
		require.NoError(t, err)
		require.EqualValues(t, 20*160*90, out.DecodedPixels)
		for i, want := range []int{20, 10} {
			r := out.Renditions[i]
			require.Equal(t, want, r.Frames)
			require.InDelta(t, 2, r.Duration.Seconds(), 0.3)
			require.NotEmpty(t, r.PerceptualHash)
			got, err := s.Probe(t.Context(), r.Data, job.Profiles[i].Format.Ext())
			require.NoError(t, err)
			require.Equal(t, want, got.VideoFrames)
			require.EqualValues(t, want*got.Width*got.Height, r.Pixels)
		}
	}
	_, err := s.Transcode(t.Context(), mediaTask([]byte("these are no media at all")))
	var te *core.TranscodeError
	require.ErrorAs(t, err, &te)
	require.Equal(t, core.InvalidVideo, te.Code)
}

func TestMedia_segmenter(t *testing.T) {
	t.Parallel()
	s := startMedia(t, nil)
	r, err := flv.NewReader(bytes.NewReader(clip(t, ".flv", "5", "-g", "10")), 0)
	require.NoError(t, err)
	ss, err := s.Open(t.Context(), realTarget)
	require.NoError(t, err)
	for tag, err := r.ReadTag(); err == nil; tag, err = r.ReadTag() {
		require.NoError(t, ss.WriteTag(tag))
	}
	require.NoError(t, ss.CloseInput())
	segs, err := drain(t.Context(), ss)
	require.NoError(t, err)
	require.NoError(t, ss.Close())
	require.Len(t, segs, 5)
	for _, seg := range segs {
		require.Equal(t, time.Second, seg.Duration.Round(100*time.Millisecond))
		info, err := s.Probe(t.Context(), seg.Data, ".ts")
		require.NoError(t, err)
		require.Equal(t, 10, info.VideoFrames)
		require.Equal(t, seg.Info.VideoCodecTag, info.VideoCodecTag)
		require.Equal(t, seg.Info.HasAudio, info.HasAudio)
	}
}

// Workers are killed at random under the load of several streams: each killed
// job gets a typed error and then succeeds, no other job fails, and nothing of
// the dead is left behind.
func TestMedia_randomKills(t *testing.T) {
	kills := long(100)
	source := clip(t, ".ts", "0.5")
	before := openFileCount(t)
	s := startMedia(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var done, lost atomic.Int64
	progress := make(chan struct{}, 1)
	var group errgroup.Group
	for range 3 {
		group.Go(func() error {
			for ctx.Err() == nil {
				out, err := s.Transcode(t.Context(), mediaTask(source))
				var crash *worker.CrashError
				var start *worker.StartError
				switch {
				case errors.As(err, &crash) && crash.Signal == syscall.SIGKILL, errors.As(err, &start):
					lost.Add(1)
				case err != nil:
					return err
				case out.Renditions[0].Frames != 5:
					return fmt.Errorf("%d frames", out.Renditions[0].Frames)
				default:
					done.Add(1)
					select {
					case progress <- struct{}{}: // time for a kill
					default:
					}
				}
			}
			return nil
		})
	}
	for killed := 0; killed < kills; {
		<-progress
		pids := s.PIDs()
		if len(pids) == 0 {
			continue
		}
		fd, err := unix.PidfdOpen(pids[rand.IntN(len(pids))], 0)
		if err != nil {
			continue // it is gone since
		}
		if unix.PidfdSendSignal(fd, syscall.SIGKILL, nil, 0) == nil {
			killed++
		}
		unix.Close(fd)
	}
	cancel()
	require.NoError(t, group.Wait())
	t.Logf("%d jobs done, %d lost to %d kills", done.Load(), lost.Load(), kills)
	require.Positive(t, done.Load())
	require.LessOrEqual(t, lost.Load(), int64(kills))
	out, err := s.Transcode(t.Context(), mediaTask(source))
	require.NoError(t, err, "it was never taken for poison")
	require.Equal(t, 5, out.Renditions[0].Frames)
	require.NoError(t, s.Close())
	require.Empty(t, s.PIDs())
	require.Equal(t, before, openFileCount(t), "no descriptor is left open")
}

func openFileCount(t testing.TB) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

// mutate damages a copy of a segment: bits flipped, parts cut off, doubled,
// taken out or put elsewhere.
func mutate(r *rand.Rand, source []byte, other []byte) []byte {
	b := slices.Clone(source)
	for range 1 + r.IntN(4) {
		at := r.IntN(len(b))
		n := min(1+r.IntN(2000), len(b)-at)
		switch r.IntN(6) {
		case 0, 1:
			for range 1 + r.IntN(50) {
				b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			}
		case 2:
			b = b[:max(at, 1)]
		case 3:
			b = slices.Delete(b, at, at+n-1)
		case 4:
			b = slices.Insert(b, at, b[at:at+n]...)
		case 5:
			from := r.IntN(len(other))
			b = slices.Insert(b, at, other[from:min(from+n, len(other))]...)
		}
		if len(b) == 0 {
			return []byte{0}
		}
	}
	return b
}

// A thousand damaged segments: each gives renditions or a typed error, the
// node lives, and a clean stream beside them never fails.
func TestMedia_mutations(t *testing.T) {
	sources := [][]byte{
		clip(t, ".ts", "0.5"), clip(t, ".mp4", "0.5"), clip(t, ".ts", "0.5", "-bf", "2", "-g", "3", "-preset", "veryfast"),
		clip(t, ".mp4", "0.5", "-movflags", "frag_keyframe+empty_moov"),
	}
	var faults, failed, fine atomic.Int64
	s := startMedia(t, func(c *worker.Config) {
		c.MaxWorkers = 2
		c.JobTimeout = 30 * time.Second
		c.MemoryLimit, c.RecycleMemory = 1<<30, 512<<20
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	clean := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			if _, err := s.Transcode(t.Context(), mediaTask(sources[0])); err != nil {
				clean <- fmt.Errorf("clean stream: %w", err)
				return
			}
		}
		clean <- nil
	}()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range long(1000) {
		b := mutate(r, sources[i%len(sources)], sources[(i+1)%len(sources)])
		out, err := s.Transcode(t.Context(), mediaTask(b))
		var te *core.TranscodeError
		switch {
		case err == nil:
			require.NotEmpty(t, out.Renditions)
			fine.Add(1)
		case errors.As(err, &te):
			failed.Add(1)
		default:
			faults.Add(1)
			t.Logf("mutation %d: %v", i, err)
		}
	}
	cancel()
	require.NoError(t, <-clean)
	t.Logf("%d transcoded, %d refused, %d faults of workers", fine.Load(), failed.Load(), faults.Load())
	require.Positive(t, fine.Load())
	require.Positive(t, failed.Load())
	require.Zero(t, faults.Load(), "the engine itself bears damaged input")
}

// The parent keeps nothing of a job.
func TestMedia_parentMemory(t *testing.T) {
	s := startSupervisor(t, nil)
	job := task("copy", strings.Repeat("0123456789abcdef", 1<<18))
	run := func() uint64 {
		var group errgroup.Group
		for range 2 {
			group.Go(func() error {
				_, err := s.Transcode(t.Context(), job)
				return err
			})
		}
		require.NoError(t, group.Wait())
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	run()
	before := run()
	for range 10 {
		run()
	}
	require.Less(t, run(), before+4<<20)
}
