package paying

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// accountKey names an account. The address where segments go is part of it, so
// that nobody takes the credit with another by claiming its name.
type accountKey struct {
	orchestrator common.Address
	uri          string
	session      core.SessionID
}

// account is what this node has with one orchestrator in one session. It is
// guarded by accounts.mu.
type account struct {
	key   accountKey
	token core.AuthToken
	// price that was quoted for the session; no higher one is paid.
	price   pm.Price
	balance pm.Credit // as confirmed by answers
	flights map[*flight]struct{}
	changed time.Time

	// taken says that a stream uses the session, dead that its token is not
	// accepted any more.
	taken, dead bool
	// grace is how much may be missing and is no loss: of an account that was read
	// from the ledger, what was spent of it just before the end may not be written.
	grace pm.Credit
	// dirty says that it is to be written.
	dirty bool
}

// flight is a segment that was paid for and is not settled.
type flight struct {
	account *account
	price   pm.Price
	pixels  int64 // the most that are believed
	// aside is what of the balance is set aside for it; below 0 it is a debt that
	// its tickets pay.
	aside   pm.Credit
	tickets int
	value   pm.Credit // of the tickets
	face    pm.Wei    // of each
	// otherValue and otherCost are of flights that were settled meanwhile. The
	// orchestrator may have counted them or not when it answers this one.
	otherValue, otherCost pm.Credit
}

// free is the balance without what is set aside.
func (a *account) free() pm.Credit {
	sum := a.balance
	for f := range a.flights {
		sum = sum.Sub(f.aside)
	}
	return sum
}

// open sets aside what a segment needs of the balance; tickets bring the rest.
func (a *account) open(f *flight, need pm.Credit, now time.Time) {
	f.account = a
	f.aside = least(a.free(), need)
	a.flights[f] = struct{}{}
	a.changed = now
}

// cancel takes back a flight that did not begin.
func (a *account) cancel(f *flight) { delete(a.flights, f) }

// land ends a flight: value is what its tickets brought, cost what it is charged.
func (a *account) land(f *flight, value, cost pm.Credit, now time.Time) {
	delete(a.flights, f)
	a.balance = a.balance.Add(value).Sub(cost)
	for other := range a.flights {
		other.otherValue = other.otherValue.Add(value)
		other.otherCost = other.otherCost.Add(cost)
	}
	a.changed, a.dirty = now, true
}

// reconcile takes over the balance that came with the answer to f, as far as
// flights that the orchestrator may have counted or not leave no doubt. It
// returns what is missing. Nobody is talked into a debt this way.
func (a *account) reconcile(f *flight, said pm.Credit) (missing pm.Credit) {
	low := said.Sub(f.otherCost)
	high := said.Add(f.otherValue)
	for other := range a.flights {
		low = low.Sub(other.value)
		high = high.Add(other.price.Cost(other.pixels))
	}
	before := a.balance
	switch {
	case before.Cmp(low) < 0:
		a.balance = low
	case before.Cmp(high) > 0:
		a.balance = most(high, least(before, pm.Credit{}))
		missing = before.Sub(a.balance)
	}
	return a.forgive(missing)
}

// forgive uses up grace. It returns what is left of the loss.
func (a *account) forgive(missing pm.Credit) pm.Credit {
	part := least(a.grace, missing)
	a.grace = a.grace.Sub(part)
	return missing.Sub(part)
}

// empty takes an orchestrator at its word that the balance does not do, where it
// does not say what it is. It returns what is missing.
func (a *account) empty() (missing pm.Credit) {
	if a.balance.Sign() <= 0 {
		return pm.Credit{}
	}
	missing, a.balance = a.balance, pm.Credit{}
	return a.forgive(missing)
}

// usable says whether the session can be taken up by a stream at that time.
func (a *account) usable(now time.Time) bool {
	return !a.taken && !a.dead && a.balance.Sign() > 0 &&
		now.Add(leastLife).Before(a.token.Expiration) && now.Sub(a.changed) < idleLife
}

func (a *account) spending() payment.Spending {
	return payment.Spending{
		Orchestrator: a.key.orchestrator, URI: a.key.uri, Token: a.token, Price: a.price,
		Balance: a.balance, Changed: a.changed,
	}
}

func least(a, b pm.Credit) pm.Credit {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b pm.Credit) pm.Credit {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}
