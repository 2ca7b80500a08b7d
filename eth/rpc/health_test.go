package rpc_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

func TestHealthOfHeads(t *testing.T) {
	t.Parallel()
	up, lagging, down, distrusted := rpc.StateUp, rpc.StateLagging, rpc.StateDown, rpc.StateDistrusted
	tests := []struct {
		name   string
		change func(nodes []*fakeNode)
		count  int
		want   []rpc.State
		reason error // of the last one
	}{
		{name: "all_well", count: 3, change: func([]*fakeNode) {}, want: []rpc.State{up, up, up}},
		{name: "alone", count: 1, change: func([]*fakeNode) {}, want: []rpc.State{up}},
		{name: "little_lag", count: 2, change: func(n []*fakeNode) { n[1].head = 940 }, want: []rpc.State{up, up}},
		{name: "lag_of_two", count: 2, change: func(n []*fakeNode) { n[1].head = 939 }, want: []rpc.State{up, lagging}},
		{name: "lag_of_three", count: 3, change: func(n []*fakeNode) { n[2].head = 5 }, want: []rpc.State{up, up, lagging}},
		{name: "false_head_of_two", count: 2, change: func(n []*fakeNode) { n[1].claims = 9000 },
			want: []rpc.State{up, distrusted}, reason: rpc.ErrUnconfirmed},
		{name: "false_head_of_three", count: 3, change: func(n []*fakeNode) { n[2].claims = 9000 },
			want: []rpc.State{up, up, distrusted}, reason: rpc.ErrUnconfirmed},
		{name: "far_ahead_of_three", count: 3, change: func(n []*fakeNode) { n[2].head = 9000 },
			want: []rpc.State{up, up, distrusted}, reason: rpc.ErrAhead},
		{name: "other_chain", count: 3, change: func(n []*fakeNode) { n[2].branch = "other" },
			want: []rpc.State{up, up, distrusted}, reason: rpc.ErrOutvoted},
		{name: "two_chains_of_four", count: 4, change: func(n []*fakeNode) { n[0].branch = "other"; n[1].branch = "other" },
			want: []rpc.State{up, up, up, up}},
		{name: "dead", count: 2, change: func(n []*fakeNode) { n[1].status = http.StatusBadGateway },
			want: []rpc.State{up, down}, reason: rpc.ErrUnreachable},
		{name: "hung", count: 2, change: func(n []*fakeNode) { n[1].hung = true }, want: []rpc.State{up, down}, reason: rpc.ErrTimeout},
		{name: "limited", count: 2, change: func(n []*fakeNode) { n[1].status, n[1].after = 429, "30" },
			want: []rpc.State{up, down}, reason: rpc.ErrRateLimited},
		{name: "wrong_network", count: 2, change: func(n []*fakeNode) { n[1].chain = 5 },
			want: []rpc.State{up, rpc.StateWrongNetwork}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var nodes []*fakeNode
				for range tt.count {
					nodes = append(nodes, newNode(1000))
				}
				tt.change(nodes)
				c := startFake(t, fakeConfig(nodes...))
				defer c.Close()
				// Every second poll the chain grows; audits come after the first looks.
				for range 10 {
					time.Sleep(4 * time.Second)
					for _, n := range nodes {
						n.change(func(n *fakeNode) { n.head++ })
					}
				}
				require.Equal(t, tt.want, states(c))
				last := c.Health()[tt.count-1]
				if tt.reason != nil {
					require.ErrorIs(t, last.Reason, tt.reason)
				}
				require.Equal(t, last.State == up, last.Reason == nil)
				require.NotContains(t, last.Endpoint, "0123456789abcdef")
			})
		})
	}
}

// Nodes that stand still do not outvote one that moves; when it is gone they do.
func TestStandstill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000), newNode(1000)}
		c := startFake(t, fakeConfig(nodes...))
		defer c.Close()
		require.Less(t, c.Stale(), 5*time.Second)
		for range 100 {
			time.Sleep(time.Second)
			nodes[2].change(func(n *fakeNode) { n.head += 4 })
		}
		require.Equal(t, []rpc.State{rpc.StateLagging, rpc.StateLagging, rpc.StateUp}, states(c))
		require.Less(t, c.Stale(), 5*time.Second)
		time.Sleep(10 * time.Minute)
		require.Greater(t, c.Stale(), 9*time.Minute, "nobody moves")
	})
}

