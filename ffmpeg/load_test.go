package ffmpeg_test

import (
	"debug/elf"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/ffmpeg"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	require.NoError(t, ffmpeg.Load())
	require.NoError(t, ffmpeg.Load(), "a second call is free")
}

// A program with this package in it must start without FFmpeg.
func TestLibrariesAreNotLinked(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	require.NoError(t, err)
	f, err := elf.Open(self)
	require.NoError(t, err)
	defer f.Close()
	libs, err := f.ImportedLibraries()
	require.NoError(t, err)
	for _, lib := range libs {
		require.False(t, strings.HasPrefix(lib, "libav") || strings.HasPrefix(lib, "libsw"), "linked to %s", lib)
	}
}

func TestEveryFunctionIsRouted(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("av.h")
	require.NoError(t, err)
	names, err := os.ReadFile("av_names.h")
	require.NoError(t, err)
	var want, got []string
	for _, m := range regexp.MustCompile(`(?m)^\s+X\(\w+, (\w+)\)`).FindAllStringSubmatch(string(table), -1) {
		want = append(want, m[1])
	}
	for _, m := range regexp.MustCompile(`(?m)^#define (\w+) lp_av\.(\w+)$`).FindAllStringSubmatch(string(names), -1) {
		require.Equal(t, m[1], m[2])
		got = append(got, m[1])
	}
	require.NotEmpty(t, want)
	require.Equal(t, want, got)
}

func TestLoadErrorNamesThePackage(t *testing.T) {
	t.Parallel()
	e := &ffmpeg.LoadError{Library: "libavcodec.so.59", Reason: "no such file"}
	require.Equal(t, "libavcodec59", e.Package())
	require.Contains(t, e.Error(), "apt-get install libavcodec59")
}
