package redemption

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// step does what is to be done in a block, and returns how many tickets it has
// sent. An error of one ticket keeps none of the others from their turn.
func (r *Redeemer) step(ctx context.Context, now pm.Moment, policy pm.RedeemPolicy) (sent int, err error) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.StepTimeout)
	defer cancel()
	err = errors.Join(r.follow(ctx), r.settle(ctx))
	sent, failed := r.redeem(ctx, now, policy)
	err = errors.Join(err, failed)
	r.cfg.Observer.TicketsOpen(len(r.open.in(payment.TicketWaiting)), len(r.open.in(payment.TicketSent)))
	return sent, err
}

// redeem decides about the waiting tickets and sends those that are due.
func (r *Redeemer) redeem(ctx context.Context, now pm.Moment, policy pm.RedeemPolicy) (sent int, err error) {
	records := make(map[common.Hash]payment.Ticket)
	var waiting []pm.Waiting
	for _, t := range r.open.in(payment.TicketWaiting) {
		records[t.Hash()] = t
		waiting = append(waiting, pm.Waiting{WinningTicket: t.WinningTicket, Hash: t.Hash()})
	}
	if len(waiting) == 0 {
		r.alert(nil)
		return 0, nil
	}
	gas, ok := r.cfg.Chain.Gas()
	if !ok {
		return 0, errGasUnknown
	}
	decisions := policy.Decide(waiting, now, gas, r.funds(ctx, waiting))
	var errs []error
	alerts := make(map[common.Hash]string)
	for i := range decisions {
		d := &decisions[i]
		if d.Action == pm.RedeemNow {
			errs = append(errs, r.simulate(ctx, d))
		}
		if d.Alert {
			alerts[d.Hash] = d.Reason
		}
	}
	errs = append(errs, r.record(ctx, decisions, records))
	r.alert(alerts)
	for _, batch := range policy.Batches(decisions, gas) {
		err := r.send(ctx, batch, records)
		if err == nil {
			sent += len(batch)
		}
		errs = append(errs, err)
	}
	return sent, errors.Join(errs...)
}

// errGasUnknown: no endpoint has told the price of gas yet.
var errGasUnknown = errors.New("the price of gas is not known yet")

// funds of the senders of tickets, as far as they can be had.
func (r *Redeemer) funds(ctx context.Context, waiting []pm.Waiting) map[common.Address]pm.Funds {
	funds := make(map[common.Address]pm.Funds)
	for _, t := range waiting {
		if _, known := funds[t.Sender]; known {
			continue
		}
		if f, err := r.cfg.Chain.Funds(ctx, t.Sender); err == nil {
			funds[t.Sender] = f
		}
	}
	return funds
}

// simulate asks the contract about a ticket that is due, and lets it wait, or
// gives it up, where the contract would not pay. The returned error is of the way
// to the contract.
func (r *Redeemer) simulate(ctx context.Context, d *pm.RedeemDecision) error {
	err := r.cfg.Broker.CheckRedeem(ctx, r.cfg.Account, d.WinningTicket)
	if err == nil {
		return nil
	}
	d.Action, d.Reason = pm.RedeemWait, err.Error()
	var refused *pm.RedeemError
	if !errors.As(err, &refused) {
		return fmt.Errorf("ask for ticket %s: %w", d.Hash, err)
	}
	r.cfg.Observer.RedemptionFailed(err)
	switch {
	case refused.Fault == pm.RedeemUsed:
		d.Action, d.Reason = pm.RedeemDone, "another account redeemed it"
	case refused.Fault.Final():
		d.Action = pm.RedeemGiveUp
	}
	return nil
}

// record stores why tickets wait, and those that are lost.
func (r *Redeemer) record(ctx context.Context, decisions []pm.RedeemDecision, records map[common.Hash]payment.Ticket) error {
	var changed []payment.Ticket
	var histories []payment.History
	for _, d := range decisions {
		t := records[d.Hash]
		switch {
		case d.Action == pm.RedeemGiveUp:
			t = r.lost(t, d)
			if d.Unfunded {
				histories = append(histories, payment.History{Sender: t.Sender, LastSeen: t.Changed, Defaults: 1, Defaulted: t.FaceValue})
			}
		case d.Action == pm.RedeemDone:
			t.State, t.Reason, t.Changed = payment.TicketRedeemed, d.Reason, r.cfg.Now().UTC()
			r.log.Info("ticket was redeemed elsewhere", "ticket", d.Hash, "sender", t.Sender, "facevalue", t.FaceValue)
		case d.Action == pm.RedeemWait && t.Reason != d.Reason:
			t.Reason = d.Reason
			r.log.Debug("ticket waits", "ticket", d.Hash, "sender", t.Sender, "reason", t.Reason)
		default:
			continue
		}
		changed = append(changed, t)
	}
	return r.update(ctx, changed, nil, histories)
}

// lost is a ticket that will never be paid, with why it waited so long.
func (r *Redeemer) lost(t payment.Ticket, d pm.RedeemDecision) payment.Ticket {
	if t.Reason != "" {
		d.Reason += "; before, " + t.Reason
	}
	t.State, t.Reason, t.Changed = payment.TicketLost, d.Reason, r.cfg.Now().UTC()
	r.cfg.Observer.TicketLost(t)
	r.log.Error("ticket is lost", "ticket", d.Hash, "sender", t.Sender, "facevalue", t.FaceValue, "reason", t.Reason)
	return t
}

// alert tells of tickets that are about to expire, of each once.
func (r *Redeemer) alert(alerts map[common.Hash]string) {
	for hash, reason := range alerts {
		if !r.open.alerted(hash) {
			r.log.Error("ticket expires soon and is not redeemed", "ticket", hash, "reason", reason)
		}
	}
	r.open.setAlerts(alerts)
}

// update stores tickets, and then remembers them so.
func (r *Redeemer) update(ctx context.Context, ts []payment.Ticket, days []payment.DayTotal, histories []payment.History) error {
	if len(ts) == 0 {
		return nil
	}
	if err := r.cfg.Store.UpdateTickets(ctx, ts, days, histories); err != nil {
		return fmt.Errorf("keep what became of %d tickets: %w", len(ts), err)
	}
	r.open.update(ts)
	return nil
}

// send puts tickets into one transaction. They are marked as sent before it is,
// so that after a crash in between they are looked for in it.
func (r *Redeemer) send(ctx context.Context, batch []pm.WinningTicket, records map[common.Hash]payment.Ticket) error {
	intent := "redeem " + core.RandomID(16)
	list := make([]payment.Ticket, len(batch))
	for i, t := range batch {
		list[i] = records[t.Hash()]
		list[i].State, list[i].Reason, list[i].Intent, list[i].TxID = payment.TicketSent, "", intent, 0
		list[i].Changed = r.cfg.Now().UTC()
	}
	if err := r.update(ctx, list, nil, nil); err != nil {
		return err
	}
	return r.transmit(ctx, list)
}
