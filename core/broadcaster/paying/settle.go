package paying

import (
	"errors"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Settle implements broadcaster.Payer. Tickets count as spent once an answer
// began (wire.md 5), unless it says that they were not taken.
func (p *Payer) Settle(sub *core.Submission, s broadcaster.Settlement) {
	p.accounts.mu.Lock()
	f := p.accounts.flights[sub.Payment]
	if f == nil {
		p.accounts.mu.Unlock()
		return
	}
	delete(p.accounts.flights, sub.Payment)
	end := p.accounts.settle(f, s, time.Now())
	p.accounts.mu.Unlock()
	p.tell(f, s, end)
	p.journal.changed()
}

// ending is what became of a flight.
type ending struct {
	taken  bool // the tickets were
	losses []LossEvent
}

// settle ends a flight; mu is held.
func (l *accounts) settle(f *flight, s broadcaster.Settlement, now time.Time) ending {
	a := f.account
	end := ending{taken: s.Answered && ticketsTaken(s.Err)}
	var value, cost pm.Credit
	day := payment.DayTotal{Day: payment.DayOf(now), Direction: payment.Spent, Peer: a.key.orchestrator}
	if end.taken {
		value = f.value
		day.Tickets, day.Value = uint64(f.tickets), f.value
	}
	if s.Answered && s.Pixels > 0 {
		day.Pixels = min(s.Pixels, f.pixels)
		cost = f.price.Cost(day.Pixels)
		day.Segments, day.Work = 1, cost
	}
	a.land(f, value, cost, now)
	if tokenDead(s.Err) {
		a.dead = true
	}
	if day.Tickets > 0 || day.Segments > 0 {
		l.addDay(day)
	}
	lose := func(cause LossCause, amount pm.Credit) {
		if amount.Sign() > 0 {
			e := LossEvent{Orchestrator: a.key.orchestrator, Cause: cause, Amount: amount}
			l.losses.add(e, now)
			end.losses = append(end.losses, e)
		}
	}
	if s.Err != nil {
		lose(LossGarbage, cost)
	} else {
		l.losses.good(a.key.orchestrator, cost)
	}
	if s.Answered && !end.taken {
		lose(LossRefused, f.value)
	}
	if missing := a.hear(f, s); missing.Cmp(pm.CreditOf(pm.NewWei(1))) > 0 { // peers may round
		lose(LossMissing, missing)
	}
	return end
}

// hear takes over what an answer says of the balance. It returns what is missing.
func (a *account) hear(f *flight, s broadcaster.Settlement) (missing pm.Credit) {
	var refusal *pm.Refusal
	low := errors.As(s.Err, &refusal) && refusal.Code == pm.LowPMBalance
	switch {
	case !s.Answered:
		return pm.Credit{}
	case s.Balance != nil:
		return a.reconcile(f, *s.Balance)
	case low && refusal.Have != nil:
		return a.reconcile(f, pm.CreditOf(*refusal.Have))
	case low:
		return a.empty()
	}
	return pm.Credit{}
}

// tell logs and observes what became of a flight.
func (p *Payer) tell(f *flight, s broadcaster.Settlement, end ending) {
	p.lost(end.losses...)
	if end.taken && f.tickets > 0 {
		p.cfg.Observer.TicketsSent(TicketsEvent{
			Orchestrator: f.account.key.orchestrator, Tickets: f.tickets, Value: f.value, FaceValue: f.face,
		})
		p.demand.note(time.Now(), Demand{FaceValue: f.face, Spent: f.value})
	}
	var refusal *pm.Refusal
	switch {
	case errors.As(s.Err, &refusal):
		p.cfg.Observer.PaymentFailed(s.Err)
		p.judge(s.Err)
	case end.taken && s.Err == nil:
		p.judge(nil)
	}
}

// ticketsTaken says whether an orchestrator that answers so has looked at the
// tickets and taken them.
func ticketsTaken(err error) bool {
	for _, before := range []error{
		core.ErrTokenMissing, core.ErrTokenInvalid, core.ErrTokenExpired, core.ErrIncompatible,
		core.ErrSegmentSignature, core.ErrOrchestratorCapped,
	} {
		if errors.Is(err, before) {
			return false
		}
	}
	var refusal *pm.Refusal
	return !errors.As(err, &refusal) || refusal.Code == pm.LowPMBalance
}

func tokenDead(err error) bool {
	return errors.Is(err, core.ErrTokenMissing) || errors.Is(err, core.ErrTokenInvalid) || errors.Is(err, core.ErrTokenExpired)
}
