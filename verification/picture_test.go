package verification

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func drawPicture(t *rapid.T, w, h int, name string) picture {
	return picture{w, h, rapid.SliceOfN(rapid.Byte(), w*h, w*h).Draw(t, name)}
}

func TestSimilarity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h")
		a, b := drawPicture(t, w, h, "a"), drawPicture(t, w, h, "b")
		require.InDelta(t, 1, similarity(a, a), 1e-9)
		require.InDelta(t, similarity(a, b), similarity(b, a), 1e-9)
		require.LessOrEqual(t, math.Abs(similarity(a, b)), 1+1e-9)
		require.Zero(t, change(a, a))
		require.Zero(t, largestAlteration(a, a))
		require.Len(t, reduced(a).luma, w*h)
	})
}

// gradient is a picture that gets brighter to the right.
func gradient(w, h, step int) picture {
	p := picture{w, h, make([]byte, w*h)}
	for i := range p.luma {
		p.luma[i] = byte(min(i%w*step, 255))
	}
	return p
}

func TestLargestAlteration(t *testing.T) {
	t.Parallel()
	a, b := gradient(64, 32, 2), gradient(64, 32, 2)
	for y := 8; y < 16; y++ {
		for x := 40; x < 48; x++ {
			b.luma[y*64+x] += 30
		}
	}
	require.InDelta(t, 30, largestAlteration(a, b), 0.01)
	require.InDelta(t, 30, largestAlteration(b, a), 0.01)
}

func TestChange_isNotGrain(t *testing.T) {
	t.Parallel()
	a, grain, moved := gradient(64, 32, 2), gradient(64, 32, 2), gradient(64, 32, 2)
	for i := range grain.luma {
		if i%2 == 0 {
			grain.luma[i] += 8
		} else {
			grain.luma[i] -= min(grain.luma[i], 8)
		}
	}
	for i := range moved.luma {
		moved.luma[i] += 8
	}
	require.Less(t, change(a, grain), 1.0)
	require.InDelta(t, 8, change(a, moved), 0.01)
}

func TestReduced(t *testing.T) {
	t.Parallel()
	flat := gradient(33, 17, 0)
	require.Equal(t, flat, reduced(flat))
	slope := gradient(64, 32, 3)
	require.Greater(t, similarity(slope, reduced(slope)), 0.95, "what is smooth stays")
	check := picture{64, 32, make([]byte, 64*32)}
	for i := range check.luma {
		check.luma[i] = byte((i%2 ^ i/64%2) * 255)
	}
	require.Less(t, similarity(check, reduced(check)), 0.1, "what is fine goes")
}
