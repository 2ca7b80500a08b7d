package store_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/bits"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
)

// books are what a Store should hold.
type books struct {
	incomes   map[string]payment.Income
	nonces    map[common.Hash]payment.Nonces
	tickets   map[common.Hash]payment.Ticket
	days      map[string]payment.DayTotal
	histories map[common.Address]payment.History
	spendings map[string]payment.Spending
	rules     map[common.Address]payment.Rule
}

func newBooks() *books {
	return &books{
		incomes: map[string]payment.Income{}, nonces: map[common.Hash]payment.Nonces{}, tickets: map[common.Hash]payment.Ticket{},
		days: map[string]payment.DayTotal{}, histories: map[common.Address]payment.History{},
		spendings: map[string]payment.Spending{}, rules: map[common.Address]payment.Rule{},
	}
}

func (b *books) book(k payment.Booking) {
	if k.Income != nil {
		b.incomes[k.Income.Sender.Hex()+string(k.Income.Session)] = *k.Income
	}
	if n := k.Nonces; n != nil {
		if old, known := b.nonces[n.Commitment]; !known || count(n.Seen) > count(old.Seen) {
			b.nonces[n.Commitment] = *n
		}
	}
	for _, w := range k.Winners {
		b.addTicket(payment.Ticket{WinningTicket: w, State: payment.TicketWaiting, Received: k.Income.Changed, Changed: k.Income.Changed})
	}
	if k.Day != nil {
		b.addDay(*k.Day)
	}
	if k.History != nil {
		b.addHistory(*k.History)
	}
}

func count(seen []byte) (n int) {
	for _, b := range seen {
		n += bits.OnesCount8(b)
	}
	return n
}

func (b *books) addTicket(t payment.Ticket) (added bool) {
	if _, known := b.tickets[t.Hash()]; known {
		return false
	}
	b.tickets[t.Hash()] = t
	return true
}

func (b *books) addDay(d payment.DayTotal) {
	key := d.Day.String() + string(d.Direction) + d.Peer.Hex()
	if old, known := b.days[key]; known {
		d = old.Plus(d)
	}
	b.days[key] = d
}

func (b *books) addHistory(h payment.History) {
	if old, known := b.histories[h.Sender]; known {
		h = old.Plus(h)
	}
	b.histories[h.Sender] = h
}

// require compares all that is stored, and its order.
func (b *books) require(t *rapid.T, s *store.Store) {
	ctx := t.Context()
	incomes, err := s.Incomes(ctx, time.Time{})
	require.NoError(t, err)
	require.Equal(t, sorted(b.incomes, func(a, b payment.Income) int {
		return cmp.Or(a.Sender.Cmp(b.Sender), cmp.Compare(a.Session, b.Session))
	}), incomes)

	nonces, err := s.Nonces(ctx)
	require.NoError(t, err)
	require.Equal(t, sorted(b.nonces, func(a, b payment.Nonces) int { return cmp.Compare(a.Expires, b.Expires) }), nonces)

	tickets, err := s.Tickets(ctx, payment.TicketQuery{})
	require.NoError(t, err)
	require.Equal(t, sorted(b.tickets, func(a, b payment.Ticket) int {
		return cmp.Or(cmp.Compare(int64(a.Created.Number), int64(b.Created.Number)), b.FaceValue.Cmp(a.FaceValue), a.Hash().Cmp(b.Hash()))
	}), tickets)

	days, err := s.Days(ctx, time.Time{}, time.Time{})
	require.NoError(t, err)
	requireEqualDays(t, sorted(b.days, func(a, b payment.DayTotal) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Direction, b.Direction), a.Peer.Cmp(b.Peer))
	}), days)

	histories, err := s.Histories(ctx)
	require.NoError(t, err)
	require.Equal(t, sorted(b.histories, func(a, b payment.History) int {
		return cmp.Or(b.LastSeen.Compare(a.LastSeen), a.Sender.Cmp(b.Sender))
	}), histories)

	spendings, err := s.Spendings(ctx)
	require.NoError(t, err)
	require.Equal(t, sorted(b.spendings, func(a, b payment.Spending) int {
		return cmp.Or(a.Orchestrator.Cmp(b.Orchestrator), cmp.Compare(a.Token.SessionID, b.Token.SessionID))
	}), spendings)

	rules, err := s.Rules(ctx)
	require.NoError(t, err)
	require.Equal(t, sorted(b.rules, func(a, b payment.Rule) int { return a.Peer.Cmp(b.Peer) }), rules)
}

