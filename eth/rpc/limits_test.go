package rpc_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// Requests beyond the limit of an endpoint wait for their turn, and looks at its
// head do not.
func TestInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(1000)
		cfg := fakeConfig(node)
		cfg.MaxInFlight = 3
		c := startFake(t, cfg)
		defer c.Close()
		node.change(func(n *fakeNode) { n.latency = time.Second })
		start := time.Now()
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
				require.NoError(t, err)
			})
		}
		wg.Wait()
		require.Equal(t, 4*time.Second, time.Since(start))
	})
}

// counter is an Observer.
type counter struct {
	rpc.NopObserver
	requests, errors atomic.Int64
	last             atomic.Pointer[rpc.EndpointHealth]
}

func (c *counter) EndpointChecked(h rpc.EndpointHealth) { c.last.Store(&h) }

func (c *counter) RequestDone(_, method string, _ time.Duration, err error) {
	if method == "eth_getBalance" {
		c.requests.Add(1)
	}
	if err != nil {
		c.errors.Add(1)
	}
}

func TestObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000)}
		var seen counter
		cfg := fakeConfig(nodes...)
		cfg.Observer = &seen
		nodes[1].latency = 50 * time.Millisecond
		c := startFake(t, cfg)
		defer c.Close()
		nodes[0].change(func(n *fakeNode) { n.status = 503 })
		_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
		require.NoError(t, err)
		require.EqualValues(t, 2, seen.requests.Load())
		require.EqualValues(t, 1, seen.errors.Load())
		require.EqualValues(t, 1000, seen.last.Load().Head)
		require.EqualValues(t, 1, c.Health()[0].Errors)
	})
}
