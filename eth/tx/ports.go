package tx

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// Chain is the way to the chain, a part of go-ethereum's client, with its
// meanings and errors: ethereum.NotFound for what does not exist. Errors of calls
// that revert keep the contract's data (see revertOf). Errors must have no
// secrets in their text: it is logged and stored.
type Chain interface {
	HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error)
	SuggestGasTipCap(ctx context.Context) (*big.Int, error)
	SuggestGasPrice(ctx context.Context) (*big.Int, error)
	EstimateGas(ctx context.Context, call ethereum.CallMsg) (uint64, error)
	CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error)
	BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error)
	NonceAt(ctx context.Context, account common.Address, block *big.Int) (uint64, error)
	PendingNonceAt(ctx context.Context, account common.Address) (uint64, error)
	SendTransaction(ctx context.Context, tx *types.Transaction) error
	TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error)
}

// Signer signs as the account (keystore.Account).
type Signer interface {
	Address() common.Address
	SignTx(tx *types.Transaction, chainID *big.Int) (*types.Transaction, error)
}

// Store keeps records over restarts (core/store). What its methods did must
// survive a crash once they have returned.
type Store interface {
	// AddTransaction stores a new record and returns its id. It fails when
	// another unsettled record of the account has the nonce.
	AddTransaction(ctx context.Context, t chain.Transaction) (chain.TransactionID, error)
	// UpdateTransaction stores a record's state, attempts, receipt and problem.
	UpdateTransaction(ctx context.Context, t chain.Transaction) error
	// Transactions returns the records that q selects, the newest first.
	Transactions(ctx context.Context, q chain.TransactionQuery) ([]chain.Transaction, error)
}
