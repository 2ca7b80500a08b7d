package paying

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// TopUpConfig configures a TopUp.
type TopUpConfig struct {
	Account      common.Address // the sender of tickets, whose ETH is used
	Chain        Chain
	Blocks       Blocks
	Funding      Funding
	Transactions Transactions
	Memory       Memory
	// Demand is what orchestrators ask for (Payer.Demand).
	Demand   func() Demand
	Observer Observer     // nil observes nothing
	Log      *slog.Logger // nil discards

	// Cap is the most that is added in 24 hours (-autoTopUp); 0 adds nothing and
	// only warns.
	Cap pm.Wei
	// Deposit and Reserve are what there should be. 0 leaves it to what
	// orchestrators ask for: a deposit of a day, a reserve of which each one's
	// share covers its tickets. More than that is added where they ask for more.
	Deposit, Reserve pm.Wei
	// Keep is what is left on the account for gas.
	Keep pm.Wei
	// WarnBefore the deposit runs out.
	WarnBefore time.Duration
	// Poll is how long to wait without a new block, LookTimeout how long one look
	// may take, Pause how long to wait after a transaction, or a failure, at
	// least.
	Poll, LookTimeout, Pause time.Duration
}

// DefaultTopUpConfig lacks Account and the ports.
func DefaultTopUpConfig() TopUpConfig {
	return TopUpConfig{
		Keep: pm.NewWei(5e15), WarnBefore: 6 * time.Hour,
		Poll: 30 * time.Second, LookTimeout: time.Minute, Pause: time.Minute,
	}
}

// Validate says what is missing or out of range.
func (c TopUpConfig) Validate() error {
	switch {
	case c.Chain == nil || c.Blocks == nil || c.Funding == nil || c.Transactions == nil || c.Memory == nil || c.Demand == nil:
		return errors.New("paying: one of Chain, Blocks, Funding, Transactions, Memory, Demand is missing")
	case c.Account == (common.Address{}):
		return errors.New("paying: the account is missing")
	case c.WarnBefore < 0:
		return fmt.Errorf("paying: the warning comes %v before the deposit runs out; expected 0 or more", c.WarnBefore)
	case c.Poll <= 0 || c.LookTimeout <= 0 || c.Pause <= 0:
		return errors.New("paying: times must be above 0")
	}
	return nil
}

// TopUp watches a node's deposit and reserve and, with a Cap, fills them: one
// transaction at a time, and not again before the chain shows what the last one
// did.
type TopUp struct {
	cfg TopUpConfig
	log *slog.Logger

	// The loop's own.
	records   *topUps
	notBefore time.Time // of the next transaction
	failures  uint
	problem   error // of the last try; nil when all is well

	mu sync.Mutex
	// guarded by mu:
	alert  error
	limit  pm.Wei // Cap, which can be changed
	status TopUpStatus

	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// NewTopUp checks cfg.
func NewTopUp(cfg TopUpConfig) (*TopUp, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	return &TopUp{cfg: cfg, log: cfg.Log, records: newTopUps(cfg.Memory, cfg.Account), limit: cfg.Cap, cancel: func() {}}, nil
}

// Start reads what was done in the last day and begins to watch, under ctx.
func (t *TopUp) Start(ctx context.Context) error {
	if err := t.records.load(ctx); err != nil {
		return err
	}
	own, cancel := context.WithCancel(ctx)
	t.cancel = cancel
	t.wg.Go(func() { t.run(own) })
	return nil
}

// Close ends the watch and waits for it. A transaction that is under way is
// followed up by the next Start. It may be called again.
func (t *TopUp) Close() error {
	t.cancel()
	t.wg.Wait()
	return nil
}

// Health is a *FundsLowError while deposit or reserve are about not to do.
func (t *TopUp) Health() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.alert
}

// TopUpStatus is how deposit and reserve stood when they were last looked at.
type TopUpStatus struct {
	Funds pm.Funds
	// WantDeposit and WantReserve are what they should be.
	WantDeposit, WantReserve pm.Wei
	// Left is for how long the deposit lasts at the present rate, together with
	// what may be added today; 0 when nothing is spent.
	Left time.Duration
	// Added is what was added in 24 hours, of Cap.
	Added, Cap pm.Wei
	// Filling says that a transaction that adds to them is under way.
	Filling bool
	// Problem is why they were not filled; nil when all is well.
	Problem error
}

// Status returns how things stood at the last look; ok is false before the first.
func (t *TopUp) Status() (s TopUpStatus, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s = t.status
	s.Cap = t.limit
	return s, s.Funds != pm.Funds{} || !s.WantDeposit.IsZero()
}

// SetCap changes how much may be added in 24 hours; 0 adds nothing.
func (t *TopUp) SetCap(most pm.Wei) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.limit = most
}

func (t *TopUp) most() pm.Wei {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.limit
}

// run looks at each new block, and after a while without one.
func (t *TopUp) run(ctx context.Context) {
	moments := t.cfg.Blocks.Moments(ctx)
	for {
		timer := time.NewTimer(t.cfg.Poll)
		select {
		case _, ok := <-moments:
			if !ok {
				moments = nil // the chain's follower has ended; the timer goes on
			}
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return
		}
		look, cancel := context.WithTimeout(ctx, t.cfg.LookTimeout)
		t.look(look, time.Now())
		cancel()
	}
}

// raise publishes the alert that there is now; nil is none.
func (t *TopUp) raise(alert error) {
	t.mu.Lock()
	changed := (alert == nil) != (t.alert == nil)
	t.alert = alert
	t.mu.Unlock()
	if !changed {
		return
	}
	if alert == nil {
		t.log.Info("deposit and reserve do again", "account", t.cfg.Account)
	} else {
		t.log.Error("deposit or reserve is low", "account", t.cfg.Account, "err", alert)
	}
	t.cfg.Observer.FundsAlert(AlertLow, alert)
}
