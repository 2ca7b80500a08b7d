package earning

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Observer hears of payments, for metrics (features.md 12, "pay in"). Its methods
// are called from many goroutines and must not block.
type Observer interface {
	// TicketsReceived were taken; value is their expected value, and winners of
	// them have won.
	TicketsReceived(sender common.Address, tickets int, value pm.Credit, winners int)
	// PaymentRefused: a segment was refused for its payment. The code is empty for
	// a fault of this node's.
	PaymentRefused(sender common.Address, code pm.Code)
	// PriceQuoted to a sender for a new session.
	PriceQuoted(sender common.Address, price pm.Price)
	// WorkCharged: pixels were delivered, and cost so much.
	WorkCharged(sender common.Address, pixels int64, cost pm.Credit)
	// BookingFailed: bookings could not be written, and are tried again.
	BookingFailed(err error)
}

// NopObserver ignores all events.
type NopObserver struct{}

// TicketsReceived does nothing.
func (NopObserver) TicketsReceived(common.Address, int, pm.Credit, int) {}

// PaymentRefused does nothing.
func (NopObserver) PaymentRefused(common.Address, pm.Code) {}

// PriceQuoted does nothing.
func (NopObserver) PriceQuoted(common.Address, pm.Price) {}

// WorkCharged does nothing.
func (NopObserver) WorkCharged(common.Address, int64, pm.Credit) {}

// BookingFailed does nothing.
func (NopObserver) BookingFailed(error) {}
