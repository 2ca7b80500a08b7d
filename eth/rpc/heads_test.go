package rpc_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// read takes n blocks from heads.
func read(t *testing.T, heads <-chan rpc.Block, n int) []rpc.Block {
	t.Helper()
	var list []rpc.Block
	for len(list) < n {
		select {
		case b, ok := <-heads:
			require.True(t, ok, "heads ended")
			list = append(list, b)
		case <-time.After(15 * time.Second):
			require.FailNow(t, "no head in time", "have %v", list)
		}
	}
	return list
}

func subscribe(t *testing.T, c *rpc.Client) <-chan rpc.Block {
	t.Helper()
	heads, err := c.Heads(t.Context())
	require.NoError(t, err)
	return heads
}

// Blocks of a real chain come over http by polling and over ws by notice, long
// before the next poll, with a reorg told as one.
func TestHeadsOfChain(t *testing.T) {
	t.Parallel()
	for name, poll := range map[string]time.Duration{"http": 10 * time.Millisecond, "ws": 20 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chain := newChain(t)
			chain.mine(3)
			url := "http://" + chain.http
			if name == "ws" {
				url = "ws://" + chain.ws
			}
			cfg := testConfig(url)
			cfg.PollInterval = poll
			c := start(t, cfg)
			heads := subscribe(t, c)
			require.EqualValues(t, 3, read(t, heads, 1)[0].Number)
			var last rpc.Block
			for i := uint64(4); i < 8; i++ {
				hash := chain.Commit()
				last = read(t, heads, 1)[0]
				require.Equal(t, hash, last.Hash)
				require.Equal(t, i, last.Number)
				require.Equal(t, i, last.L1Number)
			}
			require.NoError(t, chain.Fork(last.ParentHash))
			// The side chain counts when it is longer, perhaps when it is as long.
			chain.mine(2)
			for last.Number < 8 {
				b := read(t, heads, 1)[0]
				require.NotEqual(t, last.Hash, b.Hash)
				last = b
			}
			require.Equal(t, chain.head(t).Hash(), last.Hash)
		})
	}
}

// A websocket that breaks is opened again, and notices go on.
func TestHeadsAfterBrokenWebsocket(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	tn := newTunnel(t, chain.ws)
	cfg := testConfig("ws://" + tn.addr())
	cfg.PollInterval = 100 * time.Millisecond
	c := start(t, cfg)
	heads := subscribe(t, c)
	read(t, heads, 1)
	for range 3 {
		tn.drop()
		hash := chain.Commit()
		require.Equal(t, hash, read(t, heads, 1)[0].Hash)
	}
}

// A websocket that freezes is found by polling, and its subscription survives at
// the other endpoint.
func TestHeadsAfterFrozenWebsocket(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	tn := newTunnel(t, chain.ws)
	other := newProxy(t, chain, slow)
	cfg := testConfig("ws://"+tn.addr(), other.URL)
	cfg.PollInterval = 100 * time.Millisecond
	cfg.ProbeTimeout = 5 * time.Second
	c := start(t, cfg)
	settled(t, c, rpc.StateUp, rpc.StateUp)
	require.True(t, c.Health()[0].InUse)
	heads := subscribe(t, c)
	read(t, heads, 1)
	tn.freeze()
	hash := chain.Commit()
	require.Equal(t, hash, read(t, heads, 1)[0].Hash)
}

// A change of the endpoint in use repeats nothing and goes back nowhere.
func TestHeadsOverFailover(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000)}
		nodes[1].latency = 100 * time.Millisecond
		c := startFake(t, fakeConfig(nodes...))
		defer c.Close()
		ctx, cancel := context.WithCancel(t.Context())
		heads, err := c.Heads(ctx)
		require.NoError(t, err)
		var got []uint64
		done := make(chan struct{})
		go func() {
			defer close(done)
			for b := range heads {
				got = append(got, b.Number)
			}
		}()
		grow := func(seconds int) {
			for range seconds {
				time.Sleep(time.Second)
				nodes[0].change(func(n *fakeNode) { n.head++ })
				// The other is up to 30 blocks behind, which is no lag.
				nodes[1].change(func(n *fakeNode) { n.head = nodes[0].head - 30 })
			}
		}
		grow(60)
		nodes[0].change(func(n *fakeNode) { n.status = 503 })
		grow(60)
		nodes[0].change(func(n *fakeNode) { n.status = 0 })
		grow(60)
		nodes[1].change(func(n *fakeNode) { n.hung = true })
		grow(60)
		synctest.Wait()
		cancel()
		<-done
		require.Greater(t, len(got), 30)
		require.GreaterOrEqual(t, got[len(got)-1], uint64(1230))
		for i := 1; i < len(got); i++ {
			require.Greater(t, got[i], got[i-1])
		}
	})
}

// A reader who is slow gets the newest block, and holds up nobody.
func TestHeadsForSlowReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(1000)
		c := startFake(t, fakeConfig(node))
		defer c.Close()
		quick, late := subscribe(t, c), subscribe(t, c)
		var got []uint64
		for i := range 5 {
			got = append(got, (<-quick).Number)
			node.change(func(n *fakeNode) { n.head = 1001 + uint64(i) })
			time.Sleep(5 * time.Second)
		}
		require.Equal(t, "[1000 1001 1002 1003 1004]", fmt.Sprint(got))
		require.EqualValues(t, 1005, (<-late).Number)
	})
}

// The number of L1 is the node's, where it gives one.
func TestL1Number(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(1000)
		node.l1 = true
		c := startFake(t, fakeConfig(node))
		defer c.Close()
		b := <-subscribe(t, c)
		require.EqualValues(t, 1000, b.Number)
		require.EqualValues(t, 20, b.L1Number)
	})
}