// What was wrong with an endpoint is forgiven when it is right.
func TestRecovery(t *testing.T) {
	t.Parallel()
	good := func(n *fakeNode) { n.hung, n.status, n.branch, n.claims, n.head = false, 0, "main", 0, 1000 }
	for name, bad := range map[string]func(n *fakeNode){
		"hung":        func(n *fakeNode) { n.hung = true },
		"dead":        func(n *fakeNode) { n.status = 503 },
		"other_chain": func(n *fakeNode) { n.branch = "other" },
		"false_head":  func(n *fakeNode) { n.claims = 5000 },
		"lagging":     func(n *fakeNode) { n.head = 10 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				nodes := []*fakeNode{newNode(1000), newNode(1000), newNode(1000)}
				c := startFake(t, fakeConfig(nodes...))
				defer c.Close()
				for range 2 {
					nodes[0].change(bad)
					time.Sleep(2 * time.Minute)
					require.NotEqual(t, rpc.StateUp, c.Health()[0].State)
					require.False(t, c.Health()[0].InUse)
					nodes[0].change(good)
					time.Sleep(3 * time.Minute)
					require.Equal(t, []rpc.State{rpc.StateUp, rpc.StateUp, rpc.StateUp}, states(c))
				}
			})
		})
	}
}

// A hung endpoint costs one attempt, and reads go on at the other.
func TestHungCostsOneAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000)}
		nodes[1].latency = 50 * time.Millisecond
		cfg := fakeConfig(nodes...)
		c := startFake(t, cfg)
		defer c.Close()
		require.True(t, c.Health()[0].InUse)
		nodes[0].change(func(n *fakeNode) { n.hung = true })
		start := time.Now()
		for range 20 {
			_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
			require.NoError(t, err)
		}
		require.Less(t, time.Since(start), cfg.Timeout+2*time.Second)
		require.Equal(t, 1, nodes[0].asked("eth_getBalance"))
	})
}

// A limit of the provider is kept to the second, and waited for when it is short.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(1000)
		c := startFake(t, fakeConfig(node))
		defer c.Close()
		node.change(func(n *fakeNode) { n.status, n.after = 429, "120" })
		_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
		require.ErrorIs(t, err, rpc.ErrRateLimited)
		var unavailable *rpc.UnavailableError
		require.ErrorAs(t, err, &unavailable)
		require.InDelta(t, 120, unavailable.RetryAfter.Seconds(), 1)

		before := node.count()
		time.Sleep(119 * time.Second)
		_, err = c.SuggestGasPrice(t.Context())
		// It waits for the rest of the limit, and asks once more.
		require.ErrorIs(t, err, rpc.ErrRateLimited)
		require.LessOrEqual(t, node.count()-before, 2, "nothing was asked while the limit lasted but at its end")

		node.change(func(n *fakeNode) { n.after = "5" })
		time.Sleep(200 * time.Second)
		node.change(func(n *fakeNode) { n.status, n.after = 0, "" })
		start := time.Now()
		_, err = c.SuggestGasPrice(t.Context())
		require.NoError(t, err)
		require.LessOrEqual(t, time.Since(start), 6*time.Second)
	})
}

// A caller in a hurry gets an answer from another endpoint within his time.
func TestShortDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000)}
		nodes[1].latency = 50 * time.Millisecond
		c := startFake(t, fakeConfig(nodes...))
		defer c.Close()
		nodes[0].change(func(n *fakeNode) { n.latency = 3 * time.Second })
		ctx, cancel := contextWithTimeout(t, time.Second)
		defer cancel()
		_, err := c.BalanceAt(ctx, common.Address{}, nil)
		require.NoError(t, err)
		require.Equal(t, rpc.StateUp, c.Health()[0].State, "being slow for him is no failure")
	})
}

// The endpoint in use stays, unless another is much faster.
func TestChoice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(1000), newNode(1000)}
		nodes[1].latency = 100 * time.Millisecond
		c := startFake(t, fakeConfig(nodes...))
		defer c.Close()
		nodes[0].change(func(n *fakeNode) { n.latency = 200 * time.Millisecond })
		time.Sleep(2 * time.Minute)
		require.True(t, c.Health()[0].InUse, "twice the latency is no reason to change")
		nodes[0].change(func(n *fakeNode) { n.latency = time.Second })
		time.Sleep(2 * time.Minute)
		require.True(t, c.Health()[1].InUse)
	})
}

func TestStateNames(t *testing.T) {
	t.Parallel()
	var names []string
	for s := rpc.StateUnknown; s <= rpc.StateWrongNetwork; s++ {
		text, err := s.MarshalText()
		require.NoError(t, err)
		names = append(names, string(text))
	}
	require.Equal(t, "unknown up lagging down distrusted wrong network", strings.Join(names, " "))
}
