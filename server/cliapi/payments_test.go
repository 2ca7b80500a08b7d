package cliapi_test

import (
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// servePayments starts a node that is orchestrator and broadcaster; an ETH costs
// 2500 USD.
func servePayments(t testing.TB) (*client, *fakePayments, *fakeChain) {
	t.Helper()
	payments, chain := newPayments(big.NewRat(2500, 1)), newFake()
	c := chain.config()
	c.Payments = payments.config()
	return serve(t, c), payments, chain
}

// object of a JSON answer.
func object(t testing.TB, body string) (v map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(body), &v), body)
	return v
}

const (
	accountEarned = `{"direction":"earned","peer":"` + other + `","session":"s1","price":{"pricePerUnit":"1200 wei","pixelsPerUnit":1},"balance":"-5 gwei","changed":"2026-03-04T12:00:00Z"}`
	accountSmall  = `{"direction":"earned","peer":"` + me + `","session":"s2","price":{"pricePerUnit":"3 wei","pixelsPerUnit":7},"balance":"3 wei","changed":"2026-03-04T11:00:00Z"}`
	accountSpent  = `{"direction":"spent","peer":"` + other + `","uri":"https://o.example:8935","session":"s3","price":{"pricePerUnit":"1 wei","pixelsPerUnit":1},
		"balance":"8 gwei","changed":"2026-03-04T13:00:00Z","expires":"2026-03-04T13:00:00Z"}`

	pricesNow = `{"default":{"asSet":"1200 wei","price":{"pricePerUnit":"1200 wei","pixelsPerUnit":1}},
		"senders":[{"sender":"` + other + `","asSet":"0.0000000005 USD","price":{"pricePerUnit":"200000 wei","pixelsPerUnit":1}}],
		"capabilities":[{"capability":16,"asSet":"1000000000/3 wei","price":{"pricePerUnit":"1 gwei","pixelsPerUnit":3}}],
		"feed":{"usdPerETH":"2500.00","age":"1m0s"},"terms":` + termsNow + `}`
	termsNow = `{"ticketEV":"8 gwei","maxFaceValue":null,"overhead":"0.5%","gas":{"single":100000,"inBatch":80000,"price":"2 gwei","rolling":"1 gwei","cost":"100000 gwei"},"faceValue":"0.02 ETH"}`

	outlook = `{"deposit":"0.1 ETH","reserve":"0.2 ETH","withdrawRound":0,"spentPerHour":"0.01 ETH","left":"10h0m0s","wantDeposit":"0.3 ETH","wantReserve":"0.2 ETH",
		"autoTopUp":"0 ETH","toppedUp":"0.05 ETH","filling":true,"problem":"the deposit is low"}`
	senderKnown = `{"sender":"` + other + `","firstSeen":"2026-03-04T11:00:00Z","lastSeen":"2026-03-04T12:00:00Z","sessions":7,"abandoned":1,"segments":100,"refused":2,
		"defaults":1,"defaulted":"0.01 ETH","rule":"deny"`
	senderNew = `{"sender":"` + me + `","sessions":1,"abandoned":0,"segments":0,"refused":0,"defaults":0,"defaulted":"0 ETH"}`
)

func earnedJSON(factor int64) string {
	times := func(text string) string {
		product, _ := eth(text).Mul(uint64(factor))
		return product.String()
	}
	return `"segments":` + big.NewInt(10*factor).String() + `,"pixels":` + big.NewInt(1000*factor).String() + `,"work":"` + times("1200000 wei") +
		`","tickets":` + big.NewInt(4*factor).String() + `,"value":"` + times("0.012 ETH") + `","winners":` + big.NewInt(factor).String() +
		`,"faceValue":"` + times("0.01 ETH") + `","redeemed":"` + times("0.01 ETH") + `","gas":"` + times("0.00009 ETH") + `","overhead":"0.90%","luck":"83.33%"`
}

func dayJSON(day, peer string) string {
	return `{"day":"` + day + `","direction":"earned","peer":"` + peer + `",` + earnedJSON(1) + `}`
}

