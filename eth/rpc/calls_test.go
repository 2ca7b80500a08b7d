package rpc_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

func TestCallBatch(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	noBatches := func(_ *proxy, w http.ResponseWriter, _ *http.Request, call message) bool {
		if call.batch {
			call.batch = false
			reply(w, call, "error", `{"code":-32600,"message":"batches are not allowed"}`)
			return false
		}
		return true
	}
	limited := func(_ *proxy, w http.ResponseWriter, _ *http.Request, call message) bool {
		if call.batch {
			reply(w, call, "error", `{"code":-32600,"message":"batch too large"}`)
			return false
		}
		return true
	}
	tests := []struct {
		name     string
		mode     misbehaviour
		calls    int
		messages int // at most
	}{
		{"none", nil, 0, 0},
		{"one", nil, 1, 1},
		{"one_message", nil, 100, 1},
		{"three_messages", nil, 201, 3},
		{"no_batches", noBatches, 8, 15},
		{"too_large", limited, 8, 15},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newProxy(t, chain, tt.mode)
			c := start(t, testConfig(p.URL))
			calls := make([]ethereum.CallMsg, tt.calls)
			for i := range calls {
				calls[i] = ethereum.CallMsg{To: &answerer, Value: new(big.Int), Gas: 100_000}
				if i%2 == 1 {
					calls[i] = ethereum.CallMsg{To: &refuser, Data: fmt.Appendf(nil, "%d", i)}
				}
			}
			results, err := c.CallBatch(t.Context(), calls, big.NewInt(0))
			require.NoError(t, err)
			require.Len(t, results, tt.calls)
			for i, r := range results {
				if i%2 == 0 {
					require.NoError(t, r.Err)
					require.EqualValues(t, 42, new(big.Int).SetBytes(r.Data).Int64())
					continue
				}
				var revert *rpc.RevertError
				require.ErrorAs(t, r.Err, &revert)
				require.Equal(t, fmt.Sprint(i), string(revert.Data))
			}
			require.LessOrEqual(t, p.count("eth_call"), tt.messages)
			require.Equal(t, rpc.StateUp, c.Health()[0].State)
		})
	}
	c := start(t, testConfig("http://"+chain.http))
	_, err := c.CallBatch(t.Context(), make([]ethereum.CallMsg, rpc.MaxCalls+1), nil)
	require.ErrorIs(t, err, rpc.ErrTooLarge)
}

// A batch of which one call fails for the endpoint's sake goes to the next one.
func TestCallBatchGoesOn(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	bad, good := newProxy(t, chain, nil), newProxy(t, chain, slow)
	c := startAll(t, 1, testConfig(bad.URL, good.URL))[0]
	good.set(nil)
	bad.set(only("eth_call", func(_ *proxy, w http.ResponseWriter, r *http.Request, call message) bool {
		second, err := json.Marshal(2)
		require.NoError(t, err)
		_, _ = fmt.Fprintf(w, `[{"id":%s,"result":"0x"},{"id":%s,"error":{"code":-32005,"message":"limit exceeded"}}]`, call.ID, second)
		return false
	}))
	call := ethereum.CallMsg{To: &answerer}
	results, err := c.CallBatch(t.Context(), []ethereum.CallMsg{call, call}, nil)
	require.NoError(t, err)
	require.Len(t, results[0].Data, 32)
	require.Len(t, results[1].Data, 32)
}

// An answer beyond the limit is ErrTooLarge, over http and ws.
func TestResponseLimit(t *testing.T) {
	t.Parallel()
	chain := newChain(t)
	calls := make([]ethereum.CallMsg, 100)
	for i := range calls {
		calls[i] = ethereum.CallMsg{To: &answerer}
	}
	for _, url := range []string{"http://" + chain.http, "ws://" + chain.ws} {
		cfg := testConfig(url)
		cfg.MaxResponse = 4 << 10
		c := start(t, cfg)
		_, err := c.FilterLogs(t.Context(), ethereum.FilterQuery{})
		require.NoError(t, err)
		data, err := c.CallContract(t.Context(), ethereum.CallMsg{To: &refuser, Data: make([]byte, 8<<10)}, nil)
		require.ErrorIs(t, err, rpc.ErrTooLarge, "%d bytes", len(data))
		_, err = c.CallBatch(t.Context(), calls, nil)
		require.NoError(t, err, "it is asked in parts")
	}
}
