package broadcaster_test

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestHedge(t *testing.T) {
	t.Parallel()
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	for name, tc := range map[string]struct {
		usual int // ms that a took before; 0 for an unknown one
		now   int // that it takes
		other *orch
		hedge broadcaster.Hedge
		at    time.Duration // when the renditions are there
		sent  bool          // to the other
	}{
		"in_time":               {usual: 900, now: 1500, other: &orch{took: ms(100)}, at: ms(1500)},
		"late_by_its_own_time":  {usual: 900, now: 5000, other: &orch{took: ms(100)}, at: ms(1650), sent: true},
		"no_hurry":              {usual: 100, now: 5000, other: &orch{took: ms(100)}, at: ms(1300), sent: true},
		"unknown_one":           {now: 5000, other: &orch{took: ms(100)}, at: ms(2300), sent: true},
		"first_one_is_faster":   {usual: 900, now: 2000, other: &orch{took: ms(3000)}, at: ms(2000), sent: true},
		"switched_off":          {usual: 900, now: 5000, other: &orch{}, hedge: broadcaster.Hedge{Late: 1}, at: ms(5000)},
		"other_turns_up_later":  {usual: 900, now: 5000, other: &orch{answer: ms(450), took: ms(100)}, at: ms(1650), sent: true},
		"other_has_failed":      {now: 5000, other: &orch{fail: always(refused())}, at: ms(5000), sent: true},
		"patient_about_unknown": {now: 2100, other: &orch{}, at: ms(2100)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &orch{took: ms(tc.usual)}
				if tc.usual == 0 {
					a.took = ms(tc.now)
				}
				n := newNetwork(a, tc.other)
				effort := broadcaster.DefaultEffort()
				if tc.hedge != (broadcaster.Hedge{}) {
					effort.Hedge = tc.hedge
				}
				d := startNode(t, n, func(c *broadcaster.Config) { c.Selectors = &notes{effort: effort} })
				s := d.open(t, "movie")
				if tc.usual > 0 {
					require.Equal(t, a.uri, submit(t, s, 0).Orchestrator)
					n.change(func() { a.took = ms(tc.now) })
				}
				begin := time.Now()
				submit(t, s, 1)
				require.Equal(t, tc.at, time.Since(begin))
				require.NoError(t, s.Close())
				require.Equal(t, tc.sent, len(tc.other.submitted) == 1)
				for _, e := range d.seen.attempts {
					require.Equal(t, e.Orchestrator == tc.other.uri, e.Hedged)
					require.False(t, e.Swapped)
				}
				require.NoError(t, d.outs.of("movie").complete())
			})
		})
	}
}

// A third orchestrator gets the segment when the second one is late by its own
// measure too, and Share allows it; else when one of the two has failed.
func TestHedgeOfAHedge(t *testing.T) {
	t.Parallel()
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	for name, tc := range map[string]struct {
		spent int // hedges before
		at    time.Duration
	}{"allowed": {0, ms(4500)}, "not_allowed": {5, ms(8100)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a, b, c := &orch{took: ms(2500)}, &orch{took: ms(20), answer: 1}, &orch{took: ms(100), answer: 2}
				n := newNetwork(a, b, c)
				effort := broadcaster.DefaultEffort()
				effort.Hedge = broadcaster.Hedge{Factor: 1.5, Late: 1.5}
				d := startNode(t, n, func(c *broadcaster.Config) { c.Selectors = alwaysA{&notes{effort: effort}} })
				s := d.open(t, "movie")
				for seq := range tc.spent {
					submit(t, s, uint64(seq))
					time.Sleep(5 * time.Second)
				}
				n.change(func() {
					a.fail = func(int, *core.Submission) error { return hang() }
					b.took = ms(20000)
				})
				begin := time.Now()
				require.Equal(t, c.uri, submit(t, s, uint64(tc.spent)).Orchestrator)
				require.Equal(t, tc.at, time.Since(begin))
				require.NoError(t, s.Close())
			})
		})
	}
}

