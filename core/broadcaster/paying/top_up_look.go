package paying

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// maxPause bounds the time between two tries that fail.
const maxPause = time.Hour

// errUnlocking is why nothing is added to funds that their owner wants back:
// adding would end the unlock.
var errUnlocking = errors.New("deposit and reserve are being unlocked; cancel that, or fund them by hand")

// look does what is to be done now.
func (t *TopUp) look(ctx context.Context, now time.Time) {
	funds, err := t.cfg.Chain.Funds(ctx, t.cfg.Account)
	if err != nil {
		t.log.Debug("deposit and reserve can't be read", "err", err)
		return // what was known stays
	}
	t.cfg.Observer.FundsSeen(funds.Deposit, funds.Reserve, funds.MaxFloat(pm.Wei{}))
	s := judgeFunds(t.cfg.Deposit, t.cfg.Reserve, funds, t.cfg.Demand())
	open, found := t.records.open()
	switch {
	case found:
		t.follow(ctx, open, now)
	case t.most().IsZero() || !s.short():
		t.problem, t.failures = nil, 0
	case !now.Before(t.notBefore):
		t.problem = t.fill(ctx, s, now)
	}
	t.note(s, now)
	t.raise(t.judge(s, now))
}

// note keeps how things stand for Status.
func (t *TopUp) note(s standing, now time.Time) {
	used, _ := t.records.used(now)
	_, filling := t.records.open()
	left := s.lasts(t.rest(now))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.status = TopUpStatus{
		Funds: s.funds, WantDeposit: s.wantDeposit, WantReserve: s.wantReserve, Left: left,
		Added: used, Filling: filling, Problem: t.problem,
	}
}

// judge says whether there is a reason to alert somebody.
func (t *TopUp) judge(s standing, now time.Time) error {
	rest := t.rest(now)
	left := s.lasts(rest)
	soon := left > 0 && left < t.cfg.WarnBefore
	if !soon && !(s.short() && (t.most().IsZero() || t.problem != nil)) {
		return nil
	}
	cause := t.problem
	if cause == nil && !t.most().IsZero() {
		cause = t.capped(now)
	}
	return &FundsLowError{
		Account: t.cfg.Account, Deposit: s.funds.Deposit, Reserve: s.funds.Reserve,
		WantDeposit: s.wantDeposit, WantReserve: s.wantReserve, Left: left, Cause: cause,
	}
}

// rest is what may still be added today.
func (t *TopUp) rest(now time.Time) pm.Wei {
	used, _ := t.records.used(now)
	rest, _ := t.most().Sub(used) // 0 when the operator has lowered it
	return rest
}

func (t *TopUp) capped(now time.Time) *CapError {
	used, free := t.records.used(now)
	return &CapError{Cap: t.most(), Used: used, Free: free}
}

// follow learns what became of the transaction that was sent.
func (t *TopUp) follow(ctx context.Context, open topUp, now time.Time) {
	if open.ID == 0 {
		// The node ended between writing and sending, or sent and ended.
		t.problem = t.send(ctx, open, now, true)
		return
	}
	tx, err := t.cfg.Transactions.Transaction(ctx, open.ID)
	if err != nil {
		t.log.Debug("the transaction of a top-up can't be read", "tx", open.ID, "err", err)
		return
	}
	over, ok := ended(tx)
	switch {
	case !over:
		t.problem = nil
		if tx.Problem != "" {
			t.problem = fmt.Errorf("transaction %d waits: %s", open.ID, tx.Problem)
		}
	case ok:
		t.log.Info("deposit and reserve filled up", "account", t.cfg.Account, "deposit", open.Deposit, "reserve", open.Reserve, "tx", open.ID)
		open.Over = true
		t.concluded(t.records.set(ctx, open), nil, now)
	default:
		t.concluded(t.records.drop(ctx), fmt.Errorf("transaction %d, which was to fill them up, is %s: %s", open.ID, tx.State, tx.Problem), now)
	}
}

