package tx

import (
	"context"
	"errors"
	"fmt"

	"github.com/livepeer/streamflow/core/chain"
)

// maxAttempts bounds how often a transaction is signed.
const maxAttempts = 32

// Cancel replaces a pending transaction by an empty one with higher fees.
// Either may still get into a block; Wait tells which. Errors: ErrNotFound,
// *NotPendingError, *GasPriceError, ErrTooManyAttempts, ErrNotRunning, or that
// of the chain or the store.
func (m *Manager) Cancel(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	return m.again(ctx, id, func(t *chain.Transaction) (cancel bool) {
		t.Problem = "the operator cancelled it"
		return true
	})
}

// SpeedUp signs a pending transaction again with higher fees, whatever
// Config.MaxReplacements is. Its errors are those of Cancel.
func (m *Manager) SpeedUp(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	return m.again(ctx, id, func(t *chain.Transaction) (cancel bool) { return t.Last().Cancel })
}

// again makes one more attempt at a pending transaction.
func (m *Manager) again(ctx context.Context, id chain.TransactionID, change func(t *chain.Transaction) (cancel bool)) (chain.Transaction, error) {
	ctx, leave, err := m.enter(ctx)
	if err != nil {
		return chain.Transaction{}, err
	}
	defer leave()
	ctx, done := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer done()
	t, err := m.transaction(ctx, id)
	if err != nil {
		return t, err
	}
	if t.State != chain.TxPending {
		return t, &NotPendingError{ID: id, State: t.State}
	}
	v, err := m.look(ctx)
	if err != nil {
		return t, err
	}
	before := t.Clone()
	if err := m.replace(ctx, v, &t, change(&t)); err != nil {
		return before, fmt.Errorf("%s: %w", t.Label, err)
	}
	return t, nil
}

// raise replaces a transaction that does not get into a block. When one of the
// operator's limits forbids that, it says what the transaction waits for.
func (m *Manager) raise(ctx context.Context, v view, t *chain.Transaction) (replaced bool, waits string, err error) {
	last := t.Last()
	if n := t.Replacements(); !last.Cancel && n >= m.cfg.MaxReplacements {
		return false, fmt.Sprintf("its fees are too low now and were raised %d times, as often as -maxTransactionReplacements lets them", n), nil
	}
	err = m.replace(ctx, v, t, last.Cancel)
	var expensive *GasPriceError
	if errors.As(err, &expensive) || errors.Is(err, ErrTooManyAttempts) {
		return false, "its fees can't be raised: " + err.Error(), nil
	}
	return err == nil, "", err
}

// giveUp cancels a transaction that no endpoint will take any more, for the sake
// of those behind it: its nonce must be used.
func (m *Manager) giveUp(ctx context.Context, v view, t *chain.Transaction, problem string) error {
	m.log.Error("transaction can't get into a block any more, cancelling it", "id", t.ID, "label", t.Label, "tx", t.Last().Hash, "err", problem)
	t.Problem = problem
	err := m.replace(ctx, v, t, true)
	var expensive *GasPriceError
	if errors.As(err, &expensive) {
		return m.save(ctx, t) // the next check tries again
	}
	return err
}

// replace signs t again under its nonce, stores that and sends it.
func (m *Manager) replace(ctx context.Context, v view, t *chain.Transaction, cancel bool) error {
	if len(t.Attempts) >= maxAttempts {
		return ErrTooManyAttempts
	}
	f, err := m.raisedFees(ctx, v.head, t.Last())
	if err != nil {
		return err
	}
	gasLimit := t.GasLimit
	if cancel {
		if gasLimit, err = m.emptyGas(ctx, v); err != nil {
			return err
		}
	}
	next, err := m.sign(*t, f, gasLimit, cancel)
	if err != nil {
		return err
	}
	t.Attempts = append(t.Attempts, next)
	if err := m.save(ctx, t); err != nil {
		return err
	}
	m.log.Info("transaction is replaced", "id", t.ID, "label", t.Label, "nonce", t.Nonce, "tx", next.Hash, "feecap", next.FeeCap, "cancel", cancel)
	return m.sendNow(ctx, t)
}

// emptyGas is the gas limit of an empty transfer to oneself, which differs from
// chain to chain.
func (m *Manager) emptyGas(ctx context.Context, v view) (uint64, error) {
	gas, err := m.cfg.Chain.EstimateGas(ctx, m.call(Request{To: m.account}))
	if err != nil {
		return 0, fmt.Errorf("estimate an empty transfer: %w", err)
	}
	return withMargin(gas, v.head), nil
}
