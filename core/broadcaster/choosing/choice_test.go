package choosing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// TestFirstChoice is by one part of the cost at a time: orchestrator 1 is better
// than 0 and 2, which are typical.
func TestFirstChoice(t *testing.T) {
	t.Parallel()
	params := func(face uint64) *pm.TicketParams { return &pm.TicketParams{FaceValue: pm.NewWei(face)} }
	for name, tc := range map[string]struct {
		before func(r *rig)
		price  func(i int) int64
		change func(i int, c *broadcaster.Candidate)
	}{
		"price":                {price: func(i int) int64 { return int64(100 - 10*(i%2)) }},
		"failure":              {before: func(r *rig) { r.remember(0, 50, 5, .5); r.remember(1, 50, 0, .5); r.remember(2, 50, 2, .5) }},
		"late":                 {before: func(r *rig) { r.remember(0, 50, 0, 1.4); r.remember(1, 50, 0, .9); r.remember(2, 50, 0, 1.4) }},
		"known_before_unknown": {before: func(r *rig) { r.remember(1, 50, 0, .5) }},
		"unknown_before_bad":   {before: func(r *rig) { r.remember(0, 5, 5, .5); r.remember(2, 5, 5, .5) }},
		"verdict": {before: func(r *rig) {
			for i := range 3 {
				r.remember(i, 50, 0, .5)
			}
			r.book.Entry(peer(0)).Judge(reputation.Rejected)
			r.book.Entry(peer(2)).Judge(reputation.Suspicious)
		}},
		"stake": {change: func(i int, c *broadcaster.Candidate) { c.Stake = lpt(t, []string{"1LPT", "1000LPT", "1LPT"}[i]) }},
		"payment": {change: func(i int, c *broadcaster.Candidate) {
			c.Info.TicketParams = params([]uint64{1e17, 1e15, 1e17}[i])
		}},
		"region": {change: func(i int, c *broadcaster.Candidate) { c.Contradicted = (i + 1) % 2 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *choosing.Config) {
				policy(nil)(c)
				c.Deposit = func() pm.Wei { return pm.NewWei(1e18) }
			})
			if tc.before != nil {
				tc.before(r)
			}
			l := r.open("s", "")
			for i := range 3 {
				price := int64(100)
				if tc.price != nil {
					price = tc.price(i)
				}
				l.meet(i, price, func(c *broadcaster.Candidate) {
					if tc.change != nil {
						tc.change(i, c)
					}
				})
			}
			got, reason := l.choose()
			require.Equal(t, uri(1), got)
			require.Equal(t, choosing.FirstOne, reason)
		})
	}
}

func TestPricesOffChainAreNoMatter(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(nil))
	r.remember(1, 50, 0, .3)
	l := r.open("s", "")
	for i := range 3 {
		l.meet(i, -1, nil)
	}
	got, _ := l.choose()
	require.Equal(t, uri(1), got)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		policy func(p *choosing.Policy)
		prices []int64
		want   string
		reason choosing.Reason
	}{
		"cheap_enough":    {func(p *choosing.Policy) { p.MaxPrice = choosing.Price{PerUnit: 210, PixelsPerUnit: 2} }, []int64{110, 105, 104}, uri(2), choosing.FirstOne},
		"all_too_dear":    {func(p *choosing.Policy) { p.MaxPrice = choosing.Price{PerUnit: 1, PixelsPerUnit: 1} }, []int64{110, 105, 104}, "", choosing.Nobody},
		"unknown_is_dear": {func(p *choosing.Policy) { p.MaxPrice = choosing.Price{PerUnit: 100, PixelsPerUnit: 1} }, []int64{-1, 100, -1}, uri(1), choosing.FirstOne},
		"ignored_if_needed": {
			func(p *choosing.Policy) {
				p.MaxPrice, p.IgnoreMaxPriceIfNeeded = choosing.Price{PerUnit: 1, PixelsPerUnit: 1}, true
			}, []int64{300, 300, 100}, uri(2), choosing.FirstOne,
		},
		"ignored_if_needed_only": {
			func(p *choosing.Policy) {
				p.MaxPrice, p.IgnoreMaxPriceIfNeeded = choosing.Price{PerUnit: 100, PixelsPerUnit: 1}, true
				p.Weights = choosing.Weights{Stake: 1}
			}, []int64{110, 105, 99}, uri(2), choosing.FirstOne,
		},
		"none_is_reliable":  {func(p *choosing.Policy) { p.MinReliability = 1 }, []int64{300, 300, 100}, uri(2), choosing.FirstOne},
		"the_reliable_only": {func(p *choosing.Policy) { p.MinReliability = .97 }, []int64{110, 1, 1}, uri(0), choosing.FirstOne},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, policy(tc.policy))
			r.remember(0, 200, 0, .5)
			r.remember(1, 20, 0, .5)
			r.remember(2, 20, 0, .5)
			l := r.open("s", "")
			for i, price := range tc.prices {
				l.meet(i, price, nil)
			}
			got, reason := l.choose()
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.reason, reason)
		})
	}
}

func TestLeastToDoWhenAllAreLate(t *testing.T) {
	t.Parallel()
	l := newRig(t, policy(nil)).open("s", "")
	for i := range 3 {
		l.meet(i, 100, nil)
		o := l.option(i)
		o.InFlight, o.Oldest = 3-i%2, 4*duration
	}
	got, reason := l.choose()
	require.Equal(t, uri(1), got)
	require.Equal(t, choosing.Behind, reason)
}

// TestHeavyStream is of an orchestrator that is fast in general, but not with this
// stream.
func TestHeavyStream(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(nil))
	r.remember(0, 500, 0, .3)
	r.remember(1, 500, 0, .4)
	l := r.open("s", "")
	l.meet(0, 100, nil)
	l.meet(1, 100, nil)
	got, _ := l.choose()
	require.Equal(t, uri(0), got)
	l.option(0).LatencyScore = 1.6
	got, reason := l.choose()
	require.Equal(t, uri(1), got)
	require.Equal(t, choosing.StandsIn, reason)
}

func TestChoicesAreTheSameForTheSameDraws(t *testing.T) {
	t.Parallel()
	play := func() (all []string) {
		r := newRig(t, func(c *choosing.Config) { c.Policies[choosing.Live].Explore.Share = .5 })
		l := r.open("s", "")
		for i := range 50 {
			l.meet(i, 100+int64(i), nil)
		}
		for range 200 {
			got, _ := l.choose()
			all = append(all, got)
			r.now = r.now.Add(duration)
		}
		return all
	}
	require.Equal(t, play(), play())
}

func TestOptionsOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	l := newRig(t, nil).open("s", "")
	at, reason := l.selector.Select(broadcaster.SelectRequest{Duration: duration}, make([]broadcaster.Option, 3))
	require.Negative(t, at)
	require.Equal(t, string(choosing.Nobody), reason)
}
