package discovery_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
)

// recorder is a fake Observer.
type recorder struct {
	mu     sync.Mutex
	failed map[string]error // guarded by mu, as the next
	found  []int
}

func (r *recorder) DiscoveryFailed(uri string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = map[string]error{}
	}
	r.failed[uri] = err
}

func (r *recorder) DiscoveryDone(_, found int, _ time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = append(r.found, found)
}

// sourceFunc is a fake Source.
type sourceFunc func() ([]discovery.Entry, error)

func (f sourceFunc) Orchestrators(context.Context) ([]discovery.Entry, error) { return f() }

// coldTable is one over a list that asks nobody by itself, so that streams do.
func coldTable(t testing.TB, f *floor, change func(*discovery.TableConfig)) *discovery.Table {
	var uris []string
	for uri := range f.traders {
		uris = append(uris, uri)
	}
	cfg := discovery.DefaultTableConfig()
	cfg.Client, cfg.Observer = f, &recorder{}
	offchain(t, strings.Join(uris, ","))(&cfg)
	if change != nil {
		change(&cfg)
	}
	table, err := discovery.NewTable(cfg)
	require.NoError(t, err)
	return table
}

func TestSearchTimes(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	for name, tc := range map[string]struct {
		delays map[string]time.Duration
		want   []string
		took   time.Duration
		err    error
	}{
		"all_answer_fastest_first":     {map[string]time.Duration{"https://a:1": 30 * ms, "https://b:1": 10 * ms, "https://c:1": 20 * ms}, []string{"https://b:1", "https://c:1", "https://a:1"}, 30 * ms, nil},
		"slow_ones_are_left_behind":    {map[string]time.Duration{"https://a:1": 10 * ms, "https://b:1": 501 * ms}, []string{"https://a:1"}, 500 * ms, nil},
		"wait_doubles_until_there_one": {map[string]time.Duration{"https://a:1": 501 * ms, "https://b:1": 1001 * ms}, []string{"https://a:1"}, 1000 * ms, nil},
		"wait_doubles_twice":           {map[string]time.Duration{"https://a:1": 1100 * ms, "https://b:1": 1900 * ms, "https://c:1": 2100 * ms}, []string{"https://a:1", "https://b:1"}, 2000 * ms, nil},
		"hard_stop":                    {map[string]time.Duration{"https://a:1": 7 * time.Second}, nil, 6 * time.Second, discovery.ErrNoOrchestrators},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFloor()
				for uri, d := range tc.delays {
					f.traders[uri] = &trader{uri: uri, delay: d}
				}
				table := coldTable(t, f, func(c *discovery.TableConfig) { c.AskTimeout = 10 * time.Second })
				begin := time.Now()
				got, err := candidates(t.Context(), table, job())
				require.ErrorIs(t, err, tc.err)
				require.Equal(t, tc.want, urisOf(got))
				require.Equal(t, tc.took, time.Since(begin))
			})
		})
	}
}

func TestSearchHandsOnAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		table := coldTable(t, newFloor(&trader{uri: "https://a:1", delay: 10 * time.Millisecond}, &trader{uri: "https://b:1", delay: time.Minute}), nil)
		begin := time.Now()
		err := table.Find(t.Context(), job(), func(c broadcaster.Candidate) {
			require.Equal(t, 10*time.Millisecond, time.Since(begin), "a stream need not wait for the slow ones")
			require.Equal(t, 10*time.Millisecond, c.Latency)
			require.Equal(t, 1.0, c.Score)
		})
		require.NoError(t, err)
	})
}

func TestSearchRefuses(t *testing.T) {
	t.Parallel()
	blocked := common.HexToAddress("0xb10c")
	for name, tc := range map[string]struct {
		change func(*trader)
		want   error
	}{
		"no_token":        {answering(func(i *core.OrchestratorInfo) { i.Token = nil }), discovery.ErrNoToken},
		"no_uri":          {answering(func(i *core.OrchestratorInfo) { i.URI = "" }), discovery.ErrNotWorking},
		"relative_uri":    {answering(func(i *core.OrchestratorInfo) { i.URI = "/segments" }), discovery.ErrNotWorking},
		"odd_scheme":      {answering(func(i *core.OrchestratorInfo) { i.URI = "file://o/x" }), discovery.ErrNotWorking},
		"no_capabilities": {answering(func(i *core.OrchestratorInfo) { i.Capabilities = nil }), discovery.ErrIncompatible},
		"old_version":     {answering(func(i *core.OrchestratorInfo) { i.Capabilities.Version = "0.0.9" }), discovery.ErrIncompatible},
		"blocked":         {func(tr *trader) { tr.address = blocked }, discovery.ErrBlocked},
		"capped":          {func(tr *trader) { tr.err = core.ErrOrchestratorCapped }, core.ErrOrchestratorCapped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr, rec := &trader{uri: "https://o:1"}, &recorder{}
			tc.change(tr)
			table := coldTable(t, newFloor(tr), func(c *discovery.TableConfig) {
				c.Filter.Block.Addresses, c.Observer = []common.Address{blocked}, rec
			})
			got, err := candidates(t.Context(), table, job())
			require.Empty(t, got)
			require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
			require.ErrorIs(t, err, tc.want)
			if name != "blocked" { // which is no failure
				require.Equal(t, []int{0}, rec.found)
			}
			_, err = candidates(t.Context(), table, job())
			require.ErrorIs(t, err, tc.want, "the reason is told again, asked or not")
		})
	}
}

