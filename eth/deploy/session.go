package deploy

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Backend is the way to the chain, such as go-ethereum's client.
type Backend interface {
	SuggestGasPrice(ctx context.Context) (*big.Int, error)
	PendingNonceAt(ctx context.Context, account common.Address) (uint64, error)
	SendTransaction(ctx context.Context, tx *types.Transaction) error
	TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error)
	CodeAt(ctx context.Context, contract common.Address, block *big.Int) ([]byte, error)
}

// RevertedError says that a transaction of the deployment failed.
type RevertedError struct {
	What string
	Hash common.Hash
}

func (e *RevertedError) Error() string {
	return fmt.Sprintf("%s failed on the chain (transaction %s)", e.What, e.Hash)
}

// session sends transactions of one account.
type session struct {
	backend Backend
	opts    *bind.TransactOpts
	price   *big.Int
	nonce   uint64
	sent    []sentTx
}

type sentTx struct {
	what string
	hash common.Hash
}

func newSession(ctx context.Context, backend Backend, opts *bind.TransactOpts) (*session, error) {
	nonce, err := backend.PendingNonceAt(ctx, opts.From)
	if err != nil {
		return nil, fmt.Errorf("read the nonce of %s: %w", opts.From, err)
	}
	price, err := backend.SuggestGasPrice(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the price of gas: %w", err)
	}
	// Twice as much, for when many blocks in a row are full.
	return &session{backend: backend, opts: opts, nonce: nonce, price: price.Lsh(price, 1)}, nil
}

// create sends a contract's creation, and returns the address that it will have.
func (s *session) create(ctx context.Context, what string, metadata *bind.MetaData, args []byte) (common.Address, error) {
	code := append(common.FromHex(metadata.Bin), args...)
	address := crypto.CreateAddress(s.opts.From, s.nonce)
	return address, s.send(ctx, what, &types.LegacyTx{Data: code, Gas: createGas})
}

// call sends a call to a contract.
func (s *session) call(ctx context.Context, what string, to common.Address, data []byte) error {
	return s.send(ctx, what, &types.LegacyTx{To: &to, Data: data, Gas: callGas})
}

// Gas is not estimated: what is called may not be mined yet.
const (
	createGas = 7_000_000
	callGas   = 500_000
)

func (s *session) send(ctx context.Context, what string, tx *types.LegacyTx) error {
	tx.Nonce, tx.GasPrice = s.nonce, s.price
	signed, err := s.opts.Signer(s.opts.From, types.NewTx(tx))
	if err != nil {
		return fmt.Errorf("%s: sign: %w", what, err)
	}
	if err := s.backend.SendTransaction(ctx, signed); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	s.nonce++
	s.sent = append(s.sent, sentTx{what, signed.Hash()})
	return nil
}

// wait waits for everything that was sent.
func (s *session) wait(ctx context.Context) error {
	for _, tx := range s.sent {
		receipt, err := bind.WaitMined(ctx, s.backend, tx.hash)
		if err != nil {
			return fmt.Errorf("%s: %w", tx.what, err)
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			return &RevertedError{What: tx.what, Hash: tx.hash}
		}
	}
	return nil
}

var _ bind.DeployBackend = Backend(nil)
