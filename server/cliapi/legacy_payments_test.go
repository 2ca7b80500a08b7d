package cliapi_test

import (
	"errors"
	"math/big"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLegacyPayments(t *testing.T) {
	t.Parallel()
	const lower = "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
	cases := []struct {
		path, form string
		code       int
		want       string
		// read afterwards, and what it has then
		read, has string
	}{
		{path: "/setMaxFaceValue", form: "maxfacevalue=1000000000000000", code: 200, want: "ok", read: "/api/v1/payments/terms", has: `"maxFaceValue":"0.001 ETH"`},
		{path: "/setMaxFaceValue", form: "maxfacevalue=1", code: 400, want: "a ticket is worth 8 gwei"},
		{path: "/setMaxFaceValue", code: 400, want: "missing form param: maxfacevalue"},
		{path: "/setPriceForBroadcaster", form: "pricePerUnit=9&pixelsPerUnit=2&broadcasterEthAddr=" + me, code: 200, want: "ok", read: "/api/v1/payments/prices", has: `"asSet":"4.5 wei"`},
		{path: "/setPriceForBroadcaster", form: "pricePerUnit=0.5&pixelsPerUnit=1&currency=USD&broadcasterEthAddr=" + lower, code: 200, want: "ok", read: "/api/v1/payments/prices", has: `"asSet":"0.5 USD"`},
		{path: "/setPriceForBroadcaster", form: "pricePerUnit=x&pixelsPerUnit=1&broadcasterEthAddr=" + me, code: 400, want: `price "x"`},
		{path: "/setPriceForBroadcaster", form: "pricePerUnit=1e30&broadcasterEthAddr=" + me, code: 400, want: `2^63-1`},
		{path: "/setPriceForBroadcaster", form: "pricePerUnit=1&pixelsPerUnit=1", code: 400, want: `missing form param: broadcasterEthAddr`},
		{path: "/setPriceForBroadcaster", form: "pixelsPerUnit=1&broadcasterEthAddr=" + me, code: 400, want: `missing form param: pricePerUnit`},
		{path: "/orchestratorInfo", code: 200, want: `"DeactivationRound":0,"Active":false,"Status":"Registered"},"PriceInfo":"1200"}`},
		{path: "/setOrchestratorConfig", form: "pricePerUnit=1&pixelsPerUnit=3&currency=", code: 200, want: "ok", read: "/orchestratorInfo", has: `"PriceInfo":"1/3"`},
		{path: "/setOrchestratorConfig", form: "pricePerUnit=5&currency=USD&blockRewardCut=7", code: 200, want: hash1, read: "/api/v1/payments/prices", has: `"asSet":"5 USD"`},
		{path: "/setOrchestratorConfig", form: "pricePerUnit=nothing&blockRewardCut=7", code: 400, want: `price "nothing"`},
		{
			path: "/activateOrchestrator", form: "blockRewardCut=10&feeShare=50&serviceURI=https://new.example&pricePerUnit=77&pixelsPerUnit=1", code: 200, want: hash1,
			read: "/status", has: `"BroadcasterPrices":{"` + lower + `":"200000","default":"77"}`,
		},
		{path: "/setBroadcastConfig", form: "maxPricePerUnit=13&pixelsPerUnit=10", code: 200, want: "ok", read: "/getBroadcastConfig", has: `{"MaxPrice":"13/10","TranscodingOptions":""}`},
		{path: "/setBroadcastConfig", form: "maxPricePerUnit=5&transcodingOptions=P240p30fps16x9", code: 200, want: "ok", read: "/getBroadcastConfig", has: `{"MaxPrice":"5","TranscodingOptions":"P240p30fps16x9"}`},
		{path: "/setBroadcastConfig", form: "maxPricePerUnit=5&transcodingOptions=nope", code: 400, want: "P144p30fps16x9", read: "/getBroadcastConfig", has: `"MaxPrice":null`},
		{path: "/setBroadcastConfig", form: "maxPricePerUnit=cheap", code: 400, want: `price "cheap"`},
		{path: "/setBroadcastConfig", form: "maxPricePerUnit=0", code: 200, want: "ok", read: "/getBroadcastConfig", has: `"MaxPrice":null`},
		{path: "/setBroadcastConfig", code: 400, want: "missing form param"},
	}
	for _, c := range cases {
		payments, cfg := newPayments(big.NewRat(2500, 1)), config()
		cfg.Broadcast, cfg.Chain = &settings{}, newFake().config()
		cfg.Chain.Payments = payments.config()
		api := serveConfig(t, cfg)
		code, body := api.post(c.path, c.form)
		require.Equal(t, c.code, code, "%s %s: %s", c.path, c.form, body)
		require.Contains(t, body, c.want, c.form)
		if c.read != "" {
			_, body = api.get(c.read)
			require.Contains(t, body, c.has, c.form)
		}
	}
}

// What is refused sends nothing.
func TestLegacyPriceBeforeTransactions(t *testing.T) {
	t.Parallel()
	chain, payments := newFake(), newPayments(nil)
	c := chain.config()
	c.Payments = payments.config()
	c.Payments.PriceSetter = nil
	api := serve(t, c)
	code, body := api.post("/setOrchestratorConfig", "blockRewardCut=7&pricePerUnit=5")
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, body, "this node earns no payments")
	code, _ = api.post("/setPriceForBroadcaster", "pricePerUnit=5&broadcasterEthAddr="+me)
	require.Equal(t, http.StatusNotFound, code)
	require.Empty(t, chain.labels())

	// A node that pays nobody may be told that there is no maximum.
	cfg := config()
	cfg.Broadcast = &settings{}
	api = serveConfig(t, cfg)
	code, _ = api.post("/setBroadcastConfig", "maxPricePerUnit=0&transcodingOptions=P240p30fps16x9")
	require.Equal(t, http.StatusOK, code)
	code, body = api.post("/setBroadcastConfig", "maxPricePerUnit=5&transcodingOptions=P720p30fps16x9")
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, body, "off chain")
	_, body = api.get("/getBroadcastConfig")
	require.Contains(t, body, "P240p30fps16x9", "nothing of it was done")
	cfg.Chain = newFake().config()
	code, body = serveConfig(t, cfg).post("/setBroadcastConfig", "maxPricePerUnit=5")
	require.Equal(t, http.StatusNotFound, code)
	require.Contains(t, body, "this node pays nobody")

	chain.readError = errors.New("no")
	code, _ = serve(t, chain.config()).get("/orchestratorInfo")
	require.Equal(t, http.StatusInternalServerError, code)
	chain.readError = nil
	_, body = serve(t, chain.config()).get("/orchestratorInfo")
	require.Contains(t, body, `"PriceInfo":null`)
}
