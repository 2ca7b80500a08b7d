package earning

import (
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/pm"
)

// Config has the settings of an orchestrator's payments, and its collaborators.
type Config struct {
	// Address is who is paid.
	Address common.Address
	// TicketEV is what a ticket is worth (`-ticketEV`), above 0.
	TicketEV pm.Wei
	// Overhead is the part of what tickets pay that redemptions may cost
	// (`-redeemOverhead`), above 0.
	Overhead *big.Rat
	// MaxFaceValue bounds what a ticket pays (`-maxFaceValue`); 0 for no bound.
	MaxFaceValue pm.Wei
	// AutoAdjust adds the cost of redemptions to prices (`-autoAdjustPrice`), at
	// the rolling gas price, so that a spike moves none.
	AutoAdjust bool
	// MaxDebt is how much a sender may owe over its other sessions before the one
	// at hand has to cover it; 0 stands for 100 tickets.
	MaxDebt pm.Wei
	Risk    RiskRules

	// AccountIdle is after how long without a change an account is forgotten. In
	// the default, its token has expired by then.
	AccountIdle time.Duration
	// SweepEvery is how often accounts are looked at for that.
	SweepEvery time.Duration
	// LookupsPerSecond bounds how often the chain is asked for senders that are not
	// known to have money.
	LookupsPerSecond int
	// MaxBacklog is how many bookings may wait for a store that fails, before
	// payments are refused.
	MaxBacklog int
	// Retry is after how long a booking, or the handing over of a ticket, that
	// failed is tried again.
	Retry time.Duration

	Prices    Prices
	Recipient *pm.Recipient
	Chain     Chain
	Redeemer  Redeemer
	Store     Store
	Records   Records
	// Pending is what tickets that a Redeemer in this process was given, and has not
	// redeemed, claim of a sender. It is nil for a Redeemer in another process, whose
	// MaxFloat is asked instead.
	Pending func(sender common.Address) pm.Wei
	// HandOver is set when the Redeemer is another process, with a database of its
	// own: tickets wait here until it has them, and its word on a sender's float
	// is good for a while.
	HandOver Tickets
	Observer Observer         // NopObserver when nil
	Log      *slog.Logger     // discarded when nil
	Now      func() time.Time // time.Now when nil
}

// defaultMaxDebt is in tickets.
const defaultMaxDebt = 100

// DefaultConfig has the settings that an operator rarely changes.
func DefaultConfig() Config {
	return Config{
		TicketEV: pm.NewWei(8e9), Overhead: big.NewRat(1, 100), AutoAdjust: true, Risk: DefaultRiskRules(),
		AccountIdle: orchestrator.TokenValidity, SweepEvery: time.Minute,
		LookupsPerSecond: 50, MaxBacklog: 100_000, Retry: time.Second,
	}
}

// complete fills in what may be left out; its error names what may not.
func (c *Config) complete() error {
	for name, missing := range map[string]bool{
		"Prices": c.Prices == nil, "Recipient": c.Recipient == nil, "Chain": c.Chain == nil, "Redeemer": c.Redeemer == nil,
		"Store": c.Store == nil, "Records": c.Records == nil, "Address": c.Address == (common.Address{}),
		"TicketEV": c.TicketEV.IsZero(), "Overhead": c.Overhead == nil || c.Overhead.Sign() <= 0,
		"AccountIdle": c.AccountIdle <= 0, "SweepEvery": c.SweepEvery <= 0, "LookupsPerSecond": c.LookupsPerSecond <= 0,
		"MaxBacklog": c.MaxBacklog <= 0, "Retry": c.Retry <= 0,
	} {
		if missing {
			return fmt.Errorf("earning: Config.%s is missing, or not above 0", name)
		}
	}
	if c.MaxDebt.IsZero() {
		c.MaxDebt, _ = c.TicketEV.Mul(defaultMaxDebt) // 0 for absurd values: no debt at all
	}
	if c.Observer == nil {
		c.Observer = NopObserver{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return nil
}

// leastDeposit is what a sender should have that has nothing.
func (c *Config) leastDeposit() pm.Wei {
	if c.Risk.MinDeposit.Cmp(c.TicketEV) > 0 {
		return c.Risk.MinDeposit
	}
	return c.TicketEV
}
