package store

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core/reputation"
)

// BroadcasterHistories keeps what an orchestrator remembers of broadcasters. It is
// a reputation.Store, whose methods are named after the other kind of peers.
type BroadcasterHistories struct {
	rows reputations
}

// BroadcasterHistories returns the part of the database with what is remembered of
// broadcasters.
func (s *Store) BroadcasterHistories() BroadcasterHistories {
	return BroadcasterHistories{reputations{store: s, table: "broadcaster_histories", of: "broadcasters"}}
}

// SaveOrchestratorHistories implements reputation.Store.
func (h BroadcasterHistories) SaveOrchestratorHistories(ctx context.Context, records []reputation.Record) error {
	return h.rows.save(ctx, records)
}

// OrchestratorHistories implements reputation.Store.
func (h BroadcasterHistories) OrchestratorHistories(ctx context.Context) ([]reputation.Record, error) {
	return h.rows.all(ctx)
}

// ForgetOrchestratorHistories implements reputation.Store.
func (h BroadcasterHistories) ForgetOrchestratorHistories(ctx context.Context, before time.Time, keep int) error {
	return h.rows.forget(ctx, before, keep)
}
