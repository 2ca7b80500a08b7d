package verification_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/verification"
)

func TestPolicy_Compare(t *testing.T) {
	t.Parallel()
	reference := verification.Compared{Measure: verification.Measure{Rendition: 1, Similarity: .95, Altered: 2, Loss: .2}, Bytes: 1000}
	for name, tt := range map[string]struct {
		change func(*verification.Compared)
		faults int
	}{
		"ok_same":             {func(*verification.Compared) {}, 0},
		"ok_few_bits":         {func(c *verification.Compared) { c.Bytes = 10 }, 0},
		"ok_less_alike":       {func(c *verification.Compared) { c.Measure.Similarity = .84 }, 0},
		"err_less_alike":      {func(c *verification.Compared) { c.Measure.Similarity = .82 }, 1},
		"err_few_bits_show":   {func(c *verification.Compared) { c.Measure.Similarity, c.Bytes = .84, 249 }, 1},
		"ok_some_bits":        {func(c *verification.Compared) { c.Measure.Similarity, c.Bytes = .84, 250 }, 0},
		"ok_altered":          {func(c *verification.Compared) { c.Measure.Altered = 19.9 }, 0},
		"err_altered":         {func(c *verification.Compared) { c.Measure.Altered = 20.1 }, 1},
		"err_loss":            {func(c *verification.Compared) { c.Measure.Loss = 1.01 }, 1},
		"err_all_of_it":       {func(c *verification.Compared) { c.Measure = verification.Measure{Altered: 90, Loss: 4} }, 3},
		"ok_better_than_that": {func(c *verification.Compared) { c.Measure = verification.Measure{Similarity: 1} }, 0},
	} {
		made := reference
		tt.change(&made)
		faults := verification.DefaultPolicy().Compare(made, reference)
		require.Len(t, faults, tt.faults, name)
		for _, f := range faults {
			require.Equal(t, verification.BelowReference, f.Code)
			require.Equal(t, made.Measure.Rendition, f.Rendition)
		}
		p := verification.DefaultPolicy()
		p.Ignore = []verification.Code{verification.BelowReference}
		require.Empty(t, p.Compare(made, reference))
	}
}

// Who is better than one that passes, passes.
func TestPolicy_Compare_isMonotonic(t *testing.T) {
	t.Parallel()
	measure := rapid.Custom(func(t *rapid.T) verification.Measure {
		return verification.Measure{
			Similarity: rapid.Float64Range(0, 1).Draw(t, "similarity"), Altered: rapid.Float64Range(0, 255).Draw(t, "altered"),
			Loss: rapid.Float64Range(0, 10).Draw(t, "loss"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		reference := verification.Compared{Measure: measure.Draw(t, "reference"), Bytes: 100}
		made := verification.Compared{Measure: measure.Draw(t, "made"), Bytes: rapid.Int64Range(0, 200).Draw(t, "bytes")}
		better := made
		better.Measure.Similarity += rapid.Float64Range(0, 1).Draw(t, "more alike")
		better.Measure.Altered -= rapid.Float64Range(0, 9).Draw(t, "less altered")
		better.Bytes += rapid.Int64Range(0, 200).Draw(t, "more bytes")
		p := verification.DefaultPolicy()
		require.LessOrEqual(t, len(p.Compare(better, reference)), len(p.Compare(made, reference)))
		require.Empty(t, p.Compare(reference, reference))
	})
}

func TestVerdict_Quality(t *testing.T) {
	t.Parallel()
	of := func(m ...verification.Measure) float64 { return verification.Verdict{Measures: m}.Quality() }
	require.Equal(t, math.Inf(-1), of())
	require.Greater(t, of(verification.Measure{Similarity: .9}), of(verification.Measure{Similarity: .8}))
	require.Greater(t, of(verification.Measure{Similarity: .9}), of(verification.Measure{Similarity: .9, Loss: 1}))
	require.Greater(t, of(verification.Measure{Similarity: .9}), of(verification.Measure{Similarity: .9}, verification.Measure{Similarity: .5}))
}

func TestPolicy_Suspicious(t *testing.T) {
	t.Parallel()
	good := verification.Measure{Samples: 10, Similarity: .9, Worst: .85, Moves: 10}
	for name, tt := range map[string]struct {
		change func(*verification.Measure)
		want   bool
	}{
		"ok":            {func(*verification.Measure) {}, false},
		"ok_one_still":  {func(m *verification.Measure) { m.Moves, m.Still = 2, 1 }, false},
		"err_unlike":    {func(m *verification.Measure) { m.Similarity = .74 }, true},
		"err_one_frame": {func(m *verification.Measure) { m.Worst = .65 }, true},
		"err_still":     {func(m *verification.Measure) { m.Still = 4 }, true},
	} {
		m := good
		tt.change(&m)
		v := verification.Verdict{Measures: []verification.Measure{good, m}}
		require.Equal(t, tt.want, verification.DefaultPolicy().Suspicious(v), name)
	}
	require.False(t, verification.DefaultPolicy().Suspicious(verification.Verdict{}))
}
