package earning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

const (
	// queueTimeout bounds the handing over of one ticket.
	queueTimeout = 10 * time.Second
	// maxFailures is how many tickets in a row are tried before the redeemer is
	// taken to be away.
	maxFailures = 3
	// maxBackoff is how many times Config.Retry a courier waits at most.
	maxBackoff = 32
)

// courier brings winning tickets to the redeemer, and knows those that it does
// not have yet.
type courier struct {
	redeemer Redeemer
	handOver Tickets // nil for a redeemer that reads the same store
	retry    time.Duration
	now      func() time.Time
	log      *slog.Logger
	wake     chan struct{} // has room for one

	mu sync.Mutex
	// guarded by mu:
	pending map[common.Address]*big.Int // face values of what is not handed over
	bag     []payment.Ticket            // on disk, to be handed over
}

func newCourier(cfg *Config) *courier {
	return &courier{
		redeemer: cfg.Redeemer, handOver: cfg.HandOver, retry: cfg.Retry, now: cfg.Now, log: cfg.Log,
		wake: make(chan struct{}, 1), pending: make(map[common.Address]*big.Int),
	}
}

// restore picks up the tickets that another process did not get.
func (c *courier) restore(ctx context.Context) error {
	if c.handOver == nil {
		return nil
	}
	left, err := c.handOver.Tickets(ctx, payment.TicketQuery{States: []payment.TicketState{payment.TicketWaiting}})
	if err != nil {
		return fmt.Errorf("winning tickets to hand over: %w", err)
	}
	for _, t := range left {
		c.won([]pm.WinningTicket{t.WinningTicket})
	}
	c.put(left)
	return nil
}

// won counts tickets from the moment on in which they have won.
func (c *courier) won(tickets []pm.WinningTicket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range tickets {
		if c.pending[t.Sender] == nil {
			c.pending[t.Sender] = new(big.Int)
		}
		c.pending[t.Sender].Add(c.pending[t.Sender], t.FaceValue.Int())
	}
}

// booked takes the winners among bookings that are on disk.
func (c *courier) booked(bookings []payment.Booking) {
	var list []payment.Ticket
	for _, b := range bookings {
		for _, w := range b.Winners {
			list = append(list, payment.Ticket{WinningTicket: w, State: payment.TicketWaiting})
		}
	}
	c.put(list)
}

func (c *courier) put(list []payment.Ticket) {
	if len(list) == 0 {
		return
	}
	c.mu.Lock()
	c.bag = append(c.bag, list...)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// claims is what tickets that are not handed over claim of a sender.
func (c *courier) claims(sender common.Address) pm.Wei {
	c.mu.Lock()
	defer c.mu.Unlock()
	w, _ := pm.WeiFromInt(c.pending[sender])
	return w
}

// run hands tickets over until ctx ends. While that fails it waits longer and
// longer.
func (c *courier) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	wait := c.retry
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-timer.C:
		}
		if c.deliver(ctx) == 0 {
			wait = c.retry
			continue
		}
		timer.Reset(wait)
		wait = min(2*wait, c.retry*maxBackoff)
	}
}

// deliver tries each ticket in the bag once, those that failed before last, and
// returns how many are left.
func (c *courier) deliver(ctx context.Context) (left int) {
	c.mu.Lock()
	list := c.bag
	c.bag = nil
	c.mu.Unlock()
	var failed []payment.Ticket
	for i, t := range list {
		if len(failed) >= maxFailures || ctx.Err() != nil {
			failed = append(list[i:len(list):len(list)], failed...)
			break
		}
		if err := c.hand(ctx, t); err != nil {
			c.log.Warn("winning ticket not handed over, it is tried again", "ticket", t.Hash(), "sender", t.Sender, "err", err)
			failed = append(failed, t)
			continue
		}
		c.drop(t)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bag = append(failed, c.bag...)
	return len(c.bag)
}

// hand brings one ticket to the redeemer. It returns nil also for a ticket that
// will never be paid.
func (c *courier) hand(ctx context.Context, t payment.Ticket) error {
	ctx, cancel := context.WithTimeout(ctx, queueTimeout)
	defer cancel()
	err := c.redeemer.Queue(ctx, t.WinningTicket)
	var void *pm.RedeemError
	switch {
	case errors.As(err, &void) && void.Fault.Final():
		c.log.Error("a winning ticket is void", "ticket", t.Hash(), "sender", t.Sender, "facevalue", t.FaceValue, "err", err)
		return c.mark(ctx, t, payment.TicketLost, err.Error())
	case err != nil:
		return err
	}
	c.log.Debug("winning ticket handed over", "ticket", t.Hash(), "sender", t.Sender, "facevalue", t.FaceValue)
	return c.mark(ctx, t, payment.TicketSent, "handed over to the redeemer")
}

// mark keeps what became of a ticket, unless the redeemer does so itself.
func (c *courier) mark(ctx context.Context, t payment.Ticket, state payment.TicketState, reason string) error {
	if c.handOver == nil {
		return nil
	}
	t.State, t.Reason, t.Changed = state, reason, c.now().UTC()
	return c.handOver.UpdateTickets(ctx, []payment.Ticket{t}, nil, nil)
}

// drop takes a ticket out of what is pending.
func (c *courier) drop(t payment.Ticket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := c.pending[t.Sender]
	if sum.Sub(sum, t.FaceValue.Int()); sum.Sign() == 0 {
		delete(c.pending, t.Sender)
	}
}
