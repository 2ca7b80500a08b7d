package earning_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

// What was flushed is in the real database for the next process: accounts,
// nonces, winning tickets, days and histories.
func TestOverTheDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "node.sqlite3")
	open := func() *store.Store {
		db, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		return db
	}
	db := open()
	use := func(cfg *earning.Config, db *store.Store) { cfg.Store, cfg.Records, cfg.HandOver = db, db, db }
	r := start(t, func(cfg *earning.Config) { use(cfg, db) })
	s := r.sender()
	r.redeemer.set(func(q *redeemer) { q.down = errOutage })
	a, b := s.session("s1"), s.session("s2")
	first, second := s.payment(a, 40), s.payment(b, 2)
	require.NoError(t, r.Credit(t.Context(), a, first))
	require.NoError(t, r.Credit(t.Context(), b, second))
	r.Debit(a, 50)
	require.NoError(t, r.Flush(t.Context(), a))
	require.NoError(t, r.Flush(t.Context(), b))
	require.NoError(t, r.Close())
	require.NoError(t, db.Close())

	db = open()
	defer db.Close()
	use(&r.cfg, db)
	r.restart()
	defer r.Close()
	r.requireBalance(39_500, a)
	r.requireBalance(2000, b)
	requireRefusal(t, pm.NonceSeen, r.Credit(t.Context(), a, first))
	requireRefusal(t, pm.NonceSeen, r.Credit(t.Context(), a, second))
	waiting, err := db.Tickets(t.Context(), payment.TicketQuery{States: []payment.TicketState{payment.TicketWaiting}})
	require.NoError(t, err)
	require.NotEmpty(t, waiting)
	require.Equal(t, r.cfg.Address, waiting[0].Recipient)
	history, err := db.History(t.Context(), a.Sender)
	require.NoError(t, err)
	require.EqualValues(t, 2, history.Sessions)
	require.EqualValues(t, 1, history.Segments)

	require.NoError(t, db.SetRule(t.Context(), payment.Rule{Peer: a.Sender, Note: "does not pay", Changed: history.LastSeen}))
	require.NoError(t, r.Refresh(t.Context()))
	requireRefusal(t, pm.SenderDenied, r.Credit(t.Context(), a, nil))
}
