package tx

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// fees are those of one attempt, for a unit of gas.
type fees struct {
	feeCap, tipCap *big.Int // equal in a legacy transaction
	price          *big.Int // what would be paid in the next block
	legacy         bool
}

// market returns the fees that get a transaction into a block soon, at least the
// operator's minimum. The cap leaves room for the base fee to double.
func (m *Manager) market(ctx context.Context, head *types.Header) (fees, error) {
	least := m.prices().min.Int()
	if m.cfg.Legacy || head.BaseFee == nil {
		price, err := m.cfg.Chain.SuggestGasPrice(ctx)
		if err != nil {
			return fees{}, fmt.Errorf("ask for the gas price: %w", err)
		}
		price = larger(price, least)
		return fees{feeCap: price, tipCap: price, price: price, legacy: true}, nil
	}
	tip, err := m.cfg.Chain.SuggestGasTipCap(ctx)
	if err != nil {
		return fees{}, fmt.Errorf("ask for the gas tip: %w", err)
	}
	tip = larger(tip, new(big.Int).Sub(least, head.BaseFee))
	price := new(big.Int).Add(head.BaseFee, tip)
	return fees{feeCap: new(big.Int).Add(price, head.BaseFee), tipCap: tip, price: price}, nil
}

// firstFees are those of a new transaction. The error is a *GasPriceError when
// the market is above the operator's maximum.
func (m *Manager) firstFees(ctx context.Context, head *types.Header) (fees, error) {
	f, err := m.market(ctx, head)
	if err != nil {
		return fees{}, err
	}
	return f.within(m.prices().max, f.price)
}

// raisedFees are those of the next attempt after last: the market's, but at
// least a tenth above last's, which nodes require of a replacement. The error is
// a *GasPriceError when that is above the operator's maximum.
func (m *Manager) raisedFees(ctx context.Context, head *types.Header, last chain.Attempt) (fees, error) {
	f, err := m.market(ctx, head)
	if err != nil {
		return fees{}, err
	}
	least := bump(last.FeeCap.Int())
	f.feeCap, f.tipCap = larger(f.feeCap, least), larger(f.tipCap, bump(last.TipCap.Int()))
	return f.within(m.prices().max, least)
}

// within lowers the fees to the maximum, or refuses when least is above it.
func (f fees) within(most pm.Wei, least *big.Int) (fees, error) {
	if !most.IsZero() {
		limit := most.Int()
		if least.Cmp(limit) > 0 {
			return fees{}, &GasPriceError{Price: wei(least), Max: most}
		}
		f.feeCap = smaller(f.feeCap, limit)
	}
	f.tipCap = smaller(f.tipCap, f.feeCap)
	if f.legacy {
		f.tipCap = f.feeCap
	}
	return f, nil
}

// bump is 10 % more, rounded up, and at least 1 more.
func bump(v *big.Int) *big.Int {
	more := new(big.Int).Div(v, big.NewInt(10))
	return more.Add(more, v).Add(more, big.NewInt(1))
}

func larger(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func smaller(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}

// wei is v as an amount; one out of range, which only a broken endpoint gives,
// becomes the largest, that nobody can pay.
func wei(v *big.Int) pm.Wei {
	if w, ok := pm.WeiFromInt(v); ok {
		return w
	}
	w, _ := pm.WeiFromInt(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)))
	return w
}