// sorted returns the values of m in order, nil for none.
func sorted[K comparable, V any](m map[K]V, by func(a, b V) int) []V {
	return slices.SortedFunc(maps.Values(m), by)
}

func genBooking() *rapid.Generator[payment.Booking] {
	return rapid.Custom(func(t *rapid.T) payment.Booking {
		var b payment.Booking
		if rapid.Bool().Draw(t, "has income") {
			b.Income = ptr(genIncome().Draw(t, "income"))
			b.Winners = rapid.SliceOfN(genWinner(), 0, 2).Draw(t, "winners")
		}
		if rapid.Bool().Draw(t, "has nonces") {
			b.Nonces = ptr(genNonces().Draw(t, "nonces"))
		}
		if rapid.Bool().Draw(t, "has day") {
			b.Day = ptr(genDay().Draw(t, "day"))
		}
		if rapid.Bool().Draw(t, "has history") {
			b.History = ptr(genHistory().Draw(t, "history"))
		}
		return b
	})
}

func ptr[T any](v T) *T { return &v }

// TestBooksAgainstModel does at random all that changes a Store, and requires
// that it holds the same as a model in memory, also after it was opened again.
func TestBooksAgainstModel(t *testing.T) {
	t.Parallel()
	dir, runs := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		m := &machine{path: filepath.Join(dir, fmt.Sprintf("%d.sqlite3", runs)), books: newBooks()}
		m.Reopen(t)
		t.Cleanup(func() { require.NoError(t, m.store.Close()) })
		t.Repeat(rapid.StateMachineActions(m))
	})
}

type machine struct {
	path  string
	store *store.Store
	*books
}

func (m *machine) Check(t *rapid.T) { m.require(t, m.store) }

func (m *machine) Reopen(t *rapid.T) {
	if m.store != nil {
		require.NoError(t, m.store.Close())
	}
	var err error
	m.store, err = store.Open(t.Context(), m.path)
	require.NoError(t, err)
}

func (m *machine) Book(t *rapid.T) {
	list := rapid.SliceOfN(genBooking(), 0, 5).Draw(t, "bookings")
	require.NoError(t, m.store.Book(t.Context(), list))
	for _, b := range list {
		m.book(b)
	}
}

func (m *machine) AddTicket(t *rapid.T) {
	ticket := payment.Ticket{
		WinningTicket: genWinner().Draw(t, "ticket"), State: rapid.SampledFrom(payment.TicketStates()).Draw(t, "state"),
		Received: genTime().Draw(t, "received"),
	}
	change(t, &ticket)
	if rapid.Bool().Draw(t, "known") && len(m.tickets) > 0 {
		ticket.WinningTicket = m.one(t).WinningTicket
	}
	added, err := m.store.AddTicket(t.Context(), ticket)
	require.NoError(t, err)
	require.Equal(t, m.addTicket(ticket), added)
}

// one draws a stored ticket.
func (m *machine) one(t *rapid.T) payment.Ticket {
	hash := rapid.SampledFrom(slices.SortedFunc(maps.Keys(m.tickets), common.Hash.Cmp)).Draw(t, "hash")
	got, err := m.store.Ticket(t.Context(), hash)
	require.NoError(t, err)
	require.Equal(t, m.tickets[hash], got)
	return got
}

// change draws all that changes in a ticket but its state.
func change(t *rapid.T, ticket *payment.Ticket) {
	ticket.Reason, ticket.Intent = rapid.String().Draw(t, "reason"), rapid.String().Draw(t, "intent")
	ticket.Changed, ticket.TxID = genTime().Draw(t, "changed"), rapid.Int64().Draw(t, "tx id")
	ticket.TxHash, ticket.Gas = genHash().Draw(t, "tx hash"), rapid.Uint64().Draw(t, "gas")
	ticket.Paid, ticket.Fee = genWei().Draw(t, "paid"), genWei().Draw(t, "fee")
}

