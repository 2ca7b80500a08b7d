package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
)

// paymentSettings holds the raw values of the flags that are about payments.
type paymentSettings struct {
	pricePerUnit, pixelsPerUnit                              string
	pricePerBroadcaster, pricePerGateway, pricePerCapability string
	autoAdjustPrice                                          bool
	priceFeedAddr, priceFeedURL                              string
	ticketEV, maxFaceValue, redeemOverhead, redeemPolicy     string
	redeemGas                                                uint64
	senderMinDeposit                                         string
	senderMaxDefaults                                        uint64
	redeemerAddr, redeemerCertificate, ethOrchAddr           string
	redeemer                                                 bool
	redeemerAllow                                            string
	maxPricePerUnit, maxTicketEV, maxTotalEV, autoTopUp      string
	depositMultiplier                                        uint64
}

func (s *paymentSettings) register(fs *flag.FlagSet) {
	fs.StringVar(&s.pricePerUnit, "pricePerUnit", "", "price of -pixelsPerUnit output pixels: wei as 1200, or with a currency as 0.5gwei or 5e-10USD; needed on a chain, 0 works for nothing")
	fs.StringVar(&s.pixelsPerUnit, "pixelsPerUnit", "1", "pixels that -pricePerUnit and -maxPricePerUnit are for")
	fs.StringVar(&s.pricePerBroadcaster, "pricePerBroadcaster", "", `prices of single broadcasters, JSON or a file: {"broadcasters":[{"ethaddress":"0x…","priceperunit":1000}]}`)
	fs.StringVar(&s.pricePerGateway, "pricePerGateway", "", "the same as -pricePerBroadcaster")
	fs.StringVar(&s.pricePerCapability, "pricePerCapability", "", `prices of jobs that need a capability, JSON or a file: {"capabilities_prices":[{"capability":"hevc-encode","price_per_unit":2000}]}`)
	fs.BoolVar(&s.autoAdjustPrice, "autoAdjustPrice", true, "add what redemptions cost to prices, at the rolling price of gas")
	fs.StringVar(&s.priceFeedAddr, "priceFeedAddr", "", "Chainlink contract with the price of ETH in USD, for prices in USD (default that of -network)")
	fs.StringVar(&s.priceFeedURL, "priceFeedUrl", "", "JSON document with the price of ETH in USD, and where in it after a #: https://api.example.org/eth#/data/usd; instead of -priceFeedAddr")
	fs.StringVar(&s.ticketEV, "ticketEV", "8gwei", "expected value of a ticket; a bare number is wei")
	fs.StringVar(&s.maxFaceValue, "maxFaceValue", "0", "most that a ticket pays; 0 is no limit")
	fs.StringVar(&s.redeemOverhead, "redeemOverhead", "1%", "part of what tickets pay that redeeming them may cost: their face value follows from it")
	fs.StringVar(&s.redeemPolicy, "redeemPolicy", "cheap", "when winning tickets are redeemed: cheap waits for gas at its rolling price while expiry and the sender's funds allow, now does not")
	fs.Uint64Var(&s.redeemGas, "redeemGas", 350_000, "gas of a redemption until one was seen on the chain")
	fs.StringVar(&s.senderMinDeposit, "senderMinDeposit", "0", "least deposit of a broadcaster that is worked for, such as 0.1ETH; 0 is no limit")
	fs.Uint64Var(&s.senderMaxDefaults, "senderMaxDefaults", 3, "how many winning tickets of a broadcaster may have stayed unpaid before it is refused; 0 is no limit")
	fs.BoolVar(&s.redeemer, "redeemer", false, "redeem the tickets of the orchestrator at -ethOrchAddr, for nodes that are started with -redeemerAddr")
	fs.StringVar(&s.redeemerAllow, "redeemerAllow", "", "accounts of the nodes that a redeemer serves, with commas between them; any serves those that don't say who they are too (default the orchestrator's own)")
	fs.StringVar(&s.redeemerAddr, "redeemerAddr", "", "host:port of the redeemer that redeems this orchestrator's tickets (default this node)")
	fs.StringVar(&s.redeemerCertificate, "redeemerCertificate", "", "SHA-256 of the redeemer's certificate in hexadecimal; it prints that when it starts (default any certificate)")
	fs.StringVar(&s.ethOrchAddr, "ethOrchAddr", "", "the orchestrator's address on the chain, when this node signs with another account")

	fs.StringVar(&s.maxPricePerUnit, "maxPricePerUnit", "0", "highest price of -pixelsPerUnit pixels that is paid, as in -pricePerUnit; 0 is any")
	fs.StringVar(&s.maxTicketEV, "maxTicketEV", "3000gwei", "highest expected value of a ticket that is sent; a bare number is wei")
	fs.StringVar(&s.maxTotalEV, "maxTotalEV", "20000gwei", "highest expected value of all tickets with one segment")
	fs.Uint64Var(&s.depositMultiplier, "depositMultiplier", 1, "how often the deposit must cover a ticket's face value")
	fs.StringVar(&s.autoTopUp, "autoTopUp", "0", "most that is added to deposit and reserve in 24 hours by itself, such as 0.5ETH; 0 only warns")
}

