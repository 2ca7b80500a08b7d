package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The accounts of the tests.
const (
	own   = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
	other = "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4"
)

// fakeNode answers as a node's admin API does, and keeps what was asked.
type fakeNode struct {
	*httptest.Server
	// replies by "METHOD path", JSON; an action's stream too.
	replies map[string]string
	// status of replies that are not 200.
	status map[string]int
	token  string

	mu       sync.Mutex
	requests []string // "METHOD path?query body", guarded by mu
}

func newFakeNode(t *testing.T) *fakeNode {
	n := &fakeNode{replies: cannedReplies(), status: map[string]int{}}
	n.Server = httptest.NewServer(n)
	t.Cleanup(n.Close)
	return n
}

func (n *fakeNode) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	line := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), "/api/v1/")
	if len(body) > 0 {
		line += " " + string(body)
	}
	n.mu.Lock()
	n.requests = append(n.requests, line)
	n.mu.Unlock()
	key := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v1/")
	if n.token != "" && r.Header.Get("Authorization") != "Bearer "+n.token {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"code":"unauthorized","message":"a token is required"}`)
		return
	}
	if bytes.Contains(body, []byte(`"dryRun":true`)) {
		key += " dry"
	}
	reply, known := n.replies[key]
	if name, isAction := strings.CutPrefix(key, "POST actions/"); !known && isAction {
		reply, known = defaultAction(name)
	}
	if !known {
		w.WriteHeader(http.StatusNotFound)
		reply = `{"code":"not_found","message":"the test has no ` + key + `"}`
	} else if status := n.status[key]; status != 0 {
		w.WriteHeader(status)
	}
	io.WriteString(w, reply+"\n")
}

// asked returns the requests since the last call.
func (n *fakeNode) asked() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	requests := n.requests
	n.requests = nil
	return requests
}

// defaultAction is a dry run, or a stream of one transaction that works.
func defaultAction(name string) (string, bool) {
	if name, dry := strings.CutSuffix(name, " dry"); dry {
		return `{"calls":[{"label":"` + name + ` as asked","gas":100000,"gasPrice":"0.1 gwei","fee":"0.00001 ETH","unknown":false}],"total":"0.00001 ETH"}`, true
	}
	hash := "0x" + strings.Repeat("ab", 32)
	line := func(state, more string) string {
		return `{"label":"` + name + ` as asked","state":"` + state + `","id":12,"hash":"` + hash + `"` + more + `}`
	}
	return line("pending", "") + "\n" + line("mined", `,"block":70,"gasUsed":90000,"fee":"0.000009 ETH"`) + "\n" +
		line("confirmed", `,"block":70,"gasUsed":90000,"fee":"0.000009 ETH"`), true
}

// result of a run.
type result struct {
	exit        int
	out, errOut string
}

// cliRun is a run of the program against a node.
type cliRun struct {
	node  *fakeNode
	stdin string
	// terminal says that somebody answers questions: with stdin, line by line.
	terminal bool
	env      map[string]string
	ctx      context.Context
	// onOutput sees what is written; nil for nobody.
	onOutput func(text string)
}

// watched is output that somebody sees as it comes.
type watched struct {
	bytes.Buffer
	see func(text string)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.see != nil {
		w.see(string(b))
	}
	return w.Buffer.Write(b)
}

func (r cliRun) run(t *testing.T, args ...string) result {
	t.Helper()
	var errOut bytes.Buffer
	out := watched{see: r.onOutput}
	if r.ctx == nil {
		r.ctx = t.Context()
	}
	if r.node != nil {
		args = append(args, "--node", r.node.URL)
	}
	if r.terminal {
		args = append(args, "--accessible")
	}
	// TMP is a folder for what commands write.
	folder := t.TempDir()
	args = slices.Clone(args)
	for i, arg := range args {
		if rest, ok := strings.CutPrefix(arg, "TMP/"); ok {
			args[i] = filepath.Join(folder, rest)
		}
	}
	exit := run(r.ctx, args, console{
		self: filepath.Join("testdata", "livepeer_cli"),
		in:   strings.NewReader(r.stdin), inTerminal: r.terminal, out: &out, errOut: &errOut,
		env: func(name string) string { return r.env[name] },
	})
	return result{exit, strings.ReplaceAll(out.String(), folder, "TMP"), errOut.String()}
}

// golden compares with a file below testdata; UPDATE_GOLDEN=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
