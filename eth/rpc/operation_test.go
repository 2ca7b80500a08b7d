package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/eth/rpc"
)

// operation is one kind of request and what its answer has to be.
type operation struct {
	name string
	do   func(ctx context.Context, c *rpc.Client) error
}

func expect(err error, ok bool, got any) error {
	if err == nil && !ok {
		return fmt.Errorf("wrong answer %v", got)
	}
	return err
}

// expectRevert is nil for a revert with the data.
func expectRevert(err error, data []byte) error {
	var revert *rpc.RevertError
	if errors.As(err, &revert) && string(revert.Data) == string(data) {
		return nil
	}
	return fmt.Errorf("want a revert with %x, have %w", data, err)
}

// operations on a chain where mined is in block 1 and waiting is in no block.
func operations(c *chain, mined, waiting *types.Transaction, block common.Hash) []operation {
	return slices.Concat(blockOperations(block), accountOperations(c), callOperations(c), feeOperations(),
		transactionOperations(mined, waiting, block))
}

func blockOperations(block common.Hash) []operation {
	return []operation{
		{"chain id", func(ctx context.Context, cl *rpc.Client) error {
			id, err := cl.ChainID(ctx)
			return expect(err, err == nil && id.Uint64() == chainID, id)
		}},
		{"block number", func(ctx context.Context, cl *rpc.Client) error {
			n, err := cl.BlockNumber(ctx)
			return expect(err, n == 1, n)
		}},
		{"block", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.Block(ctx, big.NewInt(1))
			return expect(err, b.Hash == block && b.L1Number == 1 && b.BaseFee != nil, b)
		}},
		{"block by hash", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.BlockByHash(ctx, block)
			return expect(err, b.Number == 1, b)
		}},
		{"no such block", func(ctx context.Context, cl *rpc.Client) error {
			_, err := cl.Block(ctx, big.NewInt(99))
			return expectIs(err, ethereum.NotFound)
		}},
		{"header by number", func(ctx context.Context, cl *rpc.Client) error {
			h, err := cl.HeaderByNumber(ctx, nil)
			return expect(err, err == nil && h.Hash() == block, h)
		}},
		{"header by hash", func(ctx context.Context, cl *rpc.Client) error {
			h, err := cl.HeaderByHash(ctx, block)
			return expect(err, err == nil && h.Hash() == block, h)
		}},
		{"logs", func(ctx context.Context, cl *rpc.Client) error {
			l, err := cl.FilterLogs(ctx, ethereum.FilterQuery{Addresses: []common.Address{logger}})
			return expect(err, len(l) == 1 && l[0].BlockHash == block, l)
		}},
	}
}

func accountOperations(c *chain) []operation {
	return []operation{
		{"balance", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.BalanceAt(ctx, c.account, nil)
			return expect(err, err == nil && b.Sign() > 0, b)
		}},
		{"storage", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.StorageAt(ctx, answerer, common.Hash{}, nil)
			return expect(err, len(b) == 32, b)
		}},
		{"code", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.CodeAt(ctx, answerer, nil)
			return expect(err, len(b) > 0, b)
		}},
		{"pending code", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.PendingCodeAt(ctx, answerer)
			return expect(err, len(b) > 0, b)
		}},
		{"nonce", func(ctx context.Context, cl *rpc.Client) error {
			n, err := cl.NonceAt(ctx, c.account, nil)
			return expect(err, n == 1, n)
		}},
		{"pending nonce", func(ctx context.Context, cl *rpc.Client) error {
			n, err := cl.PendingNonceAt(ctx, c.account)
			return expect(err, n == 2, n)
		}},
	}
}

func callOperations(c *chain) []operation {
	call := ethereum.CallMsg{From: c.account, To: &answerer}
	reason := []byte{0xde, 0xad, 0xbe, 0xef, 1}
	refused := ethereum.CallMsg{From: c.account, To: &refuser, Data: reason}
	return []operation{
		{"call", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.CallContract(ctx, call, nil)
			return expect(err, len(b) == 32 && b[31] == 42, b)
		}},
		{"pending call", func(ctx context.Context, cl *rpc.Client) error {
			b, err := cl.PendingCallContract(ctx, call)
			return expect(err, len(b) == 32 && b[31] == 42, b)
		}},
		{"call that reverts", func(ctx context.Context, cl *rpc.Client) error {
			_, err := cl.CallContract(ctx, refused, nil)
			return expectRevert(err, reason)
		}},
		{"estimate", func(ctx context.Context, cl *rpc.Client) error {
			gas, err := cl.EstimateGas(ctx, call)
			return expect(err, gas > 21000, gas)
		}},
		{"estimate that reverts", func(ctx context.Context, cl *rpc.Client) error {
			_, err := cl.EstimateGas(ctx, refused)
			return expectRevert(err, reason)
		}},
		{"batch", func(ctx context.Context, cl *rpc.Client) error {
			r, err := cl.CallBatch(ctx, []ethereum.CallMsg{call, refused}, nil)
			if err != nil || len(r) != 2 || len(r[0].Data) != 32 {
				return expect(err, false, r)
			}
			return expectRevert(r[1].Err, reason)
		}},
	}
}

func feeOperations() []operation {
	return []operation{
		{"gas price", func(ctx context.Context, cl *rpc.Client) error {
			p, err := cl.SuggestGasPrice(ctx)
			return expect(err, err == nil && p.Sign() > 0, p)
		}},
		{"tip", func(ctx context.Context, cl *rpc.Client) error {
			p, err := cl.SuggestGasTipCap(ctx)
			return expect(err, err == nil && p.Sign() > 0, p)
		}},
		{"fee history", func(ctx context.Context, cl *rpc.Client) error {
			h, err := cl.FeeHistory(ctx, 1, nil, []float64{50})
			return expect(err, err == nil && len(h.BaseFee) == 2, h)
		}},
	}
}

func transactionOperations(mined, waiting *types.Transaction, block common.Hash) []operation {
	return []operation{
		{"receipt", func(ctx context.Context, cl *rpc.Client) error {
			r, err := cl.TransactionReceipt(ctx, mined.Hash())
			return expect(err, err == nil && r.BlockHash == block, r)
		}},
		{"no receipt", func(ctx context.Context, cl *rpc.Client) error {
			_, err := cl.TransactionReceipt(ctx, waiting.Hash())
			return expectIs(err, ethereum.NotFound)
		}},
		{"transaction", func(ctx context.Context, cl *rpc.Client) error {
			tx, pending, err := cl.TransactionByHash(ctx, waiting.Hash())
			return expect(err, err == nil && pending && tx.Hash() == waiting.Hash(), tx)
		}},
		{"send again", func(ctx context.Context, cl *rpc.Client) error {
			return cl.SendTransaction(ctx, waiting)
		}},
		{"send used nonce", func(ctx context.Context, cl *rpc.Client) error {
			return expectIs(cl.SendTransaction(ctx, mined), rpc.ErrNonceTooLow)
		}},
	}
}

func expectIs(err, want error) error {
	if errors.Is(err, want) {
		return nil
	}
	return fmt.Errorf("want %w, have %v", want, err)
}
