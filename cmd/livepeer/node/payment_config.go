package node

import (
	"crypto/sha256"
	"encoding/hex"
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

// minRedeemGas is what any transaction takes before it does anything.
const minRedeemGas = 21_000

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

	// SenderMinDeposit is what a broadcaster must have put down, SenderMaxDefaults
	// how many of its winning tickets may have stayed unpaid, 0 for any number.
	SenderMinDeposit  pm.Wei
	SenderMaxDefaults uint64

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
	c.validatePrices(bad)
	c.validateTickets(bad)
	c.validateRedeemer(bad)
}

func (c *Config) validatePrices(bad func(flag, format string, args ...any)) {
	if c.Orchestrator && c.price() == "" {
		bad("pricePerUnit", "an orchestrator on a chain needs a price, such as -pricePerUnit 1200 (wei for a pixel) or 0.5USD with -pixelsPerUnit 1000000000; 0 works for nothing")
	}
	if _, err := pricing.ParseRate("0", c.PixelsPerUnit); err != nil {
		bad("pixelsPerUnit", "%v", err)
	}
	for _, price := range []struct{ flag, text string }{{"pricePerUnit", c.price()}, {"maxPricePerUnit", c.MaxPricePerUnit}} {
		if price.text == "" {
			continue
		}
		if _, err := pricing.ParseRate(price.text, ""); err != nil {
			bad(price.flag, "%v", err)
		}
	}
	if c.PriceFeedURL != "" && c.PriceFeedAddr != (common.Address{}) {
		bad("priceFeedUrl", "there is one price feed: -priceFeedUrl or -priceFeedAddr")
	}
}

func (c *Config) validateTickets(bad func(flag, format string, args ...any)) {
	if c.TicketEV.IsZero() {
		bad("ticketEV", "a ticket must be worth something; free work is -pricePerUnit 0")
	}
	if c.RedeemOverhead == nil || c.RedeemOverhead.Sign() <= 0 {
		bad("redeemOverhead", "redemptions cost something: give a part above 0, such as 1%%")
	}
	if c.RedeemPolicy != RedeemCheap && c.RedeemPolicy != RedeemNow {
		bad("redeemPolicy", "%q is neither %s nor %s", c.RedeemPolicy, RedeemCheap, RedeemNow)
	}
	if c.RedeemGas < minRedeemGas {
		bad("redeemGas", "%d is less than any transaction takes, %d", c.RedeemGas, minRedeemGas)
	}
	if !c.Broadcaster {
		return
	}
	if c.MaxTicketEV.IsZero() {
		bad("maxTicketEV", "with 0 no orchestrator could be paid; the default is 3000gwei")
	}
	if c.MaxTotalEV.IsZero() {
		bad("maxTotalEV", "with 0 no orchestrator could be paid; the default is 20000gwei")
	}
}

func (c *Config) validateRedeemer(bad func(flag, format string, args ...any)) {
	if c.Redeemer && (c.Broadcaster || c.Orchestrator || c.Transcoder) {
		bad("redeemer", "a redeemer is a node of its own; an orchestrator without -redeemerAddr redeems its tickets itself")
	}
	if c.RedeemerAddr != "" && !c.Orchestrator {
		bad("redeemerAddr", "an orchestrator hands its tickets to a redeemer; this node is none")
	}
	if sum, err := hex.DecodeString(c.RedeemerCertificate); err != nil || len(sum) != 0 && len(sum) != sha256.Size {
		bad("redeemerCertificate", "%q is not a SHA-256 in hexadecimal; the redeemer prints it when it starts", c.RedeemerCertificate)
	}
}
