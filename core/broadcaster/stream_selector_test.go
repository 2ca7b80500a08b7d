package broadcaster_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

// notes makes Selectors that write down what they are told. It chooses as
// FastestFirst.
type notes struct {
	broadcaster.FastestFirst
	mu     sync.Mutex
	met    []string
	told   []reputation.Kind
	judged []reputation.Verdict
	last   reputation.Outcome
	closed int
	effort broadcaster.Effort // zero for the default
}

func (n *notes) Open(broadcaster.StreamConfig) broadcaster.StreamSelector { return n }

func (n *notes) Meet(c broadcaster.Candidate) broadcaster.Acquaintance {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.met = append(n.met, c.URI)
	return n
}

func (n *notes) Landed(o reputation.Outcome) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.told, n.last = append(n.told, o.Kind), o
}

func (n *notes) Judged(v reputation.Verdict) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.judged = append(n.judged, v)
}

func (n *notes) Effort() broadcaster.Effort {
	if n.effort == (broadcaster.Effort{}) {
		return broadcaster.DefaultEffort()
	}
	return n.effort
}

func (n *notes) Close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed++
}

func TestSelectorsAreTold(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		first orch
		want  []reputation.Kind // of one segment, with another orchestrator behind
	}{
		"done":        {orch{took: time.Second}, []reputation.Kind{reputation.Done}},
		"failed":      {orch{fail: always(errors.New("crash"))}, []reputation.Kind{reputation.Failed, reputation.Done}},
		"busy":        {orch{fail: always(core.ErrOrchestratorBusy)}, []reputation.Kind{reputation.Busy, reputation.Done}},
		"incomplete":  {orch{fewer: 1}, []reputation.Kind{reputation.Incomplete, reputation.Done}},
		"timed_out":   {orch{fail: always(fmt.Errorf("submit: %w", context.DeadlineExceeded))}, []reputation.Kind{reputation.TimedOut, reputation.Done}},
		"unreachable": {orch{fail: always(refused())}, []reputation.Kind{reputation.Unreachable, reputation.Done}},
		"token":       {orch{took: time.Second, fail: once(core.ErrTokenExpired)}, []reputation.Kind{reputation.Unpaid, reputation.Done}},
		"source":      {orch{fail: always(&core.TranscodeError{Code: core.InvalidVideo})}, []reputation.Kind{reputation.Done}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := &notes{}
				d := startNode(t, newNetwork(&tc.first, &orch{answer: time.Millisecond, took: time.Second}), func(c *broadcaster.Config) { c.Selectors = n })
				s := d.open(t, "s")
				submit(t, s, 0)
				require.NoError(t, s.Close())
				require.Equal(t, tc.want, n.told)
				require.Equal(t, name == "source", slices.Contains(n.judged, reputation.Suspicious))
				require.Equal(t, 1, n.closed)
				require.Contains(t, n.met, "https://a:8935")
				require.Equal(t, reputation.Outcome{Took: time.Second, Unit: 2 * time.Second, Media: 2 * time.Second}, n.last)
			})
		})
	}
}

// TestChooserKnowsThemAgain has a stream meet a bad orchestrator that answers
// first, and another stream that has learned of it.
func TestChooserKnowsThemAgain(t *testing.T) {
	t.Parallel()
	t.Run("crashes", func(t *testing.T) { t.Parallel(); requireKnownAgain(t, errors.New("crash")) })
	t.Run("lies", func(t *testing.T) { t.Parallel(); requireKnownAgain(t, &core.TranscodeError{Code: core.InvalidVideo}) })
}

func requireKnownAgain(t *testing.T, failure error) {
	synctest.Test(t, func(t *testing.T) {
		book, err := reputation.New(reputation.DefaultConfig())
		require.NoError(t, err)
		cfg := choosing.DefaultConfig()
		cfg.Book = book
		cfg.Policies[choosing.Live].Explore.Share = 0
		chooser, err := choosing.New(cfg)
		require.NoError(t, err)
		bad := &orch{fail: always(failure)}
		d := startNode(t, newNetwork(bad, &orch{took: time.Second}), func(c *broadcaster.Config) { c.Selectors = chooser })
		s := d.open(t, "first")
		for seq := range uint64(20) {
			require.Equal(t, "https://b:8935", submit(t, s, seq).Orchestrator)
		}
		require.NoError(t, s.Close())
		failures := len(bad.submitted)
		require.Positive(t, failures)
		require.LessOrEqual(t, failures, 3)

		s = d.open(t, "second")
		for seq := range uint64(20) {
			require.Equal(t, "https://b:8935", submit(t, s, seq).Orchestrator)
		}
		require.NoError(t, s.Close())
		require.LessOrEqual(t, len(bad.submitted), failures+1, "at most once, when it was the first to answer")
		list, ok := chooser.Explain("second")
		require.True(t, ok)
		require.Equal(t, "https://b:8935", list[0].Chosen)
		require.Len(t, book.Records(), 2)
	})
}

// TestPoliciesSayTheEffort has a stream send each segment to two orchestrators, the
// same first one all the time.
func TestPoliciesSayTheEffort(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		book, err := reputation.New(reputation.DefaultConfig())
		require.NoError(t, err)
		cfg := choosing.DefaultConfig()
		cfg.Book = book
		chooser, err := choosing.New(cfg)
		require.NoError(t, err)
		orchs := []*orch{{took: 300 * time.Millisecond}, {took: 300 * time.Millisecond}, {took: 300 * time.Millisecond}}
		d := startNode(t, newNetwork(orchs...), func(c *broadcaster.Config) { c.Selectors = chooser })
		sc := config("movie")
		sc.Policy = choosing.Premium
		s, err := d.OpenStream(t.Context(), sc)
		require.NoError(t, err)
		for seq := range uint64(20) {
			submit(t, s, seq)
			time.Sleep(2 * time.Second)
		}
		require.NoError(t, s.Close())
		require.Len(t, d.seen.attempts, 40)
		first := make(map[string]int)
		for _, e := range d.seen.attempts {
			if !e.Redundant {
				first[e.Orchestrator]++
			}
		}
		require.LessOrEqual(t, len(first), 2, "once again at most, when others have answered")
	})
}
