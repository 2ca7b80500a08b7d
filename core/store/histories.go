package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
)

const historyColumns = `sender, first_seen, last_seen, sessions, abandoned, segments, refused, defaults, defaulted`

func historyTable() summed[payment.History] {
	return summed[payment.History]{
		find: `SELECT ` + historyColumns + ` FROM histories WHERE sender = ?`,
		put:  `INSERT OR REPLACE INTO histories (` + historyColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key:  func(h payment.History) []any { return []any{h.Sender} },
		columns: func(h payment.History) []any {
			return []any{
				h.Sender, instant(h.FirstSeen), instant(h.LastSeen), unsigned(h.Sessions), unsigned(h.Abandoned),
				unsigned(h.Segments), unsigned(h.Refused), unsigned(h.Defaults), wei(h.Defaulted),
			}
		},
		scan: scanHistory,
		plus: payment.History.Plus,
	}
}

func scanHistory(r row) (h payment.History, err error) {
	err = r.Scan(&h.Sender, (*instant)(&h.FirstSeen), (*instant)(&h.LastSeen), (*unsigned)(&h.Sessions), (*unsigned)(&h.Abandoned),
		(*unsigned)(&h.Segments), (*unsigned)(&h.Refused), (*unsigned)(&h.Defaults), (*wei)(&h.Defaulted))
	return h, err
}

// AddHistories adds each to what is known of its sender.
func (s *Store) AddHistories(ctx context.Context, list []payment.History) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error { return addAll(ctx, tx, historyTable(), list) })
	if err != nil {
		return fmt.Errorf("store the histories of %d senders: %w", len(list), err)
	}
	return nil
}

// History returns what is known of a sender: nothing but the address of one that
// never came.
func (s *Store) History(ctx context.Context, sender common.Address) (payment.History, error) {
	list, err := read(ctx, s.db, scanHistory, `SELECT `+historyColumns+` FROM histories WHERE sender = ?`, sender)
	if err != nil {
		return payment.History{}, fmt.Errorf("read the history of sender %s: %w", sender, err)
	}
	if len(list) == 0 {
		return payment.History{Sender: sender}, nil
	}
	return list[0], nil
}

// Histories returns what is known of all senders, the last seen first.
func (s *Store) Histories(ctx context.Context) ([]payment.History, error) {
	list, err := read(ctx, s.db, scanHistory, `SELECT `+historyColumns+` FROM histories ORDER BY last_seen DESC, sender`)
	if err != nil {
		return nil, fmt.Errorf("read the histories of senders: %w", err)
	}
	return list, nil
}
