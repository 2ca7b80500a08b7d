package tx_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	mathbig "math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/tx"
)

// fault is what an endpoint does wrong.
type fault int32

const (
	healthy   fault = iota
	dead            // closes the connection
	hung            // takes the request, and never answers
	limited         // too many requests
	lagging         // its head stands still
	forgetful       // takes transactions, and forgets them
	faults
)

// badEndpoint is a way to the chain that goes wrong as the test wants.
type badEndpoint struct {
	*httptest.Server
	proxy *httputil.ReverseProxy
	fault atomic.Int32
	head  atomic.Pointer[[]byte] // the last answer with a head, while it is healthy
}

func newBadEndpoint(t *testing.T, chainURL string) *badEndpoint {
	t.Helper()
	target, err := url.Parse(chainURL)
	require.NoError(t, err)
	e := &badEndpoint{proxy: httputil.NewSingleHostReverseProxy(target)}
	e.proxy.ErrorLog = nil
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *badEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var call struct {
		ID     json.RawMessage
		Method string
		Params []json.RawMessage
	}
	_ = json.Unmarshal(body, &call) // a batch has no method
	switch fault(e.fault.Load()) {
	case dead:
		panic(http.ErrAbortHandler)
	case hung:
		<-r.Context().Done()
		return
	case limited:
		http.Error(w, "slow down", http.StatusTooManyRequests)
		return
	case lagging:
		if head := e.head.Load(); head != nil && call.Method == "eth_getBlockByNumber" && string(call.Params[0]) == `"latest"` {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, call.ID, *head)
			return
		}
	case forgetful:
		if call.Method == "eth_sendRawTransaction" {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"0x%064x"}`, call.ID, 1)
			return
		}
	case healthy:
		if call.Method == "eth_getBlockByNumber" {
			e.remember(r, body)
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
	}
	e.proxy.ServeHTTP(w, r)
}

// remember keeps the head for when this endpoint stops to follow the chain.
func (e *badEndpoint) remember(r *http.Request, body []byte) {
	recorder := httptest.NewRecorder()
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	e.proxy.ServeHTTP(recorder, again)
	var answer struct{ Result json.RawMessage }
	if json.Unmarshal(recorder.Body.Bytes(), &answer) == nil && len(answer.Result) > 4 {
		result := []byte(answer.Result)
		e.head.Store(&result)
	}
}

// TestEndpointsFailInTurn: while transactions are under way one endpoint after
// the other fails in every way there is; the other one is well. Each
// transaction takes effect once.
func TestEndpointsFailInTurn(t *testing.T) {
	t.Parallel()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.BlockTime = "127.0.0.1:0", 50*time.Millisecond
	network, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, network.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, network.Close()) })
	endpoints := []*badEndpoint{newBadEndpoint(t, network.HTTPURL()), newBadEndpoint(t, network.HTTPURL())}
	m, client := manageOver(t, network, endpoints[0].URL, endpoints[1].URL)

	var sent []chain.TransactionID
	send := func() {
		to := network.Accounts()[1].Address
		made, err := m.Send(t.Context(), tx.Request{To: to, Value: gwei(1), Label: fmt.Sprint("pay ", len(sent))})
		require.NoError(t, err)
		sent = append(sent, made.ID)
	}
	for f := dead; f < faults; f++ {
		for _, e := range endpoints {
			send()
			e.fault.Store(int32(f))
			send()
			send()
			e.fault.Store(int32(healthy))
			last, err := m.Wait(t.Context(), sent[len(sent)-1])
			require.NoError(t, err, "fault %d", f)
			require.Equal(t, chain.TxConfirmed, last.State)
			require.Eventually(t, func() bool { return !slices.ContainsFunc(client.Health(), unwell) },
				30*time.Second, 10*time.Millisecond, "it is well again before the next one fails")
		}
	}
	for _, id := range sent {
		made, err := m.Wait(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, chain.TxConfirmed, made.State)
	}
	nonce, err := network.Client().NonceAt(t.Context(), network.Accounts()[0].Address, nil)
	require.NoError(t, err)
	require.EqualValues(t, len(sent), nonce, "none lost, none sent twice")
	got, err := network.Client().BalanceAt(t.Context(), network.Accounts()[1].Address, nil)
	require.NoError(t, err)
	paid, _ := gwei(1).Mul(uint64(len(sent)))
	require.Zero(t, got.Sub(got, ether(cfg.Balance)).Cmp(paid.Int()))
}

func unwell(h rpc.EndpointHealth) bool { return h.State != rpc.StateUp || h.RetryIn > 0 }

// manageOver returns the manager of the devnet's first account over endpoints.
func manageOver(t *testing.T, network *devnet.Devnet, urls ...string) (*tx.Manager, *rpc.Client) {
	t.Helper()
	way := rpc.DefaultConfig()
	way.URLs, way.Timeout, way.ProbeTimeout, way.PollInterval, way.MaxLag = urls, 400*time.Millisecond, 400*time.Millisecond, 50*time.Millisecond, 5
	client, err := rpc.New(way)
	require.NoError(t, err)
	require.NoError(t, client.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	records, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, records.Close()) })
	signer, err := keys.NewSigner(0)
	require.NoError(t, err)
	cfg := tx.DefaultConfig()
	cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store = network.ChainID(), client, signer, records
	cfg.Poll, cfg.Resend = 50*time.Millisecond, 200*time.Millisecond
	m, err := tx.New(cfg)
	require.NoError(t, err)
	require.NoError(t, m.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m, client
}

func ether(n uint64) *mathbig.Int {
	return new(mathbig.Int).Mul(new(mathbig.Int).SetUint64(n), mathbig.NewInt(1e18))
}
