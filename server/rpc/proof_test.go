package rpc_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/stretchr/testify/require"
)

// A segment is on its way before it is hashed; its hash and signature follow.
func TestProofFollowsTheSegment(t *testing.T) {
	t.Parallel()
	data := append(append([]byte{}, firstPart...), lastPart...)
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	tests := map[string]struct {
		sum  common.Hash
		sig  signing.Signer
		code int // of the refusal; 0 for none
		text string
	}{
		"ok":            {sum: crypto.Keccak256Hash(data), sig: signing.Offchain{}},
		"err_hash":      {sum: crypto.Keccak256Hash(source), sig: signing.Offchain{}, code: 403, text: "Forbidden"},
		"err_signature": {sum: crypto.Keccak256Hash(data), sig: signing.NewKey(key), code: 403, text: "ErrSegSig"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, pay := newEarly(), &meter{}
			n := start(t, options{pool: pool.transcode, orch: func(cfg *orchestrator.Config) {
				cfg.Payments = pay
				if _, offchain := tc.sig.(signing.Offchain); !offchain {
					cfg.Verifier = signing.Accounts{} // whom the payment, which names nobody, does not suit
				}
			}})
			c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Signer = tc.sig })
			info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
			require.NoError(t, err)
			digest, made := core.PendingDigest()
			sub := submission(info, 0, data)
			sub.Segment.Digest = digest
			done := make(chan error, 1)
			go func() {
				_, err := c.Submit(t.Context(), sub)
				done <- err
			}()
			select {
			case <-pool.began: // with the first bytes, and no hash
			case err := <-done:
				require.NoError(t, err, "nothing was begun")
			}
			made(tc.sum)
			err = <-done
			if tc.code == 0 {
				require.NoError(t, err)
				require.EqualValues(t, 1, pay.debits.Load())
				return
			}
			var refusal *lpnet.RefusalError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, tc.code, refusal.Code)
			require.Equal(t, tc.text, refusal.Err.Error())
			require.Error(t, <-pool.ended)
			require.Zero(t, pay.debits.Load())
		})
	}
}

// deaf passes requests on to a node without what is behind their bodies, as
// proxies do.
type deaf struct {
	node *node

	mu      sync.Mutex
	trailed []bool // guarded by mu: of each segment, whether something was behind it
}

func (d *deaf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	d.mu.Lock()
	d.trailed = append(d.trailed, len(r.Trailer) > 0)
	d.mu.Unlock()
	out, err := http.NewRequestWithContext(r.Context(), r.Method, d.node.uri+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	out.Header = r.Header.Clone()
	resp, err := d.node.http.Do(out)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer resp.Body.Close()
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body)
}

func TestSomethingBetweenDropsTheProof(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	between := &deaf{node: n}
	srv := httptest.NewUnstartedServer(between)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Policy.AllowPrivate = true })
	info := &core.OrchestratorInfo{URI: srv.URL, Token: n.token(), HashMayFollow: true}
	for seq := range uint64(2) {
		result, err := c.Submit(t.Context(), submission(info, seq, source))
		require.NoError(t, err)
		require.Len(t, result.Renditions, 2)
	}
	require.Equal(t, []bool{true, false, false}, between.trailed, "tried once, and remembered")
}
