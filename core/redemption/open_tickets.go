package redemption

import (
	"context"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// openTickets are those that wait or are under way, by hash. All of it is guarded
// by mu.
type openTickets struct {
	mu       sync.Mutex
	tickets  map[common.Hash]payment.Ticket
	claims   map[common.Address]*big.Int
	alerts   map[common.Hash]string
	watchers map[chan struct{}]struct{} // each has room for one
}

func newOpenTickets() *openTickets {
	return &openTickets{
		tickets: make(map[common.Hash]payment.Ticket), claims: make(map[common.Address]*big.Int),
		alerts: make(map[common.Hash]string), watchers: make(map[chan struct{}]struct{}),
	}
}

// add takes tickets in that are not there; added says whether there was one.
func (o *openTickets) add(ts ...payment.Ticket) (added bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, t := range ts {
		if _, known := o.tickets[t.Hash()]; known {
			continue
		}
		added = true
		o.tickets[t.Hash()] = t
		o.claim(t, 1)
	}
	return added
}

// update takes over what has become of tickets.
func (o *openTickets) update(ts []payment.Ticket) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, t := range ts {
		hash := t.Hash()
		old, known := o.tickets[hash]
		if known {
			o.claim(old, -1)
			delete(o.tickets, hash)
		}
		if t.State == payment.TicketWaiting || t.State == payment.TicketSent {
			o.tickets[hash] = t
			o.claim(t, 1)
		}
	}
}

func (o *openTickets) claim(t payment.Ticket, times int64) {
	sum := o.claims[t.Sender]
	if sum == nil {
		sum = new(big.Int)
		o.claims[t.Sender] = sum
	}
	sum.Add(sum, new(big.Int).Mul(t.FaceValue.Int(), big.NewInt(times)))
	if sum.Sign() == 0 {
		delete(o.claims, t.Sender)
	}
}

// in returns the tickets in a state.
func (o *openTickets) in(state payment.TicketState) []payment.Ticket {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []payment.Ticket
	for _, t := range o.tickets {
		if t.State == state {
			list = append(list, t)
		}
	}
	return list
}

func (o *openTickets) pending(sender common.Address) pm.Wei {
	o.mu.Lock()
	defer o.mu.Unlock()
	w, ok := pm.WeiFromInt(o.claims[sender])
	if !ok && o.claims[sender] != nil { // beyond what there is of ETH
		w, _ = pm.WeiFromInt(pm.Always().Int())
	}
	return w
}

func (o *openTickets) alerted(ticket common.Hash) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, ok := o.alerts[ticket]
	return ok
}

func (o *openTickets) setAlerts(alerts map[common.Hash]string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alerts = alerts
}

// alert names a ticket that is about to expire.
func (o *openTickets) alert() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for hash, reason := range o.alerts {
		return &ExpiryAlert{Tickets: len(o.alerts), Ticket: hash, Reason: reason}
	}
	return nil
}

// ExpiryAlert says that winning tickets are about to expire unredeemed.
type ExpiryAlert struct {
	Tickets int
	// Ticket is one of them, and Reason why it was not redeemed.
	Ticket common.Hash
	Reason string
}

func (e *ExpiryAlert) Error() string {
	return fmt.Sprintf("%d winning tickets expire soon and are not redeemed, %s among them: %s", e.Tickets, e.Ticket, e.Reason)
}

func (o *openTickets) watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	o.mu.Lock()
	o.watchers[ch] = struct{}{}
	o.mu.Unlock()
	context.AfterFunc(ctx, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.watchers, ch)
		close(ch)
	})
	return ch
}

func (o *openTickets) publish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for ch := range o.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
