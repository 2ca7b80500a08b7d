package cliapi_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
)

const (
	maxUint256 = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

	hash1 = "0x0100000000000000000000000000000000000000000000000000000000000000"
	hash7 = "0x0700000000000000000000000000000000000000000000000000000000000000"
)

const otherInList = `{"address":"` + other + `","registered":true,"active":true,"inPool":true,"stake":"900 LPT","ownStake":"0 LPT",
	"rewardCut":"10%","feeShare":"50%","announced":{"rewardCut":"20%","feeShare":"40%","effective":3102},
	"lastRewardRound":3100,"activationRound":10,"deactivationRound":0,"serviceURI":"https://o.example:8935",
	"services":[{"name":"CPUTranscoding","id":"` + hash7 + `"}],"regions":["eu-west"]}`

const meInList = `{"address":"` + me + `","registered":true,"active":false,"inPool":true,"stake":"100 LPT","ownStake":"100 LPT",
	"rewardCut":"0%","feeShare":"0%","lastRewardRound":0,"activationRound":3101,"deactivationRound":0,"serviceURI":"","services":[],"regions":[]}`

func TestResources(t *testing.T) {
	t.Parallel()
	api := serve(t, newFake().config())
	both := `{"orchestrators":[` + otherInList + `,` + meInList + `],"total":2}`
	onlyOther := `{"orchestrators":[` + otherInList + `],"total":1}`
	onlyMe := `{"orchestrators":[` + meInList + `],"total":1}`
	cases := []struct{ path, want string }{
		{"node", `{"network":"devnet","roles":["orchestrator"],"version":"1.2.3","address":"` + me + `","chainId":1337,"controller":"` + other + `",
			"balances":{"eth":"2 ETH","lpt":"50 LPT"},"head":{"number":2050,"l1Number":1050,"age":"1m0s"},
			"endpoints":[{"url":"https://rpc.example","state":"up","inUse":true,"head":2050,"lag":0,"latency":"20ms"}]}`},
		{"protocol", `{"paused":false,"numActiveTranscoders":100,"poolSize":2,"minimumStake":"1 LPT","fixedStake":"0 LPT","noticePeriod":2,"unbondingPeriod":7,
			"roundLength":100,"roundLockAmount":"10%","inflation":"0.02205%","inflationChange":"0.00005%","targetBondingRate":"50%",
			"totalBonded":"1000 LPT","totalSupply":"2000 LPT","mintableThisRound":"0 LPT","mintedThisRound":"0 LPT","unlockPeriod":8,"ticketValidityPeriod":2,
			"features":{"services":true,"directory":false,"stakeRule":false,"notice":false,"faucet":false,"polls":true}}`},
		{"contracts", `{"BondingManager":"` + other + `"}`},
		{"round", `{"number":3100,"initialized":true,"lastInitialized":3100,"hash":"` + hash1 + `","block":1050,"startBlock":1000,"endBlock":1100,
			"length":100,"lockedFrom":1090,"locked":false}`},
		{"orchestrators", both},
		{"orchestrators?active=true", onlyOther},
		{"orchestrators?active=false", onlyMe},
		{"orchestrators?service=CPUTranscoding", onlyOther},
		{"orchestrators?service=" + hash7, onlyOther},
		{"orchestrators?region=eu-west", onlyOther},
		{"orchestrators?region=asia", `{"orchestrators":[],"total":0}`},
		{"orchestrators?minStake=500LPT", onlyOther},
		{"orchestrators?limit=1", strings.Replace(onlyOther, `"total":1`, `"total":2`, 1)},
		{"orchestrators?limit=1&offset=1", strings.Replace(onlyMe, `"total":1`, `"total":2`, 1)},
		{"orchestrators?offset=2", `{"orchestrators":[],"total":2}`},
		{"orchestrators/self", meInList},
		{"orchestrators/" + strings.ToLower(other), otherInList},
		{"orchestrators/self/pools/3099", `{"round":3099,"totalStake":"900 LPT","rewardCut":"10%","feeShare":"50%","rewardFactor":"1.5","feeFactor":"0"}`},
		{"orchestrators/self/cuts", `{"cuts":[{"block":5,"rewardCut":"10%","feeShare":"50%","effective":3102}]}`},
		{"orchestrators/self/fee-ratio?rounds=2", `{"feeRatios":[{"round":3099,"stake":"900 LPT","fees":"0.9 ETH","perLPT":"500000 gwei"},
			{"round":3100,"stake":"900 LPT","fees":"0.9 ETH","perLPT":"500000 gwei"}]}`},
		{"delegators/self", `{"address":"` + me + `","status":"bonded","delegate":"` + other + `","bonded":"90 LPT","stake":"100 LPT","claimedFees":"0.1 ETH",
			"fees":"0.2 ETH","delegated":"0 LPT","startRound":3000,"lastClaimRound":3050,
			"locks":[{"id":0,"amount":"5 LPT","withdrawRound":3100},{"id":1,"amount":"6 LPT","withdrawRound":3107}]}`},
		{"senders/" + other, `{"address":"` + other + `","deposit":"1 ETH","reserve":"0.5 ETH","reserveClaimed":"0.1 ETH","unlocking":true,"withdrawRound":3108}`},
		{"balances/self", `{"eth":"2 ETH","lpt":"50 LPT"}`},
		{"registry/self", `{"serviceURI":"https://old.example","services":[],"regions":["us-east"]}`},
		{"polls", `{"polls":[{"address":"` + other + `","proposal":"QmProposal","endBlock":9000,"quorum":"33.33%","quota":"50%","open":true}]}`},
		{"transactions", `{"transactions":[]}`},
		{"gas", `{"minGasPrice":"1 gwei","maxGasPrice":null}`},
	}
	for _, c := range cases {
		code, body := api.get("/api/v1/" + c.path)
		require.Equal(t, http.StatusOK, code, "%s: %s", c.path, body)
		require.JSONEq(t, c.want, body, c.path)
	}
}

