package earning

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Prices is the operator's price list; core/pricing has it.
type Prices interface {
	// Price is what a pixel costs a sender in a job, in wei, exactly; nil caps need
	// no capabilities. An error says that it is not known now.
	Price(sender common.Address, caps *core.Capabilities) (*big.Rat, error)
}

// Chain is what is known of the chain's present. Its methods answer from memory
// but for a sender that was not asked for before.
type Chain interface {
	Moment() (pm.Moment, error)
	Funds(ctx context.Context, sender common.Address) (pm.Funds, error)
	// Gas is what redemptions cost; ok is false while that is not known.
	Gas() (gas pm.RedeemGas, ok bool)
	// Active says whether an orchestrator is in the active set.
	Active(orchestrator common.Address) bool
}

// Redeemer turns winning tickets into money, here or in another process.
type Redeemer interface {
	// Queue takes a ticket that is in the Store. It may be called again for one
	// that was taken. A *pm.RedeemError says that the ticket will never be paid.
	Queue(ctx context.Context, t pm.WinningTicket) error
	// MaxFloat is the largest face value of a sender's tickets that is covered
	// beside those that were queued and are not redeemed. It is asked for where
	// Config.Pending is nil.
	MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error)
}

// Store keeps accounts. core/store implements it.
type Store interface {
	// Book stores bookings, altogether or not at all.
	Book(ctx context.Context, bookings []payment.Booking) error
	Incomes(ctx context.Context, changedAfter time.Time) ([]payment.Income, error)
	DeleteIncomes(ctx context.Context, changedBefore time.Time) error
	Nonces(ctx context.Context) ([]payment.Nonces, error)
	// DeleteNonces forgets the commitments that expired before a block.
	DeleteNonces(ctx context.Context, expiredBefore uint64) error
}

// Records is what is known of senders. core/store implements it.
type Records interface {
	Histories(ctx context.Context) ([]payment.History, error)
	Rules(ctx context.Context) ([]payment.Rule, error)
}

// Tickets are the winning tickets in the Store. core/store implements it.
type Tickets interface {
	Tickets(ctx context.Context, q payment.TicketQuery) ([]payment.Ticket, error)
	UpdateTickets(ctx context.Context, ts []payment.Ticket, days []payment.DayTotal, histories []payment.History) error
}
