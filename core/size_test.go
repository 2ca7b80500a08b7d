package core_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func before(size string) string { s, _, _ := strings.Cut(size, "x"); return s }
func after(size string) string  { _, s, _ := strings.Cut(size, "x"); return s }

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func TestOutputSizeVectors(t *testing.T) {
	t.Parallel()
	var v struct {
		OutputSizes []struct{ Source, Profile, Output string }
	}
	readVectors(t, "profiles.json", &v)
	require.Len(t, v.OutputSizes, 235)
	for _, c := range v.OutputSizes {
		w, h := core.OutputSize(atoi(t, before(c.Source)), atoi(t, after(c.Source)),
			core.Profile{Width: atoi(t, before(c.Profile)), Height: atoi(t, after(c.Profile))})
		require.Equal(t, c.Output, fmt.Sprintf("%dx%d", w, h), "%s as %s", c.Source, c.Profile)
	}
}

func TestOutputSizeBounds(t *testing.T) {
	t.Parallel()
	w, h := core.OutputSize(0, 720, core.Profile{Width: 640, Height: 360})
	require.Zero(t, w+h, "no source size, no output size")
	w, h = core.OutputSize(7680, 4320, core.Profile{Width: 8192, Encoder: core.HEVC})
	require.Equal(t, [2]int{8192, 4608}, [2]int{w, h}, "HEVC goes up to 8192")
	rapid.Check(t, func(t *rapid.T) {
		p := core.Profile{Width: rapid.IntRange(-10, 20000).Draw(t, "w"), Height: rapid.IntRange(-10, 20000).Draw(t, "h")}
		srcW, srcH := rapid.IntRange(1, 8192).Draw(t, "srcW"), rapid.IntRange(1, 8192).Draw(t, "srcH")
		w, h := core.OutputSize(srcW, srcH, p)
		require.Zero(t, w%2+h%2, "even numbers")
		require.GreaterOrEqual(t, min(w, h), 50)
		require.Equal(t, srcW >= srcH, w >= h || srcW == srcH, "orientation is kept")
	})
}
