package choosing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

func TestEffort(t *testing.T) {
	t.Parallel()
	hedge := broadcaster.Hedge{Factor: 1.5, Share: .1, Late: 1.5}
	r := newRig(t, func(c *choosing.Config) {
		own := *c.Policies[choosing.Live]
		own.Redundancy, own.Compare, own.Late, own.Hedge = 3, true, 2, choosing.Hedge{Factor: 2, Share: .5}
		c.Policies["own"] = &own
	})
	for policy, want := range map[string]broadcaster.Effort{
		choosing.Live:    {Redundancy: 1, Hedge: hedge},
		choosing.Premium: {Redundancy: 2, Hedge: hedge},
		choosing.Cheap:   {Redundancy: 1, Hedge: broadcaster.Hedge{Late: 4}},
		choosing.Trusted: {Redundancy: 1, Hedge: hedge},
		"own":            {Redundancy: 3, CompareAll: true, Hedge: broadcaster.Hedge{Factor: 2, Share: .5, Late: 2}},
	} {
		require.Equal(t, want, r.open("movie", policy).selector.Effort(), policy)
	}
}

func TestParseEffort(t *testing.T) {
	t.Parallel()
	got, err := choosing.ParsePolicies([]byte(`{"sport": {"base": "premium", "compare": true, "hedge": {"factor": 2}}}`))
	require.NoError(t, err)
	require.True(t, got["sport"].Compare)
	require.Equal(t, choosing.Hedge{Factor: 2, Share: .1}, got["sport"].Hedge)
	for name, tc := range map[string]struct{ json, says string }{
		"err_hasty":      {`{"live": {"hedge": {"factor": 0.5}}}`, "expected 0, for no hedges, or 1 and more"},
		"err_factor":     {`{"live": {"hedge": {"factor": 101}}}`, "hedge.factor is 101; expected 0 to 100"},
		"err_share":      {`{"live": {"hedge": {"share": 1.1}}}`, "hedge.share is 1.1; expected 0 to 1"},
		"err_redundancy": {`{"live": {"redundancy": 6}}`, "redundancy is 6; expected 1 to 5"},
	} {
		_, err := choosing.ParsePolicies([]byte(tc.json))
		require.ErrorContains(t, err, tc.says, name)
		require.ErrorAs(t, err, new(*choosing.PolicyError), name)
	}
}

// beside chooses one more for a segment that home has.
func (l *line) beside(home int) (string, choosing.Reason) {
	var others []broadcaster.Option
	for _, o := range l.options {
		if o.URI != uri(home) {
			others = append(others, o)
		}
	}
	at, reason := l.selector.Select(broadcaster.SelectRequest{Seq: l.seq, Duration: duration, Try: 2, Beside: true}, others)
	return others[at].URI, choosing.Reason(reason)
}

// Those that get a segment beside home are the best of the others, and home stays
// whatever happens to them.
func TestChoicesBesideDoNotMoveTheStream(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(nil))
	l := r.open("movie", "")
	for i := range 4 {
		r.remember(i, 100, 0, .4)
		l.meet(i, int64(100+i), nil)
	}
	for range 30 {
		home, _ := l.choose()
		require.Equal(t, uri(0), home)
		other, reason := l.beside(0)
		require.Equal(t, uri(1), other, "the next best")
		require.Equal(t, choosing.Joins, reason)
		r.now = r.now.Add(2 * time.Second)
	}
	l.lands(1, reputation.Failed, 0)
	_, reason := l.choose()
	require.Equal(t, choosing.Stays, reason)
}

func TestRejectedResultsAreRemembered(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(nil))
	l := r.open("movie", "")
	for i := range 2 {
		r.remember(i, 100, 0, .4)
		l.meet(i, int64(100+i), nil)
	}
	home, _ := l.choose()
	require.Equal(t, uri(0), home)
	l.option(0).Known.Judged(reputation.Accepted)
	home, reason := l.choose()
	require.Equal(t, uri(0), home)
	require.Equal(t, choosing.Stays, reason)
	l.option(0).Known.Judged(reputation.Rejected)
	home, reason = l.choose()
	require.Equal(t, uri(1), home)
	require.Equal(t, choosing.Replaces, reason)
	home, _ = r.openWith(l).choose()
	require.Equal(t, uri(1), home, "other streams know of it")
}

// openWith opens another stream that meets the same orchestrators.
func (r *rig) openWith(l *line) *line {
	other := r.open("another", "")
	for i := range l.options {
		other.meet(i, l.options[i].Info.Price.PricePerUnit, nil)
	}
	return other
}
