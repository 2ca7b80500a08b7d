package redemption

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// transmit sends the transaction of tickets that are marked for it. After an
// error find sees whether it was sent.
func (r *Redeemer) transmit(ctx context.Context, list []payment.Ticket) error {
	tx, err := r.submit(ctx, list)
	if err != nil {
		r.cfg.Observer.RedemptionFailed(err)
		return err
	}
	r.log.Info("tickets sent", "tickets", len(list), "id", tx.ID, "tx", tx.Last().Hash)
	return r.adopt(ctx, list, tx)
}

// find looks for the transaction of tickets that were marked for one when the
// process, or the way to the chain, broke off. Without one they wait again.
func (r *Redeemer) find(ctx context.Context, list []payment.Ticket) error {
	if list[0].Intent == "" {
		return r.back(ctx, list, "it was handed to another redeemer")
	}
	tx, found, err := r.cfg.Transactions.Find(ctx, list[0].Intent)
	switch {
	case err != nil:
		return fmt.Errorf("look for the transaction of %d tickets: %w", len(list), err)
	case !found:
		return r.back(ctx, list, "its transaction could not be sent")
	}
	return r.adopt(ctx, list, tx)
}

// adopt notes which transaction has the tickets.
func (r *Redeemer) adopt(ctx context.Context, list []payment.Ticket, tx chain.Transaction) error {
	for i := range list {
		list[i].TxID, list[i].TxHash = int64(tx.ID), tx.Last().Hash
	}
	return r.update(ctx, list, nil, nil)
}

func (r *Redeemer) submit(ctx context.Context, list []payment.Ticket) (chain.Transaction, error) {
	batch := make([]pm.WinningTicket, len(list))
	for i, t := range list {
		batch[i] = t.WinningTicket
	}
	plan, err := r.cfg.Broker.RedeemTickets(ctx, r.cfg.Account, batch)
	if err != nil {
		return chain.Transaction{}, fmt.Errorf("redeem %d tickets: %w", len(list), err)
	}
	if len(plan) != 1 {
		return chain.Transaction{}, fmt.Errorf("redemption: internal error: %d calls to redeem, not 1", len(plan))
	}
	plan[0].Key = list[0].Intent
	tx, err := r.cfg.Transactions.Send(ctx, plan[0])
	if err != nil {
		return chain.Transaction{}, fmt.Errorf("redeem %d tickets: %w", len(list), err)
	}
	return tx, nil
}

// back lets tickets wait again.
func (r *Redeemer) back(ctx context.Context, list []payment.Ticket, reason string) error {
	waiting := slices.Clone(list)
	for i := range waiting {
		waiting[i].State, waiting[i].Reason = payment.TicketWaiting, reason
		waiting[i].Intent, waiting[i].TxID, waiting[i].TxHash = "", 0, common.Hash{}
		waiting[i].Changed = r.cfg.Now().UTC()
	}
	return r.update(ctx, waiting, nil, nil)
}

// follow looks what became of the transactions with sent tickets.
func (r *Redeemer) follow(ctx context.Context) error {
	var errs []error
	for _, list := range byIntent(r.open.in(payment.TicketSent)) {
		if list[0].TxID == 0 {
			errs = append(errs, r.find(ctx, list))
			continue
		}
		errs = append(errs, r.conclude(ctx, list))
	}
	return errors.Join(errs...)
}

// byIntent groups tickets by their transaction.
func byIntent(ts []payment.Ticket) [][]payment.Ticket {
	groups := make(map[string][]payment.Ticket)
	for _, t := range ts {
		groups[t.Intent] = append(groups[t.Intent], t)
	}
	out := make([][]payment.Ticket, 0, len(groups))
	for _, list := range groups {
		out = append(out, list)
	}
	slices.SortFunc(out, func(a, b []payment.Ticket) int { return cmp.Compare(a[0].Intent, b[0].Intent) })
	return out
}

// conclude takes over what a transaction has come to.
func (r *Redeemer) conclude(ctx context.Context, list []payment.Ticket) error {
	tx, err := r.cfg.Transactions.Transaction(ctx, chain.TransactionID(list[0].TxID))
	if err != nil {
		return fmt.Errorf("transaction %d: %w", list[0].TxID, err)
	}
	switch tx.State {
	case chain.TxPending, chain.TxMined:
		return nil
	case chain.TxConfirmed:
		return r.paid(ctx, list, tx)
	}
	err = fmt.Errorf("transaction %d is %s: %s", tx.ID, tx.State, cmp.Or(tx.Problem, "no reason is known"))
	r.cfg.Observer.RedemptionFailed(err)
	r.log.Warn("redemption failed, its tickets wait again", "id", tx.ID, "state", tx.State, "tickets", len(list), "err", tx.Problem)
	return r.back(ctx, list, err.Error())
}

