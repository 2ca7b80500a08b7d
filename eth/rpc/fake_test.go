package rpc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

// fakeNet has nodes by host name, for tests in which time is not real.
type fakeNet map[string]*fakeNode

func (n fakeNet) RoundTrip(req *http.Request) (*http.Response, error) {
	node, ok := n[req.URL.Host]
	if !ok {
		return nil, errors.New("no such host")
	}
	return node.serve(req)
}

// fakeNode answers like a node whose chain has one number per block.
type fakeNode struct {
	mu       sync.Mutex
	chain    uint64 // chain id
	branch   string // nodes of the same branch have the same blocks
	head     uint64
	claims   uint64 // head that it claims without having it; 0: the real one
	l1       bool   // blocks have l1BlockNumber
	latency  time.Duration
	status   int    // 0 is 200
	body     string // when status is not 0
	after    string // Retry-After
	answer   string // JSON of "error", for everything but heads and ids
	hung     bool
	requests []string
}

func newNode(head uint64) *fakeNode {
	return &fakeNode{chain: chainID, branch: "main", head: head, latency: 10 * time.Millisecond}
}

// change changes a node while it is in use.
func (n *fakeNode) change(f func(n *fakeNode)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f(n)
}

// count returns the number of all requests.
func (n *fakeNode) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.requests)
}

func (n *fakeNode) asked(method string) (count int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, m := range n.requests {
		if m == method {
			count++
		}
	}
	return count
}

func (n *fakeNode) serve(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	call := parseMessage(body)
	n.mu.Lock()
	n.requests = append(n.requests, call.Method)
	latency, hung, status, after, failure := n.latency, n.hung, n.status, n.after, n.body
	n.mu.Unlock()
	if hung {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	select {
	case <-time.After(latency):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	text := failure
	if status == 0 {
		status = http.StatusOK
		text = n.text(call)
	}
	header := http.Header{}
	if after != "" {
		header.Set("Retry-After", after)
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(text)), Request: req}, nil
}

func (n *fakeNode) text(call message) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	field, value := "result", `"0x2a"`
	switch call.Method {
	case "eth_chainId":
		value = fmt.Sprintf(`"0x%x"`, n.chain)
	case "eth_getBlockByNumber":
		value = n.block(call.Params)
	default:
		if n.answer != "" {
			field, value = "error", n.answer
		}
	}
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,%q:%s}`, call.ID, field, value)
}

func (n *fakeNode) block(params []json.RawMessage) string {
	var tag string
	_ = json.Unmarshal(params[0], &tag)
	number := max(n.head, n.claims)
	if tag != "latest" {
		number = hexutil.MustDecodeUint64(tag)
		if number > n.head {
			return "null"
		}
	}
	l1 := ""
	if n.l1 {
		l1 = fmt.Sprintf(`,"l1BlockNumber":"0x%x"`, number/50)
	}
	return fmt.Sprintf(`{"number":"0x%x","hash":"%s","parentHash":"%s","timestamp":"0x%x","baseFeePerGas":"0x7"%s}`,
		number, blockHash(n.branch, number), blockHash(n.branch, number-1), number*12, l1)
}

func blockHash(branch string, number uint64) common.Hash {
	return crypto.Keccak256Hash([]byte(branch), new(big.Int).SetUint64(number).Bytes())
}

// fakeConfig of a client of nodes a, b and so on.
func fakeConfig(nodes ...*fakeNode) rpc.Config {
	cfg := rpc.DefaultConfig()
	cfg.ChainID = chainID
	network := fakeNet{}
	for i, n := range nodes {
		host := string(rune('a' + i))
		network[host] = n
		cfg.URLs = append(cfg.URLs, "https://"+host+"/v3/0123456789abcdef")
	}
	cfg.Transport = network
	return cfg
}

// startFake starts a client and waits for the first look at each node, in a
// synctest bubble.
func startFake(t *testing.T, cfg rpc.Config) *rpc.Client {
	t.Helper()
	c, err := rpc.New(cfg)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context()))
	time.Sleep(cfg.PollInterval / 2)
	synctest.Wait()
	return c
}

// waitUp waits until the first endpoint is asked again, in a synctest bubble.
func waitUp(c *rpc.Client) {
	for c.Health()[0].State != rpc.StateUp {
		time.Sleep(time.Second)
	}
}

func states(c *rpc.Client) (list []rpc.State) {
	for _, h := range c.Health() {
		list = append(list, h.State)
	}
	return list
}