func TestPaymentResources(t *testing.T) {
	t.Parallel()
	api, _, _ := servePayments(t)
	const spent = `"segments":2,"pixels":10,"work":"12 gwei","tickets":3,"value":"15 gwei"`
	const spentDay = `{"day":"2026-03-04","direction":"spent","peer":"` + other + `",` + spent + `}`
	const window = "from=2026-03-01&to=2026-03-31"
	totals := func(factor int64) string {
		return `"earned":{` + earnedJSON(factor) + `}`
	}
	cases := []struct{ path, want string }{
		{"accounts", `{"accounts":[` + accountSpent + `,` + accountEarned + `,` + accountSmall + `],"total":3}`},
		{"accounts?direction=earned", `{"accounts":[` + accountEarned + `,` + accountSmall + `],"total":2}`},
		{"accounts?direction=spent", `{"accounts":[` + accountSpent + `],"total":1}`},
		{"accounts?peer=self", `{"accounts":[` + accountSmall + `],"total":1}`},
		{"accounts?limit=1&offset=1", `{"accounts":[` + accountEarned + `],"total":3}`},
		{"accounts?offset=9", `{"accounts":[],"total":3}`},
		{"days?" + window, `{"days":[` + dayJSON("2026-03-04", me) + `,` + dayJSON("2026-03-04", other) + `,` + spentDay + `,` + dayJSON("2026-03-03", other) + `],"total":4,
			` + totals(3) + `,"spent":{` + spent + `}}`},
		{"days?direction=earned&limit=1&" + window, `{"days":[` + dayJSON("2026-03-04", me) + `],"total":3,` + totals(3) + `}`},
		{"days?direction=earned&by=day&" + window, `{"days":[{"day":"2026-03-04","direction":"earned",` + earnedJSON(2) + `},
			{"day":"2026-03-03","direction":"earned",` + earnedJSON(1) + `}],"total":2,` + totals(3) + `}`},
		{"days?peer=self&from=2026-03-04&to=2026-03-04", `{"days":[` + dayJSON("2026-03-04", me) + `],"total":1,` + totals(1) + `}`},
		{"days?to=2026-03-03", `{"days":[` + dayJSON("2026-03-03", other) + `],"total":1,` + totals(1) + `}`},
		{"days?to=2026-01-01", `{"days":[],"total":0}`},
		{"senders", `{"senders":[` + senderKnown + `},` + senderNew + `],"total":2}`},
		{"senders?funds=true", `{"senders":[` + senderKnown + `,"funds":{"deposit":"1 ETH","reserve":"0.4 ETH","maxFloat":"0.1 ETH","withdrawRound":9}},` + senderNew + `],"total":2}`},
		{"senders?limit=1&offset=1", `{"senders":[` + senderNew + `],"total":2}`},
		{"rules", `{"rules":[{"peer":"` + other + `","rule":"deny","note":"owes us","changed":"2026-03-04T12:00:00Z"}]}`},
		{"prices", pricesNow},
		{"terms", termsNow},
		{"limits", `{"maxTicketEV":"3000 gwei","maxTotalEV":"20000 gwei","depositMultiplier":1,"maxPrice":null}`},
		{"funds", outlook},
	}
	for _, c := range cases {
		code, body := api.get("/api/v1/payments/" + c.path)
		require.Equal(t, http.StatusOK, code, "%s: %s", c.path, body)
		require.JSONEq(t, c.want, body, c.path)
	}
}

