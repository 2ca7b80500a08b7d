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

// peer is an orchestrator of a fake network.
type peer struct {
	delay time.Duration
	err   error
	info  core.OrchestratorInfo
}

// network answers Info after each peer's delay.
type network struct {
	peers map[string]peer

	mu    sync.Mutex
	now   int
	most  int
	asked map[string]int
}

func (n *network) Info(ctx context.Context, uri string, _ core.JobRequest) (*core.OrchestratorInfo, error) {
	n.mu.Lock()
	n.now++
	n.most = max(n.most, n.now)
	if n.asked == nil {
		n.asked = map[string]int{}
	}
	n.asked[uri]++
	n.mu.Unlock()
	defer func() {
		n.mu.Lock()
		n.now--
		n.mu.Unlock()
	}()
	p, ok := n.peers[uri]
	if !ok {
		return nil, errors.New("connection refused")
	}
	select {
	case <-time.After(p.delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p.err != nil {
		return nil, p.err
	}
	info := p.info
	return &info, nil
}

func working(uri string) core.OrchestratorInfo {
	return core.OrchestratorInfo{
		URI:          uri,
		Token:        &core.AuthToken{SessionID: "s"},
		Capabilities: core.NewCapabilities("0.9.1", core.DefaultCapabilities()...),
	}
}

func good(uri string, delay time.Duration) peer { return peer{delay: delay, info: working(uri)} }

type recorder struct {
	mu     sync.Mutex
	failed map[string]error
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

func newPool(t *testing.T, n *network, change func(*discovery.Config)) *discovery.Pool {
	var uris []string
	for uri := range n.peers {
		uris = append(uris, uri)
	}
	static, err := discovery.ParseList(strings.Join(uris, ","))
	require.NoError(t, err)
	cfg := discovery.DefaultConfig()
	cfg.Client, cfg.Sources = n, []discovery.Source{static}
	if change != nil {
		change(&cfg)
	}
	p, err := discovery.NewPool(cfg)
	require.NoError(t, err)
	return p
}

func find(ctx context.Context, p *discovery.Pool, req core.JobRequest) (uris []string, took time.Duration, err error) {
	begin := time.Now()
	err = p.Find(ctx, req, func(c broadcaster.Candidate) { uris = append(uris, c.URI) })
	return uris, time.Since(begin), err
}

func TestFindTimes(t *testing.T) {
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
		"wait_doubles_twice":           {map[string]time.Duration{"https://a:1": 2100 * ms, "https://b:1": 3900 * ms, "https://c:1": 4100 * ms}, []string{"https://a:1", "https://b:1"}, 4000 * ms, nil},
		"hard_stop":                    {map[string]time.Duration{"https://a:1": 7 * time.Second}, nil, 6 * time.Second, discovery.ErrNoOrchestrators},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := &network{peers: map[string]peer{}}
				for uri, d := range tc.delays {
					n.peers[uri] = good(uri, d)
				}
				got, took, err := find(t.Context(), newPool(t, n, nil), core.JobRequest{})
				require.ErrorIs(t, err, tc.err)
				require.Equal(t, tc.want, got)
				require.Equal(t, tc.took, took)
			})
		})
	}
}

func TestFindHandsOnAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{peers: map[string]peer{"https://a:1": good("https://a:1", 10*time.Millisecond), "https://b:1": good("https://b:1", time.Minute)}}
		begin := time.Now()
		err := newPool(t, n, nil).Find(t.Context(), core.JobRequest{}, func(c broadcaster.Candidate) {
			require.Equal(t, 10*time.Millisecond, time.Since(begin), "a stream need not wait for the slow ones")
			require.Equal(t, 10*time.Millisecond, c.Latency)
			require.Equal(t, 1.0, c.Score)
		})
		require.NoError(t, err)
	})
}

func TestFindRefuses(t *testing.T) {
	t.Parallel()
	blocked := common.HexToAddress("0xb10c")
	with := func(change func(*core.OrchestratorInfo)) peer {
		p := good("https://o:1", 0)
		change(&p.info)
		return p
	}
	for name, tc := range map[string]struct {
		peer peer
		want error
	}{
		"no_token":        {with(func(i *core.OrchestratorInfo) { i.Token = nil }), discovery.ErrNoToken},
		"no_uri":          {with(func(i *core.OrchestratorInfo) { i.URI = "" }), discovery.ErrNotWorking},
		"relative_uri":    {with(func(i *core.OrchestratorInfo) { i.URI = "/segments" }), discovery.ErrNotWorking},
		"odd_scheme":      {with(func(i *core.OrchestratorInfo) { i.URI = "file://o/x" }), discovery.ErrNotWorking},
		"no_capabilities": {with(func(i *core.OrchestratorInfo) { i.Capabilities = nil }), discovery.ErrIncompatible},
		"old_version":     {with(func(i *core.OrchestratorInfo) { i.Capabilities.Version = "0.8.0" }), discovery.ErrIncompatible},
		"blocked":         {with(func(i *core.OrchestratorInfo) { i.Address = blocked }), discovery.ErrBlocked},
		"capped":          {peer{err: core.ErrOrchestratorCapped}, core.ErrOrchestratorCapped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rec := &recorder{}
			n := &network{peers: map[string]peer{"https://o:1": tc.peer}}
			p := newPool(t, n, func(c *discovery.Config) { c.Blocklist, c.Observer = []common.Address{blocked}, rec })
			req := core.JobRequest{Capabilities: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapAuthToken), MinVersion: "0.9.0"}}
			got, _, err := find(t.Context(), p, req)
			require.Empty(t, got)
			require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
			require.ErrorIs(t, err, tc.want)
			require.ErrorIs(t, rec.failed["https://o:1"], tc.want)
			require.Equal(t, []int{0}, rec.found)
		})
	}
}

