package broadcaster_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

func TestReference(t *testing.T) {
	t.Parallel()
	crash := errors.New("connection reset by peer")
	for name, tc := range map[string]struct {
		orchs []*orch // the first one does the segment
		by    string  // whose result the reference is
		is    error
		none  bool // the delivery has none
		tries []int
		took  time.Duration
	}{
		"another_trusted_one":         {orchs: []*orch{{}, {score: .5}, {score: 1, took: time.Second}}, by: "c", tries: []int{1, 0, 1}, took: time.Second},
		"nobody_is_trusted":           {orchs: []*orch{{}, {score: .9}}, is: broadcaster.ErrNoSessions, tries: []int{1, 0}},
		"nobody_else":                 {orchs: []*orch{{score: .5}}, is: broadcaster.ErrNoSessions, tries: []int{1}},
		"delivery_of_a_trusted_one":   {orchs: []*orch{{score: 1}, {score: 2}}, none: true, tries: []int{1, 0}},
		"it_fails":                    {orchs: []*orch{{}, {score: 1, fail: always(crash)}}, is: crash, tries: []int{1, 1}},
		"its_answer_lacks_renditions": {orchs: []*orch{{}, {score: 1, fewer: 1}}, is: &broadcaster.ResultError{Want: 2, Got: 1}, tries: []int{1, 1}},
		"its_token_is_renewed":        {orchs: []*orch{{}, {score: 1, fail: once(core.ErrTokenInvalid)}}, by: "b", tries: []int{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var got *core.SubmissionResult
				var err error
				check := &checks{verify: func(ctx context.Context, d *broadcaster.Delivery) error {
					require.Equal(t, tc.none, d.Reference == nil)
					require.Equal(t, tc.none, d.Trusted)
					if d.Reference != nil {
						got, err = d.Reference(ctx)
					}
					return nil
				}}
				selectors, pay := &notes{}, &payer{}
				d := startNode(t, newNetwork(tc.orchs...), func(c *broadcaster.Config) {
					c.Selectors, c.Verifier, c.Payer = selectors, check, pay
				})
				s := d.open(t, "movie")
				begin := time.Now()
				require.Equal(t, tc.orchs[0].uri, submit(t, s, 0).Orchestrator)
				require.Equal(t, tc.took, time.Since(begin))
				require.NoError(t, s.Close())
				switch {
				case tc.by != "":
					require.NoError(t, err)
					require.Equal(t, "https://"+tc.by+":8935/low/0", string(got.Renditions[0].Data))
				case tc.is != nil && errors.As(tc.is, new(*broadcaster.ResultError)):
					require.EqualError(t, err, tc.is.Error())
				default:
					require.ErrorIs(t, err, tc.is)
				}
				sent := 0
				for i, o := range tc.orchs {
					require.Len(t, o.submitted, tc.tries[i], o.uri)
					require.False(t, o.endedBusy)
					sent += tc.tries[i]
				}
				require.Len(t, pay.settled, sent, "it is paid as any")
				require.Len(t, check.seen, 1, "it is not verified itself")
				require.Equal(t, []reputation.Verdict{reputation.Accepted}, selectors.judged)
				for _, e := range d.seen.attempts {
					require.Equal(t, e.Orchestrator != tc.orchs[0].uri, e.Reference)
				}
			})
		})
	}
}

// One that is busy with other segments is waited for, for the segment's own time.
func TestReferenceWaitsAWhile(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		busy time.Duration
		is   error
		took time.Duration
	}{
		"ok":       {busy: time.Second, took: time.Second},
		"err_busy": {busy: 5 * time.Second, is: broadcaster.ErrNoSessions, took: 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				trusted := &orch{score: 1, took: tc.busy, answer: time.Millisecond}
				var err error
				check := &checks{verify: func(ctx context.Context, d *broadcaster.Delivery) error {
					if d.Submission.Segment.Seq == 1 {
						_, err = d.Reference(ctx)
					}
					return nil
				}}
				n := newNetwork(&orch{took: 50 * time.Millisecond}, trusted)
				d := startNode(t, n, func(c *broadcaster.Config) {
					c.Selectors, c.Verifier, c.MaxPerOrchestrator = &notes{effort: redundant(2)}, check, 1
				})
				s := d.open(t, "movie")
				submit(t, s, 0) // the trusted one goes on with it
				n.change(func() { trusted.took = 0 })
				begin := time.Now()
				submit(t, s, 1)
				require.ErrorIs(t, err, tc.is)
				require.InDelta(t, tc.took.Seconds(), time.Since(begin).Seconds(), .11)
				require.NoError(t, s.Close())
			})
		})
	}
}
