package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
)

const ticketColumns = `recipient, sender, face_value, win_prob, sender_nonce, rand_hash, created_round, created_hash,
	sig, rand, params_expire, received, state, reason, changed, intent, tx_id, tx_hash, paid, gas, fee`

// StepError says that a ticket can't come into a state from the one that it is
// in.
type StepError struct {
	Ticket   common.Hash
	From, To payment.TicketState
}

func (e *StepError) Error() string {
	return fmt.Sprintf("ticket %s is %s and can't become %s; read it again", e.Ticket, e.From, e.To)
}

// AddTicket stores a winning ticket unless one with its hash is there; added
// says whether it was new.
func (s *Store) AddTicket(ctx context.Context, t payment.Ticket) (added bool, err error) {
	err = s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		n, err := addTickets(ctx, tx, []payment.Ticket{t})
		added = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store ticket %s: %w", t.Hash(), err)
	}
	return added, nil
}

// addTickets stores the tickets that are not there yet and counts them.
func addTickets(ctx context.Context, tx *sql.Tx, list []payment.Ticket) (added int64, err error) {
	for _, t := range list {
		done, err := tx.ExecContext(ctx, `INSERT INTO tickets (hash, `+ticketColumns+`)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING`,
			append([]any{
				t.Hash(), t.Recipient, t.Sender, wei(t.FaceValue), winProb(t.WinProb), t.SenderNonce, t.RecipientRandHash,
				unsigned(t.Created.Number), t.Created.BlockHash, blob(t.Sig), common.Hash(t.Rand), unsigned(t.ParamsExpire),
				instant(t.Received),
			}, fate(t)...)...)
		if err != nil {
			return 0, err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return 0, err
		}
		added += n
	}
	return added, nil
}

// fate lists the columns of a ticket that change.
func fate(t payment.Ticket) []any {
	return []any{
		string(t.State), t.Reason, instant(t.Changed), t.Intent, t.TxID, t.TxHash, wei(t.Paid), unsigned(t.Gas), wei(t.Fee),
	}
}

// UpdateTickets stores what became of tickets, and adds to days and histories,
// altogether or not at all. Errors: ErrNotFound, *StepError.
func (s *Store) UpdateTickets(ctx context.Context, ts []payment.Ticket, days []payment.DayTotal, histories []payment.History) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, t := range ts {
			if err := updateTicket(ctx, tx, t); err != nil {
				return err
			}
		}
		return errors.Join(addAll(ctx, tx, dayTable(), days), addAll(ctx, tx, historyTable(), histories))
	})
	if err != nil {
		return fmt.Errorf("update %d tickets: %w", len(ts), err)
	}
	return nil
}

func updateTicket(ctx context.Context, tx *sql.Tx, t payment.Ticket) error {
	hash := t.Hash()
	var state payment.TicketState
	err := tx.QueryRowContext(ctx, `SELECT state FROM tickets WHERE hash = ?`, hash).Scan(&state)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("ticket %s: %w", hash, ErrNotFound)
	case err != nil:
		return err
	case !state.CanBecome(t.State):
		return &StepError{Ticket: hash, From: state, To: t.State}
	}
	_, err = tx.ExecContext(ctx, `UPDATE tickets SET state = ?, reason = ?, changed = ?, intent = ?, tx_id = ?, tx_hash = ?,
		paid = ?, gas = ?, fee = ? WHERE hash = ?`, append(fate(t), hash)...)
	return err
}

// Tickets returns the tickets that q selects, those that expire first, and of
// these the ones of the highest face value.
func (s *Store) Tickets(ctx context.Context, q payment.TicketQuery) ([]payment.Ticket, error) {
	terms, args := []string{"changed >= ?"}, []any{instant(q.Since)}
	if q.Sender != (common.Address{}) {
		terms, args = append(terms, "sender = ?"), append(args, q.Sender)
	}
	if len(q.States) > 0 {
		terms = append(terms, "state IN (?"+strings.Repeat(", ?", len(q.States)-1)+")")
		for _, state := range q.States {
			args = append(args, string(state))
		}
	}
	// Amounts have no leading zeros: of two the longer one is the higher.
	list, err := read(ctx, s.db, scanTicket, `SELECT `+ticketColumns+` FROM tickets WHERE `+strings.Join(terms, " AND ")+`
		ORDER BY created_round, length(face_value) DESC, face_value DESC, hash LIMIT ?`, append(args, limit(q.Limit))...)
	if err != nil {
		return nil, fmt.Errorf("read tickets: %w", err)
	}
	return list, nil
}

// Ticket returns the ticket with that hash, or ErrNotFound.
func (s *Store) Ticket(ctx context.Context, hash common.Hash) (payment.Ticket, error) {
	list, err := read(ctx, s.db, scanTicket, `SELECT `+ticketColumns+` FROM tickets WHERE hash = ?`, hash)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return payment.Ticket{}, fmt.Errorf("read ticket %s: %w", hash, err)
	}
	return list[0], nil
}

func scanTicket(r row) (t payment.Ticket, err error) {
	err = r.Scan(&t.Recipient, &t.Sender, (*wei)(&t.FaceValue), (*winProb)(&t.WinProb), &t.SenderNonce, &t.RecipientRandHash,
		(*unsigned)(&t.Created.Number), &t.Created.BlockHash, (*blob)(&t.Sig), (*common.Hash)(&t.Rand), (*unsigned)(&t.ParamsExpire),
		(*instant)(&t.Received), &t.State, &t.Reason, (*instant)(&t.Changed), &t.Intent, &t.TxID, &t.TxHash,
		(*wei)(&t.Paid), (*unsigned)(&t.Gas), (*wei)(&t.Fee))
	return t, err
}
