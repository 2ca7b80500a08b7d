package tx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Manager sends the transactions of one account. See the package comment.
type Manager struct {
	cfg     Config
	account common.Address
	log     *slog.Logger
	wg      sync.WaitGroup

	// turn holds one token while somebody signs or changes records; it guards
	// checkedHead too, and is kept for ever by Close.
	turn        chan struct{}
	checkedHead common.Hash // newest block when all records were last checked

	mu      sync.Mutex
	ctx     context.Context // guarded by mu, as all that follows; nil before Start
	cancel  context.CancelFunc
	changed chan struct{} // closed and replaced when a record has changed
	limits  gasPrices
	closed  bool
}

// gasPrices are the operator's bounds; a zero max is none.
type gasPrices struct{ min, max pm.Wei }

// New checks cfg.
func New(cfg Config) (*Manager, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Manager{
		cfg: cfg, account: cfg.Signer.Address(), log: cfg.Log, turn: make(chan struct{}, 1),
		changed: make(chan struct{}), limits: gasPrices{cfg.MinGasPrice, cfg.MaxGasPrice},
	}, nil
}

// Start begins to look after the stored transactions, until ctx or Close ends it.
func (m *Manager) Start(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ctx != nil || m.closed {
		return errors.New("transactions: started twice, or after Close")
	}
	m.ctx, m.cancel = context.WithCancel(ctx)
	root := m.ctx
	m.wg.Go(func() { m.loop(root) })
	return nil
}

// Close breaks off calls in progress and waits for them. Transactions that are
// under way stay so, and are looked after again by the next Manager.
func (m *Manager) Close() error {
	m.mu.Lock()
	cancel, again := m.cancel, m.closed
	m.closed = true
	m.mu.Unlock()
	if cancel == nil || again {
		return nil
	}
	cancel()
	m.wg.Wait()
	m.turn <- struct{}{}
	return nil
}

// root is the Manager's own context, nil before Start.
func (m *Manager) root() context.Context {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ctx
}

// loop looks after the transactions every Config.Poll.
func (m *Manager) loop(ctx context.Context) {
	ticker := time.NewTicker(m.cfg.Poll)
	defer ticker.Stop()
	for {
		if err := m.Check(ctx); err != nil && ctx.Err() == nil {
			m.log.Warn("transactions can't be looked after now, trying again", "err", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// enter waits for the caller's turn, and returns a context that ends with the
// Manager too, and what ends the turn.
func (m *Manager) enter(ctx context.Context) (context.Context, func(), error) {
	root := m.root()
	if root == nil {
		return nil, nil, ErrNotRunning
	}
	select {
	case m.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	case <-root.Done():
		return nil, nil, ErrNotRunning
	}
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(root, cancel)
	leave := func() {
		stop()
		cancel()
		<-m.turn
	}
	if root.Err() != nil {
		leave()
		return nil, nil, ErrNotRunning
	}
	return ctx, leave, nil
}

// Wait returns a transaction when it is final. The error then says why it did
// not take effect: *RevertedError, *CancelledError or *NonceTakenError; or it is
// ErrNotFound, ErrNotRunning, or that of ctx, with the record as it is now.
func (m *Manager) Wait(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	root := m.root()
	if root == nil {
		return chain.Transaction{}, ErrNotRunning
	}
	for {
		changed := m.changes()
		t, err := m.transaction(ctx, id)
		if err != nil {
			return t, err
		}
		if t.State.Final() {
			return t, m.failure(t)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return t, ctx.Err()
		case <-root.Done():
			return t, ErrNotRunning
		}
	}
}

// failure is why a final transaction did not take effect, nil when it did.
func (m *Manager) failure(t chain.Transaction) error {
	switch t.State {
	case chain.TxReverted:
		return &RevertedError{Label: t.Label, Hash: t.Receipt.Hash, Reason: m.reason(t)}
	case chain.TxCancelled:
		return &CancelledError{Label: t.Label, Reason: t.Problem}
	case chain.TxLost:
		return &NonceTakenError{Label: t.Label, Account: t.From, Nonce: t.Nonce}
	}
	return nil
}

// Transactions returns the account's newest transactions, at most limit of them,
// in these states or, with none given, in all.
func (m *Manager) Transactions(ctx context.Context, limit int, states ...chain.TxState) ([]chain.Transaction, error) {
	return m.cfg.Store.Transactions(ctx, m.query(chain.TransactionQuery{States: states, Limit: max(limit, 1)}))
}

// transaction returns one record, or ErrNotFound.
func (m *Manager) transaction(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	if id <= 0 {
		return chain.Transaction{}, fmt.Errorf("%w: %d", ErrNotFound, id)
	}
	list, err := m.cfg.Store.Transactions(ctx, m.query(chain.TransactionQuery{ID: id, Limit: 1}))
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%w: %d", ErrNotFound, id)
	}
	if err != nil {
		return chain.Transaction{}, err
	}
	return list[0], nil
}

// unsettled returns the records that can still change, by ascending nonce.
func (m *Manager) unsettled(ctx context.Context) ([]chain.Transaction, error) {
	list, err := m.cfg.Store.Transactions(ctx, m.query(chain.TransactionQuery{Unsettled: true}))
	slices.SortFunc(list, func(a, b chain.Transaction) int {
		if a.Nonce < b.Nonce {
			return -1
		}
		return 1
	})
	return list, err
}

// query narrows q to the account.
func (m *Manager) query(q chain.TransactionQuery) chain.TransactionQuery {
	q.ChainID, q.From = m.cfg.ChainID, m.account
	return q
}

// save stores a record that has changed and wakes those who wait for it.
func (m *Manager) save(ctx context.Context, t *chain.Transaction) error {
	if err := m.cfg.Store.UpdateTransaction(ctx, *t); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.changed)
	m.changed = make(chan struct{})
	return nil
}

// changes returns a channel that is closed when a record changes.
func (m *Manager) changes() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

// SetGasPrices changes the operator's bounds for later attempts; a zero most is
// none. It says so when they contradict each other.
func (m *Manager) SetGasPrices(least, most pm.Wei) error {
	cfg := m.cfg
	cfg.MinGasPrice, cfg.MaxGasPrice = least, most
	if err := cfg.Validate(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.limits = gasPrices{least, most}
	return nil
}

// GasPrices returns the operator's bounds.
func (m *Manager) GasPrices() (least, most pm.Wei) {
	p := m.prices()
	return p.min, p.max
}

func (m *Manager) prices() gasPrices {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.limits
}
