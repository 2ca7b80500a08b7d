package broadcaster_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// always fails each submission with the same error.
func always(err error) func(int, *core.Submission) error {
	return func(int, *core.Submission) error { return err }
}

// once fails the first submission.
func once(err error) func(int, *core.Submission) error {
	return func(n int, _ *core.Submission) error {
		if n == 1 {
			return err
		}
		return nil
	}
}

// hang is what a silent orchestrator gives: the client's 8 s are over.
func hang() error {
	time.Sleep(8 * time.Second)
	return fmt.Errorf("submit segment: %w", context.DeadlineExceeded)
}

// hangs is silent for so many submissions.
func hangs(times int) func(int, *core.Submission) error {
	return func(n int, _ *core.Submission) error {
		if n <= times {
			return hang()
		}
		return nil
	}
}

func TestFailuresOfOneSegment(t *testing.T) {
	t.Parallel()
	crash := errors.New("connection reset by peer")
	invalid := &core.TranscodeError{Code: core.InvalidVideo}
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	for name, tc := range map[string]struct {
		orchs []*orch
		is    error  // nil for success
		by    string // who did it
		tries []int  // submissions that each orchestrator got
		took  time.Duration
	}{
		"ok": {
			orchs: []*orch{{}, {answer: ms(5)}}, by: "a", tries: []int{1, 0},
		},
		"next_one_at_once_after_a_crash": {
			orchs: []*orch{{fail: always(crash)}, {}}, by: "b", tries: []int{1, 1},
		},
		"source_at_fault_needs_two": {
			orchs: []*orch{{fail: always(invalid)}, {fail: always(invalid)}, {}}, is: invalid, tries: []int{1, 1, 0},
		},
		"source_at_fault_is_not_tried_again": {
			orchs: []*orch{{fail: always(invalid)}}, is: invalid, tries: []int{1},
		},
		"one_lies_of_the_source": {
			orchs: []*orch{{fail: always(invalid)}, {}}, by: "b", tries: []int{1, 1},
		},
		"one_lies_and_another_crashes": {
			orchs: []*orch{{fail: always(invalid)}, {fail: always(crash)}, {}}, by: "c", tries: []int{1, 1, 1},
		},
		"one_lies_and_the_other_is_suspended": {
			orchs: []*orch{{fail: always(invalid)}, {fail: once(crash)}}, by: "b", tries: []int{1, 2}, took: ms(1000),
		},
		"source_at_fault_after_crashes": {
			orchs: []*orch{{fail: always(crash)}, {fail: always(crash)}, {fail: always(invalid)}, {}}, is: invalid, tries: []int{1, 1, 1, 0},
		},
		"another_is_not_waited_for_long": {
			orchs: []*orch{{fail: always(invalid)}, {fail: always(core.ErrOrchestratorCapped)}}, is: invalid, tries: []int{1, 1}, took: ms(2000),
		},
		"answer_lacks_a_rendition": {
			orchs: []*orch{{fewer: 1}, {}}, by: "b", tries: []int{1, 1},
		},
		"busy_goes_to_another": {
			orchs: []*orch{{fail: always(core.ErrOrchestratorBusy)}, {}}, by: "b", tries: []int{1, 1},
		},
		"busy_costs_no_attempt": {
			orchs: []*orch{
				{fail: always(core.ErrOrchestratorBusy)}, {fail: always(core.ErrOrchestratorBusy)}, {fail: always(core.ErrOrchestratorCapped)},
				{fail: always(core.ErrOrchestratorBusy)}, {},
			},
			by: "e", tries: []int{1, 1, 1, 1, 1},
		},
		"only_one_is_busy_for_a_moment": {
			orchs: []*orch{{fail: once(core.ErrOrchestratorBusy)}}, by: "a", tries: []int{2}, took: ms(2000),
		},
		"only_one_is_capped_for_a_moment": {
			orchs: []*orch{{fail: once(core.ErrOrchestratorCapped)}}, by: "a", tries: []int{2}, took: ms(5000),
		},
		"only_one_fails_once": {
			orchs: []*orch{{fail: once(crash)}}, by: "a", tries: []int{2}, took: ms(1000),
		},
		"only_one_hangs_once": {
			orchs: []*orch{{fail: hangs(1)}}, by: "a", tries: []int{2}, took: ms(9000),
		},
		"only_one_hangs_twice": {
			orchs: []*orch{{fail: hangs(2)}}, by: "a", tries: []int{3}, took: ms(18000),
		},
		"only_one_hangs": {
			orchs: []*orch{{fail: hangs(9)}}, is: context.DeadlineExceeded, tries: []int{3}, took: ms(27000),
		},
		"only_one_hangs_then_is_busy": {
			orchs: []*orch{{fail: func(n int, _ *core.Submission) error {
				if n == 1 {
					return hang()
				}
				return core.ErrOrchestratorBusy
			}}}, is: broadcaster.ErrNoSessions, tries: []int{5}, took: ms(16000),
		},
		"both_hang_once_the_second_as_a_hedge": {
			orchs: []*orch{{fail: hangs(1)}, {fail: hangs(1)}}, by: "a", tries: []int{2, 1}, took: ms(10200),
		},
		"only_one_fails_three_times": {
			orchs: []*orch{{fail: always(crash)}}, is: crash, tries: []int{3}, took: ms(3000),
		},
		"three_fail_the_fourth_is_not_asked": {
			orchs: []*orch{{fail: always(crash)}, {fail: always(crash)}, {fail: always(crash)}, {}}, is: crash, tries: []int{1, 1, 1, 0},
		},
		"unreachable_ones_cost_no_attempt": {
			orchs: []*orch{{fail: always(refused())}, {fail: always(refused())}, {fail: always(refused())}, {fail: always(refused())}, {}},
			by:    "e", tries: []int{1, 1, 1, 1, 1},
		},
		"all_busy_until_time_is_up": {
			orchs: []*orch{{fail: always(core.ErrOrchestratorCapped)}}, is: broadcaster.ErrNoSessions, tries: []int{2}, took: ms(8000),
		},
		"unreachable_although_it_gives_terms": {
			orchs: []*orch{{fail: always(refused())}}, is: broadcaster.ErrNoSessions, tries: []int{11}, took: ms(8000),
		},
		"dial_that_times_out_costs_an_attempt": {
			orchs: []*orch{{fail: always(&net.OpError{Op: "dial", Err: context.DeadlineExceeded})}}, is: context.DeadlineExceeded,
			tries: []int{3}, took: ms(3000),
		},
		"unreachable_when_time_is_up": {
			orchs: []*orch{{fail: func(int, *core.Submission) error { time.Sleep(9 * time.Second); return refused() }}},
			is:    broadcaster.ErrNoSessions, tries: []int{1}, took: ms(9000),
		},
		"nobody_gives_terms": {
			orchs: []*orch{{down: true}}, is: broadcaster.ErrNoSessions, tries: []int{0}, took: ms(8000),
		},
		"nobody_is_known": {
			is: broadcaster.ErrNoSessions,
		},
		"nobody_can_do_it": {
			orchs: []*orch{{caps: core.NewCapabilities("0.9.1", core.CapH264)}}, is: broadcaster.ErrNoSessions, tries: []int{0}, took: ms(8000),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := startNode(t, newNetwork(tc.orchs...), nil)
				s := d.open(t, "movie")
				begin := time.Now()
				res, err := s.Submit(t.Context(), segment(0))
				took := time.Since(begin)
				require.NoError(t, s.Close())
				out := d.outs.of("movie")
				require.NoError(t, out.complete())
				for i, o := range tc.orchs {
					if name == "unreachable_although_it_gives_terms" {
						require.InDelta(t, tc.tries[i], len(o.submitted), 3)
						continue
					}
					require.Len(t, o.submitted, tc.tries[i], o.uri)
				}
				require.InDelta(t, tc.took.Seconds(), took.Seconds(), 1.01, "was %v", took)
				if tc.is == nil {
					require.NoError(t, err)
					require.Equal(t, "https://"+tc.by+":8935", res.Orchestrator)
					require.Empty(t, out.gaps("low"))
					return
				}
				require.ErrorIs(t, err, tc.is)
				require.Equal(t, []uint64{0}, out.gaps("low"))
				require.Equal(t, []uint64{0}, out.gaps("high"))
			})
		})
	}
}