func TestFeeRatiosOfYoungChain(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.round.Number = 1
	code, body := serve(t, fake.config()).get("/api/v1/orchestrators/self/fee-ratio")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, 2, strings.Count(body, `"round"`), "rounds 0 and 1")
}

func TestResourcesRefuseWrongQueries(t *testing.T) {
	t.Parallel()
	api := serve(t, newFake().config())
	for path, message := range map[string]string{
		"orchestrators?active=yes":                  `active "yes": expected true or false`,
		"orchestrators?limit=0":                     `limit "0": expected a number from 1 to 1000`,
		"orchestrators?limit=1001":                  `expected a number from 1 to 1000`,
		"orchestrators?offset=-1":                   `offset "-1": expected a number from 0`,
		"orchestrators?minStake=5":                  `minStake: amount "5": it has no unit`,
		"orchestrators/0x12":                        `address "0x12": expected 0x and 40 hex digits, or "self"`,
		"orchestrators/self/pools/x":                `round "x": expected a number`,
		"orchestrators/self/fee-ratio?rounds=99999": `rounds "99999": expected a number from 1 to 100`,
		"transactions?state=done":                   `state "done": expected pending, mined`,
		"transactions?limit=x":                      `limit "x"`,
		"transactions/0":                            `transaction "0": expected its number`,
		"delegators/" + strings.Repeat("x", 200):    `x…": expected 0x`,
	} {
		code, body := api.get("/api/v1/" + path)
		require.Equal(t, http.StatusBadRequest, code, path)
		require.Equal(t, "invalid", parseError(t, body).Code, path)
		require.Contains(t, parseError(t, body).Message, message, path)
	}
}

func TestTransactions(t *testing.T) {
	t.Parallel()
	fake := newFake()
	api := serve(t, fake.config())
	_, err := fake.Send(t.Context(), chain.Call{Label: "one"})
	require.NoError(t, err)
	_, err = fake.Send(t.Context(), chain.Call{Label: "two"})
	require.NoError(t, err)
	fake.set(2, chain.TxConfirmed)

	one := `{"id":1,"label":"one","state":"pending","settled":false,"from":"` + me + `","to":"0x0000000000000000000000000000000000000000","nonce":1,"value":"0 ETH",
		"created":"2023-11-14T22:13:20Z","hash":"` + hash1 + `","attempts":[{"hash":"` + hash1 + `","feeCap":"3 gwei","tipCap":"1 gwei","signed":"2023-11-14T22:13:20Z"}]}`
	code, body := api.get("/api/v1/transactions/1")
	require.Equal(t, http.StatusOK, code)
	require.JSONEq(t, one, body)
	_, body = api.get("/api/v1/transactions?state=pending,mined")
	require.JSONEq(t, `{"transactions":[`+one+`]}`, body)
	_, body = api.get("/api/v1/transactions?limit=1")
	require.Contains(t, body, `"label":"two"`)
	require.Contains(t, body, `"block":70,"gasUsed":50000,"fee":"100000 gwei"`)
	require.NotContains(t, body, `"label":"one"`)

	_, body = api.post("/api/v1/transactions/1/cancel", "")
	require.Contains(t, body, `"label":"cancel one"`)
	_, body = api.post("/api/v1/transactions/1/speed-up", "")
	require.Contains(t, body, `"label":"speed up one"`)
	code, body = api.post("/api/v1/transactions/2/cancel", "")
	require.Equal(t, http.StatusConflict, code)
	require.Equal(t, "not_pending", parseError(t, body).Code)
	code, body = api.get("/api/v1/transactions/3")
	require.Equal(t, http.StatusNotFound, code)
	require.Equal(t, "not_found", parseError(t, body).Code)
}

