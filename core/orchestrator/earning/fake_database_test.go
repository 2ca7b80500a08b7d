package earning_test

import (
	"context"
	"math/bits"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
)

// database is a Store in memory; mu guards its state.
type database struct {
	hold chan struct{} // Book waits for it when not nil; set before use

	mu        sync.Mutex
	fail      error
	frozen    bool // the process that writes is dead: nothing is kept any more
	books     int
	incomes   map[core.SessionID]payment.Income
	nonces    map[common.Hash]payment.Nonces
	tickets   map[common.Hash]payment.Ticket
	days      map[common.Address]payment.DayTotal
	histories map[common.Address]payment.History
	rules     []payment.Rule
}

func newDatabase() *database {
	return &database{
		incomes: make(map[core.SessionID]payment.Income), nonces: make(map[common.Hash]payment.Nonces),
		tickets: make(map[common.Hash]payment.Ticket), days: make(map[common.Address]payment.DayTotal),
		histories: make(map[common.Address]payment.History),
	}
}

func (s *database) set(change func(s *database)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// clone is the disk as another process finds it.
func (s *database) clone() *database {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := newDatabase()
	for k, v := range s.incomes {
		c.incomes[k] = v
	}
	for k, v := range s.nonces {
		c.nonces[k] = v
	}
	for k, v := range s.tickets {
		c.tickets[k] = v
	}
	for k, v := range s.days {
		c.days[k] = v
	}
	for k, v := range s.histories {
		c.histories[k] = v
	}
	return c
}

func (s *database) Book(ctx context.Context, bookings []payment.Booking) error {
	if s.hold != nil {
		select {
		case <-s.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.books++
	if s.fail != nil {
		return s.fail
	}
	if s.frozen {
		return nil
	}
	for _, b := range bookings {
		s.book(b)
	}
	return nil
}

func (s *database) book(b payment.Booking) {
	if b.Income != nil {
		s.incomes[b.Income.Session] = *b.Income
	}
	if n := b.Nonces; n != nil && ones(n.Seen) > ones(s.nonces[n.Commitment].Seen) {
		s.nonces[n.Commitment] = *n
	}
	for _, w := range b.Winners {
		s.tickets[w.Hash()] = payment.Ticket{WinningTicket: w, State: payment.TicketWaiting}
	}
	if b.Day != nil {
		s.days[b.Day.Peer] = b.Day.Plus(s.days[b.Day.Peer])
	}
	if b.History != nil {
		s.histories[b.History.Sender] = b.History.Plus(s.histories[b.History.Sender])
	}
}

func (s *database) Incomes(_ context.Context, after time.Time) ([]payment.Income, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []payment.Income
	for _, i := range s.incomes {
		if !i.Changed.Before(after) {
			list = append(list, i)
		}
	}
	return list, s.fail
}

func (s *database) DeleteIncomes(_ context.Context, before time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, i := range s.incomes {
		if i.Changed.Before(before) {
			delete(s.incomes, k)
		}
	}
	return s.fail
}

func (s *database) Nonces(context.Context) ([]payment.Nonces, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []payment.Nonces
	for _, n := range s.nonces {
		list = append(list, n)
	}
	return list, s.fail
}

func (s *database) DeleteNonces(_ context.Context, before uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, n := range s.nonces {
		if n.Expires < before {
			delete(s.nonces, k)
		}
	}
	return s.fail
}

func (s *database) Histories(context.Context) ([]payment.History, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []payment.History
	for _, h := range s.histories {
		list = append(list, h)
	}
	return list, s.fail
}

func (s *database) Rules(context.Context) ([]payment.Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rules), s.fail
}

func (s *database) Tickets(_ context.Context, q payment.TicketQuery) ([]payment.Ticket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []payment.Ticket
	for _, t := range s.tickets {
		if slices.Contains(q.States, t.State) {
			list = append(list, t)
		}
	}
	return list, s.fail
}

func (s *database) UpdateTickets(_ context.Context, ts []payment.Ticket, _ []payment.DayTotal, _ []payment.History) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	for _, t := range ts {
		s.tickets[t.Hash()] = t
	}
	return nil
}

// in returns the tickets in a state.
func (s *database) in(state payment.TicketState) []payment.Ticket {
	list, _ := s.Tickets(context.Background(), payment.TicketQuery{States: []payment.TicketState{state}})
	return list
}

func (s *database) day(peer common.Address) payment.DayTotal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.days[peer]
}

func (s *database) history(peer common.Address) payment.History {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.histories[peer]
}

// ones counts the bits that are set.
func ones(set []byte) (n int) {
	for _, b := range set {
		n += bits.OnesCount8(b)
	}
	return n
}
