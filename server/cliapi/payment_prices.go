package cliapi

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/pricing"
)

// PriceList is what pixels cost whom.
type PriceList interface {
	Default() pricing.Rate
	Senders() map[common.Address]pricing.Rate
	Capabilities() map[core.Capability]pricing.Rate
	// Price is what a sender pays in a job, in wei per pixel; the error says that it
	// is not known now.
	Price(sender common.Address, caps *core.Capabilities) (*big.Rat, error)
}

// PriceSetter changes an orchestrator's price list until the node stops, for
// sessions that begin afterwards. Errors are pricing.ErrNoFeed.
type PriceSetter interface {
	SetDefault(r pricing.Rate) error
	SetForSender(addr common.Address, r pricing.Rate) error
	RemoveForSender(addr common.Address)
}

// PriceFeed knows what an ETH costs; ok is false before the first price.
type PriceFeed interface {
	USD() (perETH *big.Rat, at time.Time, ok bool)
}

// PaymentPrices is GET /api/v1/payments/prices, and the answer to a change.
type PaymentPrices struct {
	Default      PriceSetting      `json:"default"`
	Senders      []SenderPrice     `json:"senders"` // that have a price of their own
	Capabilities []CapabilityPrice `json:"capabilities"`
	Feed         *PaymentFeed      `json:"feed,omitempty"`
	Terms        *PaymentTerms     `json:"terms,omitempty"`
	// Problem says why prices in wei are missing; empty when all is well.
	Problem string `json:"problem,omitempty"`
}

// PriceSetting is a price as the operator has set it, and in wei.
type PriceSetting struct {
	AsSet string `json:"asSet"` // per pixel: "1200 wei", "0.0000000005 USD"
	// Price is that at the feed's rate, before what redemptions cost is added
	// (-autoAdjustPrice); missing when the rate is not known.
	Price *Price `json:"price,omitempty"`
}

// SenderPrice is the price of one sender.
type SenderPrice struct {
	Sender Address `json:"sender"`
	PriceSetting
}

// CapabilityPrice is the price of jobs that need a capability.
type CapabilityPrice struct {
	Capability core.Capability `json:"capability"`
	PriceSetting
}

// PaymentFeed is what an ETH costs.
type PaymentFeed struct {
	USDPerETH string   `json:"usdPerETH"` // with two decimals
	Age       Duration `json:"age"`
}

func (c *ChainConfig) paymentPrices(r *http.Request) (any, error) {
	if c.Payments.Prices == nil {
		return nil, errNoOrchestrator()
	}
	return c.pricesNow(), nil
}

func (c *ChainConfig) pricesNow() PaymentPrices {
	list := c.Payments.Prices
	out := PaymentPrices{Senders: []SenderPrice{}, Capabilities: []CapabilityPrice{}, Feed: c.feedNow(), Terms: c.termsNow()}
	out.Default = out.setting(list, list.Default(), common.Address{}, nil)
	senders := list.Senders()
	for _, addr := range slices.SortedFunc(maps.Keys(senders), common.Address.Cmp) {
		out.Senders = append(out.Senders, SenderPrice{Address(addr), out.setting(list, senders[addr], addr, nil)})
	}
	capabilities := list.Capabilities()
	for _, id := range slices.Sorted(maps.Keys(capabilities)) {
		caps := &core.Capabilities{Bits: core.NewCapabilitySet(id)}
		out.Capabilities = append(out.Capabilities, CapabilityPrice{id, out.setting(list, capabilities[id], common.Address{}, caps)})
	}
	return out
}

// setting describes one price, and remembers why it is not known in wei.
func (p *PaymentPrices) setting(list PriceList, rate pricing.Rate, sender common.Address, caps *core.Capabilities) PriceSetting {
	out := PriceSetting{AsSet: asSet(rate)}
	perPixel, err := list.Price(sender, caps)
	if err == nil {
		out.Price, err = wirePrice(perPixel)
	}
	if err != nil {
		p.Problem = err.Error()
	}
	return out
}

// wirePrice is a price as payments have it.
func wirePrice(perPixel *big.Rat) (*Price, error) {
	exact, err := pricing.ToPrice(perPixel)
	if err != nil {
		return nil, err
	}
	price := priceOf(exact)
	return &price, nil
}

func (c *ChainConfig) feedNow() *PaymentFeed {
	if c.Payments.Feed == nil {
		return nil
	}
	perETH, at, ok := c.Payments.Feed.USD()
	if !ok {
		return nil
	}
	return &PaymentFeed{USDPerETH: perETH.FloatString(2), Age: Duration(max(time.Since(at), 0).Round(time.Second))}
}

func (c *ChainConfig) setDefaultPrice(r *http.Request) (any, error) {
	return c.changePrices(r, func(rate pricing.Rate) error { return c.Payments.PriceSetter.SetDefault(rate) })
}

func (c *ChainConfig) setSenderPrice(r *http.Request) (any, error) {
	sender, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	return c.changePrices(r, func(rate pricing.Rate) error { return c.Payments.PriceSetter.SetForSender(sender, rate) })
}

// changePrices reads a price and lets set take it over.
func (c *ChainConfig) changePrices(r *http.Request, set func(pricing.Rate) error) (any, error) {
	in, err := c.readInput(r.Body, priceFields())
	if err != nil {
		return nil, err
	}
	rate := in.rate("pricePerUnit", "pixelsPerUnit")
	switch {
	case in.err != nil:
		return nil, in.err
	case c.Payments.Prices == nil || c.Payments.PriceSetter == nil:
		return nil, errNoOrchestrator()
	}
	if err := set(rate); err != nil {
		return nil, priceError(err)
	}
	return c.pricesNow(), nil
}

func (c *ChainConfig) deleteSenderPrice(r *http.Request) (any, error) {
	sender, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	if c.Payments.Prices == nil || c.Payments.PriceSetter == nil {
		return nil, errNoOrchestrator()
	}
	c.Payments.PriceSetter.RemoveForSender(sender)
	return c.pricesNow(), nil
}

func priceFields() []string { return []string{"pricePerUnit", "pixelsPerUnit"} }

// rate reads a price per so many pixels, 1 when that is left out.
func (in *input) rate(priceField, pixelsField string) pricing.Rate {
	price, pixels := in.text(priceField, `"1200 wei", "0.5 USD"`), ""
	if in.has(pixelsField) {
		pixels = in.text(pixelsField, `"1000000000"`)
	}
	if in.err != nil {
		return pricing.Rate{}
	}
	rate, err := pricing.ParseRate(price, pixels)
	if err == nil && rate.Currency() == pricing.Wei {
		_, err = wirePrice(rate.PerPixel())
	}
	if err != nil {
		in.fail(fmt.Sprintf("%s: %v", priceField, err))
	}
	return rate
}

// priceError gives an error of a price list its code.
func priceError(err error) error {
	if errors.Is(err, pricing.ErrNoFeed) {
		return &Error{codeUnsupported, err.Error()}
	}
	return err
}
