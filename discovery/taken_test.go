package discovery_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// What streams have taken is soon there again: who comes half a second later meets
// the same ones, and nobody is asked for it.
func TestTakenOnesAreSoonReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(20)
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		var first []string
		for range 10 {
			list, err := candidates(t.Context(), table, job())
			require.NoError(t, err)
			require.Len(t, list, 8)
			best := urisOf(list)[:7] // the last one is drawn
			if first == nil {
				first = best
			}
			require.ElementsMatch(t, first, best)
			time.Sleep(600 * time.Millisecond)
		}
		require.Zero(t, liveQuestions(f))
		require.LessOrEqual(t, f.total(), 20+10*8, "nobody is asked but for those that were taken")
	})
}

// A stream that begins at the same moment as another has at once what that has left,
// and shortly after the good ones besides. Nobody is asked who did not answer before.
func TestSecondStreamIsNotLeftWithTheRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(11)
		f.traders["https://o10:8935"].err = errors.New("connection refused")
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		first, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Len(t, first, 8)

		begin, ready := time.Now(), 0
		var second []broadcaster.Candidate
		require.NoError(t, table.Find(t.Context(), job(), func(c broadcaster.Candidate) {
			if second = append(second, c); time.Since(begin) == 0 {
				ready++
			}
		}))
		require.Equal(t, 2, ready)
		require.Len(t, second, 8)
		require.Less(t, time.Since(begin), 100*time.Millisecond)
		require.Equal(t, 6, liveQuestions(f))
		require.Subset(t, urisOf(second), urisOf(first)[:6], "the best ones")
		seen := map[string]bool{}
		for _, c := range second {
			require.False(t, seen[c.URI], "%s came twice", c.URI)
			seen[c.URI] = true
		}
	})
}

// One that hangs does not keep a stream that has some already.
func TestSecondStreamDoesNotWaitForOneThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(9)
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		_, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		f.change(func() {
			for _, tr := range f.traders {
				tr.delay = time.Minute
			}
		})
		begin := time.Now()
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, 500*time.Millisecond, time.Since(begin))
	})
}
