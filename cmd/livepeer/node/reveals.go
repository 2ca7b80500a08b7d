package node

import (
	"context"

	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

// reveals tells the sender of tickets of the numbers that orchestrators have shown
// to redeem some of them: no more tickets are made under their commitments.
func (n *node) reveals() watch.Subscription {
	decoder, sender := protocol.NewEventDecoder(), n.money.sender
	handle := func(_ context.Context, b watch.Batch) error {
		if b.Kind != watch.Added { // what was shown in a block that has gone is known all the same
			return nil
		}
		for _, log := range b.Logs {
			event, err := decoder.Decode(log)
			if err != nil {
				n.log.Warn("event of a redemption is not understood", "tx", log.TxHash, "err", err)
				continue
			}
			if ticket, ok := event.(protocol.TicketEvent); ok {
				sender.Revealed(ticket.Number, pm.Moment{Block: b.Block.L1Number})
			}
		}
		return nil
	}
	return watch.Subscription{Name: "numbers of tickets", Filter: n.chain.protocol.TicketFilter(n.chain.account.Address()), Handle: handle}
}
