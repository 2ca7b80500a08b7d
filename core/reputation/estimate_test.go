package reputation_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

const unit = 2 * time.Second

// clock is a time that tests set.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Unix(1_700_000_000, 0).UTC()} }

func (c *clock) book(t require.TestingT, change func(*reputation.Config)) *reputation.Book {
	cfg := reputation.DefaultConfig()
	cfg.Now = func() time.Time { return c.now }
	if change != nil {
		change(&cfg)
	}
	b, err := reputation.New(cfg)
	require.NoError(t, err)
	return b
}

func outcome(kind reputation.Kind, score float64) reputation.Outcome {
	return reputation.Outcome{Kind: kind, Took: time.Duration(score * float64(unit)), Unit: unit, Media: unit}
}

func prior() reputation.Prior {
	return reputation.Prior{Failure: .04, Late: .1, Score: .6, Weight: 20}
}

func TestEstimateOfTheUnknownIsThePrior(t *testing.T) {
	t.Parallel()
	e := newClock().book(t, nil).Entry("a")
	require.Equal(t, reputation.Estimate{Failure: .04, Late: .1, Score: .6}, e.Estimate(prior(), 1))
	require.Zero(t, e.Estimate(prior(), 1).Confidence(prior()))
}

func TestEstimateLearns(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := c.book(t, nil).Entry("a")
	for i := range 1000 {
		kind, score := reputation.Done, .5
		if i%10 == 0 {
			kind = reputation.Failed
		} else if i%5 == 1 {
			score = 2.2
		}
		e.Report(outcome(kind, score))
		c.now = c.now.Add(unit)
	}
	got := e.Estimate(prior(), 1)
	require.InDelta(t, .1, got.Failure, .02)
	require.InDelta(t, .2, got.Late, .03)
	require.InDelta(t, (.5*.7+2.2*.2)/.9, got.Score, .15)
	require.InDelta(t, 1000, got.Samples, 5)
	require.Greater(t, got.Confidence(prior()), .97)
	require.InDelta(t, 0, e.Estimate(prior(), 8).Late, .01)
}

// TestOutageIsNoticedAndForgotten is of an orchestrator that was good for long.
func TestOutageIsNoticedAndForgotten(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := c.book(t, nil).Entry("a")
	for range 2000 {
		e.Report(outcome(reputation.Done, .5))
		c.now = c.now.Add(unit)
	}
	good := e.Estimate(prior(), 1).Failure
	c.now = c.now.Add(time.Hour)
	for range 3 {
		e.Report(outcome(reputation.TimedOut, 0))
	}
	require.Greater(t, e.Estimate(prior(), 1).Failure, .2)
	c.now = c.now.Add(90 * time.Minute)
	require.Less(t, e.Estimate(prior(), 1).Failure, .01)
	require.Less(t, good, .005)
}

func TestWeightsOfKinds(t *testing.T) {
	t.Parallel()
	after := func(f func(e *reputation.Entry)) float64 {
		e := newClock().book(t, nil).Entry("a")
		for range 50 {
			e.Report(outcome(reputation.Done, .5))
		}
		f(e)
		return e.Estimate(prior(), 1).Failure
	}
	report := func(k reputation.Kind) float64 {
		return after(func(e *reputation.Entry) { e.Report(outcome(k, 0)) })
	}
	judge := func(v reputation.Verdict) float64 { return after(func(e *reputation.Entry) { e.Judge(v) }) }
	nothing := after(func(*reputation.Entry) {})
	require.InDelta(t, nothing, report(reputation.Unpaid), 0)
	require.InDelta(t, nothing, judge(reputation.Accepted), 0)
	require.Greater(t, report(reputation.Busy), nothing)
	for _, k := range []reputation.Kind{reputation.Failed, reputation.Incomplete, reputation.Unreachable} {
		require.Greater(t, report(reputation.TimedOut), report(k), k)
		require.Greater(t, report(k), report(reputation.Busy), k)
		require.InDelta(t, judge(reputation.Suspicious), report(k), 1e-9, k)
	}
	require.Greater(t, judge(reputation.Rejected), 5*judge(reputation.Suspicious))
}

// TestEstimatesAreProbabilities is for anything that an entry can be told, with a
// clock that may go back.
func TestEstimatesAreProbabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := newClock()
		e := c.book(rt, nil).Entry("a")
		for range rapid.IntRange(0, 60).Draw(rt, "reports") {
			c.now = c.now.Add(time.Duration(rapid.Int64Range(-1e13, 1e15).Draw(rt, "later")))
			if rapid.Bool().Draw(rt, "verdict") {
				e.Judge(reputation.Verdict(rapid.Uint8().Draw(rt, "which")))
				continue
			}
			e.Report(reputation.Outcome{
				Kind: reputation.Kind(rapid.Uint8().Draw(rt, "kind")), Took: time.Duration(rapid.Int64().Draw(rt, "took")),
				Unit: time.Duration(rapid.Int64().Draw(rt, "unit")), Media: time.Duration(rapid.Int64().Draw(rt, "media")),
			})
		}
		got := e.Estimate(prior(), rapid.Float64Range(.1, 16).Draw(rt, "limit"))
		for _, p := range []float64{got.Failure, got.Late, got.Confidence(prior())} {
			require.True(rt, p >= 0 && p <= 1, got)
		}
		require.True(rt, got.Score >= 0 && got.Score <= 16 && got.Samples >= 0, got)
		require.GreaterOrEqual(rt, e.Record().Media, time.Duration(0))
	})
}

func TestExport(t *testing.T) {
	t.Parallel()
	c := newClock()
	b := c.book(t, nil)
	e := b.Entry("0xA")
	e.At("https://a:1")
	e.Report(outcome(reputation.Done, .5))
	e.Report(outcome(reputation.TimedOut, 0))
	e.Judge(reputation.Rejected)
	e.Paid(3, pm.NewWei(1e9))
	b.Entry("unused")
	data, err := json.Marshal(b.Records())
	require.NoError(t, err)
	require.JSONEq(t, `[{"peer": "0xA", "uri": "https://a:1", "first": "2023-11-14T22:13:20Z", "last": "2023-11-14T22:13:20Z",
		"attempts": {"done": 1, "timed out": 1}, "mediaSeconds": 2, "verdicts": {"rejected": 1}, "tickets": 3, "paid": "1 gwei",
		"recent": {"good": 1, "bad": 12, "scoreMedian": 0.5946035575013605, "scoreP95": 0.5946035575013605},
		"lasting": {"good": 1, "bad": 12, "scoreMedian": 0.5946035575013605, "scoreP95": 0.5946035575013605}}]`, string(data))
}
