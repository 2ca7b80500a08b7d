package protocol

import (
	"context"
	"errors"
	"log/slog"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/eth/rpc"
)

// Chain is the way to the chain, with the meanings and errors of rpc.Client. It
// bounds the time and the size of every answer.
type Chain interface {
	// CallBatch runs calls on a block's state, the newest one for nil. Results
	// are in the order of the calls.
	CallBatch(ctx context.Context, calls []ethereum.CallMsg, block *big.Int) ([]rpc.CallResult, error)
	CodeAt(ctx context.Context, account common.Address, block *big.Int) ([]byte, error)
	BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error)
	// FilterLogs fails with rpc.ErrTooLarge when it is too much for one answer.
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
	Block(ctx context.Context, number *big.Int) (rpc.Block, error)
}

// Config configures a Client.
type Config struct {
	// Controller that knows all other contracts.
	Controller common.Address
	Chain      Chain
	// Receipts of transactions, for RedeemOutcome and Redemptions; nil where nobody
	// asks for those.
	Receipts Receipts
	// ServiceRegistry in place of the Controller's; zero for that one.
	ServiceRegistry common.Address
	// ServiceNames are names of services beyond the usual ones, so that their ids
	// are shown by name.
	ServiceNames []string
	// LoseRewards lets stake be changed before the orchestrator's reward() of the
	// round on contracts where that loses the reward's share (chain.md 8, trap 1).
	LoseRewards bool
	Log         *slog.Logger // nil to discard
}

func (c Config) validate() error {
	switch {
	case c.Chain == nil:
		return errors.New("protocol has no chain to read")
	case c.Controller == (common.Address{}):
		return &RefusedError{Kind: ErrZeroAddress, Text: "the Controller's address is missing; give it with -ethController, or choose a -network"}
	case len(c.ServiceNames) > maxServiceNames:
		return errors.New("too many names of services")
	}
	return nil
}

const maxServiceNames = 1000