// paid books what a transaction in a block paid for its tickets. Those of a batch
// that it did not pay wait again: a refusal in a batch is silent (chain.md 3).
func (r *Redeemer) paid(ctx context.Context, list []payment.Ticket, tx chain.Transaction) error {
	hash := tx.Last().Hash
	if tx.Receipt != nil {
		hash = tx.Receipt.Hash
	}
	paid, gas, fee, err := r.cfg.Broker.RedeemOutcome(ctx, hash)
	if err != nil {
		return fmt.Errorf("outcome of transaction %d: %w", tx.ID, err)
	}
	var redeemed, unpaid []payment.Ticket
	for _, t := range list {
		amount, ok := paid[t.Hash()]
		if !ok {
			unpaid = append(unpaid, t)
			continue
		}
		t.State, t.Reason, t.Changed, t.TxHash, t.Paid = payment.TicketRedeemed, "", r.cfg.Now().UTC(), hash, amount
		redeemed = append(redeemed, t)
	}
	share(redeemed, gas, fee)
	if err := r.update(ctx, redeemed, nil, nil); err != nil {
		return err
	}
	if len(unpaid) == 0 {
		r.cfg.Observer.TransactionPaid(len(redeemed), gas)
	}
	for _, t := range redeemed {
		r.unsettled[t.Hash()] = t
		r.cfg.Observer.TicketRedeemed(t)
		r.log.Info("ticket redeemed", "ticket", t.Hash(), "sender", t.Sender, "paid", t.Paid, "fee", t.Fee, "tx", hash)
	}
	return r.back(ctx, unpaid, "the batch that it was in did not pay it")
}

// share divides a transaction's cost among its tickets; what does not divide goes
// to the first.
func share(ts []payment.Ticket, gas uint64, fee pm.Wei) {
	n := int64(len(ts))
	if n == 0 {
		return
	}
	each, rest := new(big.Int).QuoRem(fee.Int(), big.NewInt(n), new(big.Int))
	for i := range ts {
		ts[i].Gas = gas / uint64(n)
		ts[i].Fee, _ = pm.WeiFromInt(each)
	}
	ts[0].Gas += gas % uint64(n)
	ts[0].Fee, _ = pm.WeiFromInt(each.Add(each, rest))
}

// settle looks at redemptions until a reorganisation can no more undo them; then
// they count as income. Until then their tickets may be under way again, as their
// transaction is.
func (r *Redeemer) settle(ctx context.Context) error {
	byTx := make(map[int64][]payment.Ticket)
	for _, t := range r.unsettled {
		byTx[t.TxID] = append(byTx[t.TxID], t)
	}
	var errs []error
	for id, list := range byTx {
		tx, err := r.cfg.Transactions.Transaction(ctx, chain.TransactionID(id))
		stands := tx.State == chain.TxConfirmed && tx.Receipt != nil && tx.Receipt.Hash == list[0].TxHash
		switch {
		case err != nil:
			err = fmt.Errorf("transaction %d: %w", id, err)
		case !stands:
			err = r.undo(ctx, list, tx)
		case tx.Settled:
			err = r.count(ctx, list)
		default:
			continue
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, t := range list {
			delete(r.unsettled, t.Hash())
		}
	}
	return errors.Join(errs...)
}

// count adds settled redemptions to the income of their day. Without an Intent
// they are not looked at again.
func (r *Redeemer) count(ctx context.Context, list []payment.Ticket) error {
	settled := slices.Clone(list)
	var days []payment.DayTotal
	for i := range settled {
		t := &settled[i]
		t.Intent = ""
		days = append(days, payment.DayTotal{Day: payment.DayOf(t.Changed), Direction: payment.Earned, Peer: t.Sender, Redeemed: t.Paid, Gas: t.Fee})
	}
	return r.update(ctx, settled, days, nil)
}

// undo takes redemptions back; follow will see how they end.
func (r *Redeemer) undo(ctx context.Context, list []payment.Ticket, tx chain.Transaction) error {
	r.log.Warn("a reorganisation of the chain undid a redemption", "id", tx.ID, "state", tx.State, "tickets", len(list))
	undone := slices.Clone(list)
	for i := range undone {
		t := &undone[i]
		t.State, t.Reason, t.Changed = payment.TicketSent, "a reorganisation undid its redemption", r.cfg.Now().UTC()
		t.Paid, t.Fee, t.Gas = pm.Wei{}, pm.Wei{}, 0
	}
	return r.update(ctx, undone, nil, nil)
}
