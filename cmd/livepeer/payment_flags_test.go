package main

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/pm"
)

// paymentConfig reads flags of an orchestrator on the devnet.
func paymentConfig(t *testing.T, args ...string) (node.PaymentConfig, error) {
	t.Helper()
	s, fs, err := load(append([]string{"-network", "devnet", "-orchestrator", "-transcoder"}, args...), nil)
	require.NoError(t, err)
	c, err := s.config(fs)
	return c.PaymentConfig, err
}

func TestPaymentDefaults(t *testing.T) {
	t.Parallel()
	got, err := paymentConfig(t)
	require.NoError(t, err)
	require.Equal(t, node.PaymentConfig{
		PixelsPerUnit: "1", MaxPricePerUnit: "0", AutoAdjustPrice: true, TicketEV: pm.NewWei(8e9),
		RedeemOverhead: big.NewRat(1, 100), RedeemPolicy: node.RedeemCheap, RedeemGas: 350_000, SenderMaxDefaults: 3,
		MaxTicketEV: pm.NewWei(3e12), MaxTotalEV: pm.NewWei(2e13), DepositMultiplier: 1,
	}, got)
}

func TestPaymentFlags(t *testing.T) {
	t.Parallel()
	got, err := paymentConfig(t,
		"-pricePerUnit", "0.5USD", "-pixelsPerUnit", "1e9", "-pricePerGateway", "prices.json", "-pricePerCapability", "{}", "-autoAdjustPrice=false",
		"-priceFeedUrl", "https://api.example.org/eth?key=hush#/usd", "-ticketEV", "9000000000", "-maxFaceValue", "0.1ETH", "-redeemOverhead", "2.5%",
		"-redeemPolicy", "now", "-redeemGas", "400000", "-senderMinDeposit", "0.2ETH", "-senderMaxDefaults", "0",
		"-ethOrchAddr", "0x00000000000000000000000000000000000000a1", "-redeemerAddr", "r.example.org:8935",
		"-redeemerAllow", "0x00000000000000000000000000000000000000a2, any,0x00000000000000000000000000000000000000a3",
		"-maxPricePerUnit", "3gwei", "-maxTicketEV", "1gwei", "-maxTotalEV", "2gwei", "-depositMultiplier", "7", "-autoTopUp", "1ETH",
	)
	require.NoError(t, err)
	require.Equal(t, node.PaymentConfig{
		PricePerUnit: "0.5USD", PixelsPerUnit: "1e9", PricePerBroadcaster: "prices.json", PricePerCapability: "{}",
		PriceFeedURL: "https://api.example.org/eth?key=hush#/usd", TicketEV: pm.NewWei(9e9), MaxFaceValue: pm.NewWei(1e17),
		RedeemOverhead: big.NewRat(1, 40), RedeemPolicy: node.RedeemNow, RedeemGas: 400_000, SenderMinDeposit: pm.NewWei(2e17),
		EthOrchAddr: common.HexToAddress("0xa1"), RedeemerAddr: "r.example.org:8935", RedeemerAllowAny: true,
		RedeemerAllow:   []common.Address{common.HexToAddress("0xa2"), common.HexToAddress("0xa3")},
		MaxPricePerUnit: "3gwei", MaxTicketEV: pm.NewWei(1e9), MaxTotalEV: pm.NewWei(2e9), DepositMultiplier: 7, AutoTopUp: pm.NewWei(1e18),
	}, got)
}

func TestPaymentFlagErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		flag string
	}{
		"err_feed":           {[]string{"-priceFeedAddr", "0x12"}, "priceFeedAddr"},
		"err_orchestrator":   {[]string{"-ethOrchAddr", "me"}, "ethOrchAddr"},
		"err_ticket":         {[]string{"-ticketEV", "8parsec"}, "ticketEV"},
		"err_no_ticket":      {[]string{"-ticketEV", "0"}, "ticketEV"},
		"err_face_value":     {[]string{"-maxFaceValue", "-1"}, "maxFaceValue"},
		"err_max_ticket":     {[]string{"-maxTicketEV", ""}, "maxTicketEV"},
		"err_max_total":      {[]string{"-maxTotalEV", "1e"}, "maxTotalEV"},
		"err_top_up":         {[]string{"-autoTopUp", "all"}, "autoTopUp"},
		"err_deposit":        {[]string{"-senderMinDeposit", "1USD"}, "senderMinDeposit"},
		"err_overhead":       {[]string{"-redeemOverhead", "0"}, "redeemOverhead"},
		"err_allowed":        {[]string{"-redeemerAllow", "any,0xyz"}, "redeemerAllow"},
		"err_two_lists":      {[]string{"-pricePerBroadcaster", "a.json", "-pricePerGateway", "b.json"}, "pricePerGateway"},
		"err_price":          {[]string{"-pricePerUnit", "cheap"}, "pricePerUnit"},
		"err_certificate":    {[]string{"-redeemerAddr", "r:1", "-redeemerCertificate", "no"}, "redeemerCertificate"},
		"err_redeemer_alone": {[]string{"-redeemer"}, "redeemer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := paymentConfig(t, c.args...)
			var bad *node.ConfigError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, c.flag, bad.Flag)
		})
	}
}

func TestParsePart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*big.Rat{
		"1%": big.NewRat(1, 100), "0.01": big.NewRat(1, 100), " 2.5 % ": big.NewRat(1, 40), "100%": big.NewRat(1, 1), "1": big.NewRat(1, 1),
		".5": big.NewRat(1, 2),
		"":   nil, "%": nil, ".": nil, "0": nil, "0%": nil, "-1%": nil, "100.1%": nil, "2": nil, "1/2": nil, "1e-2": nil, "0x1": nil, "1%%": nil, "1.2.3": nil,
	} {
		got, err := parsePart("redeemOverhead", text)
		if want == nil {
			var bad *node.ConfigError
			require.ErrorAs(t, err, &bad, text)
			require.Equal(t, "redeemOverhead", bad.Flag)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

// The address of a price feed often has a key in it.
func TestPriceFeedStaysSecret(t *testing.T) {
	t.Parallel()
	_, fs, err := load([]string{"-priceFeedUrl", "https://api.example.org/eth?key=hush#/usd"}, nil)
	require.NoError(t, err)
	var config bytes.Buffer
	printConfig(&config, fs)
	require.NotContains(t, config.String(), "hush")
	require.Contains(t, config.String(), "priceFeedUrl ***")
}
