package broadcaster_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

func TestVerdicts(t *testing.T) {
	t.Parallel()
	unsure := errors.New("the decoder crashed")
	for name, tc := range map[string]struct {
		orchs  []*orch
		err    error // of the results of a
		by     string
		is     error
		judged []reputation.Verdict
		told   []reputation.Kind
		next   string // does the next segment
	}{
		"accepted": {
			orchs: []*orch{{}, {}}, by: "a", next: "a",
			judged: []reputation.Verdict{reputation.Accepted}, told: []reputation.Kind{reputation.Done},
		},
		"rejected_goes_elsewhere": {
			orchs: []*orch{{}, {}}, err: core.ErrResultRejected, by: "b", next: "b",
			judged: []reputation.Verdict{reputation.Rejected, reputation.Accepted}, told: []reputation.Kind{reputation.Done, reputation.Done},
		},
		"unverified_goes_elsewhere_and_blames_nobody": {
			orchs: []*orch{{}, {took: 3 * time.Second}}, err: unsure, by: "b", next: "a",
			judged: []reputation.Verdict{reputation.Accepted}, told: []reputation.Kind{reputation.Done, reputation.Done},
		},
		"rejected_by_the_only_one": {
			orchs: []*orch{{}}, err: core.ErrResultRejected, is: core.ErrResultRejected,
			judged: []reputation.Verdict{reputation.Rejected, reputation.Rejected, reputation.Rejected},
			told:   []reputation.Kind{reputation.Done, reputation.Done, reputation.Done},
		},
		"unverified_counts": {
			orchs: []*orch{{}}, err: unsure, is: unsure,
			told: []reputation.Kind{reputation.Done, reputation.Done, reputation.Done},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				once := tc.err
				check := &checks{}
				check.verify = func(_ context.Context, d *broadcaster.Delivery) error {
					if d.URI != "https://a:8935" || d.Submission.Segment.Seq > 0 {
						return nil
					}
					return once
				}
				selectors := &notes{effort: broadcaster.Effort{Redundancy: 1}}
				d := startNode(t, newNetwork(tc.orchs...), func(c *broadcaster.Config) { c.Selectors, c.Verifier = selectors, check })
				s := d.open(t, "movie")
				res, err := s.Submit(t.Context(), segment(0))
				judged, told := selectors.judged, selectors.told
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is)
					require.ErrorAs(t, err, new(*broadcaster.AttemptsError))
				} else {
					require.NoError(t, err)
					require.Equal(t, "https://"+tc.by+":8935", res.Orchestrator)
					require.Equal(t, "https://"+tc.next+":8935", submit(t, s, 1).Orchestrator)
				}
				require.NoError(t, s.Close())
				require.Equal(t, tc.judged, judged)
				require.Equal(t, tc.told, told)
				require.NoError(t, d.outs.of("movie").complete())
				require.Equal(t, []int{1, 1}, []int{check.opened, check.closed})
				first := d.seen.attempts[0]
				require.Equal(t, errors.Is(tc.err, core.ErrResultRejected), first.Rejected)
				require.Equal(t, errors.Is(tc.err, unsure), first.Unverified)
			})
		})
	}
}

// How long verification takes is not the orchestrator's fault, and no reason to
// hedge.
func TestVerificationTimeIsNotTheOrchestrators(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		check := &checks{verify: func(ctx context.Context, _ *broadcaster.Delivery) error { return wait(ctx, 5*time.Second) }}
		other := &orch{answer: time.Millisecond}
		d := startNode(t, newNetwork(&orch{took: 300 * time.Millisecond}, other), func(c *broadcaster.Config) { c.Verifier = check })
		s := d.open(t, "movie")
		begin := time.Now()
		submit(t, s, 0)
		require.Equal(t, 5300*time.Millisecond, time.Since(begin))
		require.Equal(t, 300*time.Millisecond, d.seen.attempts[0].Took)
		require.InDelta(t, .15, d.seen.attempts[0].LatencyScore, 1e-9)
		require.Empty(t, other.submitted)
	})
}

// A verifier that never answers is given up, and the stream goes on.
func TestVerifierThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		check := &checks{verify: func(ctx context.Context, d *broadcaster.Delivery) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		d := startNode(t, newNetwork(&orch{}, &orch{}), func(c *broadcaster.Config) { c.Verifier, c.MaxAttempts = check, 2 })
		s := d.open(t, "movie")
		_, err := s.Submit(t.Context(), segment(0))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Len(t, check.seen, 2)

		failed := make(chan error, 1)
		go func() { _, err := s.Submit(t.Context(), segment(1)); failed <- err }()
		synctest.Wait()
		begin := time.Now()
		require.NoError(t, d.Close())
		require.Zero(t, time.Since(begin), "the node's end ends it at once")
		require.ErrorIs(t, <-failed, broadcaster.ErrStreamEnded)
	})
}

// One that says of every segment that its source is at fault costs nobody a segment,
// and the stream leaves it; two that agree are both left in peace.
func TestLiesAboutTheSource(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		second error
		lies   int // at the first one, of 10 segments
		judged bool
	}{
		"disproved": {nil, 1, true},
		"agreed":    {&core.TranscodeError{Code: core.InvalidVideo}, 10, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				liar := &orch{fail: always(&core.TranscodeError{Code: core.InvalidVideo})}
				second := &orch{answer: time.Millisecond, took: 100 * time.Millisecond, fail: always(tc.second)}
				selectors := &notes{}
				d := startNode(t, newNetwork(liar, second), func(c *broadcaster.Config) { c.Selectors = selectors })
				s := d.open(t, "movie")
				for seq := range uint64(10) {
					_, err := s.Submit(t.Context(), segment(seq))
					require.Equal(t, tc.second != nil, err != nil)
				}
				require.NoError(t, s.Close())
				require.Len(t, liar.used(), 1)
				require.Len(t, second.submitted, 10)
				require.Len(t, liar.submitted, tc.lies, "who agrees is not suspended")
				require.Equal(t, tc.judged, slices.Contains(selectors.judged, reputation.Suspicious))
			})
		})
	}
}
