package cliapi_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/server/cliapi"
)

// client talks to a server of its own.
type client struct {
	t      testing.TB
	server *cliapi.Server
	http   *http.Client
}

// serve starts a node on a chain, or off chain when c is nil.
func serve(t testing.TB, c *cliapi.ChainConfig) *client {
	t.Helper()
	cfg := config()
	cfg.Roles, cfg.Chain = []string{"orchestrator"}, c
	return serveConfig(t, cfg)
}

func serveConfig(t testing.TB, cfg cliapi.Config) *client {
	t.Helper()
	s := cliapi.New(cfg)
	require.NoError(t, s.Start(context.Background()))
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		require.NoError(t, s.Close())
	})
	return &client{t: t, server: s, http: &http.Client{Transport: transport}}
}

// open begins a request; the caller closes the body.
func (c *client) open(method, path, accept, body string) *http.Response {
	req, err := http.NewRequest(method, "http://"+c.server.Addr()+path, strings.NewReader(body))
	require.NoError(c.t, err)
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	if strings.HasPrefix(path, "/api/") {
		req.Header.Set("Content-Type", "application/json")
	} else {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := c.http.Do(req)
	require.NoError(c.t, err)
	return resp
}

func (c *client) do(method, path, body string) (int, string) {
	resp := c.open(method, path, "", body)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, string(b)
}

func (c *client) get(path string) (int, string)        { return c.do(http.MethodGet, path, "") }
func (c *client) post(path, body string) (int, string) { return c.do(http.MethodPost, path, body) }

func parseError(t testing.TB, body string) cliapi.Error {
	t.Helper()
	var e cliapi.Error
	require.NoError(t, json.Unmarshal([]byte(body), &e), body)
	return e
}

// streamed is the whole answer to an action as a stream.
func streamed(t testing.TB, api *client) string {
	t.Helper()
	resp := api.open(http.MethodPost, bondPath, ndjson, bondBody)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(b)
}
