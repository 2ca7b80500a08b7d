package earning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// nonceMargin is for how many blocks after their end commitments are remembered
// on disk: an endpoint may lag behind after a restart.
const nonceMargin = 100

// Earner is an orchestrator's side of payments. See the package comment.
type Earner struct {
	cfg      Config
	log      *slog.Logger
	accounts *accounts
	journal  *journal
	courier  *courier
	floats   *floats
	risk     *risk
	lookups  *lookups
	limits   limits

	mu           sync.RWMutex
	maxFaceValue pm.Wei // guarded by mu

	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// New returns an Earner that is not started. Its error names what is missing.
func New(cfg Config) (*Earner, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	e := &Earner{
		cfg: cfg, log: cfg.Log, accounts: newAccounts(), journal: newJournal(cfg.MaxBacklog, cfg.Retry),
		courier: newCourier(&cfg), floats: newFloats(&cfg), risk: newRisk(cfg.Risk, cfg.Records), lookups: newLookups(cfg.LookupsPerSecond, cfg.leastDeposit()),
		limits:       limits{ticket: pm.CreditOf(cfg.TicketEV), debt: pm.CreditOf(cfg.MaxDebt), wei: pm.CreditOf(pm.NewWei(1))},
		maxFaceValue: cfg.MaxFaceValue, cancel: func() {},
	}
	e.journal.book, e.journal.written, e.journal.failed = cfg.Store.Book, e.courier.booked, e.bookingFailed
	return e, nil
}

// Start reads accounts, nonces and what is known of senders, and begins to write.
// The work ends with ctx or Close.
func (e *Earner) Start(ctx context.Context) error {
	if err := errors.Join(e.restore(ctx), e.risk.refresh(ctx), e.courier.restore(ctx)); err != nil {
		return fmt.Errorf("start payments: %w", err)
	}
	own, cancel := context.WithCancel(ctx)
	e.cancel = cancel
	e.wg.Go(func() { e.journal.run(own) })
	e.wg.Go(func() { e.courier.run(own) })
	e.wg.Go(func() { e.sweepLoop(own) })
	return nil
}

// Close writes what is not on disk and waits for all work. It may be called
// again.
func (e *Earner) Close() error {
	e.cancel()
	e.wg.Wait()
	return nil
}

// restore brings accounts and nonces back.
func (e *Earner) restore(ctx context.Context) error {
	incomes, err := e.cfg.Store.Incomes(ctx, e.cfg.Now().Add(-e.cfg.AccountIdle))
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	for _, i := range incomes {
		e.accounts.restore(i)
	}
	nonces, err := e.cfg.Store.Nonces(ctx)
	if err != nil {
		return fmt.Errorf("nonces: %w", err)
	}
	for _, n := range nonces {
		e.cfg.Recipient.Restore(n.Commitment, n.Seen, n.Expires)
	}
	if len(incomes)+len(nonces) > 0 {
		e.log.Info("Accounts of senders restored", "accounts", len(incomes), "commitments", len(nonces))
	}
	return nil
}

func (e *Earner) bookingFailed(err error) {
	e.cfg.Observer.BookingFailed(err)
	e.log.Error("Payments could not be written, and no segment is taken until they are", "err", err)
}

// sweepLoop forgets what is over.
func (e *Earner) sweepLoop(ctx context.Context) {
	ticker := time.NewTicker(e.cfg.SweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := e.sweep(ctx); err != nil && ctx.Err() == nil {
				e.log.Warn("Old accounts not all deleted, it is tried again", "err", err)
			}
		}
	}
}

func (e *Earner) sweep(ctx context.Context) error {
	since := e.cfg.Now().Add(-e.cfg.AccountIdle)
	for _, gone := range e.accounts.sweep(since) {
		e.abandoned(gone)
	}
	errs := []error{e.cfg.Store.DeleteIncomes(ctx, since), e.Refresh(ctx)}
	if now, err := e.cfg.Chain.Moment(); err == nil {
		e.cfg.Recipient.Expire(now)
		if now.Block > nonceMargin {
			errs = append(errs, e.cfg.Store.DeleteNonces(ctx, now.Block-nonceMargin))
		}
	}
	return errors.Join(errs...)
}

// abandoned notes a session that ended in a debt of more than a ticket.
func (e *Earner) abandoned(i payment.Income) {
	if owed(i.Balance).Cmp(pm.CreditOf(e.cfg.TicketEV)) <= 0 {
		return
	}
	e.log.Info("session ended in debt", "sender", i.Sender, "session", i.Session, "balance", i.Balance)
	history := payment.History{Sender: i.Sender, FirstSeen: i.Changed, LastSeen: i.Changed, Abandoned: 1}
	e.risk.note(history)
	e.journal.add(payment.Booking{History: &history})
}

// Refresh reads the operator's word on senders and their histories anew: call it
// when a rule has changed.
func (e *Earner) Refresh(ctx context.Context) error { return e.risk.refresh(ctx) }

// Accounts are those of all sessions, by sender and session.
func (e *Earner) Accounts() []payment.Income { return e.accounts.list() }

// Health is an error while payments cannot be written.
func (e *Earner) Health() error { return e.journal.health() }

// MaxFaceValue is the operator's bound on what a ticket pays; 0 for none.
func (e *Earner) MaxFaceValue() pm.Wei {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.maxFaceValue
}

// SetMaxFaceValue changes it for terms that are made from now on.
func (e *Earner) SetMaxFaceValue(w pm.Wei) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.maxFaceValue = w
}
