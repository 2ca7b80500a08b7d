package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// query is one question to a contract, and where its answer goes.
type query struct {
	to   common.Address
	data []byte
	take func(answer []byte) error
	// optional leaves the answer out, without an error, where the contract does
	// not know the question.
	optional bool
}

// ask makes a query whose answer is of the type that unpack returns.
func ask[T any](to common.Address, data []byte, unpack func([]byte) (T, error), into *T) query {
	return query{to: to, data: data, take: func(answer []byte) error {
		value, err := unpack(answer)
		if err == nil {
			*into = value
		}
		return err
	}}
}

// convert makes a query whose answer is converted; a number that is out of range
// is an error.
func convert[T, U any](to common.Address, data []byte, unpack func([]byte) (T, error), conv func(T) (U, bool), into *U) query {
	return query{to: to, data: data, take: func(answer []byte) error {
		value, err := unpack(answer)
		if err != nil {
			return err
		}
		converted, ok := conv(value)
		if !ok {
			return fmt.Errorf("%w: %v", errRange, value)
		}
		*into = converted
		return nil
	}}
}

// maybe makes a query optional; answered, if not nil, says whether there was an
// answer.
func maybe(q query, answered *bool) query {
	take := q.take
	q.optional = true
	q.take = func(answer []byte) error {
		err := take(answer)
		if answered != nil {
			*answered = err == nil
		}
		return err
	}
	return q
}

var errRange = errors.New("number is out of range")

// ask puts all queries on the state of a block, the newest one for nil.
func (c *Client) ask(ctx context.Context, block *big.Int, queries ...query) error {
	calls := make([]ethereum.CallMsg, len(queries))
	for i, q := range queries {
		calls[i] = ethereum.CallMsg{To: &q.to, Data: q.data}
	}
	results, err := c.chain.CallBatch(ctx, calls, block)
	if err != nil {
		return err
	}
	if len(results) != len(queries) {
		return fmt.Errorf("%d answers to %d calls", len(results), len(queries))
	}
	for i, q := range queries {
		if err := q.accept(results[i]); err != nil {
			return err
		}
	}
	return nil
}

func (q query) accept(r rpc.CallResult) error {
	if r.Err == nil {
		r.Err = q.take(r.Data)
	}
	if r.Err == nil || q.optional {
		return nil
	}
	return &AnswerError{Contract: q.to, Err: r.Err}
}

// now returns the newest block, whose number makes several messages see the same
// state.
func (c *Client) now(ctx context.Context) (rpc.Block, *big.Int, error) {
	block, err := c.chain.Block(ctx, nil)
	return block, new(big.Int).SetUint64(block.Number), err
}

// Conversions of the contracts' numbers. Those for which there is no room are
// strangers' nonsense.

func toUint64(v *big.Int) (uint64, bool) {
	if v == nil || !v.IsUint64() {
		return 0, false
	}
	return v.Uint64(), true
}

func toRound(v *big.Int) (chain.Round, bool) {
	n, ok := toUint64(v)
	return chain.Round(n), ok
}

func toParts(v *big.Int) (chain.Parts, bool) {
	n, ok := toUint64(v)
	return chain.Parts(n), ok && n <= uint64(chain.Whole)
}

func toLPT(v *big.Int) (chain.LPT, bool) { return chain.LPTFromInt(v) }
func toWei(v *big.Int) (pm.Wei, bool)    { return pm.WeiFromInt(v) }

func toWord(v *big.Int) (common.Hash, bool) {
	w, ok := pm.WeiFromInt(v)
	return common.BigToHash(w.Int()), ok
}

func number(n uint64) *big.Int { return new(big.Int).SetUint64(n) }
