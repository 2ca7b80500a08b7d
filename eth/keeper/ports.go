package keeper

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Protocol reads the contracts and plans calls of them (protocol.Client). Errors
// say what was read or planned, without secrets: they are logged and shown.
type Protocol interface {
	Round(ctx context.Context) (chain.RoundInfo, error)
	Orchestrator(ctx context.Context, address common.Address) (chain.Orchestrator, error)
	// InitializeRound and Reward plan one call each, or say why it would be
	// refused now.
	InitializeRound(ctx context.Context, from common.Address) (chain.Plan, error)
	Reward(ctx context.Context, from common.Address) (chain.Plan, error)
}

// Sender sends the account's transactions and sees them through (tx.Manager).
type Sender interface {
	// Send sends a call, or returns the transaction of its Key that is under way
	// or confirmed. After an error nothing was sent.
	Send(ctx context.Context, call chain.Call) (chain.Transaction, error)
	// Wait returns a transaction when it is final, with an error when it did not
	// take effect.
	Wait(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
	// Transactions returns the newest ones in these states, at most limit.
	Transactions(ctx context.Context, limit int, states ...chain.TxState) ([]chain.Transaction, error)
}

// Names of the services.
const (
	RewardService = "reward"
	RoundService  = "initialize round"
)

// Observer is told what becomes of rewards, for metrics and alerts. Its methods
// are called from the services' goroutines and must return at once.
type Observer interface {
	// TryFailed says that a service, RewardService or RoundService, could not do
	// its work now. It tries again while there is time.
	TryFailed(service string, round chain.Round, err error)
	// RewardCalled says that reward() of a round was seen to be done.
	RewardCalled(round chain.Round)
	// RewardAtRisk says, once in a round, that its reward is lost in so many
	// blocks if nothing changes.
	RewardAtRisk(round chain.Round, blocks uint64)
	// RewardMissed says that a round ended without its reward.
	RewardMissed(round chain.Round)
}

// NopObserver observes nothing.
type NopObserver struct{}

func (NopObserver) TryFailed(string, chain.Round, error) {}
func (NopObserver) RewardCalled(chain.Round)             {}
func (NopObserver) RewardAtRisk(chain.Round, uint64)     {}
func (NopObserver) RewardMissed(chain.Round)             {}