// concluded goes on after a transaction: with a pause, in which what is known of
// the funds follows.
func (t *TopUp) concluded(saved, problem error, now time.Time) {
	if saved != nil {
		t.problem = saved // the next look tries again
		return
	}
	t.problem = problem
	t.pause(problem != nil, now)
}

// pause sets the earliest time of the next try, later with each failure.
func (t *TopUp) pause(failed bool, now time.Time) {
	wait := t.cfg.Pause
	if failed {
		wait = min(t.cfg.Pause<<min(t.failures, 16), max(maxPause, t.cfg.Pause))
		t.failures++
	} else {
		t.failures = 0
	}
	t.notBefore = now.Add(wait)
}

// fill adds what is short, as far as the limit and the account let it.
func (t *TopUp) fill(ctx context.Context, s standing, now time.Time) error {
	if s.funds.WithdrawRound != 0 {
		t.pause(true, now)
		return errUnlocking
	}
	deposit, reserve, err := t.affordable(ctx, s, now)
	if err != nil {
		t.pause(true, now)
		return err
	}
	next := topUp{At: now.UTC(), Deposit: deposit, Reserve: reserve, Key: fmt.Sprintf("top up %s %d", t.cfg.Account, now.UnixNano())}
	if err := t.records.add(ctx, next); err != nil {
		t.pause(true, now)
		return err
	}
	return t.send(ctx, next, now, false)
}

// affordable is how much of what is short can be added now. Less than a tenth is
// not worth a transaction: a *CapError or a *ShortOfETHError.
func (t *TopUp) affordable(ctx context.Context, s standing, now time.Time) (deposit, reserve pm.Wei, err error) {
	worth := func(limit pm.Wei) bool {
		return !limit.IsZero() && !less(times(limit, 10), sum(s.shortDeposit, s.shortReserve))
	}
	limit := t.rest(now)
	if !worth(limit) {
		return deposit, reserve, t.capped(now)
	}
	balances, err := t.cfg.Funding.Balances(ctx, t.cfg.Account)
	if err != nil {
		return deposit, reserve, fmt.Errorf("read the account's ETH: %w", err)
	}
	deposit, reserve = s.within(limit)
	spare, _ := balances.ETH.Sub(t.cfg.Keep)
	if less(spare, sum(deposit, reserve)) {
		if !worth(spare) {
			return deposit, reserve, &ShortOfETHError{Account: t.cfg.Account, Need: sum(sum(deposit, reserve), t.cfg.Keep), Have: balances.ETH}
		}
		deposit, reserve = s.within(spare)
	}
	return deposit, reserve, nil
}

// send sends the transaction of a top-up that is stored. With again the one of an
// earlier run may be on its way already: then the top-up counts, come what may.
func (t *TopUp) send(ctx context.Context, u topUp, now time.Time, again bool) error {
	plan, err := t.cfg.Funding.Fund(ctx, t.cfg.Account, u.Deposit, u.Reserve)
	if err == nil && len(plan) != 1 {
		err = fmt.Errorf("%d calls were planned; expected 1", len(plan))
	}
	if err == nil {
		call := plan[0]
		call.Key = u.Key
		tx, sendErr := t.cfg.Transactions.Send(ctx, call)
		if err = sendErr; err == nil {
			t.log.Info("filling up deposit and reserve", "account", t.cfg.Account, "deposit", u.Deposit, "reserve", u.Reserve, "tx", tx.ID)
			u.ID = tx.ID
			return t.records.set(ctx, u)
		}
	}
	err = fmt.Errorf("fill up deposit and reserve: %w", err)
	t.pause(true, now)
	var saved error
	if u.Over = true; again {
		saved = t.records.set(ctx, u)
	} else {
		saved = t.records.drop(ctx)
	}
	return errors.Join(err, saved)
}
