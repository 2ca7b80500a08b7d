package redemption

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Store keeps tickets. It is implemented by core/store.
type Store interface {
	// AddTicket stores a ticket unless its hash is there already; added says
	// whether it was new.
	AddTicket(ctx context.Context, t payment.Ticket) (added bool, err error)
	// UpdateTickets changes tickets, and adds to days and histories, altogether or
	// not at all.
	UpdateTickets(ctx context.Context, ts []payment.Ticket, days []payment.DayTotal, histories []payment.History) error
	Tickets(ctx context.Context, q payment.TicketQuery) ([]payment.Ticket, error)
}

// Broker is the contract that pays tickets.
type Broker interface {
	// CheckRedeem asks the contract whether it would pay the ticket now. The
	// contract's refusal is a *pm.RedeemError; other errors are of the way to it.
	CheckRedeem(ctx context.Context, from common.Address, t pm.WinningTicket) error
	// RedeemTickets plans the transaction that redeems tickets: one call.
	RedeemTickets(ctx context.Context, from common.Address, ts []pm.WinningTicket) (chain.Plan, error)
	// RedeemOutcome reads from a transaction that is in a block what was paid for
	// each ticket, by its hash. Tickets that are missing were not paid.
	RedeemOutcome(ctx context.Context, tx common.Hash) (paid map[common.Hash]pm.Wei, gas uint64, fee pm.Wei, err error)
}

// Transactions sends as the node's account.
type Transactions interface {
	// Send stores a transaction under the call's Key and sends it.
	Send(ctx context.Context, call chain.Call) (chain.Transaction, error)
	// Find returns the newest transaction that was stored under a Key.
	Find(ctx context.Context, key string) (tx chain.Transaction, found bool, err error)
	Transaction(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
}

// Chain is what the redeemer knows of the chain's present.
type Chain interface {
	Moment() (pm.Moment, error)
	// Moments tells of each new block, the newest only, until ctx ends.
	Moments(ctx context.Context) <-chan pm.Moment
	Funds(ctx context.Context, sender common.Address) (pm.Funds, error)
	// Gas is what redemptions cost; ok is false while that is not known.
	Gas() (gas pm.RedeemGas, ok bool)
}

// Observer hears what happens to tickets, for metrics. Its methods must not
// block.
type Observer interface {
	TicketQueued(t pm.WinningTicket)
	// TicketRedeemed tells what the broker paid.
	TicketRedeemed(t payment.Ticket)
	TicketLost(t payment.Ticket)
	// TransactionPaid: a transaction that paid so many tickets took so much gas.
	TransactionPaid(tickets int, gas uint64)
	// RedemptionFailed: a ticket, or the transaction with it, was refused.
	RedemptionFailed(err error)
	// TicketsOpen tells how many tickets wait or are under way.
	TicketsOpen(waiting, sent int)
}

// NopObserver ignores all events.
type NopObserver struct{}

// TicketQueued does nothing.
func (NopObserver) TicketQueued(pm.WinningTicket) {}

// TicketRedeemed does nothing.
func (NopObserver) TicketRedeemed(payment.Ticket) {}

// TicketLost does nothing.
func (NopObserver) TicketLost(payment.Ticket) {}

// TransactionPaid does nothing.
func (NopObserver) TransactionPaid(int, uint64) {}

// RedemptionFailed does nothing.
func (NopObserver) RedemptionFailed(error) {}

// TicketsOpen does nothing.
func (NopObserver) TicketsOpen(int, int) {}
