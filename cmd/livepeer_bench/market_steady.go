package main

import (
	"context"
	"errors"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// marketSteady is what keeps the table fresh.
type marketSteady struct {
	Watched      float64 `json:"watched_s"`
	Age          float64 `json:"greatest_age_s"`
	Core         float64 `json:"share_of_a_core"`
	Rate         float64 `json:"questions_per_second"`
	Question     float64 `json:"cpu_us_per_question"`
	SideQuestion float64 `json:"orchestrators_cpu_us_per_question"`
	Failed       int64   `json:"questions_that_failed"`
}

// marketRestart is how a table begins that was kept, in milliseconds from Start.
type marketRestart struct {
	Known float64 `json:"known_ms"`       // prices of all, as stale ones
	First float64 `json:"first_found_ms"` // the first orchestrator of a stream that begins then
	Found int     `json:"found"`          // by its search in all
	Asked int64   `json:"asked"`
}

// watch leaves the full table alone for a while.
func (b *marketBench) watch(ctx context.Context, t *marketTable) error {
	before, err := b.child.usage()
	if err != nil {
		return err
	}
	begin, used, failed := time.Now(), processorTime(wholeProcess), t.watch.failed.Load()
	select {
	case <-time.After(b.o.steady):
	case <-ctx.Done():
		return ctx.Err()
	}
	s := &b.report.Steady
	cpu := processorTime(wholeProcess) - used
	s.Watched, s.Age, s.Failed = time.Since(begin).Seconds(), b.o.age.Seconds(), t.watch.failed.Load()-failed
	after, err := b.child.usage()
	if err != nil {
		return err
	}
	asked := float64(after.Asked - before.Asked)
	s.Core, s.Rate = cpu.Seconds()/s.Watched, asked/s.Watched
	s.Question, s.SideQuestion = 1e6*cpu.Seconds()/max(1, asked), 1e6*(after.CPU-before.CPU).Seconds()/max(1, asked)
	return nil
}

// restart opens a table that finds what the last one has kept.
func (b *marketBench) restart(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Minute, errors.New("what was kept is not known after a minute"))
	defer cancel()
	begin := time.Now()
	t, err := b.openTable(context.WithoutCancel(ctx), b.o.age)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	r := &b.report.Restart
	since := func() float64 { return float64(time.Since(begin)) / float64(time.Millisecond) }
	if err := until(ctx, func() bool {
		m := t.Market()
		return m.Prices != nil && m.Prices.Count == b.o.n
	}); err != nil {
		return err
	}
	r.Known = since()
	err = t.Find(ctx, benchJob(), func(broadcaster.Candidate) {
		if r.Found++; r.Found == 1 {
			r.First = since()
		}
	})
	r.Asked = t.watch.asked.Load()
	return err
}
