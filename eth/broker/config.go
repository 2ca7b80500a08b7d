package broker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

// Protocol reads the contracts (protocol.Client). Block 0 is the newest.
type Protocol interface {
	Present(ctx context.Context, block uint64, recipient common.Address) (protocol.Present, error)
	Funds(ctx context.Context, block uint64, sender, recipient common.Address) (pm.Funds, error)
	// PaymentFilter chooses the events that change them.
	PaymentFilter() watch.Filter
	// Redemptions are the newest of anybody in so many blocks.
	Redemptions(ctx context.Context, blocks uint64, limit int) ([]protocol.Redemption, error)
}

// Gas reads what gas costs (rpc.Client).
type Gas interface {
	SuggestGasPrice(ctx context.Context) (*big.Int, error)
	FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error)
	Block(ctx context.Context, number *big.Int) (rpc.Block, error)
}

// Store keeps small values over restarts.
type Store interface {
	// Load returns what Save has stored last under a key, nil when there is nothing.
	Load(ctx context.Context, key string) ([]byte, error)
	Save(ctx context.Context, key string, value []byte) error
}

// Config configures a Broker.
type Config struct {
	Protocol Protocol
	Gas      Gas
	// Store keeps the price of gas and the gas of redemptions; nil to begin anew
	// with each start.
	Store Store
	// ChainID of the chain that what is stored belongs to.
	ChainID uint64
	// Recipient of tickets, whose share of the reserves it is; zero for a node that
	// only pays.
	Recipient common.Address
	Log       *slog.Logger // nil to discard

	// MaxSenders bounds those whose funds are kept; those asked for least recently
	// go first.
	MaxSenders int
	// MaxAge is how long funds, and how long after the last block everything else
	// about them, may be used when the chain cannot be asked.
	MaxAge time.Duration
	// ReadTimeout bounds a read of funds, Patience how long the caller waits for it
	// who could do with what is known, and RetryAfter how long there is no other try
	// after a failure.
	ReadTimeout, Patience, RetryAfter time.Duration

	// GasPoll is how often the price of gas is asked for, and GasWindow how far back
	// the rolling price looks.
	GasPoll, GasWindow time.Duration
	// AssumedRedeemGas of a redemption as long as none was seen, at least 21,000.
	AssumedRedeemGas uint64
	// LookBack is how many blocks are searched for redemptions of anybody.
	LookBack uint64
}

// DefaultConfig lacks only the ports.
func DefaultConfig() Config {
	return Config{
		MaxSenders: 10_000, MaxAge: time.Hour,
		ReadTimeout: 20 * time.Second, Patience: 2 * time.Second, RetryAfter: 5 * time.Second,
		GasPoll: 15 * time.Second, GasWindow: 6 * time.Hour,
		AssumedRedeemGas: 350_000, LookBack: 50_000,
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Protocol == nil || c.Gas == nil:
		return errors.New("broker: Protocol or Gas is missing")
	case c.MaxSenders < 1:
		return fmt.Errorf("broker: funds of %d senders are to be kept; expected at least 1", c.MaxSenders)
	case c.MaxAge <= 0 || c.ReadTimeout <= 0 || c.Patience <= 0 || c.RetryAfter <= 0 || c.GasPoll <= 0:
		return errors.New("broker: times must be above 0")
	case c.MaxAge < c.ReadTimeout:
		return fmt.Errorf("broker: funds may be used for %v, and reading them may take %v; expected no more", c.MaxAge, c.ReadTimeout)
	case c.GasWindow < c.GasPoll:
		return fmt.Errorf("broker: the price of gas is asked for every %v and averaged over %v; expected no less", c.GasPoll, c.GasWindow)
	case c.AssumedRedeemGas < txGas:
		return fmt.Errorf("broker: a redemption is assumed to take %d gas; expected at least %d", c.AssumedRedeemGas, txGas)
	}
	return nil
}

// txGas is what any transaction takes before it does anything.
const txGas = 21_000
