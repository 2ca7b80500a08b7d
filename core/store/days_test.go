package store_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

func TestDays(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	const day = 86400
	peer := common.Address{1}
	for i := range 4 {
		d := payment.DayTotal{Day: at(i*day + 3600), Direction: payment.Earned, Peer: peer, Segments: 1, Gas: pm.NewWei(3)}
		require.NoError(t, s.AddDays(t.Context(), []payment.DayTotal{d, d}))
	}
	for _, c := range []struct {
		name     string
		from, to time.Time
		want     []int // days
	}{
		{"ok_all", time.Time{}, time.Time{}, []int{0, 1, 2, 3}},
		{"ok_moments_name_their_days", at(day + 7), at(2*day + 5), []int{1, 2}},
		{"ok_first_moments", at(day), at(2 * day), []int{1, 2}},
		{"ok_from", at(3 * day), time.Time{}, []int{3}},
		{"ok_to", time.Time{}, at(day - 1), []int{0}},
		{"ok_none", at(5 * day), at(6 * day), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := s.Days(t.Context(), c.from, c.to)
			require.NoError(t, err)
			require.Len(t, got, len(c.want))
			for i, d := range got {
				require.Equal(t, at(c.want[i]*day), d.Day)
				require.Equal(t, uint64(2), d.Segments)
				require.Equal(t, pm.NewWei(6), d.Gas)
			}
		})
	}
}

func TestHistoryOfAStranger(t *testing.T) {
	t.Parallel()
	h, err := openNew(t).History(t.Context(), common.Address{1})
	require.NoError(t, err)
	require.Equal(t, payment.History{Sender: common.Address{1}}, h)
}
