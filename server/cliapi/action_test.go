package cliapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/server/cliapi"
)

func TestActions(t *testing.T) {
	t.Parallel()
	const noOne = "0x0000000000000000000000000000000000000000"
	cases := []struct {
		name, action, body string
		want               []string
	}{
		{"bond", "bond", `{"amount":"100LPT","to":"` + other + `"}`, []string{"bond 100 LPT to " + other}},
		{"bond_self", "bond", `{"amount":"100LPT","to":"self","dryRun":false}`, []string{"bond 100 LPT to " + me}},
		{"unbond", "unbond", `{"amount":"1.5 LPT"}`, []string{"unbond 1.5 LPT"}},
		{"rebond", "rebond", `{"lock":0}`, []string{"rebond 0 to " + noOne}},
		{"rebond_to", "rebond", `{"lock":3,"to":"` + strings.ToLower(other) + `"}`, []string{"rebond 3 to " + other}},
		{"withdraw_stake", "withdraw-stake", `{"lock":2}`, []string{"withdraw stake 2"}},
		{"withdraw_fees_all", "withdraw-fees", ``, []string{"withdraw fees 0.2 ETH to " + me}},
		{"withdraw_fees", "withdraw-fees", `{"amount":"0.1 ETH","recipient":"` + other + `"}`, []string{"withdraw fees 0.1 ETH to " + other}},
		{"withdraw_fees_null", "withdraw-fees", `{"amount":null}`, []string{"withdraw fees 0.2 ETH to " + me}},
		{"claim_earnings", "claim-earnings", `{}`, []string{"claim"}},
		{"transfer_bond", "transfer-bond", `{"amount":"2 LPT","to":"` + other + `"}`, []string{"transfer bond 2 LPT to " + other}},
		{"transfer_lpt", "transfer", `{"amount":"2 LPT","to":"` + other + `"}`, []string{"transfer 2 LPT to " + other}},
		{"transfer_eth", "transfer", `{"amount":"5 gwei","to":"` + other + `"}`, []string{"transfer 5 gwei to " + other}},
		{"set_cuts", "set-cuts", `{"rewardCut":"10%","feeShare":"12.5%"}`, []string{"cuts 10% 12.5%"}},
		{"register_uri", "register", `{"serviceURI":"https://new.example"}`, []string{`entry https://new.example [] ["us-east"]`}},
		{
			"register_services", "register", `{"services":[{"name":"CPUTranscoding","verifier":"` + other + `"},{"id":"0x` + strings.Repeat("ab", 32) + `"}],"regions":[]}`,
			[]string{`entry https://old.example ["CPUTranscoding 70ef fb69" " abab 0000"] []`},
		},
		{"activate", "activate", `{"amount":"100 LPT","lock":1,"rewardCut":"10%","feeShare":"50%","serviceURI":"https://new.example","regions":["eu-west"]}`, []string{
			"rebond 1 to " + me, "bond 100 LPT to " + me, "cuts 10% 50%", `entry https://new.example [] ["eu-west"]`,
		}},
		{"activate_with_stake", "activate", `{"rewardCut":"10%","feeShare":"50%","serviceURI":"https://new.example"}`, []string{
			"cuts 10% 50%", `entry https://new.example [] ["us-east"]`,
		}},
		{"reward", "reward", `{}`, []string{"reward"}},
		{"initialize_round", "initialize-round", `{}`, []string{"initialize"}},
		{"fund", "fund", `{"deposit":"1 ETH","reserve":"0.5 ETH"}`, []string{"fund 1 ETH 0.5 ETH"}},
		{"fund_reserve", "fund", `{"reserve":"0.5 ETH"}`, []string{"fund 0 ETH 0.5 ETH"}},
		{"unlock", "unlock", `{}`, []string{"unlock"}},
		{"cancel_unlock", "cancel-unlock", `{}`, []string{"cancel unlock"}},
		{"withdraw", "withdraw", `{}`, []string{"withdraw"}},
		{"request_tokens", "request-tokens", `{}`, []string{"request tokens"}},
		{"vote_yes", "vote", `{"poll":"` + other + `","choice":"yes"}`, []string{"vote 0 in " + other}},
		{"vote_no", "vote", `{"poll":"` + other + `","choice":"no"}`, []string{"vote 1 in " + other}},
		{"create_poll", "create-poll", `{"proposal":"QmProposal"}`, []string{"create poll QmProposal"}},
		{"vote_against_proposal", "vote-on-proposal", `{"proposal":"7","support":"against"}`, []string{"vote 0 on proposal 7: "}},
		{"vote_for_proposal", "vote-on-proposal", `{"proposal":"0x0A","support":"for","reason":"it is good"}`, []string{"vote 1 on proposal 10: it is good"}},
		{"vote_abstain", "vote-on-proposal", `{"proposal":"` + maxUint256 + `","support":"abstain","reason":null}`, []string{"vote 2 on proposal " + maxUint256 + ": "}},
		{"enter_pool", "enter-pool", `{"orchestrator":"self"}`, []string{"enter pool " + me}},
	}
	tested := map[string]bool{}
	for _, c := range cases {
		tested[c.action] = true
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake := newFake()
			api := serve(t, fake.config())
			code, body := api.post("/api/v1/actions/"+c.action, c.body)
			require.Equal(t, http.StatusOK, code, body)
			require.Equal(t, c.want, fake.labels())
			var got cliapi.Result
			require.NoError(t, json.Unmarshal([]byte(body), &got))
			require.Len(t, got.Transactions, len(c.want))
			require.EqualValues(t, "confirmed", got.Transactions[0].State)
		})
	}
	var index cliapi.Index
	_, body := serve(t, newFake().config()).get("/api/v1/")
	require.NoError(t, json.Unmarshal([]byte(body), &index))
	for name := range index.Actions {
		require.True(t, tested[name], "no test of %s", name)
	}
}

