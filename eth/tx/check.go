package tx

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// view is the chain at the time of a check.
type view struct {
	head  *types.Header
	nonce uint64 // first one of the account that no block has used
}

func (v view) number() uint64 { return v.head.Number.Uint64() }

// Check looks after all transactions that can still change: which are in blocks,
// which have to be sent again or with other fees. One that fails does not keep
// the others from being looked after. The errors are those of the chain and the
// store, joined, and ErrNotRunning.
func (m *Manager) Check(ctx context.Context) error {
	ctx, leave, err := m.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	open, err := m.unsettled(ctx)
	if err != nil || len(open) == 0 {
		return err
	}
	v, err := m.look(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for i := range open {
		if err := m.follow(ctx, v, &open[i]); err != nil {
			errs = append(errs, fmt.Errorf("transaction %d (%s): %w", open[i].ID, open[i].Label, err))
		}
	}
	errs = append(errs, m.fillGaps(ctx, v, open))
	if err := errors.Join(errs...); err != nil {
		return err
	}
	m.checkedHead = v.head.Hash()
	return nil
}

func (m *Manager) look(ctx context.Context) (view, error) {
	ctx, cancel := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer cancel()
	head, err := m.cfg.Chain.HeaderByNumber(ctx, nil)
	if err != nil {
		return view{}, fmt.Errorf("read the newest block: %w", err)
	}
	nonce, err := m.cfg.Chain.NonceAt(ctx, m.account, nil)
	if err != nil {
		return view{}, fmt.Errorf("read the nonce: %w", err)
	}
	return view{head: head, nonce: nonce}, nil
}

// follow looks after one transaction.
func (m *Manager) follow(ctx context.Context, v view, t *chain.Transaction) error {
	ctx, cancel := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer cancel()
	if t.State != chain.TxPending && v.head.Hash() == m.checkedHead {
		return nil
	}
	var receipt *types.Receipt
	if t.State != chain.TxPending || v.nonce > t.Nonce {
		var err error
		if receipt, err = m.receipt(ctx, *t); err != nil {
			return err
		}
	}
	switch {
	case receipt != nil:
		return m.inBlock(ctx, v, t, receipt)
	case t.Receipt != nil:
		return m.vanished(ctx, t)
	case v.nonce > t.Nonce:
		return m.taken(ctx, v, t)
	}
	return m.push(ctx, v, t)
}

// receipt returns that of the attempt that is in a block, nil when none is.
func (m *Manager) receipt(ctx context.Context, t chain.Transaction) (*types.Receipt, error) {
	for i := len(t.Attempts) - 1; i >= 0; i-- {
		r, err := m.cfg.Chain.TransactionReceipt(ctx, t.Attempts[i].Hash)
		if err != nil && !errors.Is(err, ethereum.NotFound) {
			return nil, fmt.Errorf("read the receipt: %w", err)
		}
		// Some endpoints have a receipt without block for a waiting transaction.
		if err == nil && r.BlockNumber != nil && r.TxHash == t.Attempts[i].Hash {
			return r, nil
		}
	}
	return nil, nil
}

// inBlock stores that an attempt is in a block, and how deep.
func (m *Manager) inBlock(ctx context.Context, v view, t *chain.Transaction, r *types.Receipt) error {
	var depth uint64 // blocks, its own among them
	if block := r.BlockNumber.Uint64(); block <= v.number() {
		depth = v.number() - block + 1
	}
	before := *t
	if t.Receipt == nil || t.Receipt.BlockHash != r.BlockHash {
		t.Receipt = m.facts(ctx, *t, r)
	}
	t.State, t.Settled = m.stateAt(*t, depth), depth >= m.cfg.Settle
	if t.State == before.State && t.Settled == before.Settled && t.Receipt == before.Receipt {
		return nil
	}
	switch t.State {
	case chain.TxReverted:
		t.Problem = m.reason(*t).Error()
	case chain.TxConfirmed, chain.TxMined:
		t.Problem = ""
	}
	if t.State != before.State {
		m.log.Info("transaction is "+string(t.State), "id", t.ID, "label", t.Label, "nonce", t.Nonce, "tx", r.TxHash,
			"block", r.BlockNumber, "gas", r.GasUsed, "price", t.Receipt.GasPrice, "err", t.Problem)
	}
	return m.save(ctx, t)
}

// facts is what is kept of a receipt, with the contract's error.
func (m *Manager) facts(ctx context.Context, t chain.Transaction, r *types.Receipt) *chain.Receipt {
	price := r.EffectiveGasPrice
	if price == nil {
		price = new(big.Int)
	}
	facts := &chain.Receipt{
		Hash: r.TxHash, BlockNumber: r.BlockNumber.Uint64(), BlockHash: r.BlockHash,
		OK: r.Status == types.ReceiptStatusSuccessful, GasUsed: r.GasUsed, GasPrice: wei(price),
	}
	if !facts.OK {
		facts.RevertData = m.replay(ctx, t, facts.BlockNumber)
	}
	return facts
}

// stateAt is the state of a transaction that is so deep in the chain.
func (m *Manager) stateAt(t chain.Transaction, depth uint64) chain.TxState {
	if depth < m.cfg.Confirmations {
		return chain.TxMined
	}
	for _, a := range t.Attempts {
		if a.Cancel && a.Hash == t.Receipt.Hash {
			return chain.TxCancelled
		}
	}
	if !t.Receipt.OK {
		return chain.TxReverted
	}
	return chain.TxConfirmed
}

// vanished puts a transaction whose block is gone back on its way.
func (m *Manager) vanished(ctx context.Context, t *chain.Transaction) error {
	m.log.Warn("a reorganisation took a transaction out of its block, sending it again",
		"id", t.ID, "label", t.Label, "tx", t.Receipt.Hash, "block", t.Receipt.BlockNumber)
	t.State, t.Receipt = chain.TxPending, nil
	if err := m.save(ctx, t); err != nil {
		return err
	}
	return m.sendNow(ctx, t)
}

// taken gives a transaction up when its nonce is used by one that is not ours,
// so deep that this won't change.
func (m *Manager) taken(ctx context.Context, v view, t *chain.Transaction) error {
	if v.number()+1 >= m.cfg.Settle {
		deep := new(big.Int).SetUint64(v.number() + 1 - m.cfg.Settle)
		nonce, err := m.cfg.Chain.NonceAt(ctx, m.account, deep)
		if err != nil {
			return fmt.Errorf("read the nonce of block %d: %w", deep, err)
		}
		if nonce > t.Nonce {
			t.State, t.Settled = chain.TxLost, true
			t.Problem = m.failure(*t).Error()
			m.log.Error("transaction is lost", "id", t.ID, "tx", t.Last().Hash, "err", t.Problem)
			return m.save(ctx, t)
		}
	}
	return m.conclude(ctx, t, unknown, "its nonce went to a transaction of another program; waiting to see whether that stays so")
}

// push raises the fees of a transaction that is in no block after it has waited
// too long, and else sends it again when it is time to.
func (m *Manager) push(ctx context.Context, v view, t *chain.Transaction) error {
	now, last, waits := m.cfg.Now(), t.Last(), ""
	// Only the first in line can be stuck by its own fees.
	late := t.Nonce == v.nonce && !last.Sent.IsZero() && now.Sub(last.Signed) >= m.cfg.Timeout
	if late {
		replaced, why, err := m.raise(ctx, v, t)
		if replaced || err != nil {
			return err
		}
		waits = why
	}
	if now.Sub(last.Sent) < m.cfg.Resend {
		return m.conclude(ctx, t, unknown, waits)
	}
	answer, problem := m.broadcast(ctx, t)
	switch {
	case answer == hopeless && !last.Cancel:
		return m.giveUp(ctx, v, t, problem)
	case answer == accepted:
		problem = waits
	case answer == underpriced && !late:
		replaced, why, err := m.raise(ctx, v, t)
		if replaced || err != nil {
			return err
		}
		problem = why
	}
	return m.conclude(ctx, t, answer, problem)
}
