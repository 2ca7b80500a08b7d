package paying

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Pay implements broadcaster.Payer. Errors:
//   - a *pm.Refusal with TicketParamsExpired, PriceChanged or TooManyTickets when
//     new terms are needed; with InsufficientDeposit, InsufficientReserve or
//     SenderUnlocking when the node's own funds don't do; with ChainUnavailable
//     before the chain was read;
//   - a *pm.TermsError for terms that are above the node's limits;
//   - a *DishonestError for an orchestrator that has cost too much;
//   - those of the chain and of the signer.
func (p *Payer) Pay(ctx context.Context, sub *core.Submission) (*pm.Payment, error) {
	payment, err := p.pay(ctx, sub)
	if err != nil {
		p.cfg.Observer.PaymentFailed(err)
		p.judge(err)
		return nil, err
	}
	return payment, nil
}

func (p *Payer) pay(ctx context.Context, sub *core.Submission) (*pm.Payment, error) {
	info := sub.Info
	now, err := p.cfg.Chain.Moment()
	if err != nil {
		return nil, err
	}
	var own pm.Funds
	if t := info.TicketParams; t != nil && !t.FaceValue.IsZero() && !t.WinProb.IsZero() {
		if own, err = p.cfg.Chain.Funds(ctx, p.cfg.Account); err != nil {
			return nil, fmt.Errorf("read this node's deposit and reserve: %w", err)
		}
	}
	f, err := p.open(sub, own, now)
	if err != nil {
		return nil, err
	}
	payment, err := p.cfg.Tickets.Pay(info.TicketParams, info.Price, f.tickets, now)
	p.accounts.mu.Lock()
	defer p.accounts.mu.Unlock()
	if err != nil {
		f.account.cancel(f)
		return nil, err
	}
	p.accounts.flights[payment] = f
	return payment, nil
}

// open decides on the tickets for a segment and sets aside what it may cost.
func (p *Payer) open(sub *core.Submission, own pm.Funds, moment pm.Moment) (*flight, error) {
	info, now := sub.Info, time.Now()
	limits := p.limits()
	if err := limits.Check(info.TicketParams, info.Price, 0, own, moment); err != nil {
		return nil, err
	}
	p.accounts.mu.Lock()
	defer p.accounts.mu.Unlock()
	if err := p.accounts.losses.check(keyOf(info).orchestrator, now); err != nil {
		return nil, err
	}
	a := p.accounts.of(info)
	if info.Price.Cmp(a.price) > 0 {
		return nil, pm.Refuse(pm.PriceChanged, "the orchestrator wants %v now, and quoted %v for the session", *info.Price, a.price)
	}
	fee, ev := pm.CreditCeil(EstimateFee(sub.Segment, sub.Profiles, *info.Price)), info.TicketParams.Credit()
	tickets, ok := pm.TicketsFor(fee, ev, a.free())
	if !ok {
		tickets = math.MaxInt64 // which breaks the limit
	}
	if tickets > 0 {
		if err := limits.Check(info.TicketParams, info.Price, tickets, own, moment); err != nil {
			return nil, err
		}
	}
	if tickets > pm.MaxTickets {
		return nil, &pm.TermsError{
			Code: pm.TermsTotalEV,
			Text: fmt.Sprintf("the segment takes %d tickets of %v each, and a payment has at most %d", tickets, ev, pm.MaxTickets),
		}
	}
	f := &flight{
		price: *info.Price, pixels: MostPixels(sub.Segment, sub.Profiles),
		tickets: int(tickets), value: ev.Mul(tickets), face: info.TicketParams.FaceValue,
	}
	a.open(f, most(fee, ev), now)
	return f, nil
}

// limits are those of the operator, as they are now.
func (p *Payer) limits() pm.Acceptance {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.cfg.Acceptance
	a.MaxPrice = p.maxPrice
	return a
}
