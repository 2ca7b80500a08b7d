package cliapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLegacyReads(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.orchestrators = fake.orchestrators[:1]
	api := serve(t, fake.config())
	cases := []struct{ path, want string }{
		{"/EthChainID", "1337"},
		{"/ethAddr", me},
		{"/currentBlock", "\x08\x02"}, // 2050
		{"/currentRound", "3100"},
		{"/roundInitialized", "true"},
		{"/tokenBalance", "50000000000000000000"},
		{"/ethBalance", "2000000000000000000"},
		{"/minGasPrice", "1000000000"},
		{"/maxGasPrice", "n/a"},
		{"/setMaxGasPrice?amount=30000000000", "ok"},
		{"/maxGasPrice", "30000000000"},
		{"/setMinGasPrice?minGasPrice=0", "ok"},
		{"/minGasPrice", "0"},
		{"/contractAddresses", `{"BondingManager":"` + strings.ToLower(other) + `"}`},
		{"/protocolParameters", `{"NumActiveTranscoders":100,"RoundLength":100,"RoundLockAmount":100000,"UnbondingPeriod":7,"Inflation":220500,"InflationChange":500,` +
			`"TargetBondingRate":500000000,"TotalBonded":1000000000000000000000,"TotalSupply":2000000000000000000000,"Paused":false}`},
		{"/registeredOrchestrators", `[{"Address":"` + strings.ToLower(other) + `","ServiceURI":"https://o.example:8935","LastRewardRound":3100,"RewardCut":100000,` +
			`"FeeShare":500000,"DelegatedStake":900000000000000000000,"ActivationRound":10,"DeactivationRound":0,"Active":true,"Status":"Registered"}]`},
		{"/orchestratorEarningPoolsForRound?round=3099", `{"TotalStake":900000000000000000000,"TranscoderRewardCut":100000,"TranscoderFeeShare":500000,` +
			`"CumulativeRewardFactor":1500000000000000000000000000,"CumulativeFeeFactor":0}`},
		{"/delegatorInfo", `{"Address":"` + strings.ToLower(me) + `","BondedAmount":90000000000000000000,"Fees":100000000000000000,"DelegateAddress":"` + strings.ToLower(other) +
			`","DelegatedAmount":0,"StartRound":3000,"LastClaimRound":3050,"PendingStake":100000000000000000000,"PendingFees":200000000000000000,"Status":"Bonded"}`},
		{"/unbondingLocks", `[{"ID":0,"Delegator":"` + strings.ToLower(me) + `","Amount":5000000000000000000,"WithdrawRound":3100},` +
			`{"ID":1,"Delegator":"` + strings.ToLower(me) + `","Amount":6000000000000000000,"WithdrawRound":3107}]`},
		{"/unbondingLocks?withdrawable=true", `[{"ID":0,"Delegator":"` + strings.ToLower(me) + `","Amount":5000000000000000000,"WithdrawRound":3100}]`},
		{"/senderInfo", `{"Deposit":1000000000000000000,"WithdrawRound":3108,"Reserve":{"FundsRemaining":500000000000000000,"ClaimedInCurrentRound":100000000000000000}}`},
		{"/ticketBrokerParams", `{"UnlockPeriod":8}`},
		{"/signMessage?message=hello", "signed hello"},
	}
	for _, c := range cases {
		code, body := api.get(c.path)
		require.Equal(t, http.StatusOK, code, c.path)
		require.Equal(t, c.want, body, c.path)
	}
}

func TestLegacyActions(t *testing.T) {
	t.Parallel()
	const lpt1, eth1 = "1000000000000000000", "1000000000000000000"
	cases := []struct {
		path, form string
		want       []string
	}{
		{"/initializeRound", "", []string{"initialize"}},
		{"/activateOrchestrator", "blockRewardCut=10&feeShare=50.5&serviceURI=https://new.example&amount=" + lpt1 + "&unbondingLockId=007&pricePerUnit=", []string{
			"rebond 7 to " + me, "bond 1 LPT to " + me, "cuts 10% 50.5%", `entry https://new.example [] ["us-east"]`,
		}},
		{"/setOrchestratorConfig", "blockRewardCut=10&feeShare=5&serviceURI=https://new.example", []string{"cuts 10% 5%", `entry https://new.example [] ["us-east"]`}},
		{"/setOrchestratorConfig", "blockRewardCut=7", []string{"cuts 7% 0%"}},
		{"/setOrchestratorConfig", "feeShare=8", []string{"cuts 0% 8%"}},
		{"/setOrchestratorConfig", "serviceURI=https://new.example", []string{`entry https://new.example [] ["us-east"]`}},
		{"/bond", "amount=" + lpt1 + "&toAddr=" + other, []string{"bond 1 LPT to " + other}},
		{"/rebond", "unbondingLockId=0", []string{"rebond 0 to 0x0000000000000000000000000000000000000000"}},
		{"/rebond", "unbondingLockId=10&toAddr=" + other, []string{"rebond 10 to " + other}},
		{"/unbond", "amount=5", []string{"unbond 5 LPTU"}},
		{"/withdrawStake", "unbondingLockId=3", []string{"withdraw stake 3"}},
		{"/withdrawFees", "", []string{"withdraw fees 0.2 ETH to " + me}},
		{"/withdrawFees", "amount=" + eth1, []string{"withdraw fees 1 ETH to " + me}},
		{"/claimEarnings", "", []string{"claim"}},
		{"/reward", "", []string{"reward"}},
		{"/transferTokens", "amount=" + lpt1 + "&to=" + other, []string{"transfer 1 LPT to " + other}},
		{"/requestTokens", "", []string{"request tokens"}},
		{"/fundDepositAndReserve", "depositAmount=" + eth1 + "&reserveAmount=0", []string{"fund 1 ETH 0 ETH"}},
		{"/fundDeposit", "amount=" + eth1, []string{"fund 1 ETH 0 ETH"}},
		{"/unlock", "", []string{"unlock"}},
		{"/cancelUnlock", "", []string{"cancel unlock"}},
		{"/withdraw", "", []string{"withdraw"}},
		{"/vote", "poll=" + other + "&choiceID=1", []string{"vote 1 in " + other}},
		{"/voteOnProposal", "proposalID=" + maxUint256 + "&support=0", []string{"vote 0 on proposal " + maxUint256 + ": "}},
		{"/voteOnProposal", "proposalID=7&support=1&reason=", []string{"vote 1 on proposal 7: "}},
		{"/voteOnProposal", "proposalID=7&support=2&reason=no+idea", []string{"vote 2 on proposal 7: no idea"}},
	}
	for _, c := range cases {
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			fake := newFake()
			api := serve(t, fake.config())
			path, form := c.path, c.form
			if method == http.MethodGet {
				path, form = c.path+"?"+c.form, ""
			}
			code, body := api.do(method, path, form)
			require.Equal(t, http.StatusOK, code, "%s %s: %s", method, path, body)
			require.Equal(t, c.want, fake.labels(), path)
			require.Len(t, strings.Split(body, "\n"), len(c.want))
			require.True(t, strings.HasPrefix(body, hash1), "the transactions' hashes")
		}
	}
}