func TestPaymentTickets(t *testing.T) {
	t.Parallel()
	api, payments, _ := servePayments(t)
	list := func(query string) (got cliapi.PaymentTickets) {
		code, body := api.get("/api/v1/payments/tickets?since=2026-03-01&" + query)
		require.Equal(t, http.StatusOK, code, body)
		require.NoError(t, json.Unmarshal([]byte(body), &got))
		return got
	}
	hashes := func(got cliapi.PaymentTickets) (nonces []uint32) {
		for _, g := range got.Tickets {
			for _, known := range payments.tickets {
				if known.Hash() == g.Hash {
					nonces = append(nonces, known.SenderNonce)
				}
			}
		}
		return nonces
	}
	all := list("")
	require.Equal(t, []uint32{1, 2, 5, 4, 3}, hashes(all), "open ones, then the settled ones that changed last")
	require.Equal(t, 5, all.Total)
	require.Equal(t, []cliapi.TicketStateTotal{
		{State: payment.TicketWaiting, Tickets: 1, FaceValue: eth("0.01 ETH")},
		{State: payment.TicketSent, Tickets: 1, FaceValue: eth("0.01 ETH")},
		{State: payment.TicketRedeemed, Tickets: 2, FaceValue: eth("0.02 ETH"), Paid: eth("0.02 ETH"), Fee: eth("0.0002 ETH")},
		{State: payment.TicketLost, Tickets: 1, FaceValue: eth("0.01 ETH")},
	}, all.States)

	part := list("state=lost,waiting,lost&limit=1&offset=1&sender=" + other)
	require.Equal(t, []uint32{5}, hashes(part))
	require.Equal(t, 2, part.Total)
	require.Len(t, part.States, 2)
	require.Empty(t, list("sender=self").Tickets)
	require.Equal(t, []uint32{1}, hashes(list("state=waiting")))

	_, body := api.get("/api/v1/payments/tickets?state=redeemed&since=2026-03-01&limit=1")
	require.JSONEq(t, `{"tickets":[{"hash":"`+payments.tickets[3].Hash().Hex()+`","state":"redeemed","sender":"`+other+`","recipient":"`+me+`","faceValue":"0.01 ETH",
		"round":3,"redeemableFrom":1040,"received":"2026-03-04T12:00:00Z","changed":"2026-03-04T12:04:00Z","transaction":12,"txHash":"`+hash7+`",
		"paid":"0.01 ETH","gasUsed":100000,"fee":"100000 gwei"}],"total":2,
		"states":[{"state":"redeemed","tickets":2,"faceValue":"0.02 ETH","paid":"0.02 ETH","fee":"200000 gwei"}]}`, body)
	_, body = api.get("/api/v1/payments/tickets?state=waiting")
	require.Contains(t, body, `"reason":"gas costs 9 gwei now, and 1 gwei most of the time"`)
	require.NotContains(t, body, `"paid":"0.01 ETH"`, "what waits has paid nothing")

	// Old settled tickets are not read, open ones always are.
	payments.query = nil
	code, _ := api.get("/api/v1/payments/tickets")
	require.Equal(t, http.StatusOK, code)
	require.True(t, payments.query[0].Since.IsZero())
	require.False(t, payments.query[1].Since.IsZero())

	code, body = api.post("/api/v1/payments/tickets/redeem", "")
	require.Equal(t, http.StatusOK, code)
	require.JSONEq(t, `{"tickets":1}`, body)
}

