package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/chain"
)

// MaxBlocks bounds the remembered tail of blocks.
const MaxBlocks = 256

// ErrTail says that a tail has more than MaxBlocks blocks or is not ascending.
var ErrTail = errors.New("the tail of blocks has more than 256 or is not in ascending order")

// SaveBlocks replaces the remembered tail of recent blocks. Blocks that are
// there already cost no write. It returns ErrTail for one that breaks its rules.
func (s *Store) SaveBlocks(ctx context.Context, tail []chain.BlockRef) error {
	if !validTail(tail) {
		return ErrTail
	}
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if len(tail) == 0 {
			_, err := tx.ExecContext(ctx, `DELETE FROM blocks`)
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM blocks WHERE number < ? OR number > ?`, tail[0].Number, tail[len(tail)-1].Number)
		if err != nil {
			return err
		}
		return putBlocks(ctx, tx, tail)
	})
	if err != nil {
		return fmt.Errorf("store the tail of blocks: %w", err)
	}
	return nil
}

// putBlocks stores tail, which may have gaps, between its ends.
func putBlocks(ctx context.Context, tx *sql.Tx, tail []chain.BlockRef) error {
	put, err := tx.PrepareContext(ctx, `INSERT INTO blocks (number, hash, parent_hash, l1_number, time) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET hash = excluded.hash, parent_hash = excluded.parent_hash,
			l1_number = excluded.l1_number, time = excluded.time
		WHERE hash <> excluded.hash OR l1_number <> excluded.l1_number`)
	if err != nil {
		return err
	}
	defer put.Close()
	for i, b := range tail {
		if i > 0 && tail[i-1].Number+1 < b.Number {
			_, err := tx.ExecContext(ctx, `DELETE FROM blocks WHERE number > ? AND number < ?`, tail[i-1].Number, b.Number)
			if err != nil {
				return err
			}
		}
		if _, err := put.ExecContext(ctx, b.Number, b.Hash, b.ParentHash, b.L1Number, b.Time.Unix()); err != nil {
			return err
		}
	}
	return nil
}

func validTail(tail []chain.BlockRef) bool {
	for i := 1; i < len(tail); i++ {
		if tail[i-1].Number >= tail[i].Number {
			return false
		}
	}
	return len(tail) <= MaxBlocks
}

// Blocks returns the remembered tail in ascending order, nothing at first.
func (s *Store) Blocks(ctx context.Context) ([]chain.BlockRef, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT number, hash, parent_hash, l1_number, time FROM blocks ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("read the tail of blocks: %w", err)
	}
	defer rows.Close()
	var tail []chain.BlockRef
	for rows.Next() {
		var b chain.BlockRef
		var seconds int64
		if err := rows.Scan(&b.Number, &b.Hash, &b.ParentHash, &b.L1Number, &seconds); err != nil {
			return nil, fmt.Errorf("read the tail of blocks: %w", err)
		}
		b.Time = time.Unix(seconds, 0).UTC()
		tail = append(tail, b)
	}
	return tail, rows.Err()
}
