package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"

	"github.com/livepeer/streamflow/core/payment"
)

// putNonces stores what was seen under commitments. What was seen only grows, so
// that of two states the one with more tickets is the later: it stays, in
// whatever order they come.
func putNonces(ctx context.Context, tx *sql.Tx, list []payment.Nonces) error {
	return putAll(ctx, tx, `INSERT INTO nonces (commitment, seen, count, expires) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET seen = excluded.seen, count = excluded.count, expires = excluded.expires
		WHERE excluded.count > count`, list, func(n payment.Nonces) []any {
		return []any{n.Commitment, blob(n.Seen), ones(n.Seen), unsigned(n.Expires)}
	})
}

// laterNonces returns the later of two states of a commitment.
func laterNonces(a, b payment.Nonces) payment.Nonces {
	if ones(b.Seen) > ones(a.Seen) {
		return b
	}
	return a
}

// ones counts the bits that are set.
func ones(set []byte) (n int) {
	for _, b := range set {
		n += bits.OnesCount8(b)
	}
	return n
}

// Nonces returns what was seen under all commitments that are remembered, those
// that expire first.
func (s *Store) Nonces(ctx context.Context) ([]payment.Nonces, error) {
	list, err := read(ctx, s.db, scanNonces, `SELECT commitment, seen, expires FROM nonces ORDER BY expires, commitment`)
	if err != nil {
		return nil, fmt.Errorf("read the nonces of tickets: %w", err)
	}
	return list, nil
}

func scanNonces(r row) (n payment.Nonces, err error) {
	err = r.Scan(&n.Commitment, (*blob)(&n.Seen), (*unsigned)(&n.Expires))
	return n, err
}

// DeleteNonces forgets the commitments that expired before that block.
func (s *Store) DeleteNonces(ctx context.Context, expiredBefore uint64) error {
	err := s.exec(ctx, `DELETE FROM nonces WHERE expires < ?`, unsigned(expiredBefore))
	if err != nil {
		return fmt.Errorf("delete the nonces of expired tickets: %w", err)
	}
	return nil
}
