package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/server/cliapi"
)

// marketLines has every command of the market at least once.
func marketLines() map[string][]string {
	return map[string][]string{
		"streams":               {"streams"},
		"streams_explain":       {"streams", "explain", "movie", "--last", "2"},
		"market":                {"market"},
		"market_all":            {"market", "--all", "--sort", "price"},
		"market_region":         {"market", "--region", "EU-West", "--sort", "rtt"},
		"market_service":        {"market", "--service", "cputranscoding", "--sort", "stake"},
		"policies":              {"policies"},
		"policies_one":          {"policies", "premium"},
		"history":               {"orchestrators", "history", "--limit", "2"},
		"history_peer":          {"orchestrators", "history", strings.ToLower(other)},
		"history_export":        {"orchestrators", "history", "--export", "TMP/histories.jsonl"},
		"history_forget":        {"orchestrators", "forget", other},
		"history_forget_uri":    {"orchestrators", "forget", "http://127.0.0.1:8935"},
		"broadcasters":          {"broadcasters", "history"},
		"broadcasters_export":   {"broadcasters", "history", "--export", "TMP/histories.jsonl"},
		"broadcasters_forget":   {"broadcasters", "forget", own},
		"evidence_list":         {"evidence", "list", "--limit", "2"},
		"evidence_get":          {"evidence", "get", "movie-12.lpevidence", "-o", "TMP/proof.lpevidence"},
		"evidence_verify":       {"evidence", "verify", "proof.lpevidence"},
		"evidence_verify_named": {"evidence", "verify", "strong.lpevidence", "--livepeer", "testdata/livepeer"},
	}
}

// What --json writes of policies is a file for -selectionPolicies.
func TestPoliciesAreAFile(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	all, err := json.Marshal(cliapi.PolicyList{Default: "live", Policies: choosing.DefaultPolicies()})
	require.NoError(t, err)
	node.replies["GET policies"] = string(all)
	r := cliRun{node: node}.run(t, "policies", "--json")
	policies, err := choosing.ParsePolicies([]byte(r.out))
	require.NoError(t, err)
	require.Equal(t, choosing.DefaultPolicies(), policies)
	r = cliRun{node: newFakeNode(t)}.run(t, "policies", "none")
	require.Equal(t, exitUsage, r.exit)
	require.Contains(t, r.errOut, "there are live, premium")
}

func TestHistoryExport(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "histories.jsonl")
	r := cliRun{node: newFakeNode(t)}.run(t, "orchestrators", "history", "--export", path)
	require.Zero(t, r.exit, r.errOut)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	var peers []reputation.Peer
	for line := range strings.Lines(string(b)) {
		var h reputation.Export
		require.NoError(t, json.Unmarshal([]byte(line), &h))
		peers = append(peers, h.Peer)
	}
	require.Equal(t, []reputation.Peer{other, "http://127.0.0.1:8935"}, peers)
	r = cliRun{node: newFakeNode(t)}.run(t, "orchestrators", "history", "--export", filepath.Join(path, "below"))
	require.Equal(t, exitUsage, r.exit)
}

func TestMarketOrder(t *testing.T) {
	t.Parallel()
	uris := func(args ...string) (list []string) {
		r := cliRun{node: newFakeNode(t)}.run(t, append([]string{"market", "--json"}, args...)...)
		var m cliapi.Market
		require.NoError(t, json.Unmarshal([]byte(r.out), &m))
		for _, o := range m.Offers {
			list = append(list, strings.TrimSuffix(strings.TrimPrefix(o.URI, "https://"), ".example.org:8935"))
		}
		return list
	}
	require.Equal(t, []string{"orch", "near", "new"}, uris())
	require.Equal(t, []string{"near", "orch", "new"}, uris("--sort", "price"), "what is not known comes last")
	require.Equal(t, []string{"near", "orch", "new"}, uris("--sort", "rtt"))
	require.Equal(t, []string{"orch", "near", "new"}, uris("--sort", "stake"))
	require.Equal(t, []string{"near", "poor", "orch", "new"}, uris("--sort", "price", "--all"))
	require.Equal(t, []string{"orch", "near"}, uris("--region", "eu-west"))
	require.Equal(t, []string{"orch"}, uris("--service", "CPUTranscoding"))
	require.Empty(t, uris("--service", "none"))
}

func TestEvidenceGet(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "proof.lpevidence")
	r := cliRun{node: newFakeNode(t)}.run(t, "evidence", "get", "movie-12.lpevidence", "-o", path)
	require.Zero(t, r.exit, r.errOut)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "the bundle\n", string(b))

	r = cliRun{node: newFakeNode(t)}.run(t, "evidence", "get", "movie-12.lpevidence", "-o", path)
	require.Equal(t, exitUsage, r.exit)
	require.Contains(t, r.errOut, "is there already")
	r = cliRun{node: newFakeNode(t)}.run(t, "evidence", "get", "none.lpevidence", "-o", path+"2")
	require.Equal(t, exitRefused, r.exit)
	require.NoFileExists(t, path+"2", "nothing is left of what could not be had")
	for _, name := range []string{"../movie", "/etc/passwd", "..", "a/b"} {
		node := newFakeNode(t)
		require.Equal(t, exitUsage, cliRun{node: node}.run(t, "evidence", "get", name).exit, name)
		require.Empty(t, node.asked())
	}
}

func TestEvidenceVerify(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	r := cliRun{node: node}.run(t, "evidence", "verify", "good.lpevidence")
	require.Equal(t, result{exit: 0, out: "livepeer verify-evidence -policy default -- good.lpevidence\n"}, r)
	r = cliRun{node: node}.run(t, "evidence", "verify", "weak.lpevidence")
	require.Equal(t, result{exit: 3, out: "livepeer verify-evidence -policy default -- weak.lpevidence\n"}, r)
	r = cliRun{node: node}.run(t, "evidence", "verify", "weak.lpevidence", "--json")
	require.Equal(t, result{exit: 3, out: `{"proves":true}` + "\n"}, r)
	r = cliRun{node: node}.run(t, "evidence", "verify", "weak.lpevidence", "--policy", "bundle")
	require.Equal(t, result{exit: 3, out: "livepeer verify-evidence -policy bundle -- weak.lpevidence\n"}, r)
	require.Empty(t, node.asked(), "no node is needed")
	r = cliRun{node: node}.run(t, "evidence", "verify", "good.lpevidence", "--livepeer", "testdata/none")
	require.Equal(t, exitRefused, r.exit)
	require.Contains(t, r.errOut, "testdata/none")
}

func TestMarketCommandsRefuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"market", "--sort", "luck"}, "expected price, rtt or stake"},
		{[]string{"streams", "explain"}, "a stream's name"},
		{[]string{"streams", "explain", "movie", "--last", "0"}, "from 1 to 1000"},
		{[]string{"orchestrators", "forget"}, "address, or off chain its URI of one orchestrator"},
		{[]string{"broadcasters", "forget"}, "the address of one broadcaster"},
		{[]string{"orchestrators", "forget", other, "--dry-run"}, "leave --dry-run out"},
		{[]string{"evidence", "verify"}, "a file"},
		{[]string{"evidence", "verify", "x", "--policy", "mine"}, "expected default or bundle"},
	} {
		node := newFakeNode(t)
		r := cliRun{node: node}.run(t, c.args...)
		require.Equal(t, exitUsage, r.exit, c.args)
		require.Contains(t, r.errOut, c.says, c.args)
		require.Empty(t, node.asked(), c.args)
	}
}