func TestPaymentChanges(t *testing.T) {
	t.Parallel()
	api, _, _ := servePayments(t)
	for _, c := range []struct {
		method, path, body string
		code               int
		want               string
	}{
		{"PUT", "rules/" + me, `{"rule":"allow","note":"a friend"}`, 200, `"rule":"allow","note":"a friend"`},
		{"GET", "rules", "", 200, `"note":"a friend"`},
		{"PUT", "rules/" + me, `{"rule":"deny"}`, 200, `"rule":"deny","changed"`},
		{"DELETE", "rules/" + me, "", 200, `{"peer":"` + me + `","rule":"none"}`},
		{"PUT", "rules/" + me, `{"rule":"maybe"}`, 400, `rule: \"maybe\": expected \"allow\" or \"deny\"`},
		{"PUT", "rules/" + me, `{}`, 400, `rule is missing`},
		{"PUT", "rules/" + me, `{"rule":"deny","note":"` + strings.Repeat("x", 201) + `"}`, 400, `200 bytes at most`},
		{"PUT", "rules/0x1", `{"rule":"deny"}`, 400, `expected 0x and 40 hex digits`},
		{"DELETE", "rules/0x1", ``, 400, `expected 0x and 40 hex digits`},

		{"PUT", "prices", `{"pricePerUnit":"0.25 USD","pixelsPerUnit":"1000000000"}`, 200, `"default":{"asSet":"0.00000000025 USD","price":{"pricePerUnit":"100000 wei","pixelsPerUnit":1}}`},
		{"PUT", "prices", `{"pricePerUnit":"7"}`, 200, `"default":{"asSet":"7 wei","price":{"pricePerUnit":"7 wei","pixelsPerUnit":1}}`},
		{"PUT", "prices/" + me, `{"pricePerUnit":"0"}`, 200, `"senders":[{"sender":"` + me + `","asSet":"0 wei"`},
		{"DELETE", "prices/" + me, ``, 200, `"senders":[{"sender":"` + other + `"`},
		{"PUT", "prices", `{"pricePerUnit":"7 BTC"}`, 400, `its currency is not wei, gwei, ETH or USD`},
		{"PUT", "prices", `{"pricePerUnit":"-7"}`, 400, `it is not a number that is 0 or more`},
		{"PUT", "prices", `{"pricePerUnit":"7","pixelsPerUnit":"0"}`, 400, `it is not a number of pixels above 0`},
		{"PUT", "prices", `{"pricePerUnit":"1e40"}`, 400, `2^63-1`},
		{"PUT", "prices", `{"price":"7"}`, 400, `unknown field`},
		{"PUT", "prices/0x1", `{"pricePerUnit":"0"}`, 400, `expected 0x and 40 hex digits`},
		{"DELETE", "prices/0x1", ``, 400, `expected 0x and 40 hex digits`},

		{"PUT", "terms", `{"maxFaceValue":"0.001 ETH"}`, 200, `"maxFaceValue":"0.001 ETH"`},
		{"PUT", "terms", `{"maxFaceValue":"0"}`, 200, `"maxFaceValue":null`},
		{"PUT", "terms", `{"maxFaceValue":"1 wei"}`, 400, `a ticket is worth 8 gwei`},
		{"PUT", "terms", `{}`, 400, `maxFaceValue is missing`},
		{"PUT", "terms", `{"maxFaceValue":"50000 gwei"}`, 200, `"problem":"the orchestrator's limit of face values is too low: need 100000 gwei, have 50000 gwei"`},

		{"PUT", "limits", `{"pricePerUnit":"1300"}`, 200, `"maxPrice":{"asSet":"1300 wei","price":{"pricePerUnit":"1300 wei","pixelsPerUnit":1}}`},
		{"PUT", "limits", `{"pricePerUnit":"1 USD","pixelsPerUnit":"1e9"}`, 200, `"maxPrice":{"asSet":"0.000000001 USD"}`},
		{"PUT", "limits", `{"pricePerUnit":"none"}`, 200, `"maxPrice":null`},
		{"PUT", "limits", `{"pricePerUnit":"much"}`, 400, `it is not a number`},

		{"PUT", "funds", `{"autoTopUp":"0.5 ETH"}`, 200, `"autoTopUp":"0.5 ETH"`},
		{"PUT", "funds", `{"autoTopUp":"101 ETH"}`, 400, `more than there is`},
		{"PUT", "funds", `{"autoTopUp":"0.5"}`, 400, `it has no unit`},

		{"POST", "tickets/redeem", `{"all":true}`, 400, `unknown field`},
		{"GET", "tickets?state=won", "", 400, `state \"won\": expected waiting, sent, redeemed or lost`},
		{"GET", "tickets?since=yesterday", "", 400, `expected a date such as 2026-03-04`},
		{"GET", "tickets?limit=1001", "", 400, `expected a number from 1 to 1000`},
		{"GET", "tickets?sender=0x1", "", 400, `sender \"0x1\"`},
		{"GET", "days?from=2026-03-05&to=2026-03-04", "", 400, `expected a day that is not after 2026-03-04`},
		{"GET", "days?by=month", "", 400, `by \"month\": expected day`},
		{"GET", "days?direction=up", "", 400, `direction \"up\": expected earned or spent`},
		{"GET", "accounts?offset=-1", "", 400, `offset \"-1\"`},
		{"GET", "senders?funds=yes", "", 400, `funds \"yes\": expected true or false`},
	} {
		code, body := api.do(c.method, "/api/v1/payments/"+c.path, c.body)
		require.Equal(t, c.code, code, "%s %s: %s", c.method, c.path, body)
		require.Contains(t, body, c.want, "%s %s %s", c.method, c.path, c.body)
	}
}

// Without a feed prices in USD are refused, and what was set before is not known
// in wei when the feed fails.
func TestPricesWithoutFeed(t *testing.T) {
	t.Parallel()
	payments, c := newPayments(nil), newFake().config()
	c.Payments = payments.config()
	api := serve(t, c)
	_, body := api.get("/api/v1/payments/prices")
	got := object(t, body)
	require.Equal(t, "the price of ETH in USD is not known now", got["problem"])
	require.NotContains(t, got, "feed")
	require.NotContains(t, got["senders"].([]any)[0], "price")
	require.Contains(t, got["default"], "price")
	code, body := api.do("PUT", "/api/v1/payments/limits", `{"pricePerUnit":"1 USD"}`)
	require.Equal(t, http.StatusConflict, code)
	require.Equal(t, "unsupported", parseError(t, body).Code)
	require.Contains(t, parseError(t, body).Message, "-priceFeedAddr")
	_, body = api.get("/status")
	require.Equal(t, map[string]any{"default": "1200"}, object(t, body)["BroadcasterPrices"])
}

func TestTermsBeforeGasIsKnown(t *testing.T) {
	t.Parallel()
	payments, c := newPayments(nil), newFake().config()
	payments.gasKnown = false
	c.Payments = payments.config()
	_, body := serve(t, c).get("/api/v1/payments/terms")
	require.JSONEq(t, `{"ticketEV":"8 gwei","maxFaceValue":null,"overhead":"0.5%","problem":"what a redemption costs is not known yet"}`, body)
	c.Payments.RedeemGas = nil
	_, body = serve(t, c).get("/api/v1/payments/terms")
	require.JSONEq(t, `{"ticketEV":"8 gwei","maxFaceValue":null,"overhead":"0.5%"}`, body)
}

