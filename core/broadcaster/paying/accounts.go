package paying

import (
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

const (
	// leastLife is how long a token must live for its session to be taken up.
	leastLife = 4 * time.Minute
	// idleLife is how long after its last segment a session's account counts:
	// existing nodes forget it after 10 minutes (wire.md 7).
	idleLife = 9 * time.Minute
)

// accounts are all accounts of a Payer, and what is to be written of them.
type accounts struct {
	mu      sync.Mutex
	all     map[accountKey]*account // guarded by mu, as all that follows
	flights map[*pm.Payment]*flight
	losses  *losses
	days    map[dayKey]payment.DayTotal // not yet written
}

type dayKey struct {
	day  time.Time
	peer common.Address
}

func newAccounts(maxLoss pm.Wei) *accounts {
	return &accounts{
		all: make(map[accountKey]*account), flights: make(map[*pm.Payment]*flight),
		losses: newLosses(maxLoss), days: make(map[dayKey]payment.DayTotal),
	}
}

// keyOf names the account of a session.
func keyOf(info *core.OrchestratorInfo) accountKey {
	k := accountKey{orchestrator: info.Address, uri: info.URI}
	if k.orchestrator == (common.Address{}) && info.TicketParams != nil {
		k.orchestrator = info.TicketParams.Recipient
	}
	if info.Token != nil {
		k.session = info.Token.SessionID
	}
	return k
}

// of returns the account of a session, a new one if there is none; mu is held.
// Who asks for it uses the session.
func (l *accounts) of(info *core.OrchestratorInfo) *account {
	key := keyOf(info)
	a := l.all[key]
	if a == nil {
		a = &account{key: key, price: *info.Price, flights: make(map[*flight]struct{})}
		if info.Token != nil {
			a.token = *info.Token
		}
		l.all[key] = a
	}
	a.taken = true
	return a
}

// resume takes the account with the most credit among those that go on under
// these terms; nil if there is none. mu is held.
func (l *accounts) resume(info *core.OrchestratorInfo, now time.Time) *account {
	key := keyOf(info)
	var best *account
	for _, a := range l.all {
		if a.key.orchestrator != key.orchestrator || a.key.uri != key.uri || !a.usable(now) || a.price.Cmp(*info.Price) != 0 {
			continue
		}
		if best == nil || a.balance.Cmp(best.balance) > 0 {
			best = a
		}
	}
	if best != nil {
		best.taken = true
	}
	return best
}

// sweep forgets accounts that cannot be used any more and returns what was left
// in them; mu is held.
func (l *accounts) sweep(now time.Time) (lost []LossEvent) {
	for key, a := range l.all {
		if a.taken || a.dirty || len(a.flights) > 0 || a.usable(now) {
			continue
		}
		delete(l.all, key)
		if a.balance.Sign() > 0 {
			lost = append(lost, LossEvent{Orchestrator: key.orchestrator, Cause: LossExpired, Amount: a.balance})
		}
	}
	return lost
}

// restore takes over an account of an earlier run.
func (l *accounts) restore(s payment.Spending) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := accountKey{orchestrator: s.Orchestrator, uri: s.URI, session: s.Token.SessionID}
	l.all[key] = &account{
		key: key, token: s.Token, price: s.Price, balance: s.Balance, flights: make(map[*flight]struct{}),
		changed: s.Changed, grace: s.Balance,
	}
}

// addDay adds to what is to be written of today; mu is held.
func (l *accounts) addDay(d payment.DayTotal) {
	key := dayKey{d.Day, d.Peer}
	sum, there := l.days[key]
	if !there {
		l.days[key] = d
		return
	}
	sum.Segments += d.Segments
	sum.Pixels += d.Pixels
	sum.Work = sum.Work.Add(d.Work)
	sum.Tickets += d.Tickets
	sum.Value = sum.Value.Add(d.Value)
	l.days[key] = sum
}

// unsaved takes what is to be written.
func (l *accounts) unsaved() (changed []payment.Spending, days []payment.DayTotal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.all {
		if a.dirty {
			a.dirty = false
			changed = append(changed, a.spending())
		}
	}
	for _, d := range l.days {
		days = append(days, d)
	}
	clear(l.days)
	return changed, days
}

// putBack gives back what could not be written.
func (l *accounts) putBack(changed []payment.Spending, days []payment.DayTotal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range changed {
		if a := l.all[accountKey{orchestrator: s.Orchestrator, uri: s.URI, session: s.Token.SessionID}]; a != nil {
			a.dirty = true
		}
	}
	for _, d := range days {
		l.addDay(d)
	}
}
