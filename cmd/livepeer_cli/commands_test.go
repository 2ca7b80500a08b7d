package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// commandLines has every command at least once.
func commandLines() map[string][]string {
	lines := paymentLines()
	maps.Copy(lines, marketLines())
	maps.Copy(lines, map[string][]string{
		"status": {"status"}, "protocol": {"protocol"}, "contracts": {"contracts"}, "round": {"round"},
		"orchestrators":        {"orchestrators", "--active", "--service", "CPUTranscoding", "--region", "eu-west", "--min-stake", "1", "LPT", "--limit", "2"},
		"orchestrator":         {"orchestrator"},
		"orchestrator_cuts":    {"orchestrator", "self", "cuts"},
		"orchestrator_fees":    {"orchestrator", "self", "fee-ratio", "--rounds", "3"},
		"orchestrator_pool":    {"orchestrator", "self", "pool"},
		"delegator":            {"delegator"},
		"sender":               {"sender", "self"},
		"balances":             {"balances"},
		"registry":             {"registry"},
		"polls":                {"polls"},
		"transactions":         {"transactions", "--state", "pending,mined", "--limit", "5"},
		"transaction":          {"transactions", "12"},
		"transaction_cancel":   {"transactions", "cancel", "13", "--yes"},
		"transaction_speed_up": {"transactions", "speed-up", "13", "-y"},
		"gas":                  {"gas"},
		"gas_set":              {"gas", "set", "--max", "0"},
		"bond":                 {"bond", "100LPT", other, "--yes"},
		"bond_present":         {"bond", "1.5", "lpt", "--yes"},
		"unbond":               {"unbond", "50LPT", "--yes"},
		"unbond_all":           {"unbond", "all", "--yes"},
		"rebond":               {"rebond", "0", "--yes"},
		"rebond_to":            {"rebond", "1", other, "--yes"},
		"withdraw_stake":       {"withdraw-stake", "0", "--yes"},
		"withdraw_fees":        {"withdraw-fees", "--yes"},
		"withdraw_fees_to":     {"withdraw-fees", "0.1ETH", "--to", other, "--yes"},
		"claim_earnings":       {"claim-earnings", "--yes"},
		"transfer_bond":        {"transfer-bond", "10LPT", other, "--yes"},
		"transfer_lpt":         {"transfer", "10LPT", other, "--yes"},
		"transfer_eth":         {"transfer", "0.5ETH", other, "--yes"},
		"set_cuts":             {"set-cuts", "--reward-cut", "10%", "--fee-share", "50%", "--yes"},
		"set_one_cut":          {"set-cuts", "--reward-cut", "12.5%", "--yes"},
		"register":             {"register", "--service-uri", "https://192.168.0.2:8935", "--service", "A=" + other, "--service", "B", "--region", "none", "--yes"},
		"activate":             {"activate", "--stake", "1000LPT", "--lock", "1", "--reward-cut", "10%", "--fee-share", "50%", "--service-uri", "https://o.example.org:8935", "--region", "eu-west", "--yes"},
		"reward":               {"reward", "--yes"},
		"initialize_round":     {"initialize-round", "--yes"},
		"enter_pool":           {"enter-pool", "--yes"},
		"fund":                 {"fund", "--deposit", "0.1ETH", "--reserve", "20", "gwei", "--yes"},
		"unlock":               {"unlock", "--yes"},
		"cancel_unlock":        {"cancel-unlock", "--yes"},
		"withdraw":             {"withdraw", "--yes"},
		"request_tokens":       {"request-tokens", "--yes"},
		"vote":                 {"vote", other, "Yes", "--yes"},
		"create_poll":          {"create-poll", "Qm1", "--yes"},
		"vote_on_proposal":     {"vote-on-proposal", "0x2a", "For", "--reason", "it is good", "--yes"},
		"vote_abstain":         {"vote-on-proposal", "7", "abstain", "--yes"},
	})
	return lines
}

// TestCommands compares what each command asks of the node and what it prints.
func TestCommands(t *testing.T) {
	t.Parallel()
	for name, args := range commandLines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			r := cliRun{node: node}.run(t, args...)
			require.Zero(t, r.exit, r.errOut)
			require.Empty(t, r.errOut)
			golden(t, name, fmt.Sprintf("$ livepeer_cli %s\n%s\n\n%s", strings.Join(args, " "), strings.Join(node.asked(), "\n"), r.out))
		})
	}
}

// TestJSON: every command writes JSON values, one a line, and nothing else.
func TestJSON(t *testing.T) {
	t.Parallel()
	for name, args := range commandLines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			r := cliRun{node: node}.run(t, append(args, "--json")...)
			require.Zero(t, r.exit, r.out)
			require.Empty(t, r.errOut)
			for line := range strings.Lines(r.out) {
				require.True(t, json.Valid([]byte(line)), line)
			}
			require.NotEmpty(t, r.out)
		})
	}
	node := newFakeNode(t)
	require.Equal(t, node.replies["GET node"]+"\n", cliRun{node: node}.run(t, "status", "--json").out, "as the node wrote it")
}