// All are late: no more than a share of the segments is sent twice, until viewers
// would not get them in time.
func TestHedgesAreBounded(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		hedge broadcaster.Hedge
		want  int // of 60 segments
	}{
		"share":              {broadcaster.Hedge{Factor: .1, Share: .1, Late: 16}, 5 + 6},
		"burst_only":         {broadcaster.Hedge{Factor: .1, Late: 16}, 5},
		"viewers_come_first": {broadcaster.Hedge{Factor: .1, Share: .1, Late: 1.5}, 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork(&orch{took: 2500 * time.Millisecond}, &orch{took: 10 * time.Millisecond, answer: time.Millisecond})
				d := startNode(t, n, func(c *broadcaster.Config) {
					c.Selectors = alwaysA{&notes{effort: broadcaster.Effort{Redundancy: 1, Hedge: tc.hedge}}}
				})
				s := d.open(t, "movie")
				for seq := range uint64(60) {
					submit(t, s, seq)
					time.Sleep(3 * time.Second)
				}
				require.NoError(t, s.Close())
				hedged := 0
				for _, e := range d.seen.attempts {
					if e.Hedged {
						hedged++
					}
				}
				require.InDelta(t, tc.want, hedged, 1)
			})
		})
	}
}

// alwaysA takes the first orchestrator, if it can be taken.
type alwaysA struct{ *notes }

func (a alwaysA) Open(broadcaster.StreamConfig) broadcaster.StreamSelector { return a }

func (a alwaysA) Select(_ broadcaster.SelectRequest, options []broadcaster.Option) (int, string) {
	for i, o := range options {
		if o.URI == "https://a:8935" {
			return i, "a"
		}
	}
	return 0, "not a"
}

// A hung orchestrator costs its first segments a hedge each, not their viewers'
// time.
func TestHungOrchestratorCostsNoGap(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{took: 600 * time.Millisecond}, &orch{took: 700 * time.Millisecond, answer: time.Millisecond}
		n := newNetwork(a, b)
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		n.change(func() { a.fail = func(int, *core.Submission) error { return hang() } })
		var all sync.WaitGroup
		for seq := range uint64(10) {
			all.Go(func() {
				begin := time.Now()
				submit(t, s, seq+1)
				require.LessOrEqual(t, time.Since(begin), 2*time.Second)
			})
			time.Sleep(2 * time.Second)
		}
		all.Wait()
		require.NoError(t, s.Close())
		require.Empty(t, d.outs.of("movie").gaps("low"))
	})
}

// One that was too slow before is not given the more time for that: its viewers'
// deadline is not its own.
func TestSlowOnesAreHedgedForViewers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{took: 7 * time.Second}, &orch{took: 100 * time.Millisecond, answer: time.Millisecond}
		d := startNode(t, newNetwork(a, b), func(c *broadcaster.Config) { c.Selectors = alwaysA{&notes{}} })
		s := d.open(t, "movie")
		for seq := range uint64(10) {
			begin := time.Now()
			submit(t, s, seq)
			require.LessOrEqual(t, time.Since(begin), 2350*time.Millisecond)
			time.Sleep(8 * time.Second)
		}
		require.NoError(t, s.Close())
		require.Len(t, a.submitted, 10)
	})
}

// Suspended ones are better than none, also where the only one left is late.
func TestSuspendedOnesHedgeIfThereIsNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ms := time.Millisecond
		b, c := &orch{fail: once(errors.New("crash"))}, &orch{answer: ms, fail: once(errors.New("crash"))}
		a := &orch{answer: 2 * ms, took: 100 * ms}
		n := newNetwork(b, c, a)
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		require.Equal(t, a.uri, submit(t, s, 0).Orchestrator)
		n.change(func() { a.fail = func(int, *core.Submission) error { return hang() } })
		time.Sleep(2 * time.Second)
		begin := time.Now()
		require.Contains(t, []string{b.uri, c.uri}, submit(t, s, 1).Orchestrator)
		require.Less(t, time.Since(begin), 2*time.Second)
		require.NoError(t, s.Close())
	})
}

// A stream whose time limits are stretched is not hedged before they are.
func TestHedgesKeepToTheTimeoutMultiplier(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		multiplier float64
		at         time.Duration
	}{"one": {1, 2200 * time.Millisecond}, "three": {3, 6600 * time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := startNode(t, newNetwork(&orch{took: 7 * time.Second}, &orch{}), nil)
				cfg := config("movie")
				cfg.TimeoutMultiplier = tc.multiplier
				s, err := d.OpenStream(t.Context(), cfg)
				require.NoError(t, err)
				begin := time.Now()
				submit(t, s, 0)
				require.Equal(t, tc.at, time.Since(begin))
				require.NoError(t, s.Close())
			})
		})
	}
}
