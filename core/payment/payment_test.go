package payment_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

func TestTicketSteps(t *testing.T) {
	t.Parallel()
	const waiting, sent, redeemed, lost = payment.TicketWaiting, payment.TicketSent, payment.TicketRedeemed, payment.TicketLost
	legal := map[payment.TicketState][]payment.TicketState{
		waiting:      {waiting, sent, redeemed, lost},
		sent:         {waiting, sent, redeemed, lost},
		redeemed:     {waiting, sent, redeemed},
		lost:         {lost},
		"unheard of": nil,
	}
	for from, want := range legal {
		for _, to := range append(payment.TicketStates(), "unheard of") {
			require.Equal(t, slices.Contains(want, to), from.CanBecome(to), "%s to %s", from, to)
		}
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 3, 30, 0, 0, 0, 0, time.UTC)
	require.Equal(t, day, payment.DayOf(day))
	require.Equal(t, day, payment.DayOf(day.Add(24*time.Hour-1)))
	east := time.FixedZone("east", 3*3600)
	require.Equal(t, day.Add(-24*time.Hour), payment.DayOf(time.Date(2025, 3, 30, 2, 59, 0, 0, east)))
}

func TestDayPlus(t *testing.T) {
	t.Parallel()
	most, _ := pm.WeiFromInt(pm.Always().Int())
	a := payment.DayTotal{
		Day: time.Unix(0, 0), Direction: payment.Spent, Peer: common.Address{1}, Segments: 1, Pixels: 2, Work: pm.CreditOf(pm.NewWei(3)),
		Tickets: 4, Value: pm.CreditOf(pm.NewWei(5)), Winners: 6, FaceValue: pm.NewWei(7), Redeemed: pm.NewWei(8), Gas: pm.NewWei(9),
	}
	more := payment.DayTotal{
		Direction: payment.Earned, Segments: 10, Pixels: 20, Work: pm.CreditOf(pm.NewWei(30)), Tickets: 40,
		Value: pm.CreditOf(pm.NewWei(50)), Winners: 60, FaceValue: pm.NewWei(70), Redeemed: most, Gas: pm.NewWei(90),
	}
	sum := a.Plus(more)
	require.Equal(t, payment.DayTotal{
		Day: time.Unix(0, 0), Direction: payment.Spent, Peer: common.Address{1}, Segments: 11, Pixels: 22, Work: sum.Work,
		Tickets: 44, Value: sum.Value, Winners: 66, FaceValue: pm.NewWei(77), Redeemed: most, Gas: pm.NewWei(99),
	}, sum)
	require.Zero(t, sum.Work.Cmp(pm.CreditOf(pm.NewWei(33))))
	require.Zero(t, sum.Value.Cmp(pm.CreditOf(pm.NewWei(55))))
}

func TestHistoryPlus(t *testing.T) {
	t.Parallel()
	at := func(n int64) time.Time { return time.Unix(n, 0) }
	a := payment.History{
		Sender: common.Address{1}, FirstSeen: at(5), LastSeen: at(6), Sessions: 1, Abandoned: 2, Segments: 3, Refused: 4, Defaults: 5,
		Defaulted: pm.NewWei(6),
	}
	more := payment.History{
		Sender: common.Address{2}, FirstSeen: at(4), LastSeen: at(7), Sessions: 10, Abandoned: 20, Segments: 30, Refused: 40, Defaults: 50,
		Defaulted: pm.NewWei(60),
	}
	require.Equal(t, payment.History{
		Sender: common.Address{1}, FirstSeen: at(4), LastSeen: at(7), Sessions: 11, Abandoned: 22, Segments: 33, Refused: 44, Defaults: 55,
		Defaulted: pm.NewWei(66),
	}, a.Plus(more))
	for _, c := range []struct {
		name              string
		first, last       time.Time
		wantFirst, wantTo time.Time
	}{
		{"ok_inside", at(5), at(6), at(5), at(6)},
		{"ok_no_times", time.Time{}, time.Time{}, at(5), at(6)},
		{"ok_only_later", time.Time{}, at(9), at(5), at(9)},
	} {
		sum := a.Plus(payment.History{FirstSeen: c.first, LastSeen: c.last})
		require.Equal(t, c.wantFirst, sum.FirstSeen, c.name)
		require.Equal(t, c.wantTo, sum.LastSeen, c.name)
	}
	require.Equal(t, at(5), payment.History{}.Plus(a).FirstSeen, "the first is known late")
}
