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

// redundant sends each segment to n orchestrators.
func redundant(n int) broadcaster.Effort {
	e := broadcaster.DefaultEffort()
	e.Redundancy = n
	return e
}

// breaks resets the connection after a while.
func breaks(after time.Duration) func(int, *core.Submission) error {
	return func(int, *core.Submission) error {
		time.Sleep(after)
		return errors.New("connection reset by peer")
	}
}

func TestRedundancy(t *testing.T) {
	t.Parallel()
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	source := &core.TranscodeError{Code: core.InvalidVideo}
	crash := errors.New("connection reset by peer")
	for name, tc := range map[string]struct {
		n      int
		orchs  []*orch
		by     string
		is     error
		took   time.Duration
		tries  []int
		closes time.Duration // how long the stream's end takes
		quiet  int           // submissions of which nothing is learnt
	}{
		"first_result_wins": {
			n: 2, orchs: []*orch{{took: ms(900)}, {took: ms(300)}, {}}, by: "b", took: ms(300), tries: []int{1, 1, 0}, closes: ms(600),
		},
		"death_costs_no_time": {
			n: 2, orchs: []*orch{{fail: breaks(ms(100))}, {took: ms(300)}}, by: "b", took: ms(300), tries: []int{1, 1},
		},
		"the_dead_one_is_replaced": {
			n: 2, orchs: []*orch{{fail: breaks(ms(100))}, {took: ms(900)}, {took: ms(300)}}, by: "c", took: ms(400), tries: []int{1, 1, 1}, closes: ms(500),
		},
		"incomplete_result_does_not_win": {
			n: 2, orchs: []*orch{{took: ms(100), fewer: 1}, {took: ms(300)}}, by: "b", took: ms(300), tries: []int{1, 1},
		},
		"source_at_fault_by_two_ends_all": {
			n: 3, orchs: []*orch{{took: ms(800)}, {fail: always(source)}, {fail: always(source)}}, is: source, tries: []int{1, 1, 1}, closes: ms(800),
		},
		"source_at_fault_by_one_of_two": {
			n: 2, orchs: []*orch{{took: ms(800)}, {fail: always(source)}}, by: "a", took: ms(800), tries: []int{1, 1}, quiet: 1,
		},
		"fewer_than_wanted": {
			n: 5, orchs: []*orch{{took: ms(900)}, {took: ms(300)}}, by: "b", took: ms(300), tries: []int{1, 1}, closes: ms(600),
		},
		"one_joins_when_it_turns_up": {
			n: 2, orchs: []*orch{{took: ms(900)}, {answer: ms(200), took: ms(100)}}, by: "b", took: ms(300), tries: []int{1, 1}, closes: ms(600),
		},
		"nobody_waits_for_one_that_is_not_there": {
			n: 2, orchs: []*orch{{took: ms(100)}, {answer: ms(200)}}, by: "a", took: ms(100), tries: []int{1, 0},
		},
		"all_fail": {
			n: 2, orchs: []*orch{{fail: always(crash)}, {fail: always(crash)}, {fail: always(crash)}, {fail: always(crash)}, {}},
			is: crash, tries: []int{1, 1, 1, 1, 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				selectors := &notes{effort: redundant(tc.n)}
				d := startNode(t, newNetwork(tc.orchs...), func(c *broadcaster.Config) { c.Selectors = selectors })
				s := d.open(t, "movie")
				begin := time.Now()
				res, err := s.Submit(t.Context(), segment(0))
				require.Equal(t, tc.took, time.Since(begin))
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is)
				} else {
					require.NoError(t, err)
					require.Equal(t, "https://"+tc.by+":8935", res.Orchestrator)
				}
				begin = time.Now()
				require.NoError(t, s.Close())
				require.Equal(t, tc.closes, time.Since(begin), "the others are waited for")
				require.NoError(t, d.outs.of("movie").complete())
				require.Len(t, d.outs.of("movie").rendition("low"), 1)
				sent := 0
				for i, o := range tc.orchs {
					require.Len(t, o.submitted, tc.tries[i], o.uri)
					require.False(t, o.endedBusy)
					require.Equal(t, o.used(), o.ended)
					sent += tc.tries[i]
				}
				require.Len(t, d.seen.attempts, sent, "the losers are seen too")
				if tc.is == nil {
					require.Len(t, selectors.told, sent-tc.quiet, "and learnt from")
				}
			})
		})
	}
}

func TestLosersArePaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pay := &payer{}
		d := startNode(t, newNetwork(&orch{took: 900 * time.Millisecond}, &orch{took: 300 * time.Millisecond}), func(c *broadcaster.Config) {
			c.Selectors, c.Payer = &notes{effort: redundant(2)}, pay
		})
		s := d.open(t, "movie")
		submit(t, s, 0)
		require.NoError(t, s.Close())
		require.Len(t, pay.settled, 2)
		for _, settled := range pay.settled {
			require.NoError(t, settled.Err)
			require.Positive(t, settled.Pixels)
		}
	})
}

// A second choice must not make the stream's next segment go elsewhere.
func TestRedundantOnesAreNotWhereTheStreamGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{took: 300 * time.Millisecond}, &orch{took: 200 * time.Millisecond, answer: time.Millisecond}
		d := startNode(t, newNetwork(a, b, &orch{answer: 2 * time.Millisecond}), func(c *broadcaster.Config) {
			c.Selectors = &notes{effort: redundant(2)}
		})
		s := d.open(t, "movie")
		for seq := range uint64(4) {
			submit(t, s, seq)
			time.Sleep(time.Second)
		}
		require.NoError(t, s.Close())
		require.Len(t, a.submitted, 4, "it stays the first choice")
		for _, e := range d.seen.attempts {
			require.False(t, e.Swapped)
			require.Equal(t, e.Orchestrator != a.uri, e.Redundant)
		}
	})
}
