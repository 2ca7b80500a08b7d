package node

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/monitor"
	"github.com/livepeer/streamflow/pm"
)

// redemptionObserver hands events of redemptions on: what they took in gas to
// those who reckon with it.
type redemptionObserver struct {
	*monitor.Redemption

	broker *broker.Broker
}

// TransactionPaid implements redemption.Observer.
func (o redemptionObserver) TransactionPaid(tickets int, gas uint64) {
	o.Redemption.TransactionPaid(tickets, gas)
	o.broker.ObserveRedemption(tickets, gas)
}

// payingObserver hands events of payments on: what was sent goes into the
// orchestrator's history too.
type payingObserver struct {
	paying.Observer

	book *reputation.Book
}

// TicketsSent implements paying.Observer.
func (o payingObserver) TicketsSent(e paying.TicketsEvent) {
	o.Observer.TicketsSent(e)
	notePayment(o.book, e.Orchestrator, e.Tickets, e.Value)
}

// earningObserver hands events of payments on: what came goes into the
// broadcaster's history too.
type earningObserver struct {
	earning.Observer

	book *reputation.Book
}

// TicketsReceived implements earning.Observer.
func (o earningObserver) TicketsReceived(sender common.Address, tickets int, value pm.Credit, winners int) {
	o.Observer.TicketsReceived(sender, tickets, value, winners)
	notePayment(o.book, sender, tickets, value)
}

// notePayment enters tickets into the history of whom they were exchanged with.
func notePayment(book *reputation.Book, with common.Address, tickets int, value pm.Credit) {
	if wei, ok := value.Wei(); ok && tickets > 0 && with != (common.Address{}) {
		book.Entry(reputation.PeerOf(with, "")).Paid(uint64(tickets), wei)
	}
}
