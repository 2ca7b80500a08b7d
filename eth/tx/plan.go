package tx

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

const (
	minGas   = 21000    // of any transaction
	maxData  = 96 << 10 // bytes; nodes take 128 KiB with all the rest
	maxLabel = 200      // bytes of a label or a key
)

// Request is something to be done on the chain.
type Request struct {
	To    common.Address
	Value pm.Wei
	Data  []byte // at most 96 KiB
	// GasLimit of this transaction; 0 for Config.GasLimit, or to estimate it.
	GasLimit uint64
	// Label says for people what it is for.
	Label string
	// Key names the intent, so that it is not done twice: Send returns the
	// transaction of this key that is under way or confirmed, if there is one.
	// Empty for none.
	Key string
}

func (r Request) validate() error {
	switch {
	case r.Label == "" || len(r.Label) > maxLabel || len(r.Key) > maxLabel:
		return &RequestError{Label: "transaction", Reason: fmt.Sprintf("its label needs 1 to %d bytes, its key no more", maxLabel)}
	case len(r.Data) > maxData:
		return &RequestError{Label: r.Label, Reason: fmt.Sprintf("its data has %d bytes; expected at most %d", len(r.Data), maxData)}
	case r.GasLimit != 0 && r.GasLimit < minGas:
		return &RequestError{Label: r.Label, Reason: fmt.Sprintf("its gas limit is %d; expected at least %d, or 0 to estimate it", r.GasLimit, minGas)}
	}
	return nil
}

// Cost is what a transaction would cost now.
type Cost struct {
	Gas      uint64 // as estimated; the limit when that was given
	GasPrice pm.Wei // in the next block
	Fee      pm.Wei // Gas at GasPrice, without the value
}

// plan is a request that would work now.
type plan struct {
	cost     Cost
	gasLimit uint64
	fees     fees
}

// Simulate says what a request would cost, without sending it. Errors:
// *RequestError, *RevertedError when the contract would refuse it,
// *InsufficientFundsError, *GasPriceError.
func (m *Manager) Simulate(ctx context.Context, req Request) (Cost, error) {
	if err := req.validate(); err != nil {
		return Cost{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer cancel()
	p, err := m.plan(ctx, req)
	return p.cost, err
}

// plan simulates and prices a request; see Simulate for its errors.
func (m *Manager) plan(ctx context.Context, req Request) (plan, error) {
	head, err := m.cfg.Chain.HeaderByNumber(ctx, nil)
	if err != nil {
		return plan{}, fmt.Errorf("%s: read the newest block: %w", req.Label, err)
	}
	// Funds for the value come first: without them nodes don't simulate.
	if err := m.checkFunds(ctx, req, 0, fees{feeCap: new(big.Int)}); err != nil {
		return plan{}, err
	}
	gas, limit, err := m.gas(ctx, req, head)
	if err != nil {
		return plan{}, err
	}
	f, err := m.firstFees(ctx, head)
	if err != nil {
		return plan{}, fmt.Errorf("%s: %w", req.Label, err)
	}
	if err := m.checkFunds(ctx, req, limit, f); err != nil {
		return plan{}, err
	}
	price := wei(f.price)
	return plan{cost: Cost{Gas: gas, GasPrice: price, Fee: times(price, gas)}, gasLimit: limit, fees: f}, nil
}

// gas simulates the request and returns what it takes, and its limit: a fifth
// more, since the state may change before it gets into a block.
func (m *Manager) gas(ctx context.Context, req Request, head *types.Header) (gas, limit uint64, err error) {
	if req.GasLimit == 0 {
		req.GasLimit = m.cfg.GasLimit
	}
	if req.GasLimit != 0 {
		_, err = m.cfg.Chain.CallContract(ctx, m.call(req), nil)
		gas, limit = req.GasLimit, req.GasLimit
	} else {
		gas, err = m.cfg.Chain.EstimateGas(ctx, m.call(req))
		limit = withMargin(gas, head)
	}
	if data, ok := revertOf(err); ok {
		return 0, 0, &RevertedError{Label: req.Label, Reason: m.decode(data)}
	}
	if outOfGas(err) {
		return 0, 0, &RevertedError{Label: req.Label, Reason: ErrOutOfGas}
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: simulate it: %w", req.Label, err)
	}
	return gas, limit, nil
}

func withMargin(gas uint64, head *types.Header) uint64 {
	return max(gas, min(gas+gas/5, head.GasLimit))
}

// call is the request as a call by the account.
func (m *Manager) call(req Request) ethereum.CallMsg {
	return ethereum.CallMsg{From: m.account, To: &req.To, Value: req.Value.Int(), Data: req.Data, Gas: req.GasLimit}
}

// checkFunds compares the balance with what this and the pending transactions
// may take.
func (m *Manager) checkFunds(ctx context.Context, req Request, gasLimit uint64, f fees) error {
	balance, err := m.cfg.Chain.BalanceAt(ctx, m.account, nil)
	if err != nil {
		return fmt.Errorf("%s: read the balance: %w", req.Label, err)
	}
	open, err := m.unsettled(ctx)
	if err != nil {
		return err
	}
	var pending pm.Wei
	for _, t := range open {
		if t.State == chain.TxPending {
			pending = plus(pending, plus(t.Value, times(t.Last().FeeCap, t.GasLimit)))
		}
	}
	have, need := wei(balance), plus(pending, plus(req.Value, times(wei(f.feeCap), gasLimit)))
	if have.Cmp(need) >= 0 {
		return nil
	}
	return fmt.Errorf("%s: %w", req.Label, &InsufficientFundsError{Account: m.account, Have: have, Need: need, Pending: pending})
}

// plus and times give the largest amount where the result is out of range, which
// nobody can pay.
func plus(a, b pm.Wei) pm.Wei { return wei(new(big.Int).Add(a.Int(), b.Int())) }

func times(a pm.Wei, n uint64) pm.Wei {
	return wei(new(big.Int).Mul(a.Int(), new(big.Int).SetUint64(n)))
}
