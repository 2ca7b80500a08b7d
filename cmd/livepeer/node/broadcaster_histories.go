package node

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/reputation"
)

// startBroadcasterHistories remembers how work for each broadcaster went, over
// restarts too.
func (n *node) startBroadcasterHistories(ctx, life context.Context) error {
	cfg := reputation.DefaultConfig()
	cfg.Store, cfg.Log = n.chain.store.BroadcasterReputations(), n.log.With("of", "broadcasters")
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
