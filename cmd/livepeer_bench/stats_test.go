package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	require.Zero(t, median[float64](nil))
	require.Equal(t, 3.0, median([]float64{9, 3, 1}))
	require.Equal(t, int64(5), median([]int64{8, 1, 2, 9}))
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	values := []int{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	require.Equal(t, 10, percentile(values, 95))
	require.Equal(t, 9, percentile(values, 90))
	require.Equal(t, 1, percentile(values, 0))
	require.Zero(t, percentile([]int{}, 95))
}
