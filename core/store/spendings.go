package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/payment"
)

// SaveSpendings stores accounts with orchestrators in place of what was there,
// and adds to the totals of days, altogether or not at all.
func (s *Store) SaveSpendings(ctx context.Context, list []payment.Spending, days []payment.DayTotal) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return errors.Join(putSpendings(ctx, tx, list), addAll(ctx, tx, dayTable(), days))
	})
	if err != nil {
		return fmt.Errorf("store %d accounts with orchestrators: %w", len(list), err)
	}
	return nil
}

func putSpendings(ctx context.Context, tx *sql.Tx, list []payment.Spending) error {
	return putAll(ctx, tx, `INSERT OR REPLACE INTO spendings
		(orchestrator, session, uri, token, expiration, price_per_unit, pixels_per_unit, balance, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, list, func(p payment.Spending) []any {
		return []any{
			p.Orchestrator, string(p.Token.SessionID), p.URI, blob(p.Token.Token), instant(p.Token.Expiration),
			p.Price.PricePerUnit, p.Price.PixelsPerUnit, credit(p.Balance), instant(p.Changed),
		}
	})
}

// Spendings returns the accounts with orchestrators, in the order of orchestrator
// and session.
func (s *Store) Spendings(ctx context.Context) ([]payment.Spending, error) {
	list, err := read(ctx, s.db, scanSpending, `SELECT orchestrator, session, uri, token, expiration,
		price_per_unit, pixels_per_unit, balance, changed FROM spendings ORDER BY orchestrator, session`)
	if err != nil {
		return nil, fmt.Errorf("read the accounts with orchestrators: %w", err)
	}
	return list, nil
}

func scanSpending(r row) (p payment.Spending, err error) {
	err = r.Scan(&p.Orchestrator, &p.Token.SessionID, &p.URI, (*blob)(&p.Token.Token), (*instant)(&p.Token.Expiration),
		&p.Price.PricePerUnit, &p.Price.PixelsPerUnit, (*credit)(&p.Balance), (*instant)(&p.Changed))
	return p, err
}

// DeleteSpendings deletes the accounts that last changed before that time.
func (s *Store) DeleteSpendings(ctx context.Context, changedBefore time.Time) error {
	if err := s.exec(ctx, `DELETE FROM spendings WHERE changed < ?`, instant(changedBefore)); err != nil {
		return fmt.Errorf("delete old accounts with orchestrators: %w", err)
	}
	return nil
}
