//go:build !asan

package ffmpeg_test

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// newPages counts the pages that the kernel had to clear for this process.
func newPages(t *testing.T) int64 {
	t.Helper()
	var usage syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Minflt
}

// The encoder of the next segment gets the memory of the last one's pictures,
// which goes when it is released, or when pictures get another size. It does not
// run in parallel, so that it has the process for itself.
func TestPicturesKeepTheirMemory(t *testing.T) {
	src := clip(t, ".ts", "640x360", "30", "2")
	profile := small(0, 0)
	profile.Width, profile.Height, profile.Encoder = 640, 360, core.H264
	pages := func(p core.Profile) int64 {
		before := newPages(t)
		_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}}, src)
		require.NoError(t, err)
		return newPages(t) - before
	}
	ffmpeg.ReleaseMemory()
	first := pages(profile)
	require.Less(t, pages(profile), first/2, "pages of the second segment")
	ffmpeg.ReleaseMemory()
	require.Greater(t, pages(profile), first/2, "pages after a release")

	other := profile
	other.Width, other.Height = 480, 270
	pages(other)
	require.Greater(t, pages(profile), first/2, "pages after pictures of another size")
}
