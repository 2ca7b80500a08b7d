package rpc_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// testConfig does not look at endpoints but at the start, so that requests meet
// what is wrong with them.
func testConfig(urls ...string) rpc.Config {
	cfg := rpc.DefaultConfig()
	cfg.URLs = urls
	cfg.ChainID = chainID
	cfg.Timeout = 5 * time.Second
	cfg.ProbeTimeout = time.Minute
	cfg.PollInterval = time.Hour
	cfg.MaxResponse = 1 << 20
	return cfg
}

func start(t *testing.T, cfg rpc.Config) *rpc.Client {
	t.Helper()
	c, err := rpc.New(cfg)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// startAll starts n clients that use the first of two endpoints, and know both.
func startAll(t *testing.T, n int, cfg rpc.Config) []*rpc.Client {
	t.Helper()
	clients := make([]*rpc.Client, n)
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range clients {
		var err error
		clients[i], err = rpc.New(cfg)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, clients[i].Close()) })
		wg.Go(func() { errs[i] = clients[i].Start(t.Context()) })
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	for _, c := range clients {
		settled(t, c, rpc.StateUp, rpc.StateUp)
		require.True(t, c.Health()[0].InUse)
	}
	return clients
}

// settled waits until every endpoint is in the state that is wanted.
func settled(t *testing.T, c *rpc.Client, want ...rpc.State) {
	t.Helper()
	require.Eventually(t, func() bool {
		for i, h := range c.Health() {
			if h.State != want[i] {
				return false
			}
		}
		return true
	}, 20*time.Second, 5*time.Millisecond, "want %v, have %+v", want, c.Health())
}

// preparedChain has one transaction in block 1 and one that waits.
func preparedChain(t *testing.T) (*chain, []operation) {
	t.Helper()
	c := newChain(t)
	mined, waiting := c.transfer(t, 0, 2), c.transfer(t, 1, 2)
	require.NoError(t, c.Client().SendTransaction(t.Context(), mined))
	block := c.Commit()
	require.NoError(t, c.Client().SendTransaction(t.Context(), waiting))
	return c, operations(c, mined, waiting, block)
}

// Every operation meets every misbehaviour at the endpoint in use.
func TestFailover(t *testing.T) {
	t.Parallel()
	chain, ops := preparedChain(t)
	cases := map[string]misbehaviour{
		"killed":          cut,
		"hung":            hang,
		"limited":         status(http.StatusTooManyRequests, "Retry-After", "30"),
		"limited_in_json": fails(`{"code":-32005,"message":"daily request count exceeded, request rate limited"}`),
		"unavailable":     status(http.StatusBadGateway),
		"key_refused":     status(http.StatusUnauthorized),
		"redirected":      status(http.StatusFound, "Location", "http://127.0.0.1:1/"),
		"huge":            huge,
		"truncated":       truncated,
		"not_json":        html,
		"internal_error":  fails(`{"code":-32603,"message":"internal error"}`),
		"no_method":       fails(`{"code":-32601,"message":"the method is not available"}`),
		"no_state":        fails(`{"code":-32000,"message":"missing trie node 01ab (path )"}`),
	}
	for name, mode := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad, good := newProxy(t, chain, nil), newProxy(t, chain, slow)
			clients := startAll(t, len(ops), testConfig(bad.URL, good.URL))
			bad.set(mode)
			good.set(nil)
			doAll(t, ops, clients)
		})
	}
}

// doAll does each operation with its own client, all at the same time since some
// have to wait.
func doAll(t *testing.T, ops []operation, clients []*rpc.Client) {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, len(ops))
	for i, op := range ops {
		wg.Go(func() { errs[i] = op.do(t.Context(), clients[i]) })
	}
	wg.Wait()
	for i, err := range errs {
		require.NoError(t, err, ops[i].name)
	}
}

// The same requests over a websocket, whose server goes away.
func TestFailoverWebsocket(t *testing.T) {
	t.Parallel()
	chain, ops := preparedChain(t)
	for name, stop := range map[string]func(*tunnel){"closed": (*tunnel).cut, "hung": (*tunnel).freeze} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad, good := newTunnel(t, chain.ws), newProxy(t, chain, slow)
			clients := startAll(t, len(ops), testConfig("ws://"+bad.addr(), good.URL))
			doAll(t, ops, clients)
			require.Zero(t, good.count("eth_call"), "the websocket is used")
			stop(bad)
			good.set(nil)
			doAll(t, ops, clients)
		})
	}
}
