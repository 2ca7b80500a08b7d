package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Put stores value under key in place of what was there.
func (s *Store) Put(ctx context.Context, key string, value []byte) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO key_values (key, value) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value`, key, blob(value))
		return err
	})
	if err != nil {
		return fmt.Errorf("store %q: %w", key, err)
	}
	return nil
}

// Get returns the value under key, or ErrNotFound.
func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
	var value blob
	err := s.db.QueryRowContext(ctx, `SELECT value FROM key_values WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", key, err)
	}
	return value, nil
}

// Delete removes key; one that is not there is ignored.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM key_values WHERE key = ?`, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete %q: %w", key, err)
	}
	return nil
}
