package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

// FuzzDamagedRows puts foreign bytes into the columns that are decoded. They are
// read as a value that can be stored, or refused.
func FuzzDamagedRows(f *testing.F) {
	f.Add([]byte{0, 1}, "7", make([]byte, 32))
	f.Add([]byte{}, "", []byte{})
	f.Add([]byte{2}, "-1", []byte{1})
	f.Add(make([]byte, 50), "0x10", make([]byte, 33))
	f.Add([]byte{1}, "1e3", make([]byte, 32))
	f.Fuzz(func(t *testing.T, balance []byte, amount string, prob []byte) {
		path := filepath.Join(t.TempDir(), "test.sqlite3")
		income := payment.Income{Sender: common.Address{1}, Changed: at(0)}
		ticket := waiting(1, common.Address{1})
		s, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		require.NoError(t, s.Book(t.Context(), []payment.Booking{{Income: &income, Winners: []pm.WinningTicket{ticket.WinningTicket}}}))
		require.NoError(t, s.Close())
		db, err := sql.Open("sqlite3", path)
		require.NoError(t, err)
		_, err = db.Exec(`UPDATE incomes SET balance = ?`, append([]byte{}, balance...))
		require.NoError(t, err)
		_, err = db.Exec(`UPDATE tickets SET face_value = ?, win_prob = ?`, amount, append([]byte{}, prob...))
		require.NoError(t, err)
		require.NoError(t, db.Close())

		s = open(t, path)
		if list, err := s.Incomes(t.Context(), time.Time{}); err == nil {
			require.Len(t, list, 1)
			require.NoError(t, s.Book(t.Context(), []payment.Booking{{Income: &list[0]}}))
			again, err := s.Incomes(t.Context(), time.Time{})
			require.NoError(t, err)
			require.Zero(t, list[0].Balance.Cmp(again[0].Balance))
		}
		if list, err := s.Tickets(t.Context(), payment.TicketQuery{}); err == nil {
			require.Len(t, list, 1)
			require.Len(t, prob, 32)
			require.Equal(t, prob, list[0].WinProb.Int().FillBytes(make([]byte, 32)))
		}
	})
}
