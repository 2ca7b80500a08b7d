package node

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// Policies of -redeemPolicy.
const (
	RedeemCheap = "cheap"
	RedeemNow   = "now"
)

// devnetPrice is what an orchestrator on a devnet asks for unless told otherwise,
// in wei for a pixel: a chain to try payments on.
const devnetPrice = "1200"

// PaymentConfig is how a node pays and is paid. The fields carry the names of
// their flags; off chain they count for nothing.
type PaymentConfig struct {
	// Texts of prices, as core/pricing reads them. The lists are JSON, or the path
	// of a file with it.
	PricePerUnit, PixelsPerUnit             string
	PricePerBroadcaster, PricePerCapability string
	MaxPricePerUnit                         string

	AutoAdjustPrice        bool
	PriceFeedAddr          common.Address // zero for the network's, or none
	PriceFeedURL           string         // URL#/json/pointer
	TicketEV, MaxFaceValue pm.Wei
	RedeemOverhead         *big.Rat
	RedeemPolicy           string
	RedeemGas              uint64

	RedeemerAddr        string
	RedeemerCertificate string // SHA-256, hexadecimal
	RedeemerAllow       []common.Address
	RedeemerAllowAny    bool
	// EthOrchAddr is zero for the node's own account.
	EthOrchAddr common.Address

	MaxTicketEV, MaxTotalEV pm.Wei
	DepositMultiplier       uint64
	AutoTopUp               pm.Wei
}

// price is -pricePerUnit with the devnet's default.
func (c *Config) price() string {
	if c.PricePerUnit == "" && c.Network == Devnet {
		return devnetPrice
	}
	return c.PricePerUnit
}

// validatePayments reports what cannot work about payments.
func (c *Config) validatePayments(bad func(flag, format string, args ...any)) {
	if !c.onChain() {
		if c.Redeemer {
			bad("redeemer", "a redeemer needs a chain; add -network")
		}
		return
	}
	if c.Orchestrator && c.price() == "" {
		bad("pricePerUnit", "an orchestrator on a chain needs a price, such as -pricePerUnit 1200 (wei for a pixel) or 0.5USD with -pixelsPerUnit 1000000000; 0 works for nothing")
	}
	for name, text := range map[string]string{"pricePerUnit": c.price(), "maxPricePerUnit": c.MaxPricePerUnit} {
		if text == "" {
			continue
		}
		if _, err := pricing.ParseRate(text, c.PixelsPerUnit); err != nil {
			bad(name, "%v", err)
		}
	}
	if c.RedeemPolicy != RedeemCheap && c.RedeemPolicy != RedeemNow {
		bad("redeemPolicy", "%q is neither %s nor %s", c.RedeemPolicy, RedeemCheap, RedeemNow)
	}
	if c.TicketEV.IsZero() {
		bad("ticketEV", "a ticket must be worth something; free work is -pricePerUnit 0")
	}
	if c.RedeemGas < 21_000 {
		bad("redeemGas", "%d is less than any transaction takes, 21000", c.RedeemGas)
	}
	if c.PriceFeedURL != "" && c.PriceFeedAddr != (common.Address{}) {
		bad("priceFeedUrl", "there is one price feed: -priceFeedUrl or -priceFeedAddr")
	}
	if c.Redeemer && (c.Broadcaster || c.Orchestrator || c.Transcoder) {
		bad("redeemer", "a redeemer is a node of its own; an orchestrator without -redeemerAddr redeems its tickets itself")
	}
}
