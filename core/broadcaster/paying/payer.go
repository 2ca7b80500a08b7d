package paying

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/pm"
)

// expiringMargin is how many blocks before they are not taken any more new terms
// are asked for.
const expiringMargin = 4

// Payer pays orchestrators; see the package comment. It implements
// broadcaster.Payer. Its methods work before Start and after Close too, but then
// nothing is written.
type Payer struct {
	cfg      Config
	log      *slog.Logger
	accounts *accounts
	demand   demand
	journal  *journal

	mu       sync.Mutex
	maxPrice *pm.Price // guarded by mu, as the next
	alert    error     // why the node's own funds did not do

	cancel context.CancelFunc
	wg     sync.WaitGroup
}

var _ broadcaster.Payer = (*Payer)(nil)

// New checks cfg.
func New(cfg Config) (*Payer, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	if cfg.MaxLoss.IsZero() {
		cfg.MaxLoss = cfg.Acceptance.MaxTotalEV
	}
	p := &Payer{
		cfg: cfg, log: cfg.Log, accounts: newAccounts(cfg.MaxLoss), maxPrice: cfg.Acceptance.MaxPrice, cancel: func() {},
	}
	p.journal = newJournal(cfg, p.accounts)
	return p, nil
}

// Start reads the accounts of an earlier run and begins to write, under ctx.
func (p *Payer) Start(ctx context.Context) error {
	kept, err := p.cfg.Ledger.Spendings(ctx)
	if err != nil {
		return fmt.Errorf("read accounts with orchestrators: %w", err)
	}
	usable := 0
	for _, s := range kept {
		if s.Balance.Sign() > 0 && time.Now().Before(s.Token.Expiration) {
			p.accounts.restore(s)
			usable++
		}
	}
	p.log.Info("accounts with orchestrators read", "accounts", len(kept), "usable", usable)
	own, cancel := context.WithCancel(ctx)
	p.cancel = cancel
	p.wg.Go(func() { p.journal.run(own) })
	return nil
}

// Close writes what is not written yet. It may be called again.
func (p *Payer) Close() error {
	p.cancel()
	p.wg.Wait()
	return nil
}

// SetMaxPrice changes the highest price that is paid; nil is none. Sessions that
// are dearer end with their next segment.
func (p *Payer) SetMaxPrice(price *pm.Price) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.maxPrice = price
}

// Demand is what orchestrators asked for in the last hour.
func (p *Payer) Demand() Demand { return p.demand.total(time.Now()) }

// Health is an error while segments can't be paid since the node's own deposit
// or reserve does not do.
func (p *Payer) Health() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.alert
}

// Enter implements broadcaster.Payer.
func (p *Payer) Enter(info *core.OrchestratorInfo) *core.OrchestratorInfo {
	if info.Price == nil || info.Token == nil {
		return info
	}
	now := time.Now()
	p.accounts.mu.Lock()
	lost := p.accounts.sweep(now)
	a := p.accounts.resume(info, now)
	var token core.AuthToken
	var left pm.Credit
	if a != nil {
		token, left = a.token, a.balance
	}
	p.accounts.mu.Unlock()
	p.lost(lost...)
	if a == nil {
		return info
	}
	p.log.Info("session taken up again", "orch", info.URI, "session", token.SessionID, "credit", left)
	own := *info
	own.Token, own.Balance = &token, nil
	return &own
}

// Leave implements broadcaster.Payer.
func (p *Payer) Leave(info *core.OrchestratorInfo) {
	p.accounts.mu.Lock()
	if a := p.accounts.all[keyOf(info)]; a != nil {
		a.taken = false
	}
	lost := p.accounts.sweep(time.Now())
	p.accounts.mu.Unlock()
	p.lost(lost...)
}

// Expiring implements broadcaster.Payer.
func (p *Payer) Expiring(info *core.OrchestratorInfo) bool {
	t := info.TicketParams
	if t == nil || t.WinProb.IsZero() || t.FaceValue.IsZero() {
		return false
	}
	now, err := p.cfg.Chain.Moment()
	return err == nil && t.ExpirationBlock <= now.Block+expiringMargin
}

// lost tells of losses.
func (p *Payer) lost(events ...LossEvent) {
	for _, e := range events {
		if e.Amount.Sign() <= 0 {
			continue
		}
		log := p.log.Warn
		if e.Cause == LossExpired || e.Cause == LossRefused { // which happens to the honest
			log = p.log.Info
		}
		log("money lost to an orchestrator", "address", e.Orchestrator, "cause", e.Cause, "amount", e.Amount)
		p.cfg.Observer.CreditLost(e)
	}
}

// judge looks for a reason of the node's own in an error of a payment, or in its
// success, which is nil.
func (p *Payer) judge(err error) {
	own := broadcaster.OwnFunds(err)
	var refusal *pm.Refusal
	if errors.As(err, &refusal) && refusal.Code == pm.InsufficientReserve && refusal.Need != nil {
		p.demand.note(time.Now(), Demand{Share: *refusal.Need})
	}
	if !own && err != nil {
		return
	}
	p.mu.Lock()
	changed := (p.alert != nil) != own
	p.alert = err
	p.mu.Unlock()
	switch {
	case changed && own:
		p.log.Error("a segment can't be paid: this node's deposit or reserve does not do", "account", p.cfg.Account, "err", err)
		p.cfg.Observer.FundsAlert(AlertUnpaid, err)
	case changed:
		p.log.Info("segments can be paid again", "account", p.cfg.Account)
		p.cfg.Observer.FundsAlert(AlertUnpaid, nil)
	}
}
