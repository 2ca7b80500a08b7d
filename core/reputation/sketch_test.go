package reputation_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/reputation"
)

func TestSketch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		scores := rapid.SliceOfN(rapid.Float64Range(1.0/16, 15.9), 1, 200).Draw(rt, "scores")
		var s reputation.Sketch
		var sum float64
		for _, v := range scores {
			s.Add(v)
			sum += v
		}
		require.InDelta(rt, float64(len(scores)), s.Count(), 1e-6)
		require.InEpsilon(rt, sum, s.Sum(), 0.2, "the middle of half an octave is at most 19 % off")
		limit := math.Exp2(float64(rapid.IntRange(-8, 8).Draw(rt, "limit")) / 2) // between two buckets
		above := 0
		for _, v := range scores {
			if v >= limit {
				above++
			}
		}
		require.InDelta(rt, float64(above), s.Above(limit), 1e-4)
		require.LessOrEqual(rt, s.Quantile(.5), s.Quantile(.95))

		data, err := s.MarshalBinary()
		require.NoError(rt, err)
		var again reputation.Sketch
		require.NoError(rt, again.UnmarshalBinary(data))
		require.Equal(rt, s, again)
	})
}

func TestSketchTakesAnyNumber(t *testing.T) {
	t.Parallel()
	var s reputation.Sketch
	require.Zero(t, s.Quantile(.5))
	for _, v := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e-300} {
		s.Add(v)
	}
	require.InDelta(t, 7, s.Count(), 0)
	require.InDelta(t, 2, s.Above(1), 0)
	require.InDelta(t, 7, s.Above(0), 0)
	require.InDelta(t, 7, s.Above(math.NaN()), 0)
}

// FuzzSketch reads any bytes: what is taken is written again as it was.
func FuzzSketch(f *testing.F) {
	f.Add(make([]byte, 64))
	f.Add([]byte{1, 2, 3})
	f.Add(append(make([]byte, 60), 0x7f, 0xc0, 0, 0)) // NaN
	f.Fuzz(func(t *testing.T, data []byte) {
		var s reputation.Sketch
		if err := s.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, reputation.ErrSketch)
			return
		}
		again, err := s.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, again)
		require.False(t, math.IsNaN(s.Sum()))
	})
}
