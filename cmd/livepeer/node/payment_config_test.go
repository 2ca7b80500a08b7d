package node_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/pm"
)

func orchestrator(c *node.Config) { c.Orchestrator, c.OrchSecret = true, "s" }

func broadcaster(c *node.Config) { c.Broadcaster, c.OrchAddrs = true, []string{"x:1"} }

func TestPaymentConfig(t *testing.T) {
	t.Parallel()
	elsewhere := func(c *node.Config) { c.Network, c.EthURLs = node.ArbitrumOne, []string{"https://host"} }
	for name, c := range map[string]struct {
		role   func(*node.Config) // none when nil
		change func(*node.Config)
		flag   string // that is wrong; none when empty
		text   string
	}{
		"ok: a devnet has a price":        {role: orchestrator},
		"ok: a broadcaster needs none":    {role: broadcaster, change: elsewhere},
		"ok: work for nothing":            {role: orchestrator, change: func(c *node.Config) { elsewhere(c); c.PricePerUnit = "0" }},
		"ok: price in dollars":            {role: orchestrator, change: func(c *node.Config) { c.PricePerUnit, c.PixelsPerUnit = "0.5USD", "1e9" }},
		"ok: redeemer":                    {change: func(c *node.Config) { c.Redeemer = true }},
		"ok: a redeemer elsewhere":        {role: orchestrator, change: func(c *node.Config) { c.RedeemerAddr, c.RedeemerCertificate = "x:1", strings.Repeat("0a", 32) }},
		"ok: all of a ticket for gas":     {role: orchestrator, change: func(c *node.Config) { c.RedeemOverhead = big.NewRat(1, 1) }},
		"ok: limits of payers elsewhere":  {role: orchestrator, change: func(c *node.Config) { c.MaxTicketEV, c.MaxTotalEV = pm.Wei{}, pm.Wei{} }},
		"err_no_price":                    {role: orchestrator, change: elsewhere, flag: "pricePerUnit", text: "-pricePerUnit 1200"},
		"err_price":                       {role: orchestrator, change: func(c *node.Config) { c.PricePerUnit = "1200EUR" }, flag: "pricePerUnit", text: "1200EUR"},
		"err_negative_price":              {role: orchestrator, change: func(c *node.Config) { c.PricePerUnit = "-1" }, flag: "pricePerUnit", text: "0 or more"},
		"err_pixels":                      {role: orchestrator, change: func(c *node.Config) { c.PixelsPerUnit = "0" }, flag: "pixelsPerUnit", text: "pixels above 0"},
		"err_max_price":                   {role: broadcaster, change: func(c *node.Config) { c.MaxPricePerUnit = "any" }, flag: "maxPricePerUnit", text: `"any"`},
		"err_two_feeds":                   {role: orchestrator, change: func(c *node.Config) { c.PriceFeedURL, c.PriceFeedAddr = "https://x#/y", common.Address{1} }, flag: "priceFeedUrl", text: "-priceFeedAddr"},
		"err_ticket_worth_nothing":        {role: orchestrator, change: func(c *node.Config) { c.TicketEV = pm.Wei{} }, flag: "ticketEV", text: "-pricePerUnit 0"},
		"err_no_overhead":                 {role: orchestrator, change: func(c *node.Config) { c.RedeemOverhead = nil }, flag: "redeemOverhead", text: "above 0"},
		"err_overhead_of_nothing":         {role: orchestrator, change: func(c *node.Config) { c.RedeemOverhead = new(big.Rat) }, flag: "redeemOverhead", text: "above 0"},
		"err_policy":                      {role: orchestrator, change: func(c *node.Config) { c.RedeemPolicy = "later" }, flag: "redeemPolicy", text: `"later" is neither cheap nor now`},
		"err_gas":                         {role: orchestrator, change: func(c *node.Config) { c.RedeemGas = 20_999 }, flag: "redeemGas", text: "21000"},
		"err_no_ticket_is_small_enough":   {role: broadcaster, change: func(c *node.Config) { c.MaxTicketEV = pm.Wei{} }, flag: "maxTicketEV", text: "3000gwei"},
		"err_no_payment_is_small_enough":  {role: broadcaster, change: func(c *node.Config) { c.MaxTotalEV = pm.Wei{} }, flag: "maxTotalEV", text: "20000gwei"},
		"err_redeemer_off_chain":          {change: func(c *node.Config) { broadcaster(c); c.Network, c.Redeemer = node.Offchain, true }, flag: "redeemer", text: "-network"},
		"err_redeemer_beside_another":     {role: orchestrator, change: func(c *node.Config) { c.Redeemer = true }, flag: "redeemer", text: "of its own"},
		"err_redeemer_of_a_redeemer":      {change: func(c *node.Config) { c.Redeemer, c.RedeemerAddr = true, "x:1" }, flag: "redeemerAddr", text: "this node is none"},
		"err_certificate_not_hexadecimal": {role: orchestrator, change: func(c *node.Config) { c.RedeemerCertificate = "SHA256:abc" }, flag: "redeemerCertificate", text: "prints it"},
		"err_certificate_too_short":       {role: orchestrator, change: func(c *node.Config) { c.RedeemerCertificate = "0a0b" }, flag: "redeemerCertificate", text: "prints it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := onChain(func(cfg *node.Config) {
				for _, change := range []func(*node.Config){c.role, c.change} {
					if change != nil {
						change(cfg)
					}
				}
			})
			err := cfg.Validate()
			if c.flag == "" {
				require.NoError(t, err)
				return
			}
			var wrong *node.ConfigError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, c.flag, wrong.Flag)
			require.Equal(t, wrong.Error(), err.Error(), "the only one")
			require.ErrorContains(t, err, c.text)
		})
	}
}
