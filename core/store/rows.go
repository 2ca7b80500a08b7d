package store

import (
	"context"
	"database/sql"
	"errors"
)

// reader is a database, or a transaction in it.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// row is a row to be scanned.
type row interface{ Scan(into ...any) error }

// read returns what a query selects, each row read by scan. A context that ends
// does not break it off half way, as in update.
func read[T any](ctx context.Context, from reader, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := from.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, errors.Join(rows.Err(), rows.Close())
}

// putAll runs a statement for each of list, with its columns as arguments.
func putAll[T any](ctx context.Context, tx *sql.Tx, statement string, list []T, columns func(T) []any) error {
	if len(list) == 0 {
		return nil
	}
	put, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer put.Close()
	for _, v := range list {
		if _, err := put.ExecContext(ctx, columns(v)...); err != nil {
			return err
		}
	}
	return nil
}

// addAll adds each of list to the row that find selects by its key, and stores
// the sum by put. Without such a row it is the sum itself.
func addAll[T any](ctx context.Context, tx *sql.Tx, t summed[T], list []T) error {
	if len(list) == 0 {
		return nil
	}
	find, err := tx.PrepareContext(ctx, t.find)
	if err != nil {
		return err
	}
	defer find.Close()
	put, err := tx.PrepareContext(ctx, t.put)
	if err != nil {
		return err
	}
	defer put.Close()
	for _, v := range list {
		old, err := t.scan(find.QueryRowContext(ctx, t.key(v)...))
		switch {
		case err == nil:
			v = t.plus(old, v)
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if _, err := put.ExecContext(ctx, t.columns(v)...); err != nil {
			return err
		}
	}
	return nil
}

// summed is a table whose rows are sums.
type summed[T any] struct {
	find, put string
	key       func(T) []any
	columns   func(T) []any
	scan      func(row) (T, error)
	plus      func(old, more T) T
}
