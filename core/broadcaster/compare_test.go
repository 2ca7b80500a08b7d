package broadcaster_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestCompareAll(t *testing.T) {
	t.Parallel()
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	for name, tc := range map[string]struct {
		took     []int
		best     int
		err      error
		rejected string
		by       string
		at       time.Duration
		compared [][]string
	}{
		"the_best_of_three": {took: []int{300, 100, 200}, best: 2, by: "a", at: ms(300), compared: [][]string{{"https://b:8935", "https://c:8935", "https://a:8935"}}},
		"no_comparison":     {took: []int{300, 100, 200}, best: 2, err: errors.New("no sizes in common"), by: "b", at: ms(300), compared: [][]string{{"https://b:8935", "https://c:8935", "https://a:8935"}}},
		"wrong_index":       {took: []int{300, 100, 200}, best: 3, by: "b", at: ms(300), compared: [][]string{{"https://b:8935", "https://c:8935", "https://a:8935"}}},
		"not_the_rejected":  {took: []int{300, 100, 200}, rejected: "b", by: "c", at: ms(300), compared: [][]string{{"https://c:8935", "https://a:8935"}}},
		"late_one_left_out": {took: []int{300, 100, 9000}, best: 1, by: "a", at: ms(2200), compared: [][]string{{"https://b:8935", "https://a:8935"}}},
		"only_one_in_time":  {took: []int{9000, 100, 9000}, best: 1, by: "b", at: ms(2200)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var orchs []*orch
				for _, took := range tc.took {
					orchs = append(orchs, &orch{took: ms(took)})
				}
				check := &comparing{checks: rejects("https://"+tc.rejected+":8935", core.ErrResultRejected), best: tc.best, err: tc.err}
				effort := redundant(3)
				effort.CompareAll = true
				d := startNode(t, newNetwork(orchs...), func(c *broadcaster.Config) { c.Selectors, c.Verifier = &notes{effort: effort}, check })
				s := d.open(t, "movie")
				begin := time.Now()
				require.Equal(t, "https://"+tc.by+":8935", submit(t, s, 0).Orchestrator)
				require.Equal(t, tc.at, time.Since(begin))
				require.NoError(t, s.Close())
				require.Equal(t, tc.compared, check.compared)
				require.Len(t, check.seen, 3, "all are verified")
			})
		})
	}
}

// Without a Comparer the first one is published, and the others are verified.
func TestCompareAllWithoutAComparer(t *testing.T) {
	t.Parallel()
	for name, all := range map[string]bool{"all": true, "winner_only": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				check, effort := &checks{}, redundant(2)
				effort.CompareAll = all
				d := startNode(t, newNetwork(&orch{took: time.Second}, &orch{}), func(c *broadcaster.Config) {
					c.Selectors, c.Verifier = &notes{effort: effort}, check
				})
				s := d.open(t, "movie")
				begin := time.Now()
				submit(t, s, 0)
				require.Zero(t, time.Since(begin))
				require.NoError(t, s.Close())
				want := []string{"https://b:8935"}
				if all {
					want = append(want, "https://a:8935")
				}
				require.Equal(t, want, check.seen)
				require.False(t, check.late)
			})
		})
	}
}
