package orchestrator

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Payments prices work, takes payments and charges for what was done. Its errors
// go to the sender; those that are a *pm.Refusal with their code and amounts.
type Payments interface {
	// Price sets the price of a new session for a sender's job; nil caps ask for
	// transcoding in general. The session keeps it, whatever becomes of the
	// operator's prices. A nil price is that of a node without a chain.
	Price(ctx context.Context, sender common.Address, caps *core.Capabilities) (*pm.Price, error)
	// Params makes the terms of an account's next tickets; nil without a chain.
	Params(ctx context.Context, a Account) (*pm.TicketParams, error)
	// Credit checks and books the payment that came with a segment, before any
	// work is done; payment is nil when none came. It refuses an account that does
	// not cover a.Work.
	Credit(ctx context.Context, a Account, payment *pm.Payment) error
	// Flush returns when all that was booked on the account is on disk.
	Flush(ctx context.Context, a Account) error
	// Debit charges the account for the pixels of a segment's renditions.
	Debit(a Account, pixels int64)
	// Balance of the account; nil without a chain.
	Balance(a Account) *pm.Credit
}

// Account is what a sender has with this orchestrator in one session.
type Account struct {
	Sender  common.Address // zero off chain
	Session core.SessionID
	// Price is the session's, which its token vouches for; nil off chain.
	Price *pm.Price
	// Work is how many pixels the segments under way in the session, this one
	// among them, are expected to bring, which the account must cover; 0 for a
	// payment without a segment.
	Work int64
}

// Free is Payments off chain: everything is free, and nobody pays.
type Free struct{}

// Price is none.
func (Free) Price(context.Context, common.Address, *core.Capabilities) (*pm.Price, error) {
	return nil, nil
}

// Params are none.
func (Free) Params(context.Context, Account) (*pm.TicketParams, error) { return nil, nil }

// Credit takes everything for nothing.
func (Free) Credit(context.Context, Account, *pm.Payment) error { return nil }

// Flush has nothing to do.
func (Free) Flush(context.Context, Account) error { return nil }

// Debit charges nothing.
func (Free) Debit(Account, int64) {}

// Balance is none.
func (Free) Balance(Account) *pm.Credit { return nil }