// paymentRequests has one that is right for each resource.
func paymentRequests() map[string]string {
	return map[string]string{
		"GET accounts": "", "GET tickets": "", "POST tickets/redeem": "", "GET days": "", "GET senders": "", "GET rules": "",
		"PUT rules/self": `{"rule":"deny"}`, "DELETE rules/self": "", "GET prices": "", "PUT prices": `{"pricePerUnit":"1"}`,
		"PUT prices/self": `{"pricePerUnit":"1"}`, "DELETE prices/self": "", "GET terms": "", "PUT terms": `{"maxFaceValue":"1 ETH"}`,
		"GET limits": "", "PUT limits": `{"pricePerUnit":"1"}`, "GET funds": "", "PUT funds": `{"autoTopUp":"1 ETH"}`,
	}
}

// A node that has not the role, and one that is on no chain.
func TestPaymentsOfOtherRoles(t *testing.T) {
	t.Parallel()
	for code, api := range map[string]*client{"no_role": serve(t, newFake().config()), "off_chain": serve(t, nil)} {
		for request, body := range paymentRequests() {
			method, path, _ := strings.Cut(request, " ")
			status, reply := api.do(method, "/api/v1/payments/"+path, body)
			require.Equal(t, http.StatusNotFound, status, request)
			require.Equal(t, code, parseError(t, reply).Code, request)
		}
	}
	// Each half of a node has its own accounts.
	payments, c := newPayments(nil), newFake().config()
	c.Payments = cliapi.PaymentsConfig{Spendings: payments}
	_, body := serve(t, c).get("/api/v1/payments/accounts")
	require.JSONEq(t, `{"accounts":[`+accountSpent+`],"total":1}`, body)
}

func TestPaymentsSayWhatFailed(t *testing.T) {
	t.Parallel()
	api, payments, _ := servePayments(t)
	payments.err = codedError{"unavailable", "the database is busy"}
	for _, request := range []string{
		"GET accounts", "GET accounts?direction=spent", "GET tickets", "GET tickets?state=lost", "POST tickets/redeem", "GET days", "GET senders",
		"GET rules", "PUT rules/self", "DELETE rules/self", "GET funds",
	} {
		method, path, _ := strings.Cut(request, " ")
		code, body := api.do(method, "/api/v1/payments/"+path, paymentRequests()[request])
		require.Equal(t, http.StatusServiceUnavailable, code, request)
		require.Equal(t, "the database is busy", parseError(t, body).Message, request)
	}
}

func FuzzPaymentChange(f *testing.F) {
	paths := []string{"rules/" + other, "prices", "prices/self", "terms", "limits", "funds"}
	for i, body := range []string{
		`{"rule":"allow","note":"x"}`, `{"pricePerUnit":"0.5 USD","pixelsPerUnit":"1e9"}`, `{"pricePerUnit":"none"}`, `{"maxFaceValue":"0"}`, `{"pricePerUnit":7}`, `{"autoTopUp":"1 ETH"}`,
		`{"pricePerUnit":"1e-40"}`, `{"pricePerUnit":"9e40ETH","pixelsPerUnit":"0.0001"}`, ``, `{"note":null}`,
	} {
		f.Add(uint8(i), []byte(body))
	}
	api, _, _ := servePayments(f)
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		api := &client{t, api.server, api.http}
		code, reply := api.do(http.MethodPut, "/api/v1/payments/"+paths[int(which)%len(paths)], string(body))
		require.Contains(t, []int{http.StatusOK, http.StatusBadRequest, http.StatusRequestEntityTooLarge}, code, reply)
		require.True(t, json.Valid([]byte(reply)), reply)
	})
}

// A Credit is read back as it was written.
func TestCreditText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount, _ := pm.WeiFromInt(new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "amount")))
		want := cliapi.Credit{Amount: amount, Negative: !amount.IsZero() && rapid.Bool().Draw(t, "negative")}
		b, err := json.Marshal(want)
		require.NoError(t, err)
		var got cliapi.Credit
		require.NoError(t, json.Unmarshal(b, &got))
		require.Equal(t, want, got)
	})
	for _, text := range []string{`""`, `"-"`, `"5"`, `"--5 wei"`} {
		require.Error(t, json.Unmarshal([]byte(text), new(cliapi.Credit)), text)
	}
	require.Equal(t, "3 wei per 7 pixels", cliapi.Price{PricePerUnit: eth("3 wei"), PixelsPerUnit: 7}.String())
}