// The network client hashes what comes without a digest, at each attempt; so
// none does.
func TestSegmentIsHashedOnce(t *testing.T) {
	t.Parallel()
	given, made := core.PendingDigest()
	made(common.Hash{1})
	for name, tc := range map[string]struct {
		digest *core.Digest
		want   common.Hash
	}{
		"by_us":         {want: crypto.Keccak256Hash([]byte("source 0"))},
		"by_its_reader": {digest: given, want: given.Sum()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := &orch{fail: once(errors.New("connection reset by peer"))}
				s := startNode(t, newNetwork(o), nil).open(t, "movie")
				seg := segment(0)
				seg.Digest = tc.digest
				_, err := s.Submit(t.Context(), seg)
				require.NoError(t, err)
				require.Len(t, o.segments, 2)
				for _, sent := range o.segments {
					require.Equal(t, tc.want, sent.Digest.Sum())
				}
				require.Same(t, o.segments[0].Digest, o.segments[1].Digest)
			})
		})
	}
}

func TestErrorsForThePublisher(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		crash := errors.New("connection reset by peer")
		d := startNode(t, newNetwork(&orch{fail: always(crash)}), nil)
		_, err := d.open(t, "a").Submit(t.Context(), segment(0))
		var ae *broadcaster.AttemptsError
		require.ErrorAs(t, err, &ae)
		require.Equal(t, 3, ae.Attempts)
		require.EqualError(t, err, "hit max transcode attempts: connection reset by peer")

		seg := segment(1)
		seg.Info.PixelFormat = "gbrp"
		_, err = d.open(t, "b").Submit(t.Context(), seg)
		require.ErrorIs(t, err, core.ErrUnsupportedInput)
		require.Equal(t, []string{"1"}, func() []string { d.Close(); return d.outs.of("b").seqs() }())
		require.Equal(t, []uint64{1}, d.outs.of("b").gaps("low"))
	})
}

