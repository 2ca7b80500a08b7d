package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/ethclient"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// Bounds of CallBatch.
const (
	// MaxCalls bounds the calls that CallBatch takes.
	MaxCalls = 10_000
	// batchSize bounds the calls in one message: what common providers take.
	batchSize = 100
)

// CallContract runs a call on a block's state, the newest one for nil. A call that
// the contract refuses is a *RevertError.
func (c *Client) CallContract(ctx context.Context, msg ethereum.CallMsg, block *big.Int) ([]byte, error) {
	return ask(ctx, c, "eth_call", func(ctx context.Context, ec *ethclient.Client) ([]byte, error) {
		return ec.CallContract(ctx, msg, block)
	})
}

// PendingCallContract runs a call on the pending state.
func (c *Client) PendingCallContract(ctx context.Context, msg ethereum.CallMsg) ([]byte, error) {
	return ask(ctx, c, "eth_call", func(ctx context.Context, ec *ethclient.Client) ([]byte, error) {
		return ec.PendingCallContract(ctx, msg)
	})
}

// EstimateGas returns the gas that a transaction needs. One that the contract would
// refuse is a *RevertError.
func (c *Client) EstimateGas(ctx context.Context, msg ethereum.CallMsg) (uint64, error) {
	return ask(ctx, c, "eth_estimateGas", func(ctx context.Context, ec *ethclient.Client) (uint64, error) {
		return ec.EstimateGas(ctx, msg)
	})
}

// CallResult is what one call of CallBatch gave.
type CallResult struct {
	Data []byte
	Err  error // *RevertError or *AnswerError
}

// CallBatch runs up to MaxCalls calls on a block's state, the newest one for nil,
// with few messages. Of the calls only From, To, Data, Value and Gas count. For the
// same state in all calls of more than one message, name the block. The results are
// in the order of the calls; an error means that there are none.
func (c *Client) CallBatch(ctx context.Context, calls []ethereum.CallMsg, block *big.Int) ([]CallResult, error) {
	if len(calls) > MaxCalls {
		return nil, fmt.Errorf("%w: %d calls in one batch; expected at most %d", ErrTooLarge, len(calls), MaxCalls)
	}
	results := make([]CallResult, 0, len(calls))
	for len(calls) > 0 {
		n := min(len(calls), batchSize)
		part, err := c.callPart(ctx, calls[:n], block)
		if err != nil {
			return nil, err
		}
		results = append(results, part...)
		calls = calls[n:]
	}
	return results, nil
}

// callPart sends one message; where no endpoint takes that, two with half of it.
func (c *Client) callPart(ctx context.Context, calls []ethereum.CallMsg, block *big.Int) ([]CallResult, error) {
	if len(calls) == 1 {
		data, err := c.CallContract(ctx, calls[0], block)
		if isAnswer(err) {
			return []CallResult{{Err: err}}, nil
		}
		return []CallResult{{Data: data}}, err
	}
	results, err := ask(ctx, c, "eth_call", func(ctx context.Context, ec *ethclient.Client) ([]CallResult, error) {
		return sendBatch(ctx, ec, calls, block)
	})
	if n := len(calls); errors.Is(err, ErrTooLarge) || errors.Is(err, ErrInternal) || errors.Is(err, ErrUnsupported) {
		first, err := c.callPart(ctx, calls[:n/2], block)
		if err != nil {
			return nil, err
		}
		second, err := c.callPart(ctx, calls[n/2:], block)
		return append(first, second...), err
	}
	return results, err
}

// sendBatch makes one attempt. A call that the endpoint could not serve fails all,
// so that the next endpoint is asked.
func sendBatch(ctx context.Context, ec *ethclient.Client, calls []ethereum.CallMsg, block *big.Int) ([]CallResult, error) {
	elems := make([]gethrpc.BatchElem, len(calls))
	datas := make([]hexutil.Bytes, len(calls))
	for i, msg := range calls {
		elems[i] = gethrpc.BatchElem{Method: "eth_call", Args: []any{callArg(msg), blockArg(block)}, Result: &datas[i]}
	}
	err := ec.Client().BatchCallContext(ctx, elems)
	var notAList *json.UnmarshalTypeError
	if errors.As(err, &notAList) {
		return nil, ErrUnsupported // one answer to all: it knows no batches
	}
	if err != nil {
		return nil, err
	}
	results := make([]CallResult, len(calls))
	for i, elem := range elems {
		if elem.Error == nil {
			results[i].Data = datas[i]
			continue
		}
		typed := judge(elem.Error, noteOf(ctx)).err
		if !isAnswer(typed) {
			return nil, elem.Error
		}
		results[i].Err = typed
	}
	return results, nil
}

// isAnswer says whether err is what the chain says to a call.
func isAnswer(err error) bool {
	var (
		revert *RevertError
		answer *AnswerError
	)
	return errors.As(err, &revert) || errors.As(err, &answer) && classOf(answer) == answered
}

func callArg(msg ethereum.CallMsg) map[string]any {
	arg := map[string]any{"from": msg.From, "to": msg.To}
	if len(msg.Data) > 0 {
		arg["input"] = hexutil.Bytes(msg.Data)
	}
	if msg.Value != nil {
		arg["value"] = (*hexutil.Big)(msg.Value)
	}
	if msg.Gas != 0 {
		arg["gas"] = hexutil.Uint64(msg.Gas)
	}
	return arg
}
