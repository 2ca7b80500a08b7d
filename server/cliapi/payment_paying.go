package cliapi

import (
	"context"
	"net/http"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// PayLimits are what a broadcaster accepts of orchestrators.
type PayLimits interface {
	// Acceptance has the limits, with the highest price in wei, as it is now.
	Acceptance() pm.Acceptance
	// MaxPrice is the highest price as it was set; ok is false when there is none.
	MaxPrice() (rate pricing.Rate, ok bool)
	// SetMaxPrice changes it until the node stops; nil is none. The error is
	// pricing.ErrNoFeed.
	SetMaxPrice(rate *pricing.Rate) error
}

// OwnFunds are a broadcaster's deposit and reserve.
type OwnFunds interface {
	Outlook(ctx context.Context) (FundsOutlook, error)
}

// TopUp keeps them filled.
type TopUp interface {
	// SetAutoTopUp changes how much may be added in 24 hours, until the node stops;
	// 0 adds nothing.
	SetAutoTopUp(perDay pm.Wei) error
}

// PaymentLimits is GET /api/v1/payments/limits. A PUT changes the highest price:
// pricePerUnit and pixelsPerUnit, as for prices, or "none".
type PaymentLimits struct {
	MaxTicketEV       pm.Wei        `json:"maxTicketEV"`
	MaxTotalEV        pm.Wei        `json:"maxTotalEV"` // of the tickets of one payment
	DepositMultiplier uint64        `json:"depositMultiplier"`
	MaxPrice          *PriceSetting `json:"maxPrice"` // null: any price
}

// FundsOutlook is GET /api/v1/payments/funds. A PUT changes autoTopUp.
type FundsOutlook struct {
	Deposit       pm.Wei   `json:"deposit"`
	Reserve       pm.Wei   `json:"reserve"`
	WithdrawRound pm.Round `json:"withdrawRound"` // when an unlock ends; 0 is none
	// SpentPerHour is the expected value of the tickets of the last hour.
	SpentPerHour pm.Wei `json:"spentPerHour"`
	// Left is for how long the deposit lasts at that rate; missing when nothing is
	// spent.
	Left Duration `json:"left,omitzero"`
	// WantDeposit and WantReserve are what they should be.
	WantDeposit pm.Wei `json:"wantDeposit"`
	WantReserve pm.Wei `json:"wantReserve"`
	// AutoTopUp is how much may be added in 24 hours; 0 when nothing is added by
	// itself. ToppedUp was in the last 24.
	AutoTopUp pm.Wei `json:"autoTopUp"`
	ToppedUp  pm.Wei `json:"toppedUp"`
	// Filling says that a transaction that adds to them is under way.
	Filling bool `json:"filling"`
	// Problem says why they do not do, or are not filled up; empty when all is well.
	Problem string `json:"problem,omitempty"`
}

// noPrice is the word for no highest price.
const noPrice = "none"

func (c *ChainConfig) payLimits(*http.Request) (any, error) {
	if c.Payments.Limits == nil {
		return nil, errNoBroadcaster()
	}
	limits := c.Payments.Limits.Acceptance()
	out := PaymentLimits{
		MaxTicketEV: limits.MaxTicketEV, MaxTotalEV: limits.MaxTotalEV, DepositMultiplier: max(limits.DepositMultiplier, 1),
	}
	if rate, ok := c.Payments.Limits.MaxPrice(); ok {
		out.MaxPrice = &PriceSetting{AsSet: asSet(rate)}
		if limits.MaxPrice != nil {
			price := priceOf(*limits.MaxPrice)
			out.MaxPrice.Price = &price
		}
	}
	return out, nil
}

func (c *ChainConfig) setPayLimits(r *http.Request) (any, error) {
	in, err := c.readInput(r.Body, priceFields())
	if err != nil {
		return nil, err
	}
	rate := in.maxRate("pricePerUnit", "pixelsPerUnit")
	if in.err != nil {
		return nil, in.err
	}
	if err := c.setMaxPrice(rate); err != nil {
		return nil, err
	}
	return c.payLimits(r)
}

// maxRate reads a highest price; nil for none.
func (in *input) maxRate(priceField, pixelsField string) *pricing.Rate {
	if text := in.text(priceField, `"1200 wei", "0.5 USD" or "none"`); text == noPrice {
		return nil
	}
	rate := in.rate(priceField, pixelsField)
	return &rate
}

func (c *ChainConfig) setMaxPrice(rate *pricing.Rate) error {
	if c.Payments.Limits == nil {
		return errNoBroadcaster()
	}
	return priceError(c.Payments.Limits.SetMaxPrice(rate))
}

func (c *ChainConfig) fundsOutlook(r *http.Request) (any, error) {
	if c.Payments.OwnFunds == nil {
		return nil, errNoBroadcaster()
	}
	return c.Payments.OwnFunds.Outlook(r.Context())
}

func (c *ChainConfig) setFunding(r *http.Request) (any, error) {
	in, err := c.readInput(r.Body, []string{"autoTopUp"})
	if err != nil {
		return nil, err
	}
	perDay := in.wei("autoTopUp")
	switch {
	case in.err != nil:
		return nil, in.err
	case c.Payments.OwnFunds == nil || c.Payments.TopUp == nil:
		return nil, errNoBroadcaster()
	}
	if err := c.Payments.TopUp.SetAutoTopUp(perDay); err != nil {
		return nil, invalid(err.Error())
	}
	return c.Payments.OwnFunds.Outlook(r.Context())
}
