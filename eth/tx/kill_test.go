package tx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient"
	gethnode "github.com/ethereum/go-ethereum/node"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/tx"
)

// Variables that make TestVictim the process to be killed.
const (
	victimPath = "TX_TEST_VICTIM_PATH"
	victimURL  = "TX_TEST_VICTIM_URL"
)

// TestVictim pursues one intent until it is done or the process is killed.
func TestVictim(t *testing.T) {
	path := os.Getenv(victimPath)
	if path == "" {
		t.Skip("runs only as a child of TestKill")
	}
	ctx := context.Background()
	s, err := store.Open(ctx, path)
	require.NoError(t, err)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	connection, err := gethrpc.DialOptions(ctx, os.Getenv(victimURL), gethrpc.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	client := ethclient.NewClient(connection)
	cfg := tx.DefaultConfig()
	cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store = chainID, client, newSigner("sender"), s
	cfg.Poll = 10 * time.Millisecond
	m, err := tx.New(cfg)
	require.NoError(t, err)
	require.NoError(t, m.Start(ctx))
	req := count()
	req.Key = "the only one"
	sent, err := m.Send(ctx, req)
	require.NoError(t, err)
	_, err = m.Wait(ctx, sent.ID)
	require.NoError(t, err)
	require.NoError(t, m.Close())
	client.Close()
	require.NoError(t, s.Close())
}

// gate serves a simulated chain over HTTP, and calls before and after for each
// request that it passes on.
type gate struct {
	client *gethrpc.Client

	mu            sync.Mutex
	before, after func(method string) // guarded by mu
}

func newGate(t *testing.T, socket string) (*gate, string) {
	t.Helper()
	client, err := gethrpc.DialContext(t.Context(), socket)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	g := &gate{client: client, before: func(string) {}, after: func(string) {}}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	return g, server.URL
}

func (g *gate) set(before, after func(method string)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.before, g.after = before, after
}

func (g *gate) hooks() (before, after func(method string)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.before, g.after
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var req struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params []any           `json:"params"`
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(body, &req) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	before, after := g.hooks()
	before(req.Method)
	reply := map[string]any{"jsonrpc": "2.0", "id": req.ID}
	var result json.RawMessage
	if err := g.client.CallContext(context.Background(), &result, req.Method, req.Params...); err != nil {
		reply["error"] = map[string]any{"code": -32000, "message": err.Error()}
	} else {
		reply["result"] = result
	}
	after(req.Method)
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(reply)
}

func TestKill(t *testing.T) {
	t.Parallel()
	nothing := func(string) {}
	for name, c := range map[string]struct {
		method string
		after  bool // else it is killed before the endpoint gets the request
		mined  bool // before the restart
	}{
		"before_nonce":             {method: "eth_getTransactionCount"},
		"between_store_and_send":   {method: "eth_sendRawTransaction"},
		"between_send_and_answer":  {method: "eth_sendRawTransaction", after: true},
		"between_send_and_block":   {method: "eth_sendRawTransaction", after: true, mined: true},
		"between_send_and_receipt": {method: "eth_getTransactionReceipt"},
		"after_receipt":            {method: "eth_getTransactionReceipt", after: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path, socket := filepath.Join(dir, "victim.sqlite3"), filepath.Join(dir, "ipc")
			f := start(t, nil, func(node *gethnode.Config, _ *ethconfig.Config) { node.IPCPath = socket }) // for its chain
			g, url := newGate(t, socket)
			for range 3 { // killed again and again at the same place, where it comes there
				victim := startVictim(t, path, url)
				kill := func(method string) {
					if method == c.method {
						victim.kill()
					}
				}
				if c.after {
					g.set(nothing, kill)
				} else {
					g.set(kill, nothing)
				}
				f.mineUntilEnd(victim)
				if c.mined {
					f.sim.Commit()
				}
			}
			g.set(nothing, nothing)
			victim := startVictim(t, path, url)
			f.mineUntilEnd(victim)
			require.NoError(t, victim.err, victim.out.String())
			f.sim.Commit()
			f.requireOnce(t, path)
		})
	}
}

// victim is a child process.
type victim struct {
	cmd   *exec.Cmd
	ended chan struct{}
	out   bytes.Buffer
	err   error // of the process, once it has ended
}

func startVictim(t *testing.T, path, url string) *victim {
	t.Helper()
	v := &victim{cmd: exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVictim$"), ended: make(chan struct{})}
	v.cmd.Env = append(os.Environ(), victimPath+"="+path, victimURL+"="+url)
	v.cmd.Stdout, v.cmd.Stderr = &v.out, &v.out
	require.NoError(t, v.cmd.Start())
	go func() {
		v.err = v.cmd.Wait()
		close(v.ended)
	}()
	return v
}

// kill returns when the process is gone.
func (v *victim) kill() {
	v.cmd.Process.Kill()
	<-v.ended
}

// mineUntilEnd makes blocks, as a chain does, until the process has ended.
func (f *fixture) mineUntilEnd(v *victim) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-v.ended:
			return
		case <-ticker.C:
			f.sim.Commit()
		}
	}
}

// requireOnce requires that the intent was signed once and took effect once.
func (f *fixture) requireOnce(t *testing.T, path string) {
	t.Helper()
	require.Equal(t, uint64(1), f.counted(t))
	nonce, err := f.node.NonceAt(t.Context(), f.signer.Address(), nil)
	require.NoError(t, err)
	require.Equal(t, uint64(1), nonce)
	s, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	defer s.Close()
	list, err := s.Transactions(t.Context(), chain.TransactionQuery{})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Len(t, list[0].Attempts, 1)
	require.Equal(t, chain.TxConfirmed, list[0].State)
	signed := new(types.Transaction)
	require.NoError(t, signed.UnmarshalBinary(list[0].Last().Raw))
	require.Equal(t, list[0].Receipt.Hash, signed.Hash())
}
