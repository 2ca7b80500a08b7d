package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/mattn/go-sqlite3"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// ErrNonceInUse says that another transaction of the account has the nonce and
// can still take effect.
var ErrNonceInUse = errors.New("another transaction has this nonce")

// AddTransaction stores a new record and returns its id; the one in t is
// ignored. It returns ErrNonceInUse when the nonce is not free.
func (s *Store) AddTransaction(ctx context.Context, t chain.Transaction) (chain.TransactionID, error) {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		inserted, err := tx.ExecContext(ctx, `INSERT INTO transactions
			(chain_id, sender, nonce, recipient, value, data, gas_limit, label, intent, created, state, settled, settled_at,
			 problem, mined_hash, block_number, block_hash, ok, gas_used, gas_price, revert_data)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			append([]any{
				t.ChainID, t.From, t.Nonce, t.To, wei(t.Value), blob(t.Data), t.GasLimit, t.Label, t.Key,
				instant(t.Created),
			}, outcome(t)...)...)
		if err != nil {
			return err
		}
		id, err := inserted.LastInsertId()
		t.ID = chain.TransactionID(id)
		return errors.Join(err, putAttempts(ctx, tx, t))
	})
	if unique := (sqlite3.Error{}); errors.As(err, &unique) && unique.ExtendedCode == sqlite3.ErrConstraintUnique {
		err = ErrNonceInUse
	}
	if err != nil {
		return 0, fmt.Errorf("store transaction %q with nonce %d: %w", t.Label, t.Nonce, err)
	}
	return t.ID, nil
}

// UpdateTransaction stores what can change in a record: its state, attempts,
// receipt and problem. It returns ErrNotFound for an unknown id.
func (s *Store) UpdateTransaction(ctx context.Context, t chain.Transaction) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		updated, err := tx.ExecContext(ctx, `UPDATE transactions SET state = ?, settled = ?, settled_at = ?, problem = ?,
			mined_hash = ?, block_number = ?, block_hash = ?, ok = ?, gas_used = ?, gas_price = ?, revert_data = ? WHERE id = ?`,
			append(outcome(t), t.ID)...)
		if err != nil {
			return err
		}
		if n, err := updated.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNotFound)
		}
		return putAttempts(ctx, tx, t)
	})
	if err != nil {
		return fmt.Errorf("update transaction %d: %w", t.ID, err)
	}
	return nil
}

// outcome lists the columns of a transaction that change.
func outcome(t chain.Transaction) []any {
	var settled time.Time
	if t.Settled {
		settled = time.Now()
	}
	list := []any{t.State, t.Settled, instant(settled), t.Problem}
	if r := t.Receipt; r != nil {
		return append(list, r.Hash, r.BlockNumber, r.BlockHash, r.OK, r.GasUsed, wei(r.GasPrice), blob(r.RevertData))
	}
	return append(list, nil, nil, nil, nil, nil, nil, nil)
}

// putAttempts stores the attempts. An attempt that is there already only
// changes in when it was sent.
func putAttempts(ctx context.Context, tx *sql.Tx, t chain.Transaction) error {
	for i, a := range t.Attempts {
		_, err := tx.ExecContext(ctx, `INSERT INTO attempts
			(transaction_id, number, hash, raw, fee_cap, tip_cap, cancel, signed, sent)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET sent = excluded.sent WHERE sent <> excluded.sent`,
			t.ID, i, a.Hash, blob(a.Raw), wei(a.FeeCap), wei(a.TipCap), a.Cancel,
			instant(a.Signed), instant(a.Sent))
		if err != nil {
			return err
		}
	}
	return nil
}

// DeleteTransactions deletes the records that were settled before that time, but
// for those that redeemed a winning ticket. With a record goes its Key: what is
// sent later under it is sent again.
func (s *Store) DeleteTransactions(ctx context.Context, settledBefore time.Time) error {
	const old = `settled = 1 AND settled_at < ? AND NOT EXISTS (SELECT 1 FROM tickets WHERE tx_id <> 0 AND tx_id = transactions.id)`
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		before := instant(settledBefore)
		_, err := tx.ExecContext(ctx, `DELETE FROM attempts WHERE transaction_id IN (SELECT id FROM transactions WHERE `+old+`)`, before)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM transactions WHERE `+old, before)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete old transactions: %w", err)
	}
	return nil
}

