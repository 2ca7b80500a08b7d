package earning

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// shardCount spreads accounts over so many locks.
const shardCount = 64

// accountKey names an account: what a sender has in a session (wire.md 7).
type accountKey struct {
	sender  common.Address
	session core.SessionID
}

// account is what a sender has in a session.
type account struct {
	balance pm.Credit
	price   pm.Price
	changed time.Time
	booking uint64 // number of the last booking that changed it
}

// accounts are those of all sessions.
type accounts struct {
	seed   maphash.Seed
	shards [shardCount]shard
	debts  debts
}

// shard has some of the accounts.
type shard struct {
	mu   sync.Mutex
	open map[accountKey]*account // guarded by mu
}

func newAccounts() *accounts {
	a := &accounts{seed: maphash.MakeSeed(), debts: debts{of: make(map[common.Address]pm.Credit)}}
	for i := range a.shards {
		a.shards[i].open = make(map[accountKey]*account)
	}
	return a
}

func (a *accounts) shard(k accountKey) *shard {
	return &a.shards[maphash.Comparable(a.seed, k)%shardCount]
}

// change calls do with an account, which is opened if it is not there; fresh says
// so. Calls for one account come one after the other: do must be short.
func (a *accounts) change(k accountKey, price pm.Price, do func(acc *account, fresh bool)) {
	s := a.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	acc, known := s.open[k]
	if !known {
		acc = &account{price: price}
		s.open[k] = acc
	}
	before := owed(acc.balance)
	do(acc, !known)
	a.debts.add(k.sender, owed(acc.balance).Sub(before))
}

// read returns an account as it is, an empty one if it is not there.
func (a *accounts) read(k accountKey) account {
	s := a.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	if acc, ok := s.open[k]; ok {
		return *acc
	}
	return account{}
}

// restore opens an account as it was.
func (a *accounts) restore(i payment.Income) {
	a.change(accountKey{i.Sender, i.Session}, i.Price, func(acc *account, _ bool) {
		acc.balance, acc.changed = i.Balance, i.Changed
	})
}

// sweep closes the accounts that did not change since a time, and returns them.
func (a *accounts) sweep(since time.Time) []payment.Income {
	var closed []payment.Income
	for i := range a.shards {
		s := &a.shards[i]
		s.mu.Lock()
		for k, acc := range s.open {
			if acc.changed.Before(since) {
				closed = append(closed, acc.income(k))
				delete(s.open, k)
				a.debts.add(k.sender, owed(acc.balance).Neg())
			}
		}
		s.mu.Unlock()
	}
	return closed
}

// list returns all accounts, by sender and session.
func (a *accounts) list() []payment.Income {
	var all []payment.Income
	for i := range a.shards {
		s := &a.shards[i]
		s.mu.Lock()
		for k, acc := range s.open {
			all = append(all, acc.income(k))
		}
		s.mu.Unlock()
	}
	slices.SortFunc(all, func(x, y payment.Income) int {
		return cmp.Or(x.Sender.Cmp(y.Sender), cmp.Compare(x.Session, y.Session))
	})
	return all
}

func (acc *account) income(k accountKey) payment.Income {
	return payment.Income{Sender: k.sender, Session: k.session, Price: acc.price, Balance: acc.balance, Changed: acc.changed}
}

// owed is what a balance below 0 lacks.
func owed(balance pm.Credit) pm.Credit {
	if balance.Sign() >= 0 {
		return pm.Credit{}
	}
	return balance.Neg()
}

// debts are what senders owe over all their sessions.
type debts struct {
	mu sync.Mutex
	of map[common.Address]pm.Credit // guarded by mu; none is 0
}

func (d *debts) add(sender common.Address, more pm.Credit) {
	if more.Sign() == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of[sender] = d.of[sender].Add(more); d.of[sender].Sign() == 0 {
		delete(d.of, sender)
	}
}

func (d *debts) sum(sender common.Address) pm.Credit {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.of[sender]
}
