package reputation

import "time"

// Prior is what is expected of an orchestrator of which nothing is known, and
// how much of what is seen it takes to move away from that.
type Prior struct {
	// Failure and Late are shares of attempts, and Score is a latency score.
	Failure float64 `json:"failure"`
	Late    float64 `json:"late"`
	Score   float64 `json:"score"`
	// Weight is how many attempts the prior counts as.
	Weight float64 `json:"weight"`
}

// recentWeight is how many attempts the long memory counts as beside the short
// one.
const recentWeight = 4

// scoreWeight is how many successes the prior counts as for the mean score: a few
// tell it, where rare failures and late answers take many.
const scoreWeight = 2

// Estimate is what is to be expected of an orchestrator's next attempt.
type Estimate struct {
	// Failure is the probability that it fails, with failures that cost more, as
	// silence and wrong results, counted more than once. Late is the one that it
	// does not fail but has a latency score above the limit that was asked for.
	Failure float64 `json:"failure"`
	Late    float64 `json:"late"`
	// Score is the mean latency score of a success.
	Score float64 `json:"score"`
	// Samples is how many attempts are known, faded: 0 for an unknown one.
	Samples float64 `json:"samples"`
}

// Confidence is from 0, for an unknown one, to 1. It is a half for one with as
// many attempts as the prior counts for.
func (e Estimate) Confidence(p Prior) float64 { return e.Samples / (e.Samples + max(p.Weight, 1e-9)) }

// estimate moves from the prior to what is remembered. What was seen of late moves
// it further for the worse only: a few good minutes say little of the next hour.
// limit is the latency score above which an answer is late.
func (r *Record) estimate(p Prior, limit float64, now time.Time) Estimate {
	lasting, recent := 1.0, 1.0
	if !r.Last.IsZero() {
		lasting, recent = faded(now.Sub(r.Last), lastingHalfLife), faded(now.Sub(r.Last), recentHalfLife)
	}
	e := Estimate{Failure: p.Failure, Late: p.Late, Score: p.Score}
	e.learn(&r.Lasting, lasting, p.Weight, limit)
	e.Samples = lasting * (r.Lasting.Bad + r.Lasting.Scores.Count())
	late := e
	late.learn(&r.Recent, recent, recentWeight, limit)
	e.Failure, e.Late, e.Score = max(e.Failure, late.Failure), max(e.Late, late.Late), late.Score
	return e
}

// learn takes e as what weight attempts have shown, and adds those of t.
func (e *Estimate) learn(t *Tally, faded, weight, limit float64) {
	good, bad := faded*t.Scores.Count(), faded*t.Bad
	if good == 0 && bad == 0 {
		return
	}
	if all := good + bad + weight; all > 0 {
		e.Failure = (bad + weight*e.Failure) / all
		e.Late = (faded*t.Scores.Above(limit) + weight*e.Late) / all
	}
	score := min(weight, scoreWeight)
	e.Score = (faded*t.Scores.Sum() + score*e.Score) / (good + score)
}
