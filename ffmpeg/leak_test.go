package ffmpeg_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// residentMB is the process's memory in MB.
func residentMB(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	require.NoError(t, err)
	pages, err := strconv.Atoi(strings.Fields(string(data))[1])
	require.NoError(t, err)
	return pages * os.Getpagesize() >> 20
}

func count(t *testing.T, dir string) int {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	return len(list)
}

// Memory, threads and files go back to their level, whether jobs succeed or
// fail. It does not run in parallel, so that it has the process for itself.
func TestNothingLeaks(t *testing.T) {
	src := clip(t, ".ts", "320x180", "30", "1")
	mp4 := small(25, 0)
	mp4.Format = core.MP4
	good := ffmpeg.Job{Profiles: []core.Profile{small(0, 0), mp4}, Signature: true}
	tooLarge := ffmpeg.Job{Profiles: good.Profiles, Limits: ffmpeg.Limits{OutputBytes: 1000}}
	round := func(n int) {
		for range n {
			_, _, err := transcode(t, good, src)
			require.NoError(t, err)
			_, _, err = transcode(t, tooLarge, src)
			require.Error(t, err)
			_, _, err = transcode(t, good, src[:376])
			require.Error(t, err)
		}
		ffmpeg.ReleaseMemory()
	}
	round(5)
	mem, fds, threads := residentMB(t), count(t, "/proc/self/fd"), count(t, "/proc/self/task")
	round(20)
	require.Less(t, residentMB(t), mem+15, "memory in MB")
	require.LessOrEqual(t, count(t, "/proc/self/fd"), fds+1, "open files")
	require.LessOrEqual(t, count(t, "/proc/self/task"), threads+4, "threads, of which Go may have started some")
}
