package earning

import (
	"context"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Credit takes a payment, which may be nil, and refuses an account that does not
// cover the work under way. What of a refused payment is good stays booked: its
// tickets count, and those that won are redeemed (wire.md 7). Errors are
// *pm.Refusal, or this node's fault.
func (e *Earner) Credit(ctx context.Context, a orchestrator.Account, p *pm.Payment) error {
	err := e.credit(ctx, a, p)
	if err != nil {
		e.refused(a, err)
	}
	return err
}

func (e *Earner) credit(ctx context.Context, a orchestrator.Account, p *pm.Payment) error {
	switch {
	case a.Price == nil || !a.Price.Valid():
		return noPrice()
	case p != nil && p.Sender != a.Sender:
		return pm.Refuse(pm.InvalidTicketSender, "invalid ticket sender")
	case a.Price.IsFree():
		return e.risk.check(a.Sender, e.cfg.Now())
	}
	if err := e.journal.room(); err != nil {
		return err
	}
	now, funds, err := e.standing(ctx, a.Sender)
	if err != nil {
		return err
	}
	if err := e.receive(ctx, a, p, now, funds); err != nil {
		return err
	}
	return e.covers(a)
}

// receive takes the tickets of a payment.
func (e *Earner) receive(ctx context.Context, a orchestrator.Account, p *pm.Payment, now pm.Moment, funds pm.Funds) error {
	if p == nil || len(p.Tickets) == 0 {
		return nil
	}
	if p.Params != nil {
		float, err := e.maxFloat(ctx, a.Sender, funds)
		if err != nil {
			return err
		}
		if float.Cmp(p.Params.FaceValue) < 0 {
			return pm.RefuseAmount(pm.InsufficientReserve, p.Params.FaceValue, float, "insufficient sender reserve")
		}
	}
	got, err := e.cfg.Recipient.Receive(p, *a.Price, now)
	if got.Tickets > 0 {
		e.book(a, got)
	}
	return err
}

// book credits tickets.
func (e *Earner) book(a orchestrator.Account, got pm.Received) {
	now := e.cfg.Now().UTC()
	e.courier.won(got.Winners)
	history := payment.History{Sender: a.Sender, FirstSeen: now, LastSeen: now}
	key := accountKey{a.Sender, a.Session}
	e.accounts.change(key, *a.Price, func(acc *account, fresh bool) {
		if fresh {
			history.Sessions = 1
		}
		acc.balance, acc.changed = acc.balance.Add(got.Credit), now
		income := acc.income(key)
		acc.booking = e.journal.add(payment.Booking{
			Income:  &income,
			Nonces:  &payment.Nonces{Commitment: got.Commitment, Seen: got.Seen, Expires: got.Expires},
			Winners: got.Winners,
			Day: &payment.DayTotal{
				Day: payment.DayOf(now), Direction: payment.Earned, Peer: a.Sender, Tickets: uint64(got.Tickets), Value: got.Credit,
				Winners: uint64(len(got.Winners)), FaceValue: faceValues(got.Winners),
			},
			History: &history,
		})
	})
	e.risk.note(history)
	e.cfg.Observer.TicketsReceived(a.Sender, got.Tickets, got.Credit, len(got.Winners))
}

func faceValues(winners []pm.WinningTicket) pm.Wei {
	if len(winners) == 0 {
		return pm.Wei{}
	}
	sum := new(big.Int)
	for _, w := range winners {
		sum.Add(sum, w.FaceValue.Int())
	}
	w, _ := pm.WeiFromInt(sum)
	return w
}

// limits are amounts of the configuration as accounts have them, for every segment
// is held against them.
type limits struct {
	ticket, debt, wei pm.Credit // a ticket's expected value, the most owed elsewhere, 1 wei
}

// covers refuses an account that has neither a ticket's worth (wire.md 5) nor half
// of what the work under way is expected to cost, beyond what the sender owes
// elsewhere. A wei less is as good: peers count in other fractions.
func (e *Earner) covers(a orchestrator.Account) error {
	if a.Work == 0 {
		return nil // a payment alone
	}
	have := e.accounts.read(accountKey{a.Sender, a.Session}).balance
	need := e.needed(a, have)
	if have.Cmp(need) >= 0 || have.Add(e.limits.wei).Cmp(need) >= 0 {
		return nil
	}
	if have.Sign() < 0 { // what is owed here is needed too
		need, have = need.Sub(have), pm.Credit{}
	}
	return pm.RefuseAmount(pm.LowPMBalance, wholeWei(need), wholeWei(have), "Insufficient balance")
}

func (e *Earner) needed(a orchestrator.Account, have pm.Credit) pm.Credit {
	need := e.limits.ticket
	if half := a.Price.Cost(a.Work / 2); half.Cmp(need) > 0 {
		need = half
	}
	elsewhere := e.accounts.debts.sum(a.Sender).Sub(owed(have))
	if elsewhere.Cmp(e.limits.debt) > 0 {
		need = need.Add(elsewhere)
	}
	return need
}

// wholeWei is an amount that is 0 or more in wei, rounded up.
func wholeWei(c pm.Credit) pm.Wei {
	w, ok := c.Wei()
	if ok && pm.CreditOf(w).Cmp(c) < 0 {
		w, _ = w.Add(pm.NewWei(1))
	}
	return w
}

// refused counts a refusal.
func (e *Earner) refused(a orchestrator.Account, err error) {
	var refusal *pm.Refusal
	var code pm.Code
	if errors.As(err, &refusal) {
		code = refusal.Code
	}
	e.cfg.Observer.PaymentRefused(a.Sender, code)
	if !countsAgainst(err) || a.Sender == (common.Address{}) {
		return
	}
	now := e.cfg.Now().UTC()
	history := payment.History{Sender: a.Sender, FirstSeen: now, LastSeen: now, Refused: 1}
	e.risk.note(history)
	e.journal.add(payment.Booking{History: &history})
}

// Flush returns when all that was booked on the account is on disk.
func (e *Earner) Flush(ctx context.Context, a orchestrator.Account) error {
	return e.journal.wait(ctx, e.accounts.read(accountKey{a.Sender, a.Session}).booking)
}

// Debit charges the account for pixels that were delivered.
func (e *Earner) Debit(a orchestrator.Account, pixels int64) {
	if a.Price == nil || !a.Price.Valid() {
		return
	}
	now, cost := e.cfg.Now().UTC(), a.Price.Cost(pixels)
	history := payment.History{Sender: a.Sender, FirstSeen: now, LastSeen: now, Segments: 1}
	booking := payment.Booking{History: &history, Day: &payment.DayTotal{
		Day: payment.DayOf(now), Direction: payment.Earned, Peer: a.Sender, Segments: 1, Pixels: pixels, Work: cost,
	}}
	if a.Price.IsFree() {
		e.journal.add(booking)
	} else {
		key := accountKey{a.Sender, a.Session}
		e.accounts.change(key, *a.Price, func(acc *account, _ bool) {
			acc.balance, acc.changed = acc.balance.Sub(cost), now
			income := acc.income(key)
			booking.Income = &income
			acc.booking = e.journal.add(booking)
		})
	}
	e.risk.note(history)
	e.cfg.Observer.WorkCharged(a.Sender, pixels, cost)
}

// Balance of the account.
func (e *Earner) Balance(a orchestrator.Account) *pm.Credit {
	balance := e.accounts.read(accountKey{a.Sender, a.Session}).balance
	return &balance
}
