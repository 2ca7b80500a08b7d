package tx

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// Send checks a request, gives it a nonce and sends it. Once it returns no error
// the transaction is stored and will be seen through, also over restarts and
// when no endpoint can be reached now; Wait tells what became of it. Errors are
// those of Simulate, ErrNotRunning, or that of the chain or the store, and
// nothing was sent then.
func (m *Manager) Send(ctx context.Context, req Request) (chain.Transaction, error) {
	if err := req.validate(); err != nil {
		return chain.Transaction{}, err
	}
	ctx, leave, err := m.enter(ctx)
	if err != nil {
		return chain.Transaction{}, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer cancel()
	if t, found, err := m.standing(ctx, req.Key); err != nil || found {
		return t, err
	}
	p, err := m.plan(ctx, req)
	if err != nil {
		return chain.Transaction{}, err
	}
	nonce, err := m.nextNonce(ctx)
	if err != nil {
		return chain.Transaction{}, fmt.Errorf("%s: %w", req.Label, err)
	}
	return m.add(ctx, req, nonce, p)
}

// standing returns the transaction of a key that is under way or confirmed.
func (m *Manager) standing(ctx context.Context, key string) (t chain.Transaction, found bool, err error) {
	if key == "" {
		return t, false, nil
	}
	list, err := m.cfg.Store.Transactions(ctx, m.query(chain.TransactionQuery{
		Key: key, States: []chain.TxState{chain.TxPending, chain.TxMined, chain.TxConfirmed}, Limit: 1,
	}))
	if err != nil || len(list) == 0 {
		return t, false, err
	}
	return list[0], true, nil
}

// nextNonce is the first that neither the chain with its pool of waiting
// transactions nor a record of ours has used.
func (m *Manager) nextNonce(ctx context.Context) (uint64, error) {
	next, err := m.cfg.Chain.PendingNonceAt(ctx, m.account)
	if err != nil {
		return 0, fmt.Errorf("read the nonce: %w", err)
	}
	open, err := m.unsettled(ctx)
	if err != nil {
		return 0, err
	}
	if len(open) > 0 {
		next = max(next, open[len(open)-1].Nonce+1)
	}
	return next, nil
}

// add signs and stores a new transaction and then sends it.
func (m *Manager) add(ctx context.Context, req Request, nonce uint64, p plan) (chain.Transaction, error) {
	t := chain.Transaction{
		ChainID: m.cfg.ChainID, From: m.account, Nonce: nonce,
		To: req.To, Value: req.Value, Data: req.Data, GasLimit: p.gasLimit,
		Label: req.Label, Key: req.Key, Created: m.cfg.Now().UTC(), State: chain.TxPending,
	}
	first, err := m.sign(t, p.fees, t.GasLimit, false)
	if err != nil {
		return chain.Transaction{}, err
	}
	t.Attempts = []chain.Attempt{first}
	if t.ID, err = m.cfg.Store.AddTransaction(ctx, t); err != nil {
		return chain.Transaction{}, err
	}
	m.log.Info("transaction", "id", t.ID, "label", t.Label, "nonce", nonce, "tx", first.Hash, "gas", t.GasLimit, "feecap", first.FeeCap)
	// The caller may give up waiting; the transaction is on its way by now.
	ctx, cancel := context.WithTimeout(m.root(), m.cfg.CallTimeout)
	defer cancel()
	if err := m.sendNow(ctx, &t); err != nil {
		m.log.Warn("transaction was sent, but that could not be stored", "id", t.ID, "err", err)
	}
	return t, nil
}

// sign makes an attempt at t with these fees: at what it is for, or, to cancel
// it, an empty transfer of the account to itself.
func (m *Manager) sign(t chain.Transaction, f fees, gasLimit uint64, cancel bool) (chain.Attempt, error) {
	to, value, data := t.To, t.Value.Int(), t.Data
	if cancel {
		to, value, data = m.account, new(big.Int), nil
	}
	chainID := new(big.Int).SetUint64(m.cfg.ChainID)
	var content types.TxData = &types.DynamicFeeTx{
		ChainID: chainID, Nonce: t.Nonce, To: &to, Value: value, Data: data, Gas: gasLimit, GasFeeCap: f.feeCap, GasTipCap: f.tipCap,
	}
	if f.legacy {
		content = &types.LegacyTx{Nonce: t.Nonce, To: &to, Value: value, Data: data, Gas: gasLimit, GasPrice: f.feeCap}
	}
	signed, err := m.cfg.Signer.SignTx(types.NewTx(content), chainID)
	if err != nil {
		return chain.Attempt{}, fmt.Errorf("%s: %w", t.Label, err)
	}
	raw, err := signed.MarshalBinary()
	if err != nil {
		return chain.Attempt{}, fmt.Errorf("%s: encode the transaction: %w", t.Label, err)
	}
	return chain.Attempt{
		Hash: signed.Hash(), Raw: raw, FeeCap: wei(f.feeCap), TipCap: wei(f.tipCap), Cancel: cancel, Signed: m.cfg.Now().UTC(),
	}, nil
}

// broadcast sends the newest attempt, whose bytes are stored. It returns what
// the answer means, and what the transaction then waits for, empty for a block;
// conclude stores both.
func (m *Manager) broadcast(ctx context.Context, t *chain.Transaction) (answer refusal, problem string) {
	last := &t.Attempts[len(t.Attempts)-1]
	signed := new(types.Transaction)
	if err := signed.UnmarshalBinary(last.Raw); err != nil {
		return unknown, "its record is damaged: " + err.Error()
	}
	err := m.cfg.Chain.SendTransaction(ctx, signed)
	switch answer = refusalOf(err); answer {
	case accepted:
		last.Sent = m.cfg.Now().UTC()
		return answer, ""
	case spentNonce:
		return answer, "" // the next check finds out by which transaction
	case underpriced:
		return answer, "its fees are too low for the endpoint"
	case unfunded:
		return answer, fmt.Sprintf("the account has too little ETH for it; send ETH to %s", m.account)
	}
	return answer, "no endpoint took it yet: " + printable(err.Error())
}

// conclude stores what a transaction waits for, empty for a block, and that an
// endpoint took it, if one did. Of one that is being cancelled the reason for
// that is kept.
func (m *Manager) conclude(ctx context.Context, t *chain.Transaction, answer refusal, problem string) error {
	changed := t.Problem != problem && !t.Last().Cancel
	if changed {
		t.Problem = problem
	}
	if changed && problem != "" {
		m.log.Warn("transaction waits", "id", t.ID, "label", t.Label, "nonce", t.Nonce, "tx", t.Last().Hash, "err", problem)
	}
	if !changed && answer != accepted {
		return nil
	}
	return m.save(ctx, t)
}

// sendNow leaves what follows from the answer to the next check.
func (m *Manager) sendNow(ctx context.Context, t *chain.Transaction) error {
	answer, problem := m.broadcast(ctx, t)
	return m.conclude(ctx, t, answer, problem)
}
