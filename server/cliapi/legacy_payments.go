package cliapi

import (
	"math/big"
	"net/http"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/pricing"
)

// legacyPriceParams are the parameters of a price: wei where no currency is named.
func legacyPriceParams() []legacyParam {
	return []legacyParam{
		{form: "pricePerUnit", field: "pricePerUnit"},
		{form: "pixelsPerUnit", field: "pixelsPerUnit", optional: true},
		{form: "currency", field: "currency", optional: true},
	}
}

// legacyRate reads these parameters; nil when there is no price.
func (in *input) legacyRate() *pricing.Rate {
	if !in.has("pricePerUnit") {
		return nil
	}
	price, currency, pixels := in.text("pricePerUnit", `"1200"`), "", ""
	if in.has("currency") {
		currency = in.text("currency", `"USD"`)
	}
	if in.has("pixelsPerUnit") {
		pixels = in.text("pixelsPerUnit", `"1"`)
	}
	rate, err := legacyRate(price, currency, pixels)
	if err != nil {
		in.fail(err.Error())
	}
	return &rate
}

func legacyRate(price, currency, pixels string) (pricing.Rate, error) {
	rate, err := pricing.ParseRate(price+currency, pixels)
	if err == nil && rate.Currency() == pricing.Wei {
		_, err = wirePrice(rate.PerPixel())
	}
	if err != nil {
		return rate, invalid(err.Error())
	}
	return rate, nil
}

// legacyConfigure is configure, where a price alone changes nothing on the chain.
func legacyConfigure(c *ChainConfig, in *input) []step {
	if in.has("pricePerUnit") && !in.has("rewardCut") && !in.has("feeShare") && !in.has("serviceURI") {
		return nil
	}
	return configure(c, in)
}

// setLegacyPrice sets the default price; nil changes nothing.
func (c *ChainConfig) setLegacyPrice(rate *pricing.Rate) error {
	switch {
	case rate == nil:
		return nil
	case c.Payments.PriceSetter == nil:
		return errNoOrchestrator()
	}
	return priceError(c.Payments.PriceSetter.SetDefault(*rate))
}

func (c *ChainConfig) legacySetMaxFaceValue(r *http.Request) (any, error) {
	most, err := c.legacyPrice(r, "maxfacevalue")
	if err != nil {
		return nil, err
	}
	return "ok", c.setMaxFaceValue(most)
}

func (c *ChainConfig) legacySetPriceForBroadcaster(r *http.Request) (any, error) {
	in, err := c.legacyInput(r, append(legacyPriceParams(), legacyParam{form: "broadcasterEthAddr", field: "broadcasterEthAddr"}))
	if err != nil {
		return nil, err
	}
	rate, sender := in.legacyRate(), in.address("broadcasterEthAddr")
	switch {
	case in.err != nil:
		return nil, in.err
	case c.Payments.PriceSetter == nil:
		return nil, errNoOrchestrator()
	}
	return "ok", priceError(c.Payments.PriceSetter.SetForSender(sender, *rate))
}

// legacyOrchestratorInfo has the default price in wei per pixel; null when it is
// not known.
func (c *ChainConfig) legacyOrchestratorInfo(r *http.Request) (any, error) {
	o, err := c.Orchestrators.Orchestrator(r.Context(), c.Account)
	if err != nil {
		return nil, err
	}
	return struct {
		Transcoder legacyOrchestrator
		PriceInfo  *big.Rat
	}{newLegacyOrchestrator(o), c.perPixel(common.Address{})}, nil
}

// perPixel is what a sender pays; nil when that is not known, or nothing is paid
// here.
func (c *ChainConfig) perPixel(sender common.Address) *big.Rat {
	if c.Payments.Prices == nil {
		return nil
	}
	price, err := c.Payments.Prices.Price(sender, nil)
	if err != nil {
		return nil
	}
	return price
}

// addPrices fills in /status: the default price, and those of senders.
func (c *ChainConfig) addPrices(prices map[string]string) {
	if c.Payments.Prices == nil {
		return
	}
	add := func(name string, sender common.Address) {
		if price := c.perPixel(sender); price != nil {
			prices[name] = price.RatString()
		}
	}
	add("default", common.Address{})
	for sender := range c.Payments.Prices.Senders() {
		add(strings.ToLower(sender.Hex()), sender)
	}
}

// legacyMaxPrice reads maxPricePerUnit, pixelsPerUnit and currency, where 0 is no
// maximum, and returns what sets it; nil when it is not given. A node that pays
// nobody has no maximum, and none may be asked of it.
func (s *Server) legacyMaxPrice(r *http.Request) (set func() error, err error) {
	text := r.FormValue("maxPricePerUnit")
	if text == "" {
		return nil, nil
	}
	rate, err := legacyRate(text, r.FormValue("currency"), r.FormValue("pixelsPerUnit"))
	if err != nil {
		return nil, err
	}
	most := &rate
	if rate.IsFree() {
		most = nil
	}
	switch {
	case s.cfg.Chain != nil && s.cfg.Chain.Payments.Limits != nil:
		return func() error { return s.cfg.Chain.setMaxPrice(most) }, nil
	case most == nil:
		return nil, nil
	case s.cfg.Chain == nil:
		return nil, errOffChain()
	}
	return nil, errNoBroadcaster()
}

// maxPerPixel is a broadcaster's highest price; nil when there is none, or it is
// not known.
func (s *Server) maxPerPixel() *big.Rat {
	if s.cfg.Chain == nil || s.cfg.Chain.Payments.Limits == nil {
		return nil
	}
	most := s.cfg.Chain.Payments.Limits.Acceptance().MaxPrice
	if most == nil {
		return nil
	}
	return most.Rat()
}
