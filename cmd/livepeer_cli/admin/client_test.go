package admin_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/server/cliapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func client(t *testing.T, handler http.HandlerFunc) *admin.Client {
	server := httptest.NewServer(handler)
	node, err := admin.ParseNode(server.URL + "/")
	require.NoError(t, err)
	c := admin.New(admin.Config{Nodes: []*url.URL{node}, Token: "t"})
	t.Cleanup(func() {
		c.Close()
		server.Close()
	})
	return c
}

func TestParseNode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"127.0.0.1:7935": "http://127.0.0.1:7935", "https://node.example.org/admin/": "https://node.example.org/admin", "[::1]:5": "http://[::1]:5",
	} {
		u, err := admin.ParseNode(text)
		require.NoError(t, err)
		require.Equal(t, want, u.String())
	}
	for _, text := range []string{"", "http://", "ftp://x", "http://me:pw@x.org", "http://x.org?token=1", "http://:80", "http://x y"} {
		_, err := admin.ParseNode(text)
		require.ErrorContains(t, err, "-cliAddr", text)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		code   string // of the node's error; empty for a reply of something else
	}{
		"refused":    {409, `{"code":"paused","message":"paused"}`, "paused"},
		"html":       {502, "<html>", ""},
		"other_json": {404, `{"error":"x"}`, ""},
		"redirect":   {302, "", ""},
		"no_json":    {200, "ok", ""},
		"long":       {200, `"` + strings.Repeat("x", 17<<20) + `"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := client(t, func(w http.ResponseWriter, r *http.Request) {
				require.Equal(t, "Bearer t", r.Header.Get("Authorization"))
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(c.status)
				w.Write([]byte(c.body))
			})
			_, err := node.Get(t.Context(), "round", nil)
			if c.code == "" {
				require.ErrorAs(t, err, new(*admin.ReplyError))
				return
			}
			var refused *cliapi.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, c.code, refused.Code)
		})
	}
}

// TestStream: lines arrive as they are, and what is no end is an error.
func TestStream(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body  string
		lines int
		err   error // of admin, nil for none
		reply bool  // a ReplyError
	}{
		"ok":         {body: `{"state":"pending","id":1}` + "\n" + `{"state":"confirmed","id":1,"new":2}` + "\n", lines: 2},
		"nothing":    {},
		"ends_early": {body: `{"state":"mined","id":1}`, lines: 1, err: admin.ErrStreamEnded},
		"refused":    {body: `{"state":"refused","error":{"code":"x","message":"y"}}`, lines: 1},
		"long_line":  {body: `"` + strings.Repeat("x", 65<<10), reply: true},
		"endless":    {body: strings.Repeat(`{"state":"pending"}`+"\n", 10_001), lines: 10_000, reply: true},
		"no_json":    {body: "oops\n", reply: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := client(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(c.body)) })
			lines := 0
			err := node.Do(t.Context(), admin.Action{Name: "bond"}, func([]byte, cliapi.Progress) { lines++ })
			require.Equal(t, c.lines, lines)
			switch {
			case c.reply:
				require.ErrorAs(t, err, new(*admin.ReplyError))
			default:
				require.ErrorIs(t, err, c.err)
			}
		})
	}
}

// TestFinds takes the first of several addresses that has a node.
func TestFinds(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) }))
	defer here.Close()
	missing, err := admin.ParseNode(gone.URL)
	require.NoError(t, err)
	there, err := admin.ParseNode(here.URL)
	require.NoError(t, err)

	c := admin.New(admin.Config{Nodes: []*url.URL{missing, there}})
	defer c.Close()
	_, err = c.Get(t.Context(), "node", nil)
	require.NoError(t, err)

	nowhere := admin.New(admin.Config{Nodes: []*url.URL{missing, missing}})
	_, err = nowhere.Get(t.Context(), "node", nil)
	require.ErrorAs(t, err, new(*admin.UnreachableError))
	require.ErrorContains(t, err, " or http://127.0.0.1")
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"state":"pending","id":1}` + "\n"))
	f.Add([]byte(`{"fee":"1","error":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		node := client(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
		_ = node.Do(t.Context(), admin.Action{Name: "bond"}, func([]byte, cliapi.Progress) {})
	})
}

func TestDownload(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.EscapedPath() {
		case "/api/v1/evidence/a%2Fb":
			w.Write([]byte("whole"))
		case "/api/v1/evidence/cut":
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("a part"))
		case "/api/v1/evidence/none":
			w.WriteHeader(http.StatusNotFound)
			w.Write([]byte(`{"code":"not_found","message":"there is none"}`))
		default:
			w.Write([]byte(`{"roles":[],"version":"1","network":"offchain"}`))
		}
	}))
	defer server.Close()
	node, err := url.Parse(server.URL)
	require.NoError(t, err)
	c := admin.New(admin.Config{Nodes: []*url.URL{node}})
	defer c.Close()
	var file strings.Builder
	size, err := c.Download(t.Context(), "evidence/a%2Fb", &file)
	require.NoError(t, err)
	require.EqualValues(t, 5, size)
	require.Equal(t, "whole", file.String())
	var cut *admin.ReplyError
	_, err = c.Download(t.Context(), "evidence/cut", &file)
	require.ErrorAs(t, err, &cut, "what broke off is not whole")
	_, err = c.Download(t.Context(), "evidence/none", &file)
	require.EqualError(t, err, "there is none")
}
