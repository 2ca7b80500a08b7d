package watch

import (
	"context"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// Chain reads blocks and logs. Its methods are called by one goroutine at a
// time, and bound the size of what they return.
type Chain interface {
	// LatestBlock returns the newest block.
	LatestBlock(ctx context.Context) (chain.BlockRef, error)
	// BlockByNumber returns the block of that height on the canonical chain;
	// ethereum.NotFound when there is none.
	BlockByNumber(ctx context.Context, number uint64) (chain.BlockRef, error)
	// BlockByHash returns a block of any branch; ethereum.NotFound when it is
	// not known.
	BlockByHash(ctx context.Context, hash common.Hash) (chain.BlockRef, error)
	// FilterLogs answers eth_getLogs, with an error when the block or a part of
	// the range is not known.
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
}

// Store keeps the watcher's position over restarts.
type Store interface {
	// Blocks returns what SaveBlocks stored last, nothing at first.
	Blocks(ctx context.Context) ([]chain.BlockRef, error)
	// SaveBlocks replaces the remembered blocks, from none to MaxTail in
	// ascending order, as one change that survives a crash once it has returned.
	SaveBlocks(ctx context.Context, tail []chain.BlockRef) error
}

// Observer is told what a watcher does, for metrics. Its methods are called
// from the watcher's goroutine and must return at once.
type Observer interface {
	// Looked ends each successful step towards the head.
	Looked(p Progress)
	// Reorganized says that so many blocks were replaced.
	Reorganized(depth int)
	// Resynced says that all handlers have to read their state anew.
	Resynced()
	// Failed says that a call or a handler failed and is tried again.
	Failed(err error)
}

// NopObserver observes nothing.
type NopObserver struct{}

func (NopObserver) Looked(Progress) {}
func (NopObserver) Reorganized(int) {}
func (NopObserver) Resynced()       {}
func (NopObserver) Failed(error)    {}