func TestLegacyRefusals(t *testing.T) {
	t.Parallel()
	fake := newFake()
	fake.planError = map[string]error{"unlock": codedError{"refused", "there is no deposit"}}
	api := serve(t, fake.config())
	cases := []struct {
		path, form string
		code       int
		want       string
	}{
		{"/bond", "toAddr=" + other, 400, "missing form param: amount"},
		{"/bond", "amount=1.5&toAddr=" + other, 400, `amount "1.5": expected a whole number`},
		{"/bond", "amount=1 LPT&toAddr=" + other, 400, `expected a whole number`},
		{"/bond", "amount=" + strings.Repeat("9", 79) + "&toAddr=" + other, 400, `expected a whole number`},
		{"/bond", "amount=" + strings.Repeat("9", 78) + "&toAddr=" + other, 400, `above 2^256-1`},
		{"/bond", "amount=1&toAddr=0x1", 400, `expected 0x and 40 hex digits`},
		{"/bond", "amount=1&toAddr=%zz", 400, `the form cannot be read`},
		{"/rebond", "unbondingLockId=-1", 400, `expected a whole number`},
		{"/rebond", "unbondingLockId=" + strings.Repeat("9", 30), 400, `lock: expected a whole number`},
		{"/vote", "poll=" + other + "&choiceID=2", 400, `choiceID "2": expected 0 for yes or 1 for no`},
		{"/voteOnProposal", "support=1", 400, "missing form param: proposalID"},
		{"/voteOnProposal", "proposalID=7", 400, "missing form param: support"},
		{"/voteOnProposal", "proposalID=7&support=3", 400, `support "3": expected 0 (against), 1 (for) or 2 (abstain)`},
		{"/voteOnProposal", "proposalID=seven&support=1", 400, `proposal: "seven": expected the proposal's number`},
		{"/setOrchestratorConfig", "", 400, "there is nothing to change"},
		{"/setOrchestratorConfig", "pricePerUnit=5", 404, "this node earns no payments"},
		{"/activateOrchestrator", "blockRewardCut=101&feeShare=50&serviceURI=x", 400, "expected a percentage from 0% to 100%"},
		{"/activateOrchestrator", "blockRewardCut=10&feeShare=50", 400, "missing form param: serviceURI"},
		{"/unlock", "", 409, "there is no deposit"},
		{"/setMaxGasPrice", "amount=1", 400, "the minimum 1 gwei is above the maximum 1 wei"},
		{"/setMinGasPrice", "minGasPrice=x", 400, "expected a whole number"},
		{"/orchestratorEarningPoolsForRound", "", 400, "missing form param: round"},
		{"/signMessage", "", 400, "missing form param: message"},
		{"/signMessage", "message=" + strings.Repeat("x", 32), 400, "it could be a ticket"},
		{"/signMessage", "message=" + strings.Repeat("x", 65<<10), 413, "longer than 64 KiB"},
	}
	for _, c := range cases {
		code, body := api.post(c.path, c.form)
		require.Equal(t, c.code, code, c.path+" "+body)
		require.Contains(t, body, c.want, c.path)
	}
	require.Empty(t, fake.labels())
}

func TestTypedDataIsNotSigned(t *testing.T) {
	t.Parallel()
	api := serve(t, newFake().config())
	req, err := http.NewRequest(http.MethodGet, "http://"+api.server.Addr()+"/signMessage?message={}", http.NoBody)
	require.NoError(t, err)
	req.Header.Set("SigFormat", "data/typed")
	resp, err := api.http.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusBadRequest, resp.StatusCode)
}
