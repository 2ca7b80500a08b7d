package paying

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Observer sees what is paid, for metrics. Its methods are called from many
// goroutines and must not block.
type Observer interface {
	// TicketsSent is called when an orchestrator has answered to tickets.
	TicketsSent(e TicketsEvent)
	// PaymentFailed is called when no payment could be made, or none was taken.
	PaymentFailed(err error)
	// CreditLost is called when money is gone without work for it.
	CreditLost(e LossEvent)
	// FundsSeen tells of the node's own funds: its deposit, its reserve, and the
	// largest face value that the reserve covers with one orchestrator.
	FundsSeen(deposit, reserve, maxFloat pm.Wei)
	// FundsAlert is called when an alert begins, and with nil when it ends.
	FundsAlert(alert Alert, err error)
}

// TicketsEvent is one payment that was answered.
type TicketsEvent struct {
	Orchestrator common.Address
	Tickets      int
	Value        pm.Credit // expected, of all of them
	FaceValue    pm.Wei    // of each
}

// Alert names what is wrong with the node's own funds.
type Alert string

// The alerts.
const (
	AlertUnpaid Alert = "unpaid" // segments can't be paid for
	AlertLow    Alert = "low"    // deposit or reserve will soon not do
)

// LossCause says how money was lost.
type LossCause string

// The causes.
const (
	LossMissing LossCause = "missing" // the orchestrator knows of less credit
	LossGarbage LossCause = "garbage" // it charged for a segment that was of no use
	LossRefused LossCause = "refused" // it refused tickets, which it has all the same
	LossExpired LossCause = "expired" // the session ended with credit in it
)

// LossEvent is a loss.
type LossEvent struct {
	Orchestrator common.Address
	Cause        LossCause
	Amount       pm.Credit
}

// NopObserver observes nothing.
type NopObserver struct{}

// TicketsSent does nothing.
func (NopObserver) TicketsSent(TicketsEvent) {}

// PaymentFailed does nothing.
func (NopObserver) PaymentFailed(error) {}

// CreditLost does nothing.
func (NopObserver) CreditLost(LossEvent) {}

// FundsSeen does nothing.
func (NopObserver) FundsSeen(pm.Wei, pm.Wei, pm.Wei) {}

// FundsAlert does nothing.
func (NopObserver) FundsAlert(Alert, error) {}
