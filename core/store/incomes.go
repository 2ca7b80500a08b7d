package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/payment"
)

// putIncomes stores accounts in place of what was there.
func putIncomes(ctx context.Context, tx *sql.Tx, list []payment.Income) error {
	return putAll(ctx, tx, `INSERT INTO incomes (sender, session, price_per_unit, pixels_per_unit, balance, changed)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET price_per_unit = excluded.price_per_unit, pixels_per_unit = excluded.pixels_per_unit,
			balance = excluded.balance, changed = excluded.changed`, list, func(i payment.Income) []any {
		return []any{i.Sender, string(i.Session), i.Price.PricePerUnit, i.Price.PixelsPerUnit, credit(i.Balance), instant(i.Changed)}
	})
}

// Incomes returns the accounts of senders that changed at that time or later, in
// the order of sender and session.
func (s *Store) Incomes(ctx context.Context, changedAfter time.Time) ([]payment.Income, error) {
	list, err := read(ctx, s.db, scanIncome, `SELECT sender, session, price_per_unit, pixels_per_unit, balance, changed
		FROM incomes WHERE changed >= ? ORDER BY sender, session`, instant(changedAfter))
	if err != nil {
		return nil, fmt.Errorf("read the accounts of senders: %w", err)
	}
	return list, nil
}

func scanIncome(r row) (i payment.Income, err error) {
	err = r.Scan(&i.Sender, &i.Session, &i.Price.PricePerUnit, &i.Price.PixelsPerUnit, (*credit)(&i.Balance), (*instant)(&i.Changed))
	return i, err
}

// DeleteIncomes deletes the accounts that last changed before that time.
func (s *Store) DeleteIncomes(ctx context.Context, changedBefore time.Time) error {
	err := s.exec(ctx, `DELETE FROM incomes WHERE changed < ?`, instant(changedBefore))
	if err != nil {
		return fmt.Errorf("delete old accounts of senders: %w", err)
	}
	return nil
}
