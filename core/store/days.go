package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core/payment"
)

const dayColumns = `day, direction, peer, segments, pixels, work, tickets, value, winners, face_value, redeemed, gas`

func dayTable() summed[payment.DayTotal] {
	return summed[payment.DayTotal]{
		find: `SELECT ` + dayColumns + ` FROM days WHERE day = ? AND direction = ? AND peer = ?`,
		put:  `INSERT OR REPLACE INTO days (` + dayColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key: func(d payment.DayTotal) []any {
			return []any{instant(payment.DayOf(d.Day)), string(d.Direction), d.Peer}
		},
		columns: func(d payment.DayTotal) []any {
			return []any{
				instant(payment.DayOf(d.Day)), string(d.Direction), d.Peer, unsigned(d.Segments), d.Pixels, credit(d.Work),
				unsigned(d.Tickets), credit(d.Value), unsigned(d.Winners), wei(d.FaceValue), wei(d.Redeemed), wei(d.Gas),
			}
		},
		scan: scanDay,
		plus: payment.DayTotal.Plus,
	}
}

func scanDay(r row) (d payment.DayTotal, err error) {
	err = r.Scan((*instant)(&d.Day), &d.Direction, &d.Peer, (*unsigned)(&d.Segments), &d.Pixels, (*credit)(&d.Work),
		(*unsigned)(&d.Tickets), (*credit)(&d.Value), (*unsigned)(&d.Winners), (*wei)(&d.FaceValue), (*wei)(&d.Redeemed), (*wei)(&d.Gas))
	return d, err
}

// AddDays adds each total to that of its day, direction and peer.
func (s *Store) AddDays(ctx context.Context, days []payment.DayTotal) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error { return addAll(ctx, tx, dayTable(), days) })
	if err != nil {
		return fmt.Errorf("store %d totals of days: %w", len(days), err)
	}
	return nil
}

// Days returns the totals of the days from that of one moment to that of the
// other, in the order of day, direction and peer. A zero time is no bound.
func (s *Store) Days(ctx context.Context, from, to time.Time) ([]payment.DayTotal, error) {
	var last any = int64(math.MaxInt64)
	if !to.IsZero() {
		last = instant(payment.DayOf(to))
	}
	list, err := read(ctx, s.db, scanDay, `SELECT `+dayColumns+` FROM days WHERE day >= ? AND day <= ?
		ORDER BY day, direction, peer`, instant(payment.DayOf(from)), last)
	if err != nil {
		return nil, fmt.Errorf("read the totals of days: %w", err)
	}
	return list, nil
}
