package earning

import (
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

const (
	// maxLookups is how many senders are remembered for having money, and how many
	// for having none. Others are looked up as unknown ones.
	maxLookups = 10_000
	// emptyFor is how long a sender without money is taken to have none: less than
	// it takes to ask again by hand.
	emptyFor = 10 * time.Second
)

// lookups keeps addresses that anybody can make by the million from costing a
// request to the chain each.
type lookups struct {
	perSecond int
	deposit   pm.Wei // that a sender should have

	mu sync.Mutex
	// guarded by mu:
	funded map[common.Address]struct{}
	empty  map[common.Address]time.Time // and when that was seen
	second time.Time                    // that is counted in
	count  int
}

func newLookups(perSecond int, deposit pm.Wei) *lookups {
	return &lookups{
		perSecond: perSecond, deposit: deposit, funded: make(map[common.Address]struct{}), empty: make(map[common.Address]time.Time),
	}
}

// allow says whether the chain may be asked for a sender's funds, or returns why
// the sender is refused unasked.
func (l *lookups) allow(sender common.Address, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.funded[sender]; ok {
		return nil
	}
	if at, ok := l.empty[sender]; ok && now.Sub(at) < emptyFor {
		return l.refusal(sender)
	}
	if now.Sub(l.second) >= time.Second || now.Before(l.second) {
		l.second, l.count = now, 0
	}
	if l.count++; l.count > l.perSecond {
		return pm.Refuse(pm.ChainUnavailable, "too many unknown senders ask at once, try again")
	}
	return nil
}

// found takes over what the chain said.
func (l *lookups) found(sender common.Address, funded bool, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if funded {
		delete(l.empty, sender)
		remember(l.funded, sender, struct{}{})
		return
	}
	delete(l.funded, sender)
	remember(l.empty, sender, now)
}

// remember sets an entry of a map that stays small: any other one makes room.
func remember[V any](m map[common.Address]V, key common.Address, v V) {
	if _, known := m[key]; !known && len(m) >= maxLookups {
		for other := range m {
			delete(m, other)
			break
		}
	}
	m[key] = v
}

// refusal is that of a sender without money.
func (l *lookups) refusal(sender common.Address) error {
	return pm.RefuseAmount(pm.InsufficientDeposit, l.deposit, pm.Wei{}, "sender %s has no deposit", sender)
}
