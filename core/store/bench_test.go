package store_test

import (
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// BenchmarkBook books batches in which every booking is of another session, and
// so the least can be put together: its account, its commitment with 300 tickets,
// its day and its history; each 100th wins. With TMPDIR in memory it shows the
// work without the disk's.
func BenchmarkBook(b *testing.B) {
	for _, c := range []struct{ batch, senders int }{{1, 1}, {100, 10}, {1000, 100}, {1000, 1000}} {
		b.Run(fmt.Sprintf("batch=%d/senders=%d", c.batch, c.senders), func(b *testing.B) {
			s, err := openAt(b.TempDir())
			require.NoError(b, err)
			defer s.Close()
			var winners uint64
			batch := make([]payment.Booking, c.batch)
			for b.Loop() {
				for i := range batch {
					batch[i] = bookingOf(i, c.senders)
					if i%100 == 0 {
						winners++
						batch[i].Winners = []pm.WinningTicket{winner(winners, batch[i].Income.Sender)}
					}
				}
				require.NoError(b, s.Book(b.Context(), batch))
			}
			b.ReportMetric(float64(b.N*c.batch)/b.Elapsed().Seconds(), "bookings/s")
		})
	}
}

func bookingOf(i, senders int) payment.Booking {
	sender := common.Address{1, byte(i % senders >> 8), byte(i % senders)}
	balance := pm.CreditFloor(pm.ExpectedValue(pm.NewWei(1e15+uint64(i)), pm.Always()))
	n := seen(uint64(i), 300)
	return payment.Booking{
		Income: &payment.Income{
			Sender: sender, Session: core.SessionID(fmt.Sprintf("session-%d", i)), Price: pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1},
			Balance: balance, Changed: at(i),
		},
		Nonces: &n,
		Day: &payment.DayTotal{
			Day: at(0), Direction: payment.Earned, Peer: sender, Segments: 1, Pixels: 1e6, Work: balance, Tickets: 2, Value: balance,
		},
		History: &payment.History{Sender: sender, FirstSeen: at(0), LastSeen: at(i), Segments: 1},
	}
}
