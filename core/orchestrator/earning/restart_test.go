package earning_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// A payment is acknowledged when it is on disk, and not before.
func TestFlushWaitsForTheDisk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(cfg *earning.Config) { cfg.Store.(*database).hold = make(chan struct{}) })
		defer r.Close()
		s := r.sender()
		a := s.session("s1")
		require.NoError(t, r.Flush(t.Context(), a), "nothing is booked")
		require.NoError(t, r.Credit(t.Context(), a, s.payment(a, 1)))
		flushed := make(chan error, 1)
		go func() { flushed <- r.Flush(t.Context(), a) }()
		synctest.Wait()
		require.Empty(t, flushed)
		short, cancel := soon(t)
		defer cancel()
		require.ErrorIs(t, r.Flush(short, a), context.DeadlineExceeded)
		r.store.hold <- struct{}{}
		require.NoError(t, <-flushed)
		close(r.store.hold)
	})
}

// Payments that come while one is written share the next transaction.
func TestGroupCommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(cfg *earning.Config) { cfg.Store.(*database).hold = make(chan struct{}) })
		defer r.Close()
		s := r.sender()
		flushed := make(chan error, 100)
		for i := range 100 {
			a := s.session(core.SessionID(fmt.Sprint(i)))
			require.NoError(t, r.Credit(t.Context(), a, s.payment(a, 1)))
			go func() { flushed <- r.Flush(t.Context(), a) }()
			synctest.Wait()
		}
		r.store.hold <- struct{}{}
		synctest.Wait()
		require.Len(t, flushed, 1)
		r.store.hold <- struct{}{}
		synctest.Wait()
		require.Len(t, flushed, 100)
		require.Equal(t, 2, r.store.books)
		close(r.store.hold)
	})
}

// While the disk fails nothing is acknowledged, and in the end nothing is lost.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(cfg *earning.Config) { cfg.MaxBacklog = 5 })
		defer r.Close()
		s := r.sender()
		a := s.session("s1")
		require.NoError(t, s.credit(a, 1))
		r.store.set(func(s *database) { s.fail = errFull })
		for range 5 {
			require.NoError(t, r.Credit(t.Context(), a, s.payment(a, 1)))
			require.ErrorIs(t, r.Flush(t.Context(), a), errFull)
		}
		require.ErrorIs(t, r.Health(), errFull)
		require.Positive(t, r.seen.failed())
		err := r.Credit(t.Context(), a, s.payment(a, 1))
		require.ErrorIs(t, err, errFull, "too much waits for the disk")
		var refusal *pm.Refusal
		require.NotErrorAs(t, err, &refusal, "which is not the sender's fault")
		require.Equal(t, 1, r.seen.refused(""))
		r.store.set(func(s *database) { s.fail = nil })
		require.NoError(t, r.Flush(t.Context(), a), "after another attempt")
		require.NoError(t, r.Health())
		require.NoError(t, s.credit(a, 1))
		r.requireBalance(7*ticketEV, a)
		require.NoError(t, r.Close())
		require.Equal(t, "7000.000 wei", r.store.incomes["s1"].Balance.String())
		require.EqualValues(t, 7, r.store.day(a.Sender).Tickets)
	})
}

func TestCloseWritesWhatIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, nil)
		s := r.sender()
		a := s.session("s1")
		p := s.payment(a, 2)
		late := s.payment(a, 1)
		require.NoError(t, r.Credit(t.Context(), a, p))
		require.NoError(t, r.Close())
		require.NoError(t, r.Flush(t.Context(), a))
		require.Equal(t, "2000.000 wei", r.store.incomes["s1"].Balance.String())
		require.Error(t, r.Credit(t.Context(), a, late))
		r.requireBalance(2*ticketEV, a)
		require.NoError(t, r.Close(), "again")

		broken := start(t, nil)
		s = broken.sender()
		a = s.session("s1")
		broken.store.set(func(s *database) { s.fail = errFull })
		require.NoError(t, broken.Credit(t.Context(), a, s.payment(a, 1)))
		require.NoError(t, broken.Close())
		require.ErrorIs(t, broken.Flush(t.Context(), a), errFull, "nobody waits for ever")
	})
}

