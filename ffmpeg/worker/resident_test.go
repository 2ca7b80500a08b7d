package worker_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/ffmpeg"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func TestCleanMappings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		smaps string
		want  [][2]uintptr
	}{
		"text":               {"1000-3000 r-xp 00001000 08:01 42   /usr/lib/libx.so\nRss: 8 kB\nAnonymous:             0 kB\n", [][2]uintptr{{0x1000, 0x3000}}},
		"relocated":          {"1000-3000 r--p 00001000 08:01 42   /usr/lib/libx.so\nAnonymous:             4 kB\n", nil},
		"writable":           {"1000-3000 rw-p 00001000 08:01 42   /usr/lib/libx.so\nAnonymous:             0 kB\n", nil},
		"no file":            {"1000-3000 r-xp 00001000 00:00 0   [vdso]\nAnonymous:             0 kB\n", nil},
		"nothing behind it":  {"1000-3000 r--p 00001000 00:00 0\nAnonymous:             0 kB\n", nil},
		"a name with blanks": {"1000-3000 r-xp 00001000 08:01 42   /usr/lib/my lib.so\nAnonymous:             0 kB\n", [][2]uintptr{{0x1000, 0x3000}}},
		"two": {
			"1000-3000 r-xp 0 08:01 42 /a\nAnonymous: 0 kB\n3000-4000 r--p 0 08:01 42 /a\nAnonymous: 0 kB\n", [][2]uintptr{{0x1000, 0x3000}, {0x3000, 0x4000}},
		},
		"cut off":  {"1000-3000 r-xp 00001000 08:01 42   /usr/lib/libx.so\n", nil},
		"no range": {"x-y r-xp 00001000 08:01 42 /a\nAnonymous: 0 kB\n", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, worker.CleanMappings(strings.NewReader(tt.smaps)))
		})
	}
}

// What this process has of files is given back, and it goes on. No other test runs
// beside it, to touch pages meanwhile.
func TestReleaseLoaded(t *testing.T) {
	require.NoError(t, ffmpeg.Load())
	f, err := os.Open("/proc/self/smaps")
	require.NoError(t, err)
	defer f.Close()
	require.NotEmpty(t, worker.CleanMappings(f))
	before := residentOfFiles(t)
	worker.ReleaseLoaded()
	require.Less(t, residentOfFiles(t), before)
}

// residentOfFiles is RssFile of proc(5), /proc/pid/status, in kB.
func residentOfFiles(t *testing.T) (kB int) {
	status, err := os.ReadFile("/proc/self/status")
	require.NoError(t, err)
	_, line, found := strings.Cut(string(status), "RssFile:")
	require.True(t, found)
	_, err = fmt.Sscan(line, &kB)
	require.NoError(t, err)
	return kB
}
