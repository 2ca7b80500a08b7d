package cliapi

import (
	"fmt"
	"math/big"
	"net/http"

	"github.com/livepeer/streamflow/pm"
)

// TicketTerms are an orchestrator's settings for tickets that can be changed, until
// the node stops and for later terms.
type TicketTerms interface {
	// MaxFaceValue bounds what a ticket pays; 0 for no bound.
	MaxFaceValue() pm.Wei
	SetMaxFaceValue(most pm.Wei)
}

// PaymentTerms is GET /api/v1/payments/terms. A PUT changes maxFaceValue; "0"
// is none.
type PaymentTerms struct {
	TicketEV     pm.Wei  `json:"ticketEV"`     // what a ticket is worth
	MaxFaceValue *pm.Wei `json:"maxFaceValue"` // null: no maximum
	Overhead     string  `json:"overhead"`     // how much of what tickets pay gas may take
	// Gas is what redemptions cost, and FaceValue what a ticket pays with it where
	// the sender's reserve suffices; missing while gas is not known.
	Gas       *RedeemCost `json:"gas,omitempty"`
	FaceValue *pm.Wei     `json:"faceValue,omitempty"`
	// Problem says why there is no face value.
	Problem string `json:"problem,omitempty"`
}

// RedeemCost is what redemptions cost.
type RedeemCost struct {
	Single  uint64 `json:"single"`  // gas of a redemption alone
	InBatch uint64 `json:"inBatch"` // gas of each in a batch
	Price   pm.Wei `json:"price"`   // of a unit of gas, now
	Rolling pm.Wei `json:"rolling"` // and most of the time
	// Cost of a redemption alone at the rolling price.
	Cost pm.Wei `json:"cost"`
}

func (c *ChainConfig) ticketTerms(*http.Request) (any, error) {
	terms := c.termsNow()
	if terms == nil {
		return nil, errNoOrchestrator()
	}
	return terms, nil
}

// termsNow is nil for a node that earns nothing.
func (c *ChainConfig) termsNow() *PaymentTerms {
	if c.Payments.Terms == nil {
		return nil
	}
	policy := pm.FaceValuePolicy{EV: c.Payments.TicketEV, Overhead: c.Payments.Overhead, MaxFaceValue: c.Payments.Terms.MaxFaceValue()}
	if policy.Overhead == nil {
		policy.Overhead = big.NewRat(1, 100)
	}
	out := &PaymentTerms{TicketEV: policy.EV, Overhead: exactly(new(big.Rat).Mul(policy.Overhead, big.NewRat(100, 1))) + "%"}
	if !policy.MaxFaceValue.IsZero() {
		out.MaxFaceValue = &policy.MaxFaceValue
	}
	if c.Payments.RedeemGas == nil {
		return out
	}
	gas, ok := c.Payments.RedeemGas.Gas()
	if !ok {
		out.Problem = "what a redemption costs is not known yet"
		return out
	}
	cost, _ := gas.Rolling.Mul(gas.Single)
	out.Gas = &RedeemCost{Single: gas.Single, InBatch: gas.InBatch, Price: gas.Price, Rolling: gas.Rolling, Cost: cost}
	most, _ := pm.WeiFromInt(pm.Always().Int()) // 2^256-1: whatever the reserve
	face, err := policy.FaceValue(cost, most)
	if err != nil {
		out.Problem = err.Error()
		return out
	}
	out.FaceValue = &face
	return out
}

func (c *ChainConfig) setTicketTerms(r *http.Request) (any, error) {
	in, err := c.readInput(r.Body, []string{"maxFaceValue"})
	if err != nil {
		return nil, err
	}
	most := in.wei("maxFaceValue")
	if in.err != nil {
		return nil, in.err
	}
	if err := c.setMaxFaceValue(most); err != nil {
		return nil, err
	}
	return c.ticketTerms(r)
}

// setMaxFaceValue refuses a bound with which no ticket could be made.
func (c *ChainConfig) setMaxFaceValue(most pm.Wei) error {
	switch {
	case c.Payments.Terms == nil:
		return errNoOrchestrator()
	case !most.IsZero() && most.Cmp(c.Payments.TicketEV) <= 0:
		return invalid(fmt.Sprintf("a ticket is worth %s, so that the winning ones must pay more than that; give more than %s, or 0 for no maximum", c.Payments.TicketEV, most))
	}
	c.Payments.Terms.SetMaxFaceValue(most)
	return nil
}
