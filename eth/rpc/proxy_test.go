package rpc_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"
)

// proxy stands between a client and a chain's HTTP server, and misbehaves.
type proxy struct {
	*httptest.Server
	mu     sync.Mutex
	mode   misbehaviour
	counts map[string]int
	gone   chan struct{} // closed to end handlers that hang
}

// misbehaviour handles a request instead of the chain; pass it on for true.
type misbehaviour func(p *proxy, w http.ResponseWriter, r *http.Request, call message) (pass bool)

// message is a JSON-RPC request, the first one of a batch.
type message struct {
	ID     json.RawMessage   `json:"id"`
	Method string            `json:"method"`
	Params []json.RawMessage `json:"params"`
	batch  bool
}

func newProxy(t *testing.T, c *chain, mode misbehaviour) *proxy {
	t.Helper()
	p := &proxy{mode: mode, counts: map[string]int{}, gone: make(chan struct{})}
	next := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: c.http})
	transport := &http.Transport{}
	next.Transport = transport
	next.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		call := parseMessage(body)
		p.mu.Lock()
		p.counts[call.Method]++
		mode := p.mode
		p.mu.Unlock()
		if mode == nil || mode(p, w, r, call) {
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() {
		close(p.gone)
		p.Server.Close()
		transport.CloseIdleConnections()
	})
	return p
}

func parseMessage(body []byte) message {
	var m message
	var list []message
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		m = list[0]
		m.batch = true
		return m
	}
	_ = json.Unmarshal(body, &m)
	return m
}

func (p *proxy) set(mode misbehaviour) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = mode
}

func (p *proxy) count(method string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[method]
}

// reply writes a JSON-RPC answer; field is "result" or "error".
func reply(w http.ResponseWriter, call message, field, value string) {
	w.Header().Set("Content-Type", "application/json")
	text := `{"jsonrpc":"2.0","id":` + string(call.ID) + `,"` + field + `":` + value + `}`
	if call.batch {
		text = "[" + text + "]"
	}
	_, _ = io.WriteString(w, text)
}

// Ways to misbehave.

func hang(p *proxy, _ http.ResponseWriter, r *http.Request, _ message) bool {
	select {
	case <-r.Context().Done():
	case <-p.gone:
	}
	return false
}

// slow answers late.
func slow(_ *proxy, _ http.ResponseWriter, r *http.Request, _ message) bool {
	select {
	case <-r.Context().Done():
	case <-time.After(500 * time.Millisecond):
	}
	return true
}

func cut(_ *proxy, w http.ResponseWriter, _ *http.Request, _ message) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
	return false
}

func status(code int, header ...string) misbehaviour {
	return func(_ *proxy, w http.ResponseWriter, _ *http.Request, _ message) bool {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		return false
	}
}

func huge(_ *proxy, w http.ResponseWriter, _ *http.Request, call message) bool {
	reply(w, call, "result", `"0x`+string(bytes.Repeat([]byte("00"), 1<<20))+`"`)
	return false
}

func truncated(_ *proxy, w http.ResponseWriter, _ *http.Request, call message) bool {
	_, _ = io.WriteString(w, `{"jsonrpc":"2.0","id":`+string(call.ID)+`,"result":"0x`)
	return false
}

func html(_ *proxy, w http.ResponseWriter, _ *http.Request, _ message) bool {
	_, _ = io.WriteString(w, "<html>please log in</html>")
	return false
}

func fails(err string) misbehaviour {
	return func(_ *proxy, w http.ResponseWriter, _ *http.Request, call message) bool {
		reply(w, call, "error", err)
		return false
	}
}

// only misbehaves for one method.
func only(method string, mode misbehaviour) misbehaviour {
	return func(p *proxy, w http.ResponseWriter, r *http.Request, call message) bool {
		return call.Method != method || mode(p, w, r, call)
	}
}
