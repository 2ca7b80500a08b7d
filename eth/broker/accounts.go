package broker

import (
	"container/list"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// account is what is known of a sender.
type account struct {
	sender common.Address
	funds  pm.Funds
	known  bool // there are funds
	// right says that nothing has happened to the funds since they were read.
	right bool
	// asOf is when they were known to be right last; of right ones that is the time
	// of the last block, if that is later.
	asOf time.Time
	// changes counts what has happened, so that a read sees what came in between.
	changes uint64
	// reading is closed when the read in progress ends; nil without one.
	reading chan struct{}
	failed  error     // why the last read failed
	rest    time.Time // no read before
}

// accounts keeps funds of the senders that were asked for most recently.
type accounts struct {
	most int

	mu sync.Mutex // guards what follows
	// bySender has the elements of order, whose values are *account.
	bySender map[common.Address]*list.Element
	order    *list.List // the one asked for last first
	tip      uint64     // newest block that was heard of, 0 for none
	heard    time.Time  // when that was
}

func newAccounts(most int) *accounts {
	return &accounts{most: most, bySender: map[common.Address]*list.Element{}, order: list.New()}
}

// of returns a sender's account, a new one if need be. The caller has mu.
func (a *accounts) of(sender common.Address) *account {
	if e, ok := a.bySender[sender]; ok {
		a.order.MoveToFront(e)
		return e.Value.(*account)
	}
	if len(a.bySender) >= a.most {
		last := a.order.Back()
		a.order.Remove(last)
		delete(a.bySender, last.Value.(*account).sender)
	}
	acc := &account{sender: sender}
	a.bySender[sender] = a.order.PushFront(acc)
	return acc
}

// age says how old the funds are. The caller has mu.
func (a *accounts) age(acc *account, now time.Time) time.Duration {
	asOf := acc.asOf
	if acc.right && a.heard.After(asOf) {
		asOf = a.heard
	}
	return now.Sub(asOf)
}

// changed says that something has happened to a sender's funds.
func (a *accounts) changed(sender common.Address) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.bySender[sender]; ok {
		a.change(e.Value.(*account), time.Now())
	}
}

// changedAll says that something has happened that concerns all funds, and moves
// the tip.
func (a *accounts) changedAll(tip uint64) {
	now := time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, e := range a.bySender {
		a.change(e.Value.(*account), now)
	}
	a.tip, a.heard = tip, now
}

// change notes that acc's funds were right until now. The caller has mu.
func (a *accounts) change(acc *account, now time.Time) {
	if acc.right {
		acc.right, acc.asOf = false, now
	}
	acc.changes++
	acc.rest = time.Time{}
}

// hear says up to which block everything that happened is known.
func (a *accounts) hear(tip uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tip, a.heard = tip, time.Now()
}