// The only orchestrator is restarted in mid-stream, and has forgotten its
// tokens: the stream goes on (issue 2, "done when" 2).
func TestOnlyOrchestratorRestarts(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]time.Duration{"at_once": 0, "three_seconds": 3 * time.Second, "seven_seconds": 7 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := &orch{took: 500 * time.Millisecond, answer: 5 * time.Millisecond}
				n := newNetwork(o)
				d := startNode(t, n, nil)
				s := d.open(t, "movie")
				submit(t, s, 0)
				var all sync.WaitGroup
				all.Go(func() { submit(t, s, 1) }) // in flight when it dies
				time.Sleep(100 * time.Millisecond)
				n.change(func() { o.down, o.epoch = true, 1 })
				all.Go(func() {
					time.Sleep(time.Second)
					submit(t, s, 2) // comes while it is away
				})
				time.Sleep(away)
				n.change(func() { o.down = false })
				all.Wait()
				submit(t, s, 3)
				require.NoError(t, s.Close())
				out := d.outs.of("movie")
				require.NoError(t, out.complete())
				require.Empty(t, out.gaps("low"))
				require.False(t, o.endedBusy)
				require.Contains(t, o.ended, o.used()[len(o.used())-1])
			})
		})
	}
}

func TestOneOfTwoOrchestratorsDies(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{took: 500 * time.Millisecond}, &orch{took: 600 * time.Millisecond, answer: 5 * time.Millisecond}
		n := newNetwork(a, b)
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		var all sync.WaitGroup
		begin := time.Now()
		for seq := range uint64(3) {
			all.Go(func() { submit(t, s, seq+1) })
		}
		time.Sleep(100 * time.Millisecond)
		n.change(func() { a.down = true })
		all.Wait()
		require.Equal(t, 1100*time.Millisecond, time.Since(begin), "the other one is asked as soon as the connection breaks")
		for seq := range uint64(40) { // 80 s
			submit(t, s, seq+4)
			time.Sleep(2 * time.Second)
		}
		require.Len(t, a.submitted, 4, "a dead one is not tried again and again")
		n.change(func() { a.down = false })
		require.NoError(t, s.Close())
		out := d.outs.of("movie")
		require.NoError(t, out.complete())
		require.Empty(t, out.gaps("low"))
		require.Len(t, b.ended, 1)
	})
}