func TestActionsRefuseWrongFields(t *testing.T) {
	t.Parallel()
	fake := newFake()
	api := serve(t, fake.config())
	cases := []struct{ name, action, body, message string }{
		{"missing", "bond", `{"to":"self"}`, `amount is missing; give it as in "amount": "100 LPT"`},
		{"missing_all", "bond", ``, `amount is missing`},
		{"null", "unbond", `{"amount":null}`, `amount is missing`},
		{"unknown", "bond", `{"amuont":"1 LPT"}`, `unknown field "amuont"; there are dryRun, amount, to`},
		{"no_unit", "bond", `{"amount":"100","to":"self"}`, `amount: amount "100": it has no unit; write a number and LPT or LPTU`},
		{"number", "bond", `{"amount":100,"to":"self"}`, `amount: expected "100 LPT"`},
		{"other_currency", "bond", `{"amount":"1 ETH","to":"self"}`, `its unit is not known`},
		{"no_currency", "transfer", `{"amount":"1 BTC","to":"self"}`, `or "100 LPT"`},
		{"transfer_no_unit", "transfer", `{"amount":"1","to":"self"}`, `it has no unit`},
		{"address", "bond", `{"amount":"1 LPT","to":"0x12"}`, `expected 0x and 40 hex digits`},
		{"checksum", "bond", `{"amount":"1 LPT","to":"` + strings.Replace(me, "5aA", "5AA", 1) + `"}`, `a digit may be wrong`},
		{"percentage", "set-cuts", `{"rewardCut":"0.1","feeShare":"50%"}`, `expected a percentage from 0% to 100%`},
		{"lock", "rebond", `{"lock":-1}`, `lock: expected a whole number`},
		{"choice", "vote", `{"poll":"self","choice":"maybe"}`, `expected "yes" or "no"`},
		{"proposal", "vote-on-proposal", `{"proposal":"-1","support":"for"}`, `proposal: "-1": expected the proposal's number`},
		{"proposal_number", "vote-on-proposal", `{"proposal":1,"support":"for"}`, `proposal: expected "123"`},
		{"support", "vote-on-proposal", `{"proposal":"1","support":"yes"}`, `support: "yes": expected "against", "for" or "abstain"`},
		{"support_missing", "vote-on-proposal", `{"proposal":"1"}`, `support is missing`},
		{"reason_long", "vote-on-proposal", `{"proposal":"1","support":"for","reason":"` + strings.Repeat("x", 1025) + `"}`, `reason: expected a text of 1 to 1024 bytes`},
		{"fund", "fund", `{}`, `deposit is missing`},
		{"register", "register", `{}`, `there is nothing to change`},
		{"service", "register", `{"services":[{"name":"a","id":"0x` + strings.Repeat("ab", 32) + `"}]}`, `needs either a name or an id`},
		{"service_empty", "register", `{"services":[{}]}`, `needs either a name or an id`},
		{"service_twice", "register", `{"services":[{"name":"a"},{"name":"a"}]}`, `number 2 is there twice`},
		{"service_unknown", "register", `{"services":[{"nmae":"a"}]}`, `expected a list of at most 256`},
		{"services_many", "register", `{"services":[` + strings.Repeat(`{"name":"a"},`, 256) + `{"name":"a"}]}`, `expected a list of at most 256`},
		{"region", "register", `{"regions":["` + strings.Repeat("x", 32) + `"]}`, `expected a name of 1 to 31 bytes`},
		{"region_twice", "register", `{"regions":["a","a"]}`, `is there twice`},
		{"activate_no_uri", "activate", `{"rewardCut":"10%","feeShare":"50%"}`, `serviceURI is missing`},
		{"dry_run", "reward", `{"dryRun":"yes"}`, `dryRun: expected true or false`},
		{"no_object", "reward", `[1]`, `the body is no JSON object`},
		{"no_json", "reward", `{"a"`, `the body is no JSON object`},
		{"two_values", "reward", `{}{}`, `the body is no JSON object`},
		{"long", "create-poll", `{"proposal":"` + strings.Repeat("x", 1025) + `"}`, `expected a text of 1 to 1024 bytes`},
	}
	for _, c := range cases {
		code, body := api.post("/api/v1/actions/"+c.action, c.body)
		require.Equal(t, http.StatusBadRequest, code, "%s: %s", c.name, body)
		got := parseError(t, body)
		require.Equal(t, "invalid", got.Code, c.name)
		require.Contains(t, got.Message, c.message, c.name)
	}
	require.Empty(t, fake.labels(), "nothing was sent")

	code, body := api.post("/api/v1/actions/bnod", `{}`)
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, parseError(t, body).Message, "there are bond, unbond")
	code, body = api.post("/api/v1/actions/create-poll", `{"proposal":"`+strings.Repeat("x", 70<<10)+`"}`)
	require.Equal(t, http.StatusRequestEntityTooLarge, code)
	require.Equal(t, "too_large", parseError(t, body).Code)
}

