package orchestrator

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
)

// Payments prices work, takes payments and charges for what was done.
type Payments interface {
	// Quote gives the terms for a sender's job; nil caps ask for transcoding in
	// general. An error refuses the sender.
	Quote(ctx context.Context, sender common.Address, caps *core.Capabilities) (Terms, error)
	// Credit books the payment that came with a segment of a session, before any
	// work is done. An error refuses the segment; its text goes to the sender.
	Credit(ctx context.Context, p Payment) error
	// Debit charges the sender for the pixels of a segment's renditions.
	Debit(p Payment, pixels int64)
}

// Terms are an orchestrator's conditions for one sender.
type Terms struct {
	Price        *core.Price // nil off chain
	TicketParams []byte      // serialized net.TicketParams, nil off chain
}

// Payment is what came with a segment.
type Payment struct {
	Sender  common.Address // zero off chain
	Session core.SessionID
	Raw     []byte // serialized net.Payment, empty off chain
}

// Free is Payments off chain: everything is free, and nobody pays.
type Free struct{}

// Quote has no terms.
func (Free) Quote(context.Context, common.Address, *core.Capabilities) (Terms, error) {
	return Terms{}, nil
}

// Credit takes everything for nothing.
func (Free) Credit(context.Context, Payment) error { return nil }

// Debit charges nothing.
func (Free) Debit(Payment, int64) {}
