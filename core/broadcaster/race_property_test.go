package broadcaster_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// character is how an orchestrator and the verifier of its results behave in one
// segment after the other.
type character struct {
	faults []error
	took   []int // ms; 9000 hangs
	good   []error
}

func drawCharacter(rt *rapid.T, name string) character {
	return character{
		faults: rapid.SliceOfN(rapid.SampledFrom([]error{
			nil, nil, nil, errors.New("crash"), refused(), core.ErrOrchestratorBusy, core.ErrTokenInvalid, &core.TranscodeError{Code: core.InvalidVideo},
		}), 1, 8).Draw(rt, name+"faults"),
		took: rapid.SliceOfN(rapid.SampledFrom([]int{0, 100, 900, 2500, 9000}), 1, 8).Draw(rt, name+"took"),
		good: rapid.SliceOfN(rapid.SampledFrom([]error{nil, nil, nil, core.ErrResultRejected, errors.New("unsure")}), 1, 8).Draw(rt, name+"good"),
	}
}

// Whatever orchestrators and verification do, and however many have a segment at
// the same time: it is resolved once, a result that was not accepted is never
// published, each payment is settled once, and nothing goes on when a stream has
// ended.
func TestEverySegmentIsResolvedOnceProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var list []character
		for i := range rapid.IntRange(1, 4).Draw(rt, "orchestrators") {
			list = append(list, drawCharacter(rt, fmt.Sprint(i)))
		}
		effort := broadcaster.DefaultEffort()
		effort.Redundancy = rapid.IntRange(1, 4).Draw(rt, "redundancy")
		effort.CompareAll = rapid.Bool().Draw(rt, "compare")
		if rapid.Bool().Draw(rt, "unhedged") {
			effort.Hedge.Factor = 0
		}
		fallback := rapid.SampledFrom([]broadcaster.Fallback{broadcaster.FallbackGap, broadcaster.FallbackSource}).Draw(rt, "fallback")
		abrupt := rapid.Bool().Draw(rt, "abrupt end")
		var failure error
		synctest.Test(t, func(t *testing.T) { failure = liveWith(t, list, effort, fallback, abrupt) })
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}

func liveWith(t *testing.T, list []character, effort broadcaster.Effort, fallback broadcaster.Fallback, abrupt bool) error {
	const segments = 8
	var orchs []*orch
	for _, c := range list {
		orchs = append(orchs, &orch{fail: func(n int, sub *core.Submission) error {
			time.Sleep(time.Duration(c.took[n%len(c.took)]) * time.Millisecond)
			return c.faults[n%len(c.faults)]
		}})
	}
	verdict := func(uri string, seq uint64) error {
		c := list[uri[len("https://")]-'a']
		return c.good[seq%uint64(len(c.good))]
	}
	check := &comparing{checks: &checks{verify: func(ctx context.Context, d *broadcaster.Delivery) error {
		if d.Reference != nil && d.Submission.Segment.Seq%3 == 0 {
			_, _ = d.Reference(ctx)
		}
		return verdict(d.URI, d.Submission.Segment.Seq)
	}}}
	pay, selectors := &payer{}, &notes{effort: effort}
	d := startNode(t, newNetwork(orchs...), func(c *broadcaster.Config) {
		c.Selectors, c.Verifier, c.Payer, c.Fallback = selectors, check, pay, fallback
	})
	s := d.open(t, "movie")
	var all sync.WaitGroup
	wrong := make([]error, segments)
	for seq := range uint64(segments) {
		all.Go(func() {
			res, err := s.Submit(t.Context(), segment(seq))
			if err == nil && verdict(res.Orchestrator, seq) != nil {
				wrong[seq] = fmt.Errorf("segment %d of %s is published although %w", seq, res.Orchestrator, verdict(res.Orchestrator, seq))
			}
		})
		time.Sleep(500 * time.Millisecond)
	}
	if abrupt {
		d.Close()
	}
	all.Wait()
	s.Close()
	flying := 0
	for _, o := range orchs {
		flying += o.flying
	}
	out := d.outs.of("movie")
	err := errors.Join(out.complete(), errors.Join(wrong...))
	if len(d.seen.done) != segments || len(out.rendition("low")) != segments || flying > 0 || check.late || check.closed != 1 {
		err = errors.Join(err, fmt.Errorf("%d segments done, %d listed, %d in flight, verified late: %v", len(d.seen.done), len(out.rendition("low")), flying, check.late))
	}
	for _, times := range pay.paid {
		if times != 1 {
			err = errors.Join(err, fmt.Errorf("a payment was settled %d times", times))
		}
	}
	return err
}
