package node

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/monitor"
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
	if value, ok := e.Value.Wei(); ok && e.Tickets > 0 && e.Orchestrator != (common.Address{}) {
		o.book.Entry(reputation.PeerOf(e.Orchestrator, "")).Paid(uint64(e.Tickets), value)
	}
}