// TestActionsAreTheNodes: names and fields of actions are those that a real
// node's admin API has.
func TestActionsAreTheNodes(t *testing.T) {
	t.Parallel()
	api := cliapi.New(cliapi.Config{
		Addr: "127.0.0.1:0", Roles: []string{"broadcaster"}, Status: func() cliapi.Status { return cliapi.Status{Version: "1"} }, Health: func() error { return nil },
	})
	require.NoError(t, api.Start(t.Context()))
	defer api.Close()
	r := cliRun{}.run(t, "status", "--node", api.Addr())
	require.Zero(t, r.exit, r.errOut)
	require.Contains(t, r.out, "offchain")
	r = cliRun{}.run(t, "round", "--node", api.Addr())
	require.Equal(t, exitRefused, r.exit)
	require.Contains(t, r.errOut, "-network devnet")

	index := indexOf(t, api.Addr())
	unused := map[string]bool{}
	for name := range index.Actions {
		unused[name] = true
	}
	for _, args := range commandLines() {
		node := newFakeNode(t)
		cliRun{node: node}.run(t, args...)
		for _, request := range node.asked() {
			rest, isAction := strings.CutPrefix(request, "POST actions/")
			if !isAction {
				continue
			}
			name, body, _ := strings.Cut(rest, " ")
			require.Contains(t, index.Actions, name)
			delete(unused, name)
			fields := map[string]json.RawMessage{}
			require.NoError(t, json.Unmarshal([]byte(body), &fields))
			for field := range fields {
				require.Contains(t, append(index.Actions[name], "dryRun"), field, name)
			}
		}
	}
	require.Empty(t, unused, "actions without a command")
}

func indexOf(t *testing.T, addr string) (index cliapi.Index) {
	c := newCLI(console{env: func(string) string { return "" }})
	c.node = addr
	require.NoError(t, c.connect())
	defer c.client.Close()
	raw, err := c.client.Get(t.Context(), "", nil)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &index))
	return index
}

// TestCommandsAreDocumented: each has an example, and is in the manual.
func TestCommandsAreDocumented(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../doc/livepeer_cli.md")
	require.NoError(t, err)
	var tested []string
	for _, args := range commandLines() {
		tested = append(tested, strings.Join(args, " "))
	}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		name := strings.TrimPrefix(cmd.CommandPath(), "livepeer_cli ")
		require.NotEmpty(t, cmd.Example, name)
		require.NotEmpty(t, cmd.Short, name)
		if cmd.HasParent() {
			require.Contains(t, string(manual), "`"+strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "livepeer_cli")), name)
			require.True(t, slices.ContainsFunc(tested, func(line string) bool { return strings.HasPrefix(line, name) }), "%s is not tested", name)
		}
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(newCLI(console{}).root())
	for exit := range map[int]string{exitDone: "", exitRefused: "", exitUsage: "", exitUnreachable: "", exitFailed: "", exitInterrupted: ""} {
		require.Contains(t, string(manual), fmt.Sprintf("| %d |", exit))
	}
}

// TestManualsExamples: each command line of the manual works as it is written.
func TestManualsExamples(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../doc/livepeer_cli.md")
	require.NoError(t, err)
	text := strings.NewReplacer("\\\n", " ", "0x…", other, "Qm…", "Qm1", "1234…", "1234", "-o proof", "-o TMP/proof", "--export ", "--export TMP/", "--node http://127.0.0.1:5935", "").Replace(string(manual))
	found := 0
	for line := range strings.Lines(text) {
		line, isCommand := strings.CutPrefix(line, "livepeer_cli ")
		if !isCommand {
			continue
		}
		line, _, _ = strings.Cut(line, "#")
		line, _, _ = strings.Cut(line, "|")
		line, _, _ = strings.Cut(line, ">")
		var args []string
		for i, part := range strings.Split(line, "'") {
			if i%2 == 1 {
				args = append(args, part)
				continue
			}
			args = append(args, strings.Fields(part)...)
		}
		node := newFakeNode(t)
		node.replies["GET orchestrators/"+other+"/cuts"] = node.replies["GET orchestrators/self/cuts"]
		node.replies["GET orchestrators/"+other+"/fee-ratio"] = node.replies["GET orchestrators/self/fee-ratio"]
		r := cliRun{node: node}.run(t, append(args, "--yes")...)
		require.Zero(t, r.exit, "%s: %s", line, r.errOut)
		found++
	}
	require.Greater(t, found, 40)
}

func TestFailedStates(t *testing.T) {
	t.Parallel()
	for _, state := range []chain.TxState{chain.TxReverted, chain.TxCancelled, chain.TxLost} {
		node := newFakeNode(t)
		node.replies["POST actions/reward"] = fmt.Sprintf(`{"label":"reward","state":%q,"id":3}`, state)
		r := cliRun{node: node}.run(t, "reward", "--yes")
		require.Equal(t, exitFailed, r.exit)
		require.Contains(t, r.errOut, "reward: the transaction is "+string(state))
	}
}
