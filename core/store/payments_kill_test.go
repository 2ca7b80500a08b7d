package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

// payingVictim is the variable that makes TestPayingVictim the process to be
// killed, and sessions how many it books in each round.
const (
	payingVictim = "STORE_TEST_PAYING_VICTIM"
	sessions     = 20
)

// TestPayingVictim writes until it is killed. Round n books a payment of n wei
// with a winning ticket in each session, and then marks these tickets as sent,
// with 1 wei redeemed for each in the total of the day; then it says so.
func TestPayingVictim(t *testing.T) {
	path := os.Getenv(payingVictim)
	if path == "" {
		t.Skip("runs only as a child of TestKillWhilePaying")
	}
	ctx := context.Background()
	s, err := store.Open(ctx, path)
	require.NoError(t, err)
	for n := booked(t, s) + 1; ; n++ {
		require.NoError(t, s.Book(ctx, roundOf(n)))
		fmt.Fprintf(os.Stdout, "booked %d\n", n)
		waiting, err := s.Tickets(ctx, payment.TicketQuery{States: []payment.TicketState{payment.TicketWaiting}})
		require.NoError(t, err)
		for i := range waiting {
			waiting[i].State = payment.TicketSent
		}
		day := []payment.DayTotal{{Day: at(0), Direction: payment.Earned, Redeemed: pm.NewWei(uint64(len(waiting)))}}
		require.NoError(t, s.UpdateTickets(ctx, waiting, day, nil))
		fmt.Fprintf(os.Stdout, "done %d\n", n)
	}
}

func roundOf(n uint64) []payment.Booking {
	list := make([]payment.Booking, sessions)
	for i := range list {
		income := payment.Income{
			Sender: common.Address{1}, Session: core.SessionID(fmt.Sprint(i)), Balance: pm.CreditOf(pm.NewWei(n)), Changed: at(int(n)),
		}
		nonces := seen(uint64(i), int(n))
		list[i] = payment.Booking{
			Income: &income, Nonces: &nonces, Winners: []pm.WinningTicket{winner(n*sessions+uint64(i), income.Sender)},
			Day:     &payment.DayTotal{Day: at(0), Direction: payment.Earned, Segments: 1},
			History: &payment.History{Sender: income.Sender, Segments: 1},
		}
	}
	return list
}

// booked is the number of the last round that was booked.
func booked(t *testing.T, s *store.Store) uint64 {
	t.Helper()
	list, err := s.Incomes(t.Context(), time.Time{})
	require.NoError(t, err)
	if len(list) == 0 {
		return 0
	}
	whole, ok := list[0].Balance.Wei()
	require.True(t, ok)
	return whole.Int().Uint64()
}

func TestKillWhilePaying(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.sqlite3")
	for life := range 12 {
		// An odd number of lines ends it as it marks tickets, an even one as it books.
		said := killAfter(t, victim{"TestPayingVictim", payingVictim, path}, 1+2*life+life%2)
		s, err := store.Open(t.Context(), path)
		require.NoError(t, err)
		checkBooks(t, s, said)
		require.NoError(t, s.Close())
	}
}

// checkBooks requires that all rounds up to the last are booked altogether, and
// none of their tickets is missing or there twice.
func checkBooks(t *testing.T, s *store.Store, said map[string]uint64) {
	t.Helper()
	n := booked(t, s)
	require.GreaterOrEqual(t, n, said["booked"])
	incomes, err := s.Incomes(t.Context(), time.Time{})
	require.NoError(t, err)
	nonces, err := s.Nonces(t.Context())
	require.NoError(t, err)
	if n > 0 {
		require.Len(t, incomes, sessions)
		require.Len(t, nonces, sessions)
	}
	for i := range incomes {
		require.Zero(t, pm.CreditOf(pm.NewWei(n)).Cmp(incomes[i].Balance))
		require.Equal(t, int(n), count(nonces[i].Seen))
	}
	tickets, err := s.Tickets(t.Context(), payment.TicketQuery{})
	require.NoError(t, err)
	require.Len(t, tickets, int(n*sessions))
	rounds := make(map[uint64]map[payment.TicketState]int)
	for _, ticket := range tickets {
		round := uint64(ticket.SenderNonce) / sessions
		if rounds[round] == nil {
			rounds[round] = make(map[payment.TicketState]int)
		}
		rounds[round][ticket.State]++
	}
	sent := uint64(0)
	for round, states := range rounds {
		require.Len(t, states, 1, "the tickets of a round change altogether")
		if states[payment.TicketSent] == sessions {
			sent++
			continue
		}
		require.Equal(t, sessions, states[payment.TicketWaiting])
		require.Equal(t, n, round, "only the round that was broken off waits")
		require.Greater(t, round, said["done"])
	}
	days, err := s.Days(t.Context(), time.Time{}, time.Time{})
	require.NoError(t, err)
	history, err := s.History(t.Context(), common.Address{1})
	require.NoError(t, err)
	require.Equal(t, n*sessions, history.Segments)
	if n > 0 {
		require.Equal(t, n*sessions, days[0].Segments)
		require.Equal(t, pm.NewWei(sent*sessions), days[0].Redeemed)
	}
}