// UpdateTickets changes one ticket by a legal step, and another by any.
func (m *machine) UpdateTickets(t *rapid.T) {
	if len(m.tickets) == 0 {
		t.Skip("no tickets")
	}
	first, second := m.one(t), m.one(t)
	change(t, &first)
	change(t, &second)
	second.State = rapid.SampledFrom(append(payment.TicketStates(), "other")).Draw(t, "state")
	days, histories := []payment.DayTotal{genDay().Draw(t, "day")}, []payment.History{genHistory().Draw(t, "history")}
	err := m.store.UpdateTickets(t.Context(), []payment.Ticket{first, second}, days, histories)
	if from := m.tickets[second.Hash()].State; !from.CanBecome(second.State) {
		var step *store.StepError
		require.ErrorAs(t, err, &step)
		require.Equal(t, store.StepError{Ticket: second.Hash(), From: from, To: second.State}, *step)
		return // and nothing has changed, which Check finds
	}
	require.NoError(t, err)
	m.tickets[first.Hash()] = first
	m.tickets[second.Hash()] = second
	m.addDay(days[0])
	m.addHistory(histories[0])
}

func (m *machine) AddDays(t *rapid.T) {
	list := rapid.SliceOfN(genDay(), 0, 3).Draw(t, "days")
	require.NoError(t, m.store.AddDays(t.Context(), list))
	for _, d := range list {
		m.addDay(d)
	}
}

func (m *machine) AddHistories(t *rapid.T) {
	list := rapid.SliceOfN(genHistory(), 0, 3).Draw(t, "histories")
	require.NoError(t, m.store.AddHistories(t.Context(), list))
	for _, h := range list {
		m.addHistory(h)
		got, err := m.store.History(t.Context(), h.Sender)
		require.NoError(t, err)
		require.Equal(t, h.Sender, got.Sender)
	}
}

func (m *machine) SaveSpendings(t *rapid.T) {
	list := rapid.SliceOfN(genSpending(), 0, 3).Draw(t, "spendings")
	days := rapid.SliceOfN(genDay(), 0, 2).Draw(t, "days")
	require.NoError(t, m.store.SaveSpendings(t.Context(), list, days))
	for _, p := range list {
		m.spendings[p.Orchestrator.Hex()+string(p.Token.SessionID)] = p
	}
	for _, d := range days {
		m.addDay(d)
	}
}

func (m *machine) Rule(t *rapid.T) {
	r := payment.Rule{
		Peer: genAddress().Draw(t, "peer"), Allow: rapid.Bool().Draw(t, "allow"), Note: rapid.String().Draw(t, "note"),
		Changed: genTime().Draw(t, "changed"),
	}
	if rapid.Bool().Draw(t, "delete") {
		require.NoError(t, m.store.DeleteRule(t.Context(), r.Peer))
		delete(m.rules, r.Peer)
		return
	}
	require.NoError(t, m.store.SetRule(t.Context(), r))
	m.rules[r.Peer] = r
}

func (m *machine) Delete(t *rapid.T) {
	before, block := genTime().Draw(t, "before"), rapid.Uint64Range(990, 1001).Draw(t, "block")
	left, err := m.store.Incomes(t.Context(), before)
	require.NoError(t, err)
	require.NoError(t, m.store.DeleteIncomes(t.Context(), before))
	maps.DeleteFunc(m.incomes, func(_ string, i payment.Income) bool { return i.Changed.Before(before) })
	require.Len(t, left, len(m.incomes), "what is not deleted is what Incomes returned")
	require.NoError(t, m.store.DeleteSpendings(t.Context(), before))
	maps.DeleteFunc(m.spendings, func(_ string, p payment.Spending) bool { return p.Changed.Before(before) })
	require.NoError(t, m.store.DeleteNonces(t.Context(), block))
	maps.DeleteFunc(m.nonces, func(_ common.Hash, n payment.Nonces) bool { return n.Expires < block })
}
