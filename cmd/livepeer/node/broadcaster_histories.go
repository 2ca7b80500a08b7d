package node

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// startBroadcasterHistories remembers how work for each broadcaster went, over
// restarts too.
func (n *node) startBroadcasterHistories(ctx, life context.Context) error {
	cfg := reputation.DefaultConfig()
	cfg.Store, cfg.Log = n.chain.store.BroadcasterHistories(), n.log.With("of", "broadcasters")
	book, err := reputation.New(cfg)
	if err != nil {
		return err
	}
	n.money.broadcasters, n.admin.Broadcasters = book, book
	start := func(context.Context) error { return book.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "broadcasters' histories", Start: start, Close: book.Close})
}

// broadcasterHistory implements orchestrator.History.
type broadcasterHistory struct {
	book *reputation.Book
}

// Attempted implements orchestrator.History.
func (h broadcasterHistory) Attempted(sender common.Address, o reputation.Outcome) {
	h.book.Entry(reputation.PeerOf(sender, "")).Report(o)
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
	if value, ok := value.Wei(); ok && tickets > 0 {
		o.book.Entry(reputation.PeerOf(sender, "")).Paid(uint64(tickets), value)
	}
}
