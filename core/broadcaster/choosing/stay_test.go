package choosing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// reprice gives orchestrator i another price, as a result does.
func (l *line) reprice(i int, price int64) {
	next := *l.option(i).Info
	next.Price = &pm.Price{PricePerUnit: price, PixelsPerUnit: 1}
	l.option(i).Info = &next
}

// settled is a stream at home at orchestrator 0 of three that are all known.
func settled(t *testing.T) *line {
	t.Helper()
	r := newRig(t, policy(nil))
	for i := range 3 {
		r.remember(i, 200, 0, .5)
	}
	l := r.open("s", "")
	for i, price := range []int64{98, 99, 100} {
		l.meet(i, price, nil)
	}
	got, _ := l.choose()
	require.Equal(t, uri(0), got)
	r.now = r.now.Add(time.Minute)
	return l
}

func TestMovesWhenAnotherIsBetterForAWhile(t *testing.T) {
	t.Parallel()
	l := settled(t)
	step := func(want int, reason choosing.Reason) {
		t.Helper()
		got, why := l.choose()
		require.Equal(t, uri(want), got)
		require.Equal(t, reason, why)
	}
	l.reprice(1, 90)
	step(0, choosing.Stays) // not by the margin
	l.reprice(1, 50)
	step(0, choosing.Stays)
	l.now = l.now.Add(9 * time.Second)
	step(0, choosing.Stays)
	l.reprice(1, 98) // it was a moment only
	step(0, choosing.Stays)
	l.reprice(1, 50)
	l.now = l.now.Add(9 * time.Second)
	step(0, choosing.Stays)
	l.now = l.now.Add(10 * time.Second)
	step(1, choosing.Moves)
	l.reprice(2, 10)
	step(1, choosing.Stays)
	l.now = l.now.Add(29 * time.Second)
	step(1, choosing.Stays) // it has moved just now
	l.now = l.now.Add(time.Second)
	step(2, choosing.Moves)
}

func TestMovesWhenHomeFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind   reputation.Kind
		want   int
		reason choosing.Reason
	}{
		"failed":      {reputation.Failed, 1, choosing.Replaces},
		"timed_out":   {reputation.TimedOut, 1, choosing.Replaces},
		"incomplete":  {reputation.Incomplete, 1, choosing.Replaces},
		"unreachable": {reputation.Unreachable, 1, choosing.Replaces},
		"done":        {reputation.Done, 0, choosing.Stays},
		"busy":        {reputation.Busy, 0, choosing.Stays},
		"unpaid":      {reputation.Unpaid, 0, choosing.Stays},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := settled(t)
			l.lands(0, tc.kind, .5)
			got, reason := l.choose()
			require.Equal(t, uri(tc.want), got)
			require.Equal(t, tc.reason, reason)
		})
	}
}

func TestOthersStandInForABusyHome(t *testing.T) {
	t.Parallel()
	l := settled(t)
	got, reason := l.choose(0)
	require.Equal(t, uri(1), got)
	require.Equal(t, choosing.StandsIn, reason)
	l.reprice(2, 97) // better than the stand-in, but not by the margin
	l.now = l.now.Add(duration)
	got, _ = l.choose(0)
	require.Equal(t, uri(1), got)
	got, reason = l.choose()
	require.Equal(t, uri(0), got, "home has room again")
	require.Equal(t, choosing.Stays, reason)
	l.option(0).InFlight, l.option(0).Oldest = 1, 2*duration
	_, reason = l.choose()
	require.Equal(t, choosing.StandsIn, reason)
	l.now = l.now.Add(4 * time.Second)
	_, reason = l.choose()
	require.Equal(t, choosing.GaveUp, reason)
	l.option(0).InFlight = 0
	got, _ = l.choose()
	require.NotEqual(t, uri(0), got, "that was a move")
}

// TestFirstChoiceIsMadeAgain is of a stream that begins as soon as one orchestrator
// has answered.
func TestFirstChoiceIsMadeAgain(t *testing.T) {
	t.Parallel()
	l := newRig(t, policy(nil)).open("s", "")
	l.meet(0, 100, nil)
	l.choose()
	for i := 1; i < 4; i++ {
		l.meet(i, 100-10*int64(i), nil)
	}
	l.now = l.now.Add(duration)
	got, reason := l.choose()
	require.Equal(t, uri(3), got)
	require.Equal(t, choosing.Again, reason)
	for i := 4; i < 7; i++ {
		l.meet(i, 10, nil)
	}
	_, reason = l.choose()
	require.Equal(t, choosing.Stays, reason, "not twice as many")
	for i := 7; i < 12; i++ {
		l.meet(i, 10, nil)
	}
	l.now = l.now.Add(9 * time.Second)
	_, reason = l.choose()
	require.Equal(t, choosing.Stays, reason, "too late")
}

// TestMovesAreBounded lets prices, scores and rooms change at will: moves that no
// failure or absence has forced have Stay.Rest between them, and those that home's
// absence has forced have its patience.
func TestMovesAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := newRig(rt, policy(nil))
		n := rapid.IntRange(2, 6).Draw(rt, "orchestrators")
		l := r.open(core.ManifestID("s"), "")
		for i := range n {
			l.meet(i, 100, nil)
		}
		home, moved, begin := "", time.Time{}, r.now
		absent := begin
		for range rapid.IntRange(1, 150).Draw(rt, "segments") {
			i := rapid.IntRange(0, n-1).Draw(rt, "which")
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				l.reprice(i, rapid.Int64Range(0, 1000).Draw(rt, "price"))
			case 1:
				l.option(i).LatencyScore = rapid.Float64Range(0, 3).Draw(rt, "score")
			case 2:
				l.lands(i, reputation.Done, rapid.Float64Range(0, 2).Draw(rt, "took"))
			}
			var away []int
			if rapid.IntRange(0, 3).Draw(rt, "away") == 0 {
				away = append(away, i)
			}
			got, reason := l.choose(away...)
			switch reason {
			case choosing.FirstOne:
				home = got
			case choosing.Again:
				require.Less(rt, r.now.Sub(begin), time.Minute)
				home, moved = got, r.now
			case choosing.Moves:
				require.GreaterOrEqual(rt, r.now.Sub(moved), 30*time.Second)
				home, moved = got, r.now
			case choosing.GaveUp:
				require.GreaterOrEqual(rt, r.now.Sub(absent), 4*time.Second)
				home, moved = got, r.now
			case choosing.Stays:
				require.Equal(rt, home, got)
				absent = r.now
			case choosing.StandsIn, choosing.Behind:
			default:
				rt.Fatalf("reason %q without a failure", reason)
			}
			r.now = r.now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(rt, "ms")) * time.Millisecond)
		}
	})
}
