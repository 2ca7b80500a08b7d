package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
)

// Book stores bookings as one transaction. Of an account's states the last one
// counts, of a commitment's the one that saw the most tickets. Winners become
// waiting tickets, unless they are known; they were received when their account
// changed.
func (s *Store) Book(ctx context.Context, bookings []payment.Booking) error {
	if len(bookings) == 0 {
		return nil
	}
	c := changesOf(bookings)
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := putIncomes(ctx, tx, c.incomes.list); err != nil {
			return fmt.Errorf("accounts: %w", err)
		}
		if err := putNonces(ctx, tx, c.nonces.list); err != nil {
			return fmt.Errorf("nonces: %w", err)
		}
		if _, err := addTickets(ctx, tx, c.winners); err != nil {
			return fmt.Errorf("winning tickets: %w", err)
		}
		return errors.Join(addAll(ctx, tx, dayTable(), c.days.list), addAll(ctx, tx, historyTable(), c.histories.list))
	})
	if err != nil {
		return fmt.Errorf("store %d bookings: %w", len(bookings), err)
	}
	return nil
}

// changes are what bookings come to together, so that an entry that many of them
// change is written once.
type changes struct {
	incomes   merged[incomeKey, payment.Income]
	nonces    merged[common.Hash, payment.Nonces]
	winners   []payment.Ticket
	days      merged[dayKey, payment.DayTotal]
	histories merged[common.Address, payment.History]
}

type incomeKey struct {
	sender  common.Address
	session core.SessionID
}

type dayKey struct {
	day       int64 // Unix time
	direction payment.Direction
	peer      common.Address
}

func changesOf(bookings []payment.Booking) changes {
	var c changes
	for _, b := range bookings {
		received := time.Now().UTC()
		if i := b.Income; i != nil {
			received = i.Changed
			c.incomes.add(incomeKey{i.Sender, i.Session}, *i, func(_, last payment.Income) payment.Income { return last })
		}
		if b.Nonces != nil {
			c.nonces.add(b.Nonces.Commitment, *b.Nonces, laterNonces)
		}
		for _, w := range b.Winners {
			c.winners = append(c.winners, payment.Ticket{
				WinningTicket: w, State: payment.TicketWaiting, Received: received, Changed: received,
			})
		}
		if d := b.Day; d != nil {
			c.days.add(dayKey{payment.DayOf(d.Day).Unix(), d.Direction, d.Peer}, *d, payment.DayTotal.Plus)
		}
		if b.History != nil {
			c.histories.add(b.History.Sender, *b.History, payment.History.Plus)
		}
	}
	return c
}

// merged is a list with one value for each key, in the order in which the keys
// came first.
type merged[K comparable, V any] struct {
	at   map[K]int
	list []V
}

// add adds a value, or joins it with the one that is there.
func (m *merged[K, V]) add(key K, v V, join func(old, v V) V) {
	if m.at == nil {
		m.at = make(map[K]int)
	}
	i, known := m.at[key]
	if known {
		m.list[i] = join(m.list[i], v)
		return
	}
	m.at[key] = len(m.list)
	m.list = append(m.list, v)
}
