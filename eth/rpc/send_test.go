package rpc_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// A transaction goes to all endpoints that are up.
func TestSendToAll(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	a, b := newProxy(t, chain, nil), newProxy(t, chain, nil)
	c := start(t, testConfig(a.URL, b.URL))
	settled(t, c, rpc.StateUp, rpc.StateUp)
	tx := chain.transfer(t, 0, 2)
	require.NoError(t, c.SendTransaction(t.Context(), tx))
	require.Eventually(t, func() bool {
		return a.count("eth_sendRawTransaction") == 1 && b.count("eth_sendRawTransaction") == 1
	}, 20*time.Second, time.Millisecond)
	block := chain.Commit()
	receipt, err := c.TransactionReceipt(t.Context(), tx.Hash())
	require.NoError(t, err)
	require.Equal(t, block, receipt.BlockHash)
}

// The real node's refusals are typed.
func TestSendRefusals(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	c := start(t, testConfig("http://"+chain.http))
	require.NoError(t, c.SendTransaction(t.Context(), chain.transfer(t, 0, 2)))
	require.NoError(t, c.SendTransaction(t.Context(), chain.transfer(t, 0, 2)), "known already")
	require.ErrorIs(t, c.SendTransaction(t.Context(), chain.transfer(t, 0, 1)), rpc.ErrReplacementUnderpriced)
	chain.Commit()
	require.Eventually(t, func() bool { // the pool takes the block in a moment later
		return errors.Is(c.SendTransaction(t.Context(), chain.transfer(t, 0, 3)), rpc.ErrNonceTooLow)
	}, 20*time.Second, 10*time.Millisecond)
	poor := newChain(t)
	require.ErrorIs(t, c.SendTransaction(t.Context(), poor.transfer(t, 0, 1)), rpc.ErrInsufficientFunds)
}

func TestSendAnswers(t *testing.T) {
	t.Parallel()
	const (
		accept   = ""
		known    = `{"code":-32000,"message":"already known"}`
		low      = `{"code":-32000,"message":"nonce too low"}`
		poor     = `{"code":-32000,"message":"insufficient funds for gas * price + value"}`
		cheap    = `{"code":-32000,"message":"transaction underpriced"}`
		full     = `{"code":-32000,"message":"txpool is full"}`
		internal = `{"code":-32603,"message":"internal error"}`
		odd      = `{"code":-32000,"message":"no such luck"}`
	)
	tests := []struct {
		name    string
		answers []string
		dead    int // endpoints that are dead, the first ones
		want    error
	}{
		{"ok", []string{accept, accept}, 0, nil},
		{"ok_at_one", []string{cheap, accept}, 0, nil},
		{"ok_known_at_one", []string{low, known}, 0, nil},
		{"ok_one_dead", []string{"", accept}, 1, nil},
		{"ok_one_full", []string{full, accept}, 0, nil},
		{"err_most_telling", []string{odd, cheap, poor, low}, 0, rpc.ErrNonceTooLow},
		{"err_answer_over_failure", []string{"", "", poor}, 2, rpc.ErrInsufficientFunds},
		{"err_answer_over_inability", []string{full, internal, cheap}, 0, rpc.ErrUnderpriced},
		{"err_full", []string{full, full}, 0, rpc.ErrPoolFull},
		{"err_all_dead", []string{"", ""}, 2, rpc.ErrUnreachable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var nodes []*fakeNode
				for range tt.answers {
					nodes = append(nodes, newNode(100))
				}
				c := startFake(t, fakeConfig(nodes...))
				defer c.Close()
				for i, n := range nodes {
					n.change(func(n *fakeNode) {
						n.answer = tt.answers[i]
						if i < tt.dead {
							n.status = http.StatusBadGateway
						}
					})
				}
				err := c.SendTransaction(t.Context(), signedTransaction(t))
				if tt.want == nil {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, tt.want)
			})
		})
	}
}

// One endpoint that hangs delays nothing; those that are known to fail are the
// last resort.
func TestSendAroundHung(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nodes := []*fakeNode{newNode(100), newNode(100)}
		c := startFake(t, fakeConfig(nodes...))
		defer c.Close()
		nodes[0].change(func(n *fakeNode) { n.hung = true })
		start := time.Now()
		require.NoError(t, c.SendTransaction(t.Context(), signedTransaction(t)))
		require.Less(t, time.Since(start), 100*time.Millisecond)

		nodes[0].change(func(n *fakeNode) { n.hung = false })
		nodes[1].change(func(n *fakeNode) { n.status = 503 })
		time.Sleep(10 * time.Minute)
		nodes[0].change(func(n *fakeNode) { n.status = 503 })
		nodes[1].change(func(n *fakeNode) { n.status = 0 })
		require.Equal(t, []rpc.State{rpc.StateUp, rpc.StateDown}, states(c))
		require.NoError(t, c.SendTransaction(t.Context(), signedTransaction(t)))
	})
}
