package rpc

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/ethclient"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// Block returns the block with this number, the newest for nil. Tags like
// "finalized" are go-ethereum's negative numbers. A block that is not there is
// ethereum.NotFound.
func (c *Client) Block(ctx context.Context, number *big.Int) (Block, error) {
	return ask(ctx, c, "eth_getBlockByNumber", func(ctx context.Context, ec *ethclient.Client) (Block, error) {
		return blockByNumber(ctx, ec, number)
	})
}

// BlockByHash returns the block with this hash, or ethereum.NotFound.
func (c *Client) BlockByHash(ctx context.Context, hash common.Hash) (Block, error) {
	return ask(ctx, c, "eth_getBlockByHash", func(ctx context.Context, ec *ethclient.Client) (Block, error) {
		var b *Block
		if err := ec.Client().CallContext(ctx, &b, "eth_getBlockByHash", hash, false); err != nil {
			return Block{}, err
		}
		if b == nil {
			return Block{}, ethereum.NotFound
		}
		if b.Hash != hash {
			return Block{}, fmt.Errorf("%w: block %s for %s", ErrBadAnswer, b.Hash, hash)
		}
		return *b, nil
	})
}

func blockByNumber(ctx context.Context, ec *ethclient.Client, number *big.Int) (Block, error) {
	var b *Block
	if err := ec.Client().CallContext(ctx, &b, "eth_getBlockByNumber", blockArg(number), false); err != nil {
		return Block{}, err
	}
	if b == nil {
		return Block{}, ethereum.NotFound
	}
	if number != nil && number.Sign() >= 0 && number.Cmp(new(big.Int).SetUint64(b.Number)) != 0 {
		return Block{}, fmt.Errorf("%w: block %d for %s", ErrBadAnswer, b.Number, number)
	}
	return *b, nil
}

// blockArg is a block number as JSON-RPC has it.
func blockArg(number *big.Int) string {
	switch {
	case number == nil:
		return "latest"
	case number.Sign() >= 0:
		return hexutil.EncodeBig(number)
	}
	return gethrpc.BlockNumber(number.Int64()).String()
}
