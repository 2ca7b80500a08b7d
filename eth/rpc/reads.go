package rpc

import (
	"context"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

var (
	_ bind.ContractBackend           = (*Client)(nil)
	_ bind.DeployBackend             = (*Client)(nil)
	_ bind.PendingContractCaller     = (*Client)(nil)
	_ ethereum.ChainStateReader      = (*Client)(nil)
	_ ethereum.FeeHistoryReader      = (*Client)(nil)
	_ ethereum.BlockNumberReader     = (*Client)(nil)
	_ ethereum.ChainIDReader         = (*Client)(nil)
	_ ethereum.PendingContractCaller = (*Client)(nil)
)

// The methods below are those of go-ethereum's client with this package's errors.
// A nil block number is the newest block; what is not there is ethereum.NotFound.

// BlockNumber returns the number of the newest block.
func (c *Client) BlockNumber(ctx context.Context) (uint64, error) {
	b, err := c.Block(ctx, nil)
	return b.Number, err
}

// HeaderByNumber returns a block's header.
func (c *Client) HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error) {
	return ask(ctx, c, "eth_getBlockByNumber", func(ctx context.Context, ec *ethclient.Client) (*types.Header, error) {
		return ec.HeaderByNumber(ctx, number)
	})
}

// HeaderByHash returns a block's header.
func (c *Client) HeaderByHash(ctx context.Context, hash common.Hash) (*types.Header, error) {
	return ask(ctx, c, "eth_getBlockByHash", func(ctx context.Context, ec *ethclient.Client) (*types.Header, error) {
		return ec.HeaderByHash(ctx, hash)
	})
}

// BalanceAt returns an account's ETH in wei.
func (c *Client) BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error) {
	return ask(ctx, c, "eth_getBalance", func(ctx context.Context, ec *ethclient.Client) (*big.Int, error) {
		return ec.BalanceAt(ctx, account, block)
	})
}

// StorageAt returns a word of a contract's storage.
func (c *Client) StorageAt(ctx context.Context, account common.Address, key common.Hash, block *big.Int) ([]byte, error) {
	return ask(ctx, c, "eth_getStorageAt", func(ctx context.Context, ec *ethclient.Client) ([]byte, error) {
		return ec.StorageAt(ctx, account, key, block)
	})
}

// CodeAt returns a contract's code; none for an account.
func (c *Client) CodeAt(ctx context.Context, account common.Address, block *big.Int) ([]byte, error) {
	return ask(ctx, c, "eth_getCode", func(ctx context.Context, ec *ethclient.Client) ([]byte, error) {
		return ec.CodeAt(ctx, account, block)
	})
}

// PendingCodeAt returns a contract's code in the pending state.
func (c *Client) PendingCodeAt(ctx context.Context, account common.Address) ([]byte, error) {
	return ask(ctx, c, "eth_getCode", func(ctx context.Context, ec *ethclient.Client) ([]byte, error) {
		return ec.PendingCodeAt(ctx, account)
	})
}

// NonceAt returns the number of an account's transactions in blocks.
func (c *Client) NonceAt(ctx context.Context, account common.Address, block *big.Int) (uint64, error) {
	return ask(ctx, c, "eth_getTransactionCount", func(ctx context.Context, ec *ethclient.Client) (uint64, error) {
		return ec.NonceAt(ctx, account, block)
	})
}

// PendingNonceAt returns the next nonce of an account as far as the endpoint knows
// its waiting transactions: after a change of the endpoint it may be lower.
func (c *Client) PendingNonceAt(ctx context.Context, account common.Address) (uint64, error) {
	return ask(ctx, c, "eth_getTransactionCount", func(ctx context.Context, ec *ethclient.Client) (uint64, error) {
		return ec.PendingNonceAt(ctx, account)
	})
}

// SuggestGasPrice returns a price for transactions without EIP-1559, in wei.
func (c *Client) SuggestGasPrice(ctx context.Context) (*big.Int, error) {
	return ask(ctx, c, "eth_gasPrice", func(ctx context.Context, ec *ethclient.Client) (*big.Int, error) {
		return ec.SuggestGasPrice(ctx)
	})
}

// SuggestGasTipCap returns a tip per gas, in wei.
func (c *Client) SuggestGasTipCap(ctx context.Context) (*big.Int, error) {
	return ask(ctx, c, "eth_maxPriorityFeePerGas", func(ctx context.Context, ec *ethclient.Client) (*big.Int, error) {
		return ec.SuggestGasTipCap(ctx)
	})
}

// FeeHistory returns base fees and tips of blocks up to last.
func (c *Client) FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error) {
	return ask(ctx, c, "eth_feeHistory", func(ctx context.Context, ec *ethclient.Client) (*ethereum.FeeHistory, error) {
		return ec.FeeHistory(ctx, blocks, last, percentiles)
	})
}

// FilterLogs returns the logs that match q. It is ErrTooLarge when no endpoint
// gives so many blocks or logs in one answer.
func (c *Client) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if q.BlockHash != nil && (q.FromBlock != nil || q.ToBlock != nil) {
		return nil, errors.New("filter logs: both a block hash and a range of blocks are given; expected one of them")
	}
	return ask(ctx, c, "eth_getLogs", func(ctx context.Context, ec *ethclient.Client) ([]types.Log, error) {
		return ec.FilterLogs(ctx, q)
	})
}

// SubscribeFilterLogs always fails with ErrNoSubscriptions.
func (c *Client) SubscribeFilterLogs(context.Context, ethereum.FilterQuery, chan<- types.Log) (ethereum.Subscription, error) {
	return nil, ErrNoSubscriptions
}

// TransactionReceipt returns the receipt of a transaction that is in a block.
func (c *Client) TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	return ask(ctx, c, "eth_getTransactionReceipt", func(ctx context.Context, ec *ethclient.Client) (*types.Receipt, error) {
		return ec.TransactionReceipt(ctx, hash)
	})
}

// TransactionByHash returns a transaction, and whether it is in no block yet.
func (c *Client) TransactionByHash(ctx context.Context, hash common.Hash) (tx *types.Transaction, pending bool, err error) {
	tx, err = ask(ctx, c, "eth_getTransactionByHash", func(ctx context.Context, ec *ethclient.Client) (*types.Transaction, error) {
		found, waiting, err := ec.TransactionByHash(ctx, hash)
		pending = waiting
		return found, err
	})
	return tx, pending, err
}
