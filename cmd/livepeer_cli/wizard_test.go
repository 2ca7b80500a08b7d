package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// actionsOf are the requests of a run that would change something.
func actionsOf(node *fakeNode) (actions []string) {
	for _, request := range node.asked() {
		if !strings.HasPrefix(request, "GET") {
			actions = append(actions, request)
		}
	}
	return actions
}

func TestWizard(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []string
		want    []string // requests
		out     []string // parts of what is shown
	}{
		"quits": {answers: []string{"7"}, out: []string{
			"Account " + own + " on devnet", "Round 12 is initialized", "Lock 0: 50 LPT, to be withdrawn from round 12 on", "Unlocking: deposit and reserve can be withdrawn from round 14 on",
		}},
		"input_ends": {},
		"bonds": {
			answers: []string{"1", "1", "100", "1ETH", "100 LPT", "0x1", other, "y", "14", "7"},
			want:    []string{`POST actions/bond {"amount":"100 LPT","dryRun":true,"to":"` + other + `"}`, `POST actions/bond {"amount":"100 LPT","to":"` + other + `"}`},
			out: []string{`amount "100": it has no unit`, "its unit is not known", "40 hex digits", "As a command: livepeer_cli bond '100 LPT' " + other,
				"All of your stake moves", "Send it?", "confirmed  #12"},
		},
		"declines": {
			answers: []string{"1", "6", "n", "14", "7"},
			want:    []string{`POST actions/claim-earnings {"dryRun":true}`},
			out:     []string{"nothing was sent"},
		},
		"activates": {
			answers: []string{"2", "14", "1000LPT", "10", "10%", "50%", "http://o.org", "https://o.example.org:8935", "A, B", "", "y", "21", "7"},
			want: []string{
				`POST actions/activate {"amount":"1000 LPT","dryRun":true,"feeShare":"50%","rewardCut":"10%","serviceURI":"https://o.example.org:8935","services":[{"name":"A"},{"name":"B"}]}`,
				`POST actions/activate {"amount":"1000 LPT","feeShare":"50%","rewardCut":"10%","serviceURI":"https://o.example.org:8935","services":[{"name":"A"},{"name":"B"}]}`,
			},
			out: []string{"expected https", "You keep 10% of LPT rewards"},
		},
		"votes_on_proposal": {
			answers: []string{"1", "13", "-1", "0x2a", "yes", "for", "it is good", "y", "14", "7"},
			want: []string{
				`POST actions/vote-on-proposal {"dryRun":true,"proposal":"42","reason":"it is good","support":"for"}`,
				`POST actions/vote-on-proposal {"proposal":"42","reason":"it is good","support":"for"}`,
			},
			out: []string{"expected the proposal's number", `vote "yes"`, "As a command: livepeer_cli vote-on-proposal 0x2a for --reason 'it is good'", "This vote cannot be changed."},
		},
		"funds": {
			answers: []string{"4", "1", "0.1ETH", "", "y", "11", "7"},
			want:    []string{`POST actions/fund {"deposit":"0.1 ETH","dryRun":true}`, `POST actions/fund {"deposit":"0.1 ETH"}`},
			out:     []string{"Now: deposit 0.1 ETH, reserve 0.2 ETH"},
		},
		"looks":       {answers: []string{"5", "1", "12", "7"}, out: []string{"Controller", "http://127.0.0.1:8545"}},
		"leaves_form": {answers: []string{"1", "1", "100LPT"}, out: []string{"Nothing was sent."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			stdin := strings.Join(c.answers, "\n")
			if stdin != "" {
				stdin += "\n"
			}
			r := cliRun{node: node, terminal: true, stdin: stdin}.run(t)
			require.Zero(t, r.exit, r.errOut)
			require.Equal(t, c.want, actionsOf(node), r.out)
			for _, part := range c.out {
				require.Contains(t, r.out, part)
			}
		})
	}
}

// TestWizardDryRun: the menus' flags hold for what they run.
func TestWizardDryRun(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	r := cliRun{node: node, terminal: true, stdin: "1\n6\n14\n7\n"}.run(t, "--dry-run", "--yes")
	require.Zero(t, r.exit)
	require.Equal(t, []string{`POST actions/claim-earnings {"dryRun":true}`}, actionsOf(node))
	require.Contains(t, r.out, "Nothing was sent (--dry-run).")
}

// TestWizardRoles offers what the node is.
func TestWizardRoles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply      string
		has, hasnt []string
	}{
		"broadcaster": {`{"network":"devnet","chainId":1,"roles":["broadcaster"],"address":"` + own + `"}`,
			[]string{"Delegator", "Broadcaster", "Everything"}, []string{"Orchestrator: "}},
		"off_chain": {`{"network":"offchain","roles":["transcoder"]}`,
			[]string{"The node is off chain", "Account", "Quit"}, []string{"Delegator", "Broadcaster", "Everything"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			node := newFakeNode(t)
			node.replies["GET node"] = c.reply
			r := cliRun{node: node, terminal: true}.run(t)
			require.Zero(t, r.exit)
			for _, part := range c.has {
				require.Contains(t, r.out, part)
			}
			for _, part := range c.hasnt {
				require.NotContains(t, r.out, part)
			}
		})
	}
	r := cliRun{terminal: true}.run(t, "--node", "127.0.0.1:1")
	require.Equal(t, exitUnreachable, r.exit)
}

// TestWizardGoesOn: what cannot be read does not end the menus.
func TestWizardGoesOn(t *testing.T) {
	t.Parallel()
	node := newFakeNode(t)
	node.replies["GET round"] = `{"code":"unavailable","message":"no endpoint answers"}`
	node.status["GET round"] = 503
	r := cliRun{node: node, terminal: true, stdin: "5\n2\n12\n7\n"}.run(t)
	require.Zero(t, r.exit)
	require.Contains(t, r.out, "livepeer_cli: no endpoint answers")
}