func answering(change func(*core.OrchestratorInfo)) func(*trader) {
	return func(tr *trader) { tr.change = change }
}

// All searches together ask so many at a time.
func TestSearchBoundsItsQuestions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		for i := range 40 {
			uri := fmt.Sprintf("https://o%d:1", i)
			f.traders[uri] = &trader{uri: uri, delay: 10 * time.Millisecond}
		}
		table := coldTable(t, f, func(c *discovery.TableConfig) { c.Parallel = 4 })
		begin := time.Now()
		got, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Len(t, got, 40)
		require.Equal(t, 4, f.most)
		require.Equal(t, 100*time.Millisecond, time.Since(begin))
	})
}

func TestSearchIsCanceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		begin := time.Now()
		_, err := candidates(ctx, coldTable(t, newFloor(&trader{uri: "https://a:1", delay: time.Second}), nil), job())
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		require.Equal(t, 100*time.Millisecond, time.Since(begin))
	})
}

// Lists of several sources are one; an orchestrator that two of them name counts
// once.
func TestListsAreMerged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1"}, &trader{uri: "https://b:1"}, &trader{uri: "https://c:1"})
		away := errors.New("registry is away")
		list := []discovery.Entry{{URI: "https://a:1", Score: 0}, {URI: "https://b:1", Score: 2}, {URI: "https://c:1", Score: 0.5}}
		table := startTable(t, f, func(c *discovery.TableConfig) {
			offchain(t, "a:1")(c)
			broken := sourceFunc(func() ([]discovery.Entry, error) { return nil, away })
			slow := sourceFunc(func() ([]discovery.Entry, error) { time.Sleep(time.Second); return list, nil })
			c.Sources = append(c.Sources, broken, slow)
		})
		require.Equal(t, []broadcaster.PoolEntry{{URI: "https://a:1", Score: 1}}, table.Orchestrators(), "a static list is known at once")
		time.Sleep(2 * time.Second)
		got, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.ElementsMatch(t, []string{"https://a:1", "https://b:1"}, urisOf(got), "each once, in spite of a broken source")
		all := offers(table)
		require.Equal(t, 1.0, all["https://a:1"].Score, "the higher score of two sources stays")
		require.Equal(t, discovery.ErrScore.Error(), all["https://c:1"].Excluded)
		require.Empty(t, f.questions("https://c:1"), "a score between 0 and 1 means that it is not used")
	})
}

func TestWhyNobodyIsAsked(t *testing.T) {
	t.Parallel()
	away := errors.New("the webhook answered 502")
	for name, tc := range map[string]struct {
		source sourceFunc
		want   error
	}{
		"source_fails":   {func() ([]discovery.Entry, error) { return nil, away }, away},
		"all_are_barred": {func() ([]discovery.Entry, error) { return []discovery.Entry{{URI: "https://a:1", Score: 0.1}}, nil }, discovery.ErrScore},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				table := startTable(t, newFloor(), func(c *discovery.TableConfig) { c.Sources, c.Chain = []discovery.Source{tc.source}, nil })
				_, err := candidates(t.Context(), table, job())
				require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
				require.ErrorIs(t, err, tc.want)
			})
		})
	}
}

// Of the further addresses that one names, some are tried, and the nearest is used.
func TestNearestNodeOfAListedOne(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		extra int
		want  string
	}{
		"none_tried":   {0, "https://a:1"},
		"two_tried":    {2, "https://a:2"},
		"all_tried":    {4, "https://a:4"},
		"more_than_it": {9, "https://a:4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				home := &trader{uri: "https://a:1", delay: 40 * time.Millisecond, nodes: []string{"https://a:1", "a:2", "ftp://no", "a:4"}}
				f := newFloor(home, &trader{uri: "https://a:2", delay: 20 * time.Millisecond, nodes: []string{"a:5"}},
					&trader{uri: "https://a:4", delay: 5 * time.Millisecond}, &trader{uri: "https://a:5"})
				table := startTable(t, f, func(c *discovery.TableConfig) {
					offchain(t, "a:1")(c)
					c.ExtraNodes = tc.extra
				})
				time.Sleep(time.Second)
				got, err := candidates(t.Context(), table, job())
				require.NoError(t, err)
				require.Equal(t, []string{tc.want}, urisOf(got))
				require.Equal(t, 1.0, got[0].Score)
				require.Empty(t, f.questions("https://a:5"), "one level deep")
			})
		})
	}
}

// One on a short list that comes up is found within moments, whether a stream is
// looking for it or not.
func TestListedOneComesUp(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		down  time.Duration
		ready time.Duration // at the latest, without a stream
	}{
		"soon":  {3 * time.Second, 4 * time.Second},
		"late":  {time.Hour, 30 * time.Second},
		"begin": {0, time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFloor()
				table := startTable(t, f, offchain(t, "a:1"))
				time.Sleep(tc.down)
				f.change(func() { f.traders["https://a:1"] = &trader{uri: "https://a:1"} })
				time.Sleep(tc.ready)
				require.Equal(t, 1, ready(table))
				require.Less(t, f.total(), 10+int(tc.down/(20*time.Second)), "without being asked all the time")
				f.change(func() { delete(f.traders, "https://a:1") })
				time.Sleep(time.Hour)
				require.Zero(t, ready(table))
				f.change(func() { f.traders["https://a:1"] = &trader{uri: "https://a:1"} })
				got, err := candidates(t.Context(), table, job())
				require.NoError(t, err, "a stream does not wait")
				require.Len(t, got, 1)
			})
		})
	}
}