func FuzzActionBody(f *testing.F) {
	for _, body := range []string{
		``, `{}`, `null`, `{"amount":"100 LPT","to":"self","dryRun":true}`, `{"amount":"5 gwei","to":"` + other + `"}`, `{"lock":1}`,
		`{"services":[{"name":"a"}],"regions":["b"]}`, `{"rewardCut":"1%","feeShare":"2%","serviceURI":"x","amount":"1 LPT","lock":18446744073709551615}`,
		`{"deposit":"1 wei","reserve":null}`, `{"proposal":"0x1f","support":"for","reason":"x"}`, `{"amount":{"a":[1]}}`, "\xff", `{"to":"\ud800"}`,
	} {
		f.Add(uint8(0), []byte(body))
		f.Add(uint8(7), []byte(body))
		f.Add(uint8(10), []byte(body))
	}
	api := serve(f, newFake().config())
	names := []string{"bond", "rebond", "withdraw-fees", "transfer", "fund", "vote", "register", "activate", "set-cuts", "create-poll", "vote-on-proposal"}
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		api := &client{t, api.server, api.http}
		code, reply := api.post("/api/v1/actions/"+names[int(which)%len(names)], string(body))
		require.Contains(t, []int{http.StatusOK, http.StatusBadRequest, http.StatusRequestEntityTooLarge}, code, reply)
		require.True(t, json.Valid([]byte(reply)), reply)
	})
}