func TestGas(t *testing.T) {
	t.Parallel()
	api := serve(t, newFake().config())
	for _, c := range []struct {
		body string
		code int
		want string
	}{
		{`{"maxGasPrice":"30 gwei"}`, 200, `{"minGasPrice":"1 gwei","maxGasPrice":"30 gwei"}`},
		{`{"minGasPrice":"2 gwei"}`, 200, `{"minGasPrice":"2 gwei","maxGasPrice":"30 gwei"}`},
		{`{"minGasPrice":"40 gwei"}`, 400, `{"code":"invalid","message":"the minimum 40 gwei is above the maximum 30 gwei"}`},
		{`{"maxGasPrice":"0","minGasPrice":"0 wei"}`, 200, `{"minGasPrice":"0 ETH","maxGasPrice":null}`},
		{`{"maxGasPrice":"30"}`, 400, `{"code":"invalid","message":"maxGasPrice: amount \"30\": it has no unit; write a number and ETH, gwei or wei, for example \"1.5 ETH\""}`},
		{`{"gas":"1 gwei"}`, 400, `{"code":"invalid","message":"unknown field \"gas\"; there are minGasPrice, maxGasPrice"}`},
	} {
		code, body := api.do(http.MethodPut, "/api/v1/gas", c.body)
		require.Equal(t, c.code, code, c.body)
		require.JSONEq(t, c.want, body, c.body)
	}
}

func TestNodeSaysWhatItCannotSee(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.readError = codedError{"unavailable", "no endpoint answers"}
	api := serve(t, fake.config())
	code, body := api.get("/api/v1/node")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, body, `"problem":"no endpoint answers"`)
	require.Contains(t, body, `"endpoints":[{`)
	require.NotContains(t, body, "balances")
	for _, path := range []string{
		"round", "protocol", "orchestrators", "orchestrators/self", "orchestrators/self/pools/1", "orchestrators/self/cuts", "orchestrators/self/fee-ratio",
		"delegators/self", "senders/self", "balances/self", "registry/self", "polls", "transactions",
	} {
		code, body := api.get("/api/v1/" + path)
		require.Equal(t, http.StatusServiceUnavailable, code, path)
		require.Equal(t, "unavailable", parseError(t, body).Code, path)
	}
}

func TestOffChain(t *testing.T) {
	t.Parallel()
	api := serve(t, nil)
	code, body := api.get("/api/v1/node")
	require.Equal(t, http.StatusOK, code)
	require.JSONEq(t, `{"network":"offchain","roles":["orchestrator"],"version":"1.2.3"}`, body)
	for _, path := range []string{"round", "orchestrators/self", "transactions", "gas"} {
		code, body := api.get("/api/v1/" + path)
		require.Equal(t, http.StatusNotFound, code, path)
		require.Equal(t, "off_chain", parseError(t, body).Code, path)
		require.Contains(t, parseError(t, body).Message, "-network devnet", path)
	}
	code, body = api.post("/api/v1/actions/reward", "{}")
	require.Equal(t, http.StatusNotFound, code)
	require.Equal(t, "off_chain", parseError(t, body).Code)
	code, body = api.get("/currentRound")
	require.Equal(t, http.StatusInternalServerError, code)
	require.Contains(t, body, "-network devnet")
}

func TestUnknownResource(t *testing.T) {
	t.Parallel()
	api := serve(t, newFake().config())
	for method, path := range map[string]string{"GET": "/api/v1/rounds", "DELETE": "/api/v1/round", "POST": "/api/v2/round"} {
		code, body := api.do(method, path, "")
		require.Equal(t, http.StatusNotFound, code, path)
		require.Contains(t, parseError(t, body).Message, "there is no "+method+" "+path)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err    error
		code   string
		status int
	}{
		{codedError{"insufficient_balance", "too little"}, "insufficient_balance", 409},
		{codedError{"round_not_initialized", "not yet"}, "round_not_initialized", 409},
		{codedError{"unsupported", "no"}, "unsupported", 409},
		{codedError{"unavailable", "down"}, "unavailable", 503},
		{errors.Join(errors.New("a"), codedError{"paused", "b"}), "paused", 409},
		{codedError{"strange", "new"}, "strange", 500},
		{errors.New("boom"), "internal", 500},
	}
	for _, c := range cases {
		fake := newFake()
		fake.planError = map[string]error{"reward": c.err}
		code, body := serve(t, fake.config()).post("/api/v1/actions/reward", "{}")
		require.Equal(t, c.status, code, c.err)
		require.Equal(t, c.code, parseError(t, body).Code, c.err)
		require.Equal(t, c.err.Error(), parseError(t, body).Message)
	}
}