func TestFindBoundsItsQuestions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{peers: map[string]peer{}}
		for i := range 40 {
			uri := fmt.Sprintf("https://o%d:1", i)
			n.peers[uri] = good(uri, 10*time.Millisecond)
		}
		got, took, err := find(t.Context(), newPool(t, n, func(c *discovery.Config) { c.Concurrency = 4 }), core.JobRequest{})
		require.NoError(t, err)
		require.Len(t, got, 40)
		require.Equal(t, 4, n.most)
		require.Equal(t, 100*time.Millisecond, took)
	})
}

func TestFindExtraNodes(t *testing.T) {
	t.Parallel()
	n := &network{peers: map[string]peer{"https://a:1": good("https://a:1", 0)}}
	p := newPool(t, n, func(c *discovery.Config) { c.ExtraNodes = 3 })
	a := n.peers["https://a:1"]
	a.info.Nodes = []string{"https://a:1", "ftp://no", "a:2", "a:3"}
	n.peers["https://a:1"] = a
	a2 := good("https://a:2", 0)
	a2.info.Nodes = []string{"a:4"}
	n.peers["https://a:2"], n.peers["https://a:3"], n.peers["https://a:4"] = a2, good("https://a:3", 0), good("https://a:4", 0)
	got, _, err := find(t.Context(), p, core.JobRequest{})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"https://a:1", "https://a:2"}, got, "the first three of the list, each once, one level deep")
	require.Equal(t, 1, n.asked["https://a:1"])
}

// sourceFunc is a fake Source.
type sourceFunc func() ([]discovery.Entry, error)

func (f sourceFunc) Orchestrators(context.Context) ([]discovery.Entry, error) { return f() }

func TestSources(t *testing.T) {
	t.Parallel()
	n := &network{peers: map[string]peer{"https://a:1": good("https://a:1", 0), "https://b:1": good("https://b:1", 0)}}
	list := []discovery.Entry{{URI: "https://a:1", Score: 0}, {URI: "https://b:1", Score: 2}}
	p := newPool(t, n, func(c *discovery.Config) {
		static, err := discovery.ParseList("https://a:1")
		require.NoError(t, err)
		broken := sourceFunc(func() ([]discovery.Entry, error) { return nil, errors.New("registry is away") })
		c.Sources = []discovery.Source{static, broken, sourceFunc(func() ([]discovery.Entry, error) { return list, nil })}
	})
	require.Equal(t, []broadcaster.PoolEntry{{URI: "https://a:1", Score: 1}}, p.Orchestrators(), "a static list is known before the first search")

	got, _, err := find(t.Context(), p, core.JobRequest{})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"https://a:1", "https://b:1"}, got, "each once, in spite of a broken source")
	pool := p.Orchestrators()
	require.Len(t, pool, 2)
	require.Equal(t, 1.0, pool[0].Score, "the higher score of two sources stays")
	require.Positive(t, pool[1].Latency)
}

func TestNoSourceHasAny(t *testing.T) {
	t.Parallel()
	away := errors.New("registry is away")
	p := newPool(t, &network{}, func(c *discovery.Config) {
		c.Sources = []discovery.Source{sourceFunc(func() ([]discovery.Entry, error) { return nil, away })}
	})
	_, _, err := find(t.Context(), p, core.JobRequest{})
	require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
	require.ErrorIs(t, err, away)
}

func TestFindCanceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{peers: map[string]peer{"https://a:1": good("https://a:1", time.Second)}}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, took, err := find(ctx, newPool(t, n, nil), core.JobRequest{})
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		require.Equal(t, 100*time.Millisecond, took)
	})
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*discovery.Config){
		"client":      func(c *discovery.Config) { c.Client = nil },
		"timeout":     func(c *discovery.Config) { c.Timeout = 0 },
		"hard_stop":   func(c *discovery.Config) { c.HardStop = c.Timeout - 1 },
		"concurrency": func(c *discovery.Config) { c.Concurrency = 0 },
		"extra_nodes": func(c *discovery.Config) { c.ExtraNodes = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := discovery.DefaultConfig()
			cfg.Client = &network{}
			require.NoError(t, cfg.Validate())
			change(&cfg)
			_, err := discovery.NewPool(cfg)
			require.Error(t, err)
		})
	}
}
