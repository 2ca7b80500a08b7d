package choosing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

// ownFirst has orchestrator 0, by address, then 1, by URI, then the others.
func ownFirst(capacity int) func(*choosing.Config) {
	return policy(func(p *choosing.Policy) {
		p.Tiers = []choosing.Tier{
			{Name: "own", Peers: []string{address(0).Hex()}, Capacity: capacity},
			{Name: "friends", Peers: []string{uri(1) + "/"}},
		}
	})
}

func (l *line) meetFour() {
	for i := range 4 {
		l.meet(i, 100-20*int64(i), nil) // the nearer, the dearer
	}
}

func TestTiersComeInOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, ownFirst(0))
	for i := range 4 {
		r.remember(i, 200, 0, .5)
	}
	l := r.open("s", "")
	l.meetFour()
	for _, step := range []struct {
		away   []int
		want   int
		reason choosing.Reason
	}{
		{nil, 0, choosing.FirstOne},
		{[]int{0}, 1, choosing.StandsIn},
		{[]int{0, 1}, 3, choosing.StandsIn},
		{nil, 0, choosing.Stays},
	} {
		got, reason := l.choose(step.away...)
		require.Equal(t, uri(step.want), got)
		require.Equal(t, step.reason, reason)
	}
	l.lands(0, reputation.Failed, 0)
	got, _ := l.choose(0)
	require.Equal(t, uri(1), got)
	l.now = l.now.Add(time.Minute)
	l.choose()
	l.now = l.now.Add(10 * time.Second)
	got, reason := l.choose()
	require.Equal(t, uri(0), got, "it is back")
	require.Equal(t, choosing.Returns, reason)
}

func TestTierCapacityIsInStreams(t *testing.T) {
	t.Parallel()
	r := newRig(t, ownFirst(2))
	var lines []*line
	for _, id := range []core.ManifestID{"a", "b", "c"} {
		l := r.open(id, "")
		l.meetFour()
		l.choose()
		lines = append(lines, l)
	}
	require.Equal(t, []string{uri(0), uri(0), uri(1)}, []string{lines[0].last, lines[1].last, lines[2].last})
	lines[0].selector.Close()
	lines[0].selector.Close() // again
	r.now = r.now.Add(time.Minute)
	lines[2].choose()
	r.now = r.now.Add(10 * time.Second)
	got, reason := lines[2].choose()
	require.Equal(t, uri(0), got)
	require.Equal(t, choosing.Returns, reason)
}

func TestTrustedTakesListedAlone(t *testing.T) {
	t.Parallel()
	l := newRig(t, nil).open("s", choosing.Trusted)
	l.meet(0, 1, nil)
	got, reason := l.choose()
	require.Empty(t, got)
	require.Equal(t, choosing.Nobody, reason)
	l.meet(1, 100, func(c *broadcaster.Candidate) { c.Score = 1 })
	got, _ = l.choose()
	require.Equal(t, uri(1), got)
}

// TestTiersAreKept opens and ends streams at will: a tier never has more homes
// than its capacity, and nobody goes further than to the first tier with room.
func TestTiersAreKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		capacity := rapid.IntRange(1, 3).Draw(rt, "capacity")
		r := newRig(rt, ownFirst(capacity))
		var lines []*line
		atOwn := func() (n int) {
			for _, l := range lines {
				if l.last == uri(0) {
					n++
				}
			}
			return n
		}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			r.now = r.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "seconds")) * time.Second)
			if len(lines) > 0 && rapid.IntRange(0, 2).Draw(rt, "what") == 0 {
				i := rapid.IntRange(0, len(lines)-1).Draw(rt, "ends")
				lines[i].selector.Close()
				lines = append(lines[:i], lines[i+1:]...)
				continue
			}
			had := atOwn()
			l := r.open(core.ManifestID(rapid.StringMatching(`[a-z]{3}`).Draw(rt, "id")), "")
			l.meetFour()
			got, _ := l.choose()
			lines = append(lines, l)
			if had < capacity {
				require.Equal(rt, uri(0), got)
			} else {
				require.Equal(rt, uri(1), got)
			}
			require.LessOrEqual(rt, atOwn(), capacity)
		}
	})
}
