package main

import (
	"math/big"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// safely is so many standard errors that, with the numbers of winners below, no
// more than one run in 10^9 fails by chance.
const safely = 8

// settingsUpTo are those in which at least one ticket of so many wins.
func settingsUpTo(share int64) []pmSetting {
	return slices.DeleteFunc(pmSettings(), func(s pmSetting) bool { return s.share > share })
}

func simulateTest(t *testing.T, settings []pmSetting, tickets int, wins winRule) simulation {
	t.Helper()
	var progress atomic.Int64
	drawn, err := drawAll(t.Context(), settings, tickets, wins, &progress)
	require.NoError(t, err)
	require.GreaterOrEqual(t, progress.Load(), int64(tickets-len(settings)))
	return simulation{Settings: drawn, Together: pool(drawn)}
}

func TestSimulationPays(t *testing.T) {
	t.Parallel()
	s := simulateTest(t, settingsUpTo(50), 200_000, pm.Ticket.Wins) // 89 winners or more in each
	require.NoError(t, s.judge(safely))
	require.Len(t, s.Settings, 45)
}

// A rule by which tickets win 5 % too rarely is found: that is 15 standard errors.
func TestSimulationFindsABrokenRule(t *testing.T) {
	t.Parallel()
	stingy := func(ticket pm.Ticket, sig []byte, number pm.RecipientRand) bool {
		less := ticket.WinProb.Int()
		less.Mul(less, big.NewInt(95)).Quo(less, big.NewInt(100))
		ticket.WinProb, _ = pm.WinProbFromInt(less)
		return ticket.Wins(sig, number)
	}
	settings := slices.DeleteFunc(settingsUpTo(2), func(s pmSetting) bool { return s.gasPrice != gasMiddle })
	s := simulateTest(t, settings, 270_000, stingy)
	require.ErrorIs(t, s.judge(safely), errSimulation)
	require.Negative(t, s.Together.Sigmas)
	require.ErrorContains(t, s.judge(safely), "all settings together")
}

func TestJudge(t *testing.T) {
	t.Parallel()
	good := func() simulation {
		calm, patient := newRedeemedBy("now", pm.RedeemPolicy{MaxBatch: 1}), newRedeemedBy("cheap", pm.RedeemPolicy{Patient: true, MaxBatch: 1})
		batches := newRedeemedBy("batches", pm.RedeemPolicy{Patient: true, MaxBatch: 10})
		calm.Overhead, patient.Overhead, batches.Overhead = 0.02, 0.01, 0.005
		return simulation{
			Settings: []drawn{{Winners: 1, Overhead: 0.01}},
			Walks:    []walkResult{{PerDay: boundedPerDay, Lowest: 1, Highest: 100, Policies: []redeemedBy{calm, patient, batches}}},
		}
	}
	for _, c := range []struct {
		name  string
		spoil func(s *simulation)
		want  string
	}{
		{"ok", func(*simulation) {}, ""},
		{"ok_no_winners", func(s *simulation) { s.Settings[0].Winners, s.Settings[0].Overhead = 0, 0 }, ""},
		{"ok_fast_walk", func(s *simulation) { s.Walks[0].PerDay, s.Walks[0].Policies[1].Overhead = 2, 0.02 }, ""},
		{"err_setting", func(s *simulation) { s.Settings[0].Sigmas = -5 }, "standard errors off"},
		{"err_together", func(s *simulation) { s.Together.Sigmas = 5 }, "all settings together"},
		{"err_dear", func(s *simulation) { s.Settings[0].Overhead = 0.0111 }, "overhead 0.0111"},
		{"err_cheap", func(s *simulation) { s.Settings[0].Overhead = 0.0089 }, "overhead 0.0089"},
		{"err_walk_dear", func(s *simulation) { s.Walks[0].Policies[1].Overhead = 0.0111 }, "policy cheap"},
		{"err_walk_cheap", func(s *simulation) { s.Walks[0].Policies[1].Overhead = 0.0089 }, "policy cheap"},
		{"err_batches_dear", func(s *simulation) { s.Walks[0].Policies[2].Overhead = 0.0111 }, "policy batches"},
		{"err_lost", func(s *simulation) { s.Walks[0].Policies[0].Lost = 1 }, "1 tickets lost"},
		{"err_left", func(s *simulation) { s.Walks[0].Policies[0].waiting = make([]pm.Waiting, 2) }, "2 left over"},
		{"err_still", func(s *simulation) { s.Walks[0].Highest = 99 }, "not over 100 times"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := good()
			c.spoil(&s)
			err := s.judge(confidence)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, errSimulation)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// Whatever policy redeems them, every ticket that wins is paid, once.
func TestWalkLosesNothing(t *testing.T) {
	t.Parallel()
	var progress atomic.Int64
	w, err := walk(t.Context(), boundedPerDay, 1, &progress)
	require.NoError(t, err)
	require.Equal(t, walkDays*minutesADay, w.Tickets)
	require.Greater(t, w.Winners, 20, "of 400 or so")
	require.Greater(t, w.Highest, 100*w.Lowest)
	for _, p := range w.Policies {
		require.Equal(t, w.Winners, p.Tickets, p.Policy)
		require.Empty(t, p.waiting)
		require.Zero(t, p.Lost)
		require.Positive(t, p.Overhead)
	}
	require.Less(t, w.Policies[0].Waited, w.Policies[1].Waited, "patience takes time")
	require.Less(t, w.Policies[2].Overhead, w.Policies[1].Overhead, "batches are cheaper")
}

func TestRollingPrice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		window := rapid.IntRange(1, 6).Draw(t, "window")
		prices := rapid.SliceOfN(rapid.Uint64Range(0, 9), 1, 20).Draw(t, "prices")
		r := rollingPrice{window: window}
		for _, p := range prices {
			r.add(2 * p) // halves are whole
		}
		last := slices.Sorted(slices.Values(prices[max(0, len(prices)-window):]))
		n := len(last)
		require.Equal(t, last[(n-1)/2]+last[n/2], r.median())
	})
}

