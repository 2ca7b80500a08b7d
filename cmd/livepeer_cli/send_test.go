package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInputIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"bare_amount":      {[]string{"bond", "100", other}, `amount "100": it has no unit; write a number and LPT or LPTU`},
		"wrong_unit":       {[]string{"bond", "1ETH", other}, "LPT or LPTU"},
		"zero":             {[]string{"unbond", "0"}, "expected more than 0"},
		"bare_transfer":    {[]string{"transfer", "1", other}, "LPT, LPTU, ETH, gwei or wei"},
		"bare_fees":        {[]string{"withdraw-fees", "1"}, "ETH, gwei or wei"},
		"bare_percent":     {[]string{"set-cuts", "--reward-cut", "0.5"}, "12.5%"},
		"no_cuts":          {[]string{"set-cuts"}, "--reward-cut 10%"},
		"checksum":         {[]string{"bond", "1LPT", "0x5B38Da6a701c568545dCfcB03FcB875f56beddc4"}, "capital letters"},
		"address":          {[]string{"transfer", "1LPT", "0x12"}, "40 hex digits"},
		"to_oneself":       {[]string{"transfer", "1LPT", "self"}, "that is the account that sends"},
		"lock":             {[]string{"rebond", "-1x"}, "see livepeer_cli rebond --help"},
		"lock_text":        {[]string{"rebond", "first"}, `lock "first": expected a whole number`},
		"choice":           {[]string{"vote", other, "maybe"}, "expected yes or no"},
		"proposal":         {[]string{"vote-on-proposal", "Qm1", "for"}, `proposal "Qm1": expected the proposal's number`},
		"support":          {[]string{"vote-on-proposal", "7", "yes"}, `vote "yes": expected "against", "for" or "abstain"`},
		"missing_argument": {[]string{"vote", other}, "livepeer_cli vote 0x"},
		"too_much":         {[]string{"reward", "now"}, `"now" is too much`},
		"unknown_command":  {[]string{"bnod"}, "is it bond"},
		"unknown_flag":     {[]string{"bond", "--hard"}, "unknown flag: --hard"},
		"plain_uri":        {[]string{"register", "--service-uri", "http://x.org"}, "expected https"},
		"half_activated":   {[]string{"activate", "--stake", "5LPT"}, "are needed"},
		"verifier":         {[]string{"register", "--service", "A=me"}, "NAME=0x"},
		"nothing_to_fund":  {[]string{"fund", "--deposit", "0ETH"}, "--deposit 0.1ETH"},
		"gas_unit":         {[]string{"gas", "set", "--max", "20"}, "gwei"},
		"gas_dry":          {[]string{"gas", "set", "--max", "20gwei", "--dry-run"}, "nothing to try"},
		"transaction_zero": {[]string{"transactions", "0"}, "counted from 1"},
		"part":             {[]string{"orchestrator", "self", "all"}, "cuts, fee-ratio or pool"},
		"no_terminal_menu": {nil, "menus need a terminal"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			args := c.args
			if len(args) > 0 && name != "gas_dry" {
				args = append(args, "--yes")
			}
			r := cliRun{node: node}.run(t, args...)
			require.Equal(t, exitUsage, r.exit)
			require.Contains(t, r.errOut, c.want)
			for _, request := range node.asked() {
				require.NotContains(t, request, "POST")
			}
			r = cliRun{node: node}.run(t, append(args, "--json")...)
			require.Contains(t, r.out, `{"code":"usage","message":`)
			require.Empty(t, r.errOut)
		})
	}
}

func TestConfirmation(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	const dry = `POST actions/reward {"dryRun":true}`

	r := cliRun{node: node}.run(t, "reward")
	require.Equal(t, exitUsage, r.exit, "nobody can be asked")
	require.Contains(t, r.errOut, "--yes")
	require.Empty(t, node.asked())

	r = cliRun{node: node, terminal: true, stdin: "y\n"}.run(t, "reward")
	require.Zero(t, r.exit, r.errOut)
	require.Equal(t, []string{dry, `POST actions/reward {}`}, node.asked())
	require.Contains(t, r.out, "Fees: 0.00001 ETH")

	for _, no := range []string{"n\n", "\n", ""} {
		r = cliRun{node: node, terminal: true, stdin: no}.run(t, "reward")
		require.Equal(t, exitInterrupted, r.exit)
		require.Contains(t, r.errOut, "nothing was sent")
		require.Equal(t, []string{dry}, node.asked())
	}

	r = cliRun{node: node}.run(t, "reward", "--json")
	require.Zero(t, r.exit)
	require.Equal(t, []string{`POST actions/reward {}`}, node.asked())
	require.Equal(t, 3, strings.Count(r.out, "\n"))

	r = cliRun{node: node, terminal: true, stdin: "n\n"}.run(t, "transactions", "cancel", "13")
	require.Equal(t, exitInterrupted, r.exit)
	require.Equal(t, []string{"GET transactions/13"}, node.asked())
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	node.replies["POST actions/activate dry"] = `{"calls":[{"label":"approve","gas":50000,"gasPrice":"1 gwei","fee":"0.00005 ETH","unknown":false},
		{"label":"bond","gas":0,"gasPrice":"0 ETH","fee":"0 ETH","unknown":true}],"total":"0.00005 ETH"}`
	args := []string{"activate", "--dry-run", "--reward-cut", "1%", "--fee-share", "2%", "--service-uri", "https://o.example.org:1"}
	r := cliRun{node: node}.run(t, args...)
	require.Zero(t, r.exit, r.errOut)
	golden(t, "dry_run", r.out)
	require.Len(t, node.asked(), 1)

	r = cliRun{node: node}.run(t, append(args, "--json")...)
	require.Equal(t, node.replies["POST actions/activate dry"]+"\n", r.out)

	node.replies["POST actions/reward dry"] = `{"code":"reward_pending","message":"already called"}`
	node.status["POST actions/reward dry"] = http.StatusConflict
	r = cliRun{node: node}.run(t, "reward", "--dry-run")
	require.Equal(t, exitRefused, r.exit)
	require.Equal(t, "livepeer_cli: already called\n", r.errOut)
	node.asked()
	require.Zero(t, cliRun{node: node}.run(t, "transactions", "cancel", "13", "--dry-run").exit)
	require.Equal(t, []string{"GET transactions/13"}, node.asked())
}

func TestActionFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stream, want string
		exit         int
	}{
		"reverted": {`{"label":"bond","state":"pending","id":3}` + "\n" + `{"label":"bond","state":"reverted","id":3,"error":{"code":"reverted","message":"too late"}}`, "bond: too late", exitFailed},
		"refused_after_another": {`{"label":"approve","state":"confirmed","id":3}` + "\n" + `{"label":"bond","state":"refused","error":{"code":"refused","message":"no"}}`,
			"bond: no", exitFailed},
		"ends_early": {`{"label":"bond","state":"pending","id":3}`, "livepeer_cli transactions 3", exitUnreachable},
		"no_json":    {`<html>`, "not known whether", exitUnreachable},
		"nothing":    {"", "", exitDone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			node.replies["POST actions/reward"] = c.stream
			if c.stream == "" {
				node.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.Header.Get("Accept") != "application/x-ndjson" {
						node.ServeHTTP(w, r)
					}
				})
			}
			r := cliRun{node: node}.run(t, "reward", "--yes")
			require.Equal(t, c.exit, r.exit, r.errOut)
			require.Contains(t, r.errOut, c.want)
		})
	}
}

// TestInterrupted: who stops waiting is told what goes on without him.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	gone := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") != "application/x-ndjson" {
			reply, _ := defaultAction("reward dry")
			w.Write([]byte(reply))
			return
		}
		w.Write([]byte(`{"label":"reward","state":"pending","id":41}` + "\n"))
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(gone)
	}))
	defer server.Close()
	r := cliRun{ctx: ctx, onOutput: func(text string) {
		if strings.Contains(text, "#41") {
			interrupt()
		}
	}}.run(t, "reward", "--yes", "--node", server.URL)
	require.Equal(t, exitInterrupted, r.exit)
	require.Contains(t, r.errOut, "interrupted; what was sent goes on")
	require.Contains(t, r.errOut, "livepeer_cli transactions 41")
	<-gone

	stopped, stop := context.WithCancel(t.Context())
	stop()
	r = cliRun{ctx: stopped}.run(t, "status", "--node", server.URL)
	require.Equal(t, exitInterrupted, r.exit)
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	r := cliRun{}.run(t, "status", "--timeout", "50ms", "--node", server.URL)
	require.Equal(t, exitUnreachable, r.exit)
	require.Contains(t, r.errOut, "--timeout")
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	addr := strings.TrimPrefix(server.URL, "http://")
	r := cliRun{}.run(t, "status", "--node", addr)
	require.Equal(t, exitUnreachable, r.exit)
	require.Contains(t, r.errOut, "not the admin API of a node")
	server.Close()
	for _, args := range [][]string{
		{"status", "--node", addr},
		{"reward", "--json", "--node", addr},
		{"status", "-http", addr},
		{"status", "-host", "127.0.0.1", "-http=" + strings.TrimPrefix(addr, "127.0.0.1:")},
	} {
		r := cliRun{}.run(t, args...)
		require.Equal(t, exitUnreachable, r.exit, args)
		require.Contains(t, r.out+r.errOut, "no node answers at http://"+addr)
	}
	r = cliRun{}.run(t, "status", "--node", "http://me:secret@x.org")
	require.Equal(t, exitUsage, r.exit)
	require.NotContains(t, r.errOut, "secret")
	require.Equal(t, exitUsage, cliRun{}.run(t, "status", "--node", "http://x.org", "--http", "1").exit)
}

func TestToken(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	node.token = "s3cret"
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("s3cret\n"), 0o600))
	r := cliRun{node: node}.run(t, "status")
	require.Equal(t, exitRefused, r.exit)
	require.Contains(t, r.errOut, "LP_CLITOKEN")
	require.Zero(t, cliRun{node: node}.run(t, "status", "--token", "s3cret").exit)
	require.Zero(t, cliRun{node: node}.run(t, "status", "--token", file).exit)
	require.Zero(t, cliRun{node: node, env: map[string]string{"LP_CLITOKEN": file}}.run(t, "status").exit)
	require.Equal(t, exitUsage, cliRun{node: node}.run(t, "status", "--token", file+".old").exit)
}

// TestSpinners draws on what is no real terminal: the lines are there, whatever
// is drawn between them.
func TestSpinners(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	var out, errOut strings.Builder
	exit := run(t.Context(), []string{"reward", "--yes", "--node", node.URL}, console{
		in: strings.NewReader(""), out: &out, outTerminal: true, errOut: &errOut, env: func(string) string { return "" },
	})
	require.Zero(t, exit, errOut.String())
	require.Contains(t, out.String(), "confirmed  #12  reward as asked  block 70  fee 0.000009 ETH")
}
