package node

import (
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