func TestQuickest(t *testing.T) {
	t.Parallel()
	require.Equal(t, 2, quickest([]uint64{1, 5, 10, 50, 100}, 10))
	require.Equal(t, 1, quickest([]uint64{1, 2, 3, 300, 3}, 100))
	require.Zero(t, quickest([]uint64{1, 99}, 100))
}

func TestPoissonQuantile(t *testing.T) {
	t.Parallel()
	// Tables of the Poisson distribution: P(X<=2 | 5) = 0.125, P(X<=1 | 5) = 0.040.
	require.Equal(t, 2, poissonQuantile(5, 0.1))
	require.Equal(t, 0, poissonQuantile(2.3, 0.1))
	require.Equal(t, 1, poissonQuantile(2.31, 0.1))
	require.InDelta(t, 4000-1.2816*63.2, poissonQuantile(4000, 0.1), 3)
}

func TestDigits(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{0: "0", 0.00004312: "0.0000431", 1549.6: "1550", 99.96: "100", 3.17: "3.17"} {
		require.Equal(t, want, digits(v))
	}
	require.Equal(t, "< 0.01 %", share(1e-9))
	require.Equal(t, "0 %", share(0))
	require.Equal(t, "48.2 %", share(0.48199))
}

func TestIncomePicture(t *testing.T) {
	t.Parallel()
	days := incomeDays()
	svg := incomePicture(days)
	require.True(t, strings.HasPrefix(svg, "<svg "))
	require.True(t, strings.HasSuffix(svg, "</svg>\n"))
	require.Equal(t, len(days), strings.Count(svg, "<circle"))
	require.NotContains(t, svg, "NaN")
	require.Equal(t, svg, incomePicture(days), "it can be made again")
}

func TestPMOptions(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-tickets", "999"}, {"-rounds", "0"}, {"-each", "0s"}, {"-sessions", "-1"}} {
		_, err := parsePMOptions(args)
		require.Error(t, err, args)
	}
	o, err := parsePMOptions(nil)
	require.NoError(t, err)
	require.Equal(t, 10_000_000, o.tickets)
}
