package verification_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/verification"
)

// Limits are six standard deviations: a false alarm in 500 million runs.
const deviations = 6

func TestSampler(t *testing.T) {
	t.Parallel()
	const draws = 200_000
	for _, n := range []uint64{2, 3, 10, 37, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			s := verification.NewSampler(n)
			hits, pairs, last := 0, 0, false
			for range draws {
				hit, err := s.Hit()
				require.NoError(t, err)
				if hit {
					hits++
					if last {
						pairs++
					}
				}
				last = hit
			}
			p := 1 / float64(n)
			require.InDelta(t, draws*p, hits, deviations*math.Sqrt(draws*p*(1-p)), "one of %d", n)
			// Knowing that the last one was drawn tells nothing about the next. The
			// number of pairs in a row varies more than independent ones would.
			require.InDelta(t, draws*p*p, pairs, 2*deviations*math.Sqrt(draws*p*p)+1, "two in a row")
		})
	}
}

func TestSampler_allAndNone(t *testing.T) {
	t.Parallel()
	for n, want := range []bool{false, true} {
		s := verification.NewSamplerFrom(uint64(n), iotest.ErrReader(errors.New("not asked")))
		for range 100 {
			hit, err := s.Hit()
			require.NoError(t, err)
			require.Equal(t, want, hit)
		}
	}
}

func TestSampler_noRandomBytes(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	s := verification.NewSamplerFrom(10, iotest.ErrReader(broken))
	hit, err := s.Hit()
	require.ErrorIs(t, err, broken)
	require.True(t, hit, "fails closed")
	_, err = s.Float64()
	require.ErrorIs(t, err, broken)
}

// Numbers that would make some results likelier than others are drawn again.
func TestSampler_isNotBiased(t *testing.T) {
	t.Parallel()
	const n = uint64(1)<<63 + 1 // 2^64 is nearly two times that, and the rest is refused
	word := func(v uint64) []byte { return binary.BigEndian.AppendUint64(nil, v) }
	s := verification.NewSamplerFrom(n, bytes.NewReader(append(word(2), word(math.MaxUint64)...)))
	hit, err := s.Hit()
	require.NoError(t, err)
	require.False(t, hit, "the first number is refused, and the second is the largest")
	_, err = s.Hit()
	require.Error(t, err, "both were used")
}

func TestSampler_Float64(t *testing.T) {
	t.Parallel()
	s := verification.NewSampler(1)
	const draws = 20_000
	sum := 0.0
	for range draws {
		f, err := s.Float64()
		require.NoError(t, err)
		require.GreaterOrEqual(t, f, 0.0)
		require.Less(t, f, 1.0)
		sum += f
	}
	require.InDelta(t, 0.5, sum/draws, deviations/math.Sqrt(12*draws))
}