// A kill between credit and flush: the sender was told nothing, and the same
// tickets are good for the next process. After flush they are not, and their
// credit is there.
func TestKillBetweenCreditAndFlush(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, nil)
		s := r.sender()
		a := s.session("s1")
		require.NoError(t, s.credit(a, 2))
		kept := s.payment(a, 4)
		require.NoError(t, r.Credit(t.Context(), a, kept))
		require.NoError(t, r.Flush(t.Context(), a))
		r.store.set(func(s *database) { s.frozen = true })
		lost := s.payment(a, 8)
		require.NoError(t, r.Credit(t.Context(), a, lost))
		r.Debit(a, 50)
		r.requireBalance(13_500, a)
		disk := r.store.clone()
		require.NoError(t, r.Close())

		r.store, r.cfg.Store, r.cfg.Records = disk, disk, disk
		r.restart()
		defer r.Close()
		r.requireBalance(6000, a)
		requireRefusal(t, pm.NonceSeen, r.Credit(t.Context(), a, kept))
		r.requireBalance(6000, a)
		require.NoError(t, r.Credit(t.Context(), a, lost))
		require.NoError(t, r.Flush(t.Context(), a))
		r.requireBalance(14_000, a)
		requireRefusal(t, pm.NonceSeen, r.Credit(t.Context(), a, lost))
	})
}

// Accounts are kept for as long as their tokens can be good, over restarts too.
func TestIdleAccounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, nil)
		defer func() { require.NoError(t, r.Close()) }()
		s := r.sender()
		paid, owing, small := s.session("paid"), s.session("owing"), s.session("small")
		require.NoError(t, s.credit(paid, 3))
		r.Debit(owing, 200)
		r.Debit(small, 100)
		require.NoError(t, r.Flush(t.Context(), small))
		require.NoError(t, r.Close())
		time.Sleep(20 * time.Minute)
		r.restart()
		r.requireBalance(3000, paid)
		r.requireBalance(-2000, owing)
		time.Sleep(9 * time.Minute)
		require.Len(t, r.Accounts(), 3)
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		require.Empty(t, r.Accounts())
		require.Empty(t, r.store.incomes)
		require.EqualValues(t, 1, r.store.history(paid.Sender).Abandoned, "a ticket's worth is no debt")

		require.NotEmpty(t, r.store.nonces)
		r.chain.set(func(c *chain) { c.moment.Block += 200 })
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Empty(t, r.store.nonces)
		require.NoError(t, r.Close())
		time.Sleep(31 * time.Minute)
		r.restart()
		require.Empty(t, r.Accounts())
	})
}

// Whatever comes, is flushed, or is cut off: accounts are those of a simple
// model, no ticket counts twice, and what was flushed is never lost.
func TestAccountsAreThoseOfAModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := start(t, func(cfg *earning.Config) { cfg.MaxDebt = pm.NewWei(1e15) })
		defer func() { r.Close() }()
		s := r.sender()
		m := newModel(s)
		rt.Repeat(map[string]func(*rapid.T){
			"credit": m.credit,
			"replay": m.replay,
			"debit": func(rt *rapid.T) {
				a := m.account(rt)
				pixels := rapid.Int64Range(0, 500).Draw(rt, "pixels")
				r.Debit(a, pixels)
				m.balance[a.Session] -= pixels * perPixel
			},
			"flush": func(rt *rapid.T) {
				for _, a := range m.accounts {
					require.NoError(rt, r.Flush(t.Context(), a))
				}
				m.flushed()
			},
			"restart": func(rt *rapid.T) {
				require.NoError(rt, r.Close())
				r.restart()
			},
			"kill": m.kill,
			"": func(rt *rapid.T) {
				for id, a := range m.accounts {
					require.Equal(rt, pm.CreditOf(pm.NewWei(1)).Mul(m.balance[id]).String(), r.Balance(a).String())
				}
			},
		})
	})
}

// model has what accounts should be.
type model struct {
	s        *sender
	accounts map[core.SessionID]orchestrator.Account
	balance  map[core.SessionID]int64 // wei
	params   *pm.TicketParams
	taken    []taken
	disk     *model // as it was flushed
}

// taken is a payment and the account that it was taken for.
type taken struct {
	account orchestrator.Account
	payment *pm.Payment
}

