package paying_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Accounts are written together, after a moment; what can't be written is written
// later.
func TestLedger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		require.NoError(t, r.Start(t.Context()))
		pay := func(session core.SessionID) {
			sub := job(terms(session, perPixel, gwei(1)))
			r.pay(t, sub)
			r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels})
		}
		for _, s := range []core.SessionID{"a", "b", "c"} {
			pay(s)
		}
		look := func(f func(l *fakeLedger)) {
			r.ledger.mu.Lock()
			defer r.ledger.mu.Unlock()
			f(r.ledger)
		}
		look(func(l *fakeLedger) { require.Zero(t, l.saves) })
		time.Sleep(250 * time.Millisecond)
		look(func(l *fakeLedger) {
			require.Equal(t, 1, l.saves)
			require.Len(t, l.rows, 3)
			require.WithinDuration(t, time.Now().Add(-24*time.Hour), l.deleted, time.Second)
			l.err = errors.New("disk full")
		})
		pay("d")
		time.Sleep(5 * time.Second)
		look(func(l *fakeLedger) {
			require.Greater(t, l.saves, 3)
			l.err = nil
		})
		time.Sleep(2 * time.Second)
		look(func(l *fakeLedger) { require.Contains(t, l.rows, core.SessionID("d")) })

		pay("e")
		require.NoError(t, r.Close())
		require.Contains(t, r.ledger.rows, core.SessionID("e"), "the last write is at the end")
		day := r.ledger.total()
		require.EqualValues(t, 5, day.Segments)
		require.EqualValues(t, 5*pixels, day.Pixels)
		require.EqualValues(t, 5, day.Tickets)
		require.Equal(t, perPixel.Cost(5*pixels), day.Work)
		require.NoError(t, r.Close())
	})
}
