package choosing_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

// TestExplorationIsBounded is for any share, whatever the unknown ones do.
func TestExplorationIsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		share := rapid.Float64Range(0, 1).Draw(rt, "share")
		r := newRig(rt, func(c *choosing.Config) {
			c.Policies[choosing.Live].Explore.Share = share
			c.Random = rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)
		})
		r.remember(0, 200, 0, .5)
		l := r.open("s", "")
		for i := range 20 {
			l.meet(i, 100-int64(i), nil)
		}
		explored := 0
		for n := range rapid.IntRange(1, 400).Draw(rt, "segments") {
			got, reason := l.choose()
			if reason == choosing.Explores {
				explored++
				require.NotEqual(rt, uri(0), got)
			}
			require.LessOrEqual(rt, float64(explored), share*float64(n+1)+1e-9)
			r.now = r.now.Add(duration)
		}
	})
}

func TestTheUnknownGetAChance(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.remember(0, 200, 0, .5)
	l := r.open("s", "")
	for i := range 5 {
		l.meet(i, 100-int64(i), nil)
	}
	tried, moved := map[string]int{}, ""
	for range 2000 {
		got, reason := l.choose()
		switch reason {
		case choosing.Explores:
			tried[got]++
		case choosing.Moves:
			moved = got
		}
		for i := range 5 {
			if got == uri(i) {
				// 1 and 2 are bad, 3 is good, 4 is as 0.
				l.lands(i, map[bool]reputation.Kind{true: reputation.Failed}[i == 1 || i == 2], map[bool]float64{true: .1, false: .5}[i == 3])
			}
		}
		r.now = r.now.Add(duration)
	}
	require.NotContains(t, tried, uri(0))
	for _, bad := range []int{1, 2} {
		require.Positive(t, tried[uri(bad)])
		require.Less(t, tried[uri(bad)], 20, "a bad one costs little")
	}
	require.Positive(t, tried[uri(3)])
	require.Empty(t, moved, "it is better, but not by the margin")
	require.Equal(t, uri(0), l.last)
}

// TestAGoodNewOneWins is of a newcomer at a third of the price.
func TestAGoodNewOneWins(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for i := range 4 {
		r.remember(i, 200, 0, .5)
	}
	l := r.open("s", "")
	for i := range 4 {
		l.meet(i, 100, nil)
	}
	l.meet(4, 33, nil)
	var moved bool
	for range 4000 {
		got, reason := l.choose()
		for i := range 5 {
			if got == uri(i) {
				l.lands(i, reputation.Done, .5)
			}
		}
		moved = moved || reason == choosing.Moves && got == uri(4)
		r.now = r.now.Add(duration)
	}
	require.True(t, moved)
}

func TestRetriesDoNotExplore(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *choosing.Config) { c.Policies[choosing.Live].Explore.Share = 1 })
	r.remember(0, 200, 0, .5)
	l := r.open("s", "")
	l.meet(0, 100, nil)
	l.meet(1, 90, nil)
	for range 50 {
		at, reason := l.selector.Select(broadcaster.SelectRequest{Duration: duration, Try: 2}, l.options)
		require.Equal(t, 0, at)
		require.NotEqual(t, string(choosing.Explores), reason)
	}
}

// TestDrawHasItsChances counts first choices of streams among unknown ones.
func TestDrawHasItsChances(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]choosing.Draw{
		"go_livepeer": {Random: .3, Stake: .7, PriceExp: 100},
		"price":       {Price: 1, PriceExp: 100},
		"all":         {Random: .2, Stake: .3, Price: .5, PriceExp: 50},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, policy(func(p *choosing.Policy) { p.Draw = &draw }))
			prices, stakes := []int64{1000, 1100, 1300}, []string{"1LPT", "3LPT", "6LPT"}
			const n = 3000
			var count [3]float64
			for range n {
				l := r.open("s", "")
				for i := range 3 {
					l.meet(i, prices[i], func(c *broadcaster.Candidate) { c.Stake = lpt(t, stakes[i]) })
				}
				got, reason := l.choose()
				require.Equal(t, choosing.Drawn, reason)
				for i := range 3 {
					if got == uri(i) {
						count[i]++
					}
				}
				l.selector.Close()
			}
			var cheap, all float64
			for _, p := range prices {
				all += math.Exp(-float64(p) / draw.PriceExp)
			}
			for i, share := range []float64{.1, .3, .6} {
				cheap = math.Exp(-float64(prices[i])/draw.PriceExp) / all
				want := draw.Random/3 + draw.Stake*share + draw.Price*cheap
				require.InDelta(t, want, count[i]/n, 5*math.Sqrt(want*(1-want)/n)+1e-9)
			}
		})
	}
}

func TestDrawIsForTheUnknown(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(func(p *choosing.Policy) { p.Draw = &choosing.Draw{Random: 1, PriceExp: 1} }))
	r.remember(0, 200, 0, .5)
	l := r.open("s", "")
	l.meet(0, 100, nil)
	l.meet(1, 100, nil)
	got, reason := l.choose()
	require.Equal(t, uri(0), got)
	require.Equal(t, choosing.FirstOne, reason)
}
