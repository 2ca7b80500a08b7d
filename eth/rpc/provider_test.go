package rpc_test

import (
	"encoding/hex"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/ethereum/go-ethereum"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// Messages as nodes and providers really send them.
func TestProviderTexts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code int
		text string
		want error
	}{
		{-32000, "already known", nil},
		{-32010, "Transaction with the same hash was already imported.", nil},
		{-32000, "Known transaction", nil},
		{-32010, "AlreadyKnown", nil},
		{-32000, "tx already in mempool", nil},
		{-32000, "nonce too low: next nonce 7, tx nonce 3", rpc.ErrNonceTooLow},
		{-32003, "Nonce too low", rpc.ErrNonceTooLow},
		{-32010, "Transaction nonce is too low. Try incrementing the nonce.", rpc.ErrNonceTooLow},
		{-32010, "OldNonce, Current nonce: 7, nonce of rejected tx: 3", rpc.ErrNonceTooLow},
		{-32000, "nonce too high", rpc.ErrNonceTooHigh},
		{-32000, "replacement transaction underpriced", rpc.ErrReplacementUnderpriced},
		{-32000, "replacement transaction underpriced", rpc.ErrUnderpriced},
		{-32010, "ReplacementNotAllowed", rpc.ErrReplacementUnderpriced},
		{-32000, "could not replace existing tx", rpc.ErrReplacementUnderpriced},
		{-32000, "transaction underpriced", rpc.ErrUnderpriced},
		{-32000, "max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 2", rpc.ErrUnderpriced},
		{-32010, "FeeTooLow, MaxFeePerGas too low.", rpc.ErrUnderpriced},
		{-32000, "insufficient funds for gas * price + value: balance 0, tx cost 1", rpc.ErrInsufficientFunds},
		{-32010, "InsufficientFunds, Account balance: 0", rpc.ErrInsufficientFunds},
		{-32000, "Upfront cost exceeds account balance", rpc.ErrInsufficientFunds},
		{-32000, "Sender doesn't have enough funds to send tx.", rpc.ErrInsufficientFunds},
		{-32000, "intrinsic gas too low: gas 1, minimum needed 21000", rpc.ErrGasLimit},
		{-32000, "exceeds block gas limit", rpc.ErrGasLimit},
		{-32000, "txpool is full", rpc.ErrPoolFull},
		{-32005, "limit exceeded", rpc.ErrRateLimited},
		{-32005, "daily request count exceeded, request rate limited", rpc.ErrRateLimited},
		{429, "Your app has exceeded its compute units per second capacity.", rpc.ErrRateLimited},
		{-32007, "15/second request limit reached - reduce calls per second", rpc.ErrRateLimited},
		{-32000, "Too many requests, reason: call rate limit exhausted", rpc.ErrRateLimited},
		{-32029, "You've exceeded the rate limit for your plan", rpc.ErrRateLimited},
		{-32005, "query returned more than 10000 results", rpc.ErrTooLarge},
		{-32000, "exceed maximum block range: 5000", rpc.ErrTooLarge},
		{-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range", rpc.ErrTooLarge},
		{-32614, "eth_getLogs is limited to a 10,000 range", rpc.ErrTooLarge},
		{35, "ranges over 10000 blocks are not supported on freetier", rpc.ErrTooLarge},
		{-32000, "block range is too wide", rpc.ErrTooLarge},
		{-32603, "query timeout exceeded", rpc.ErrTooLarge},
		{-32003, "response too large", rpc.ErrTooLarge},
		{-32000, "header not found", rpc.ErrNoState},
		{-32000, "missing trie node 0102 (path 03) state 0x04 is not available", rpc.ErrNoState},
		{-32000, "unknown block", rpc.ErrNoState},
		{-32002, "pruned history unavailable", rpc.ErrNoState},
		{-32601, "the method eth_call does not exist/is not available", rpc.ErrUnsupported},
		{-32603, "Internal error", rpc.ErrInternal},
		{-32002, "request timed out", rpc.ErrInternal},
	}
	synctest.Test(t, func(t *testing.T) {
		node := newNode(100)
		c := startFake(t, fakeConfig(node))
		defer c.Close()
		tx := signedTransaction(t)
		for _, tt := range tests {
			node.change(func(n *fakeNode) { n.answer = fmt.Sprintf(`{"code":%d,"message":%q}`, tt.code, tt.text) })
			err := c.SendTransaction(t.Context(), tx)
			if tt.want == nil {
				require.NoError(t, err, tt.text)
			} else {
				require.ErrorIs(t, err, tt.want, tt.text)
			}
			// Let limits pass.
			node.change(func(n *fakeNode) { n.answer = "" })
			waitUp(c)
		}
	})
}

// Reverts with data, as different nodes give it.
func TestReverts(t *testing.T) {
	t.Parallel()
	const data = "08c379a0ffff"
	tests := []struct {
		name   string
		answer string
		data   string
	}{
		{"geth", `{"code":3,"message":"execution reverted: no","data":"0x` + data + `"}`, data},
		{"without_data", `{"code":-32000,"message":"execution reverted"}`, ""},
		{"openethereum", `{"code":-32015,"message":"VM execution error.","data":"Reverted 0x` + data + `"}`, data},
		{"hardhat", `{"code":-32603,"message":"Error: VM Exception while processing transaction: reverted with reason string 'no'",` +
			`"data":{"message":"no","data":"0x` + data + `"}}`, data},
		{"not_hex", `{"code":3,"message":"execution reverted","data":"no"}`, ""},
		{"number", `{"code":3,"message":"execution reverted","data":7}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				nodes := []*fakeNode{newNode(100), newNode(100)}
				c := startFake(t, fakeConfig(nodes...))
				defer c.Close()
				nodes[0].change(func(n *fakeNode) { n.answer = tt.answer })
				nodes[1].change(func(n *fakeNode) { n.answer = tt.answer })
				_, err := c.CallContract(t.Context(), ethereum.CallMsg{}, nil)
				var revert *rpc.RevertError
				require.ErrorAs(t, err, &revert)
				require.Equal(t, tt.data, hex.EncodeToString(revert.Data))
				require.NotEmpty(t, revert.Error())
				require.Equal(t, 1, nodes[0].asked("eth_call")+nodes[1].asked("eth_call"), "an answer is final")
			})
		})
	}
}

// An error in the body of an HTTP error is an answer.
func TestAnswerWithHTTPStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(100)
		c := startFake(t, fakeConfig(node))
		defer c.Close()
		node.change(func(n *fakeNode) {
			n.status, n.body = 400, `{"id":1,"error":{"code":3,"message":"execution reverted","data":"0x01"}}`
		})
		_, err := c.CallContract(t.Context(), ethereum.CallMsg{}, nil)
		var revert *rpc.RevertError
		require.ErrorAs(t, err, &revert)
		require.Equal(t, []byte{1}, revert.Data)
		require.Equal(t, rpc.StateUp, c.Health()[0].State)
	})
}
