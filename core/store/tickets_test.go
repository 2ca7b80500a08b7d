package store_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

func TestTicketQuery(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	alice, bob := common.Address{1}, common.Address{2}
	huge, _ := pm.WeiFromInt(new(big.Int).Lsh(big.NewInt(1), 255))
	for _, c := range []struct {
		number uint64
		round  pm.Round
		face   pm.Wei
		sender common.Address
		state  payment.TicketState
	}{
		{1, 8, pm.NewWei(900), alice, payment.TicketWaiting},
		{2, 8, pm.NewWei(1000), bob, payment.TicketWaiting},
		{3, 7, pm.NewWei(5), alice, payment.TicketSent},
		{4, 9, pm.NewWei(6), bob, payment.TicketRedeemed},
		{5, 8, huge, alice, payment.TicketLost},
	} {
		ticket := waiting(c.number, c.sender)
		ticket.Created.Number, ticket.FaceValue, ticket.State, ticket.Changed = c.round, c.face, c.state, at(int(c.number))
		added, err := s.AddTicket(t.Context(), ticket)
		require.NoError(t, err)
		require.True(t, added)
		got, err := s.Ticket(t.Context(), ticket.Hash())
		require.NoError(t, err)
		require.Equal(t, ticket, got)
	}
	for _, c := range []struct {
		name string
		q    payment.TicketQuery
		want []uint64
	}{
		{"ok_all_by_expiry_and_value", payment.TicketQuery{}, []uint64{3, 5, 2, 1, 4}},
		{"ok_limit", payment.TicketQuery{Limit: 2}, []uint64{3, 5}},
		{"ok_sender", payment.TicketQuery{Sender: bob}, []uint64{2, 4}},
		{"ok_state", payment.TicketQuery{States: []payment.TicketState{payment.TicketWaiting}}, []uint64{2, 1}},
		{"ok_states_of_sender", payment.TicketQuery{
			States: []payment.TicketState{payment.TicketWaiting, payment.TicketSent}, Sender: alice, Limit: 9,
		}, []uint64{3, 1}},
		{"ok_since", payment.TicketQuery{Since: at(4)}, []uint64{5, 4}},
		{"ok_none", payment.TicketQuery{Sender: common.Address{3}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := s.Tickets(t.Context(), c.q)
			require.NoError(t, err)
			requireTickets(t, c.want, list)
		})
	}
	_, err := s.Ticket(t.Context(), common.Hash{1})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestTicketOnce(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	first := waiting(1, common.Address{1})
	added, err := s.AddTicket(t.Context(), first)
	require.NoError(t, err)
	require.True(t, added)
	again := first
	again.State = payment.TicketLost
	added, err = s.AddTicket(t.Context(), again)
	require.NoError(t, err)
	require.False(t, added)
	require.NoError(t, s.Book(t.Context(), []payment.Booking{{Winners: []pm.WinningTicket{first.WinningTicket}}}))
	list, err := s.Tickets(t.Context(), payment.TicketQuery{})
	require.NoError(t, err)
	require.Equal(t, []payment.Ticket{first}, list)
}

func TestTicketRefused(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	known := waiting(1, common.Address{1})
	_, err := s.AddTicket(t.Context(), known)
	require.NoError(t, err)
	bad := waiting(2, common.Address{1})
	bad.State = "unheard of"
	_, err = s.AddTicket(t.Context(), bad)
	require.ErrorContains(t, err, bad.Hash().Hex())

	sent := known
	sent.State = payment.TicketSent
	day := []payment.DayTotal{{Day: at(0), Direction: payment.Earned, Segments: 1}}
	err = s.UpdateTickets(t.Context(), []payment.Ticket{sent, waiting(3, common.Address{1})}, day, nil)
	require.ErrorIs(t, err, store.ErrNotFound)
	lost := waiting(4, common.Address{1})
	lost.State = payment.TicketLost
	_, err = s.AddTicket(t.Context(), lost)
	require.NoError(t, err)
	lost.State = payment.TicketRedeemed
	err = s.UpdateTickets(t.Context(), []payment.Ticket{sent, lost}, day, nil)
	var step *store.StepError
	require.ErrorAs(t, err, &step)
	require.Equal(t, store.StepError{Ticket: lost.Hash(), From: payment.TicketLost, To: payment.TicketRedeemed}, *step)

	got, err := s.Ticket(t.Context(), known.Hash())
	require.NoError(t, err)
	require.Equal(t, known, got, "nothing of a refused update is done")
	days, err := s.Days(t.Context(), at(0), at(0))
	require.NoError(t, err)
	require.Empty(t, days)
}
