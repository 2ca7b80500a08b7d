package broadcaster_test

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// weather is what happens to an orchestrator during a stream.
type weather struct {
	answer, took time.Duration
	// kind: 0 healthy, 1 down from from to to, 2 down and restarted with other
	// tokens, 3 fails some segments, 4 busy for some segments.
	kind     int
	from, to time.Duration
	seed     int64
}

func drawWeather(rt *rapid.T, name string, healthy bool) weather {
	ms := func(lo, hi int, label string) time.Duration {
		return time.Duration(rapid.IntRange(lo, hi).Draw(rt, name+label)) * time.Millisecond
	}
	w := weather{answer: ms(0, 300, "answer"), took: ms(1, 1800, "took"), seed: rapid.Int64().Draw(rt, name+"seed")}
	if !healthy {
		w.kind = rapid.IntRange(1, 4).Draw(rt, name+"kind")
		w.from = ms(0, 20000, "from")
		w.to = w.from + ms(0, 20000, "for")
	}
	return w
}

// blow makes an orchestrator of it; mayFail bounds how many segments it fails
// that it had been given.
func (w weather) blow(n *network, o *orch, all *sync.WaitGroup) {
	random := rand.New(rand.NewSource(w.seed))
	switch w.kind {
	case 1, 2:
		all.Go(func() {
			time.Sleep(w.from)
			n.change(func() { o.down = true; o.epoch += w.kind - 1 })
			time.Sleep(w.to - w.from)
			n.change(func() { o.down = false })
		})
	case 3, 4:
		fault := map[int]error{3: errors.New("no transcoders available"), 4: core.ErrOrchestratorBusy}[w.kind]
		var mu sync.Mutex
		o.fail = func(int, *core.Submission) error {
			mu.Lock()
			defer mu.Unlock()
			if random.Intn(2) == 0 {
				return fault
			}
			return nil
		}
	}
}

// Whatever up to two of some orchestrators do, while one is healthy every
// segment gets all its renditions, each exactly once and in order, and each
// session that was used is ended after its last segment.
func TestNoSegmentIsLostProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		sick := rapid.IntRange(0, 2).Draw(rt, "sick")
		list := []weather{drawWeather(rt, "healthy", true)}
		for i := range sick {
			list = append(list, drawWeather(rt, fmt.Sprintf("sick%d", i), false))
		}
		gap := time.Duration(rapid.IntRange(0, 2500).Draw(rt, "gap")) * time.Millisecond
		var failure error
		synctest.Test(t, func(t *testing.T) { failure = liveThrough(t, list, gap) })
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}

func liveThrough(t *testing.T, list []weather, gap time.Duration) error {
	var orchs []*orch
	for _, w := range list {
		orchs = append(orchs, &orch{answer: w.answer, took: w.took})
	}
	n := newNetwork(orchs...)
	d := startNode(t, n, func(c *broadcaster.Config) { c.MaxBacklog = 100 })
	var all sync.WaitGroup
	for i, w := range list {
		w.blow(n, orchs[i], &all)
	}
	s, err := d.OpenStream(t.Context(), config("movie"))
	if err != nil {
		return err
	}
	const segments = 15
	errs := make([]error, segments)
	for seq := range uint64(segments) {
		all.Go(func() { _, errs[seq] = s.Submit(t.Context(), segment(seq)) })
		synctest.Wait()
		time.Sleep(gap)
	}
	all.Wait()
	s.Close()
	out := d.outs.of("movie")
	if err := errors.Join(errors.Join(errs...), out.complete()); err != nil {
		return err
	}
	if gaps := out.gaps("low"); len(gaps) > 0 || len(out.sources) != segments {
		return fmt.Errorf("%d sources, gaps %v", len(out.sources), gaps)
	}
	for i, o := range orchs {
		if w := list[i]; w.kind == 0 && !sameMembers(o.used(), o.ended) {
			return fmt.Errorf("%s: sessions %v used, %v ended", o.uri, o.used(), o.ended)
		}
	}
	return nil
}

func sameMembers(a, b []core.SessionID) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// Orchestrators that fail whatever and whenever they like: playlists stay
// complete and in order, with gaps.
func TestPlaylistsAreCompleteProperty(t *testing.T) {
	t.Parallel()
	faults := []error{
		nil, nil, errors.New("crash"), refused(), core.ErrOrchestratorBusy, core.ErrOrchestratorCapped, core.ErrTokenInvalid,
		core.ErrTokenExpired, &core.TranscodeError{Code: core.InvalidVideo},
	}
	rapid.Check(t, func(rt *rapid.T) {
		script := rapid.SliceOfN(rapid.SampledFrom(faults), 1, 40).Draw(rt, "script")
		count := rapid.IntRange(0, 4).Draw(rt, "orchestrators")
		took := rapid.SliceOfN(rapid.IntRange(0, 6000), 4, 4).Draw(rt, "took")
		gap := time.Duration(rapid.IntRange(0, 2500).Draw(rt, "gap")) * time.Millisecond
		var failure error
		synctest.Test(t, func(t *testing.T) {
			var orchs []*orch
			for i := range count {
				orchs = append(orchs, &orch{
					took: time.Duration(took[i]) * time.Millisecond,
					fail: func(n int, sub *core.Submission) error { return script[(n*7+i+int(sub.Segment.Seq))%len(script)] },
				})
			}
			d := startNode(t, newNetwork(orchs...), nil)
			s := d.open(t, "movie")
			var all sync.WaitGroup
			lost := make([]bool, 12)
			for seq := range uint64(12) {
				all.Go(func() {
					_, err := s.Submit(t.Context(), segment(seq))
					lost[seq] = err != nil
				})
				synctest.Wait()
				time.Sleep(gap)
			}
			all.Wait()
			s.Close()
			out := d.outs.of("movie")
			failure = out.complete()
			for seq, l := range lost {
				if l != slices.Contains(out.gaps("high"), uint64(seq)) {
					failure = errors.Join(failure, fmt.Errorf("segment %d: lost %v, gaps %v", seq, l, out.gaps("high")))
				}
			}
		})
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}
