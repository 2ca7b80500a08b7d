package store

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
)

// SetRule stores the operator's word on a peer in place of an earlier one.
func (s *Store) SetRule(ctx context.Context, r payment.Rule) error {
	err := s.exec(ctx, `INSERT OR REPLACE INTO rules (peer, allow, note, changed) VALUES (?, ?, ?, ?)`,
		r.Peer, r.Allow, r.Note, instant(r.Changed))
	if err != nil {
		return fmt.Errorf("store the rule for %s: %w", r.Peer, err)
	}
	return nil
}

// DeleteRule removes the rule for a peer; one that is not there is ignored.
func (s *Store) DeleteRule(ctx context.Context, peer common.Address) error {
	if err := s.exec(ctx, `DELETE FROM rules WHERE peer = ?`, peer); err != nil {
		return fmt.Errorf("delete the rule for %s: %w", peer, err)
	}
	return nil
}

// Rules returns all rules in the order of their peers.
func (s *Store) Rules(ctx context.Context) ([]payment.Rule, error) {
	list, err := read(ctx, s.db, scanRule, `SELECT peer, allow, note, changed FROM rules ORDER BY peer`)
	if err != nil {
		return nil, fmt.Errorf("read the rules for peers: %w", err)
	}
	return list, nil
}

func scanRule(r row) (rule payment.Rule, err error) {
	err = r.Scan(&rule.Peer, &rule.Allow, &rule.Note, (*instant)(&rule.Changed))
	return rule, err
}