// A suspended orchestrator stays away for one search and comes back with the
// next (wire.md 14).
func TestSuspendedOrchestratorComesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{fail: once(errors.New("out of memory"))}, &orch{answer: 5 * time.Millisecond, took: 2100 * time.Millisecond}
		d := startNode(t, newNetwork(a, b), nil)
		s := d.open(t, "movie")
		begin := time.Now()
		for seq := uint64(0); time.Since(begin) < 2*time.Minute; seq++ {
			require.NotNil(t, submit(t, s, seq))
			if len(a.submitted) > 1 {
				break
			}
		}
		require.Len(t, a.submitted, 2)
		require.Greater(t, time.Since(begin), 59*time.Second, "after two searches, half a minute apart")
		require.Less(t, time.Since(begin), 75*time.Second)
		require.NoError(t, s.Close())
		require.Len(t, a.ended, 2, "each session is ended, also that of the failure")
	})
}

func TestTranscodeErrorDoesNotSuspend(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &orch{fail: once(&core.TranscodeError{Code: core.NoKeyframes})}
		d := startNode(t, newNetwork(a), nil)
		s := d.open(t, "movie")
		_, err := s.Submit(t.Context(), segment(0))
		require.ErrorIs(t, err, &core.TranscodeError{Code: core.NoKeyframes})
		require.Equal(t, a.uri, submit(t, s, 1).Orchestrator)
		require.Equal(t, 1, len(a.used()), "in the same session")
	})
}

// The farewell to an orchestrator that failed one segment waits for the others
// that it still works on.
func TestSuspendedSessionEndsAfterItsLastSegment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &orch{took: time.Second, fail: func(n int, _ *core.Submission) error {
			if n == 2 {
				return errors.New("out of memory")
			}
			return nil
		}}
		n := newNetwork(a, &orch{answer: time.Millisecond})
		s := startNode(t, n, nil).open(t, "movie")
		var all sync.WaitGroup
		for seq := range uint64(2) {
			all.Go(func() { submit(t, s, seq) })
			synctest.Wait()
			time.Sleep(100 * time.Millisecond)
		}
		n.change(func() { require.Empty(t, a.ended) })
		all.Wait()
		synctest.Wait()
		require.Equal(t, a.used(), a.ended, "before the stream's end")
		require.False(t, a.endedBusy)
	})
}

// A suspended orchestrator is better than none: it is taken from the search
// that finds it.
func TestSuspendedOrchestratorIfThereIsNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{answer: 900 * time.Millisecond, fail: once(errors.New("out of memory"))}
		s := startNode(t, newNetwork(o), nil).open(t, "movie")
		begin := time.Now()
		submit(t, s, 0)
		require.Equal(t, 1900*time.Millisecond, time.Since(begin), "0.9 s to find it, 1 s to leave it alone")
	})
}