// Transactions returns the records that q selects, the newest first.
func (s *Store) Transactions(ctx context.Context, q chain.TransactionQuery) ([]chain.Transaction, error) {
	var list []chain.Transaction
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		list, err = transactions(ctx, tx, q)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read transactions: %w", err)
	}
	return list, nil
}

func transactions(ctx context.Context, tx *sql.Tx, q chain.TransactionQuery) ([]chain.Transaction, error) {
	where, args := condition(q)
	rows, err := tx.QueryContext(ctx, `SELECT id, chain_id, sender, nonce, recipient, value, data, gas_limit, label, intent,
		created, state, settled, problem, mined_hash, block_number, block_hash, ok, gas_used, gas_price, revert_data
		FROM transactions WHERE `+where+` ORDER BY id DESC LIMIT ?`, append(args, limit(q.Limit))...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []chain.Transaction
	for rows.Next() {
		t, err := scanTransaction(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Attempts, err = attempts(ctx, tx, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// condition is the WHERE clause of a query.
func condition(q chain.TransactionQuery) (where string, args []any) {
	terms := []string{"TRUE"}
	add := func(on bool, term string, arg ...any) {
		if on {
			terms, args = append(terms, term), append(args, arg...)
		}
	}
	add(q.ChainID != 0, "chain_id = ?", q.ChainID)
	add(q.From != common.Address{}, "sender = ?", q.From)
	add(q.ID != 0, "id = ?", q.ID)
	add(q.Key != "", "intent <> '' AND intent = ?", q.Key)
	add(q.Unsettled, "settled = 0")
	if len(q.States) > 0 {
		add(true, "state IN (?"+strings.Repeat(", ?", len(q.States)-1)+")")
		for _, state := range q.States {
			args = append(args, state)
		}
	}
	return strings.Join(terms, " AND "), args
}

// limit turns "0 for all" into SQLite's word for it.
func limit(n int) int {
	if n <= 0 {
		return -1
	}
	return n
}

// scanTransaction reads a row of the SELECT above.
func scanTransaction(rows *sql.Rows) (chain.Transaction, error) {
	var (
		t               chain.Transaction
		hash, blockHash sql.Null[common.Hash]
		block, gasUsed  sql.Null[uint64]
		ok              sql.Null[bool]
		gasPrice        sql.Null[wei]
		revert          sql.Null[blob]
	)
	err := rows.Scan(&t.ID, &t.ChainID, &t.From, &t.Nonce, &t.To, (*wei)(&t.Value), (*blob)(&t.Data), &t.GasLimit,
		&t.Label, &t.Key, (*instant)(&t.Created), &t.State, &t.Settled, &t.Problem,
		&hash, &block, &blockHash, &ok, &gasUsed, &gasPrice, &revert)
	if hash.Valid {
		t.Receipt = &chain.Receipt{
			Hash: hash.V, BlockNumber: block.V, BlockHash: blockHash.V, OK: ok.V,
			GasUsed: gasUsed.V, GasPrice: pm.Wei(gasPrice.V), RevertData: revert.V,
		}
	}
	return t, err
}

func attempts(ctx context.Context, tx *sql.Tx, id chain.TransactionID) ([]chain.Attempt, error) {
	rows, err := tx.QueryContext(ctx, `SELECT hash, raw, fee_cap, tip_cap, cancel, signed, sent
		FROM attempts WHERE transaction_id = ? ORDER BY number`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []chain.Attempt
	for rows.Next() {
		var a chain.Attempt
		if err := rows.Scan(&a.Hash, (*blob)(&a.Raw), (*wei)(&a.FeeCap), (*wei)(&a.TipCap), &a.Cancel,
			(*instant)(&a.Signed), (*instant)(&a.Sent)); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}