// config turns the raw settings into what a node is built from.
func (s *paymentSettings) config() (node.PaymentConfig, error) {
	c := node.PaymentConfig{
		PricePerUnit: s.pricePerUnit, PixelsPerUnit: s.pixelsPerUnit, PricePerCapability: s.pricePerCapability,
		AutoAdjustPrice: s.autoAdjustPrice, PriceFeedURL: s.priceFeedURL, RedeemPolicy: s.redeemPolicy, RedeemGas: s.redeemGas, SenderMaxDefaults: s.senderMaxDefaults,
		RedeemerAddr: s.redeemerAddr, RedeemerCertificate: s.redeemerCertificate, MaxPricePerUnit: s.maxPricePerUnit, DepositMultiplier: s.depositMultiplier,
	}
	var errs [11]error
	c.PricePerBroadcaster, errs[0] = s.broadcasterPrices()
	c.PriceFeedAddr, errs[1] = parseAddress("priceFeedAddr", s.priceFeedAddr)
	c.EthOrchAddr, errs[2] = parseAddress("ethOrchAddr", s.ethOrchAddr)
	c.TicketEV, errs[3] = parseWei("ticketEV", s.ticketEV)
	c.MaxFaceValue, errs[4] = parseWei("maxFaceValue", s.maxFaceValue)
	c.MaxTicketEV, errs[5] = parseWei("maxTicketEV", s.maxTicketEV)
	c.MaxTotalEV, errs[6] = parseWei("maxTotalEV", s.maxTotalEV)
	c.AutoTopUp, errs[7] = parseWei("autoTopUp", s.autoTopUp)
	c.SenderMinDeposit, errs[8] = parseWei("senderMinDeposit", s.senderMinDeposit)
	c.RedeemOverhead, errs[9] = parsePart("redeemOverhead", s.redeemOverhead)
	c.RedeemerAllow, c.RedeemerAllowAny, errs[10] = parseAllowed("redeemerAllow", s.redeemerAllow)
	return c, errors.Join(errs[:]...)
}

// broadcasterPrices is the list of -pricePerBroadcaster, by either of its names.
func (s *paymentSettings) broadcasterPrices() (string, error) {
	if s.pricePerBroadcaster != "" && s.pricePerGateway != "" {
		return "", &node.ConfigError{Flag: "pricePerGateway", Reason: "it is the same as -pricePerBroadcaster; set one of them"}
	}
	return cmp.Or(s.pricePerBroadcaster, s.pricePerGateway), nil
}

// parseAllowed reads accounts, and the word any.
func parseAllowed(name, text string) (list []common.Address, anyone bool, err error) {
	for _, item := range splitList(text) {
		if item == "any" {
			anyone = true
			continue
		}
		address, err := parseAddress(name, item)
		if err != nil {
			return nil, false, err
		}
		list = append(list, address)
	}
	return list, anyone, nil
}

// parsePart reads a part of something: 1% or 0.01.
func parsePart(name, text string) (*big.Rat, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	digits = strings.TrimSpace(digits)
	part := new(big.Rat)
	ok := strings.Trim(digits, "0123456789.") == "" // no fraction, sign or exponent
	if ok {
		_, ok = part.SetString(digits)
	}
	if percent {
		part.Quo(part, big.NewRat(100, 1))
	}
	if !ok || part.Sign() <= 0 || part.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, &node.ConfigError{Flag: name, Reason: fmt.Sprintf("%q is not a part above 0 and up to 1; write for example 1%% or 0.01", text)}
	}
	return part, nil
}