func newModel(s *sender) *model {
	m := &model{s: s, accounts: make(map[core.SessionID]orchestrator.Account), balance: make(map[core.SessionID]int64)}
	for _, id := range []core.SessionID{"s1", "s2", "s3"} {
		m.accounts[id] = s.session(id)
		m.accounts[id] = orchestrator.Account{Sender: m.accounts[id].Sender, Session: id, Price: m.accounts[id].Price}
	}
	m.flushed()
	return m
}

func (m *model) account(rt *rapid.T) orchestrator.Account {
	return m.accounts[rapid.SampledFrom([]core.SessionID{"s1", "s2", "s3"}).Draw(rt, "session")]
}

// flushed says that all that was taken is on disk.
func (m *model) flushed() {
	disk := &model{balance: make(map[core.SessionID]int64), taken: append([]taken(nil), m.taken...)}
	for id, b := range m.balance {
		disk.balance[id] = b
	}
	m.disk = disk
}

func (m *model) credit(rt *rapid.T) {
	a, n := m.account(rt), rapid.IntRange(1, 5).Draw(rt, "tickets")
	if m.params == nil || rapid.Bool().Draw(rt, "fresh terms") {
		var err error
		m.params, err = m.s.rig.Params(m.s.rig.t.Context(), a)
		require.NoError(rt, err)
	}
	p := m.s.under(m.params, a, n)
	require.NoError(rt, m.s.rig.Credit(m.s.rig.t.Context(), a, p))
	m.balance[a.Session] += int64(n) * ticketEV
	m.taken = append(m.taken, taken{a, p})
}

// replay sends tickets that were taken, for any account.
func (m *model) replay(rt *rapid.T) {
	if len(m.taken) == 0 {
		return
	}
	old, a := rapid.SampledFrom(m.taken).Draw(rt, "payment"), m.account(rt)
	var refusal *pm.Refusal
	require.ErrorAs(rt, m.s.rig.Credit(m.s.rig.t.Context(), a, old.payment), &refusal)
	require.Contains(rt, []pm.Code{pm.NonceSeen, pm.SenderDenied}, refusal.Code)
}

// kill ends the process between any two of its steps: the disk has at least what
// was flushed, and is whole. What it has becomes the model.
func (m *model) kill(rt *rapid.T) {
	r := m.s.rig
	disk := r.store.clone()
	require.NoError(rt, r.Close())
	r.store, r.cfg.Store, r.cfg.Records = disk, disk, disk
	r.restart()
	var have int64
	for id, a := range m.accounts {
		balance, ok := r.Balance(a).Add(pm.CreditOf(pm.NewWei(1e15))).Wei()
		require.True(rt, ok)
		m.balance[id] = balance.Int().Int64() - 1e15
		have += m.balance[id]
	}
	day := disk.day(m.s.key.Address())
	require.Equal(rt, int64(day.Tickets)*ticketEV-day.Pixels*perPixel, have, "accounts and totals are of the same moment")
	m.keep(rt, disk)
}

// keep drops the payments that are not on disk; none of those is that was
// flushed, nor is a part of one.
func (m *model) keep(rt *rapid.T, disk *database) {
	var kept []taken
	for _, old := range m.taken {
		if n := onDisk(disk, old.payment); n == len(old.payment.Tickets) {
			kept = append(kept, old)
		} else {
			require.Zero(rt, n, "half a payment")
		}
	}
	require.GreaterOrEqual(rt, len(kept), len(m.disk.taken))
	for i, old := range m.disk.taken {
		require.Same(rt, old.payment, kept[i].payment)
	}
	m.taken, m.params = kept, nil
	m.flushed()
}

// onDisk counts the tickets of a payment that a disk knows.
func onDisk(disk *database, p *pm.Payment) (n int) {
	seen := payment.Nonces{}
	if k, ok := disk.nonces[p.Params.RecipientRandHash]; ok {
		seen = k
	}
	for _, t := range p.Tickets {
		if at := int(t.Nonce-1) / 8; at < len(seen.Seen) && seen.Seen[at]>>((t.Nonce-1)%8)&1 == 1 {
			n++
		}
	}
	return n
}
