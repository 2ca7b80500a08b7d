package chain

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Round is the number of a round.
type Round = pm.Round

// RoundInfo is the present round as the contracts see it. All blocks are those
// of round arithmetic, L1 blocks on Arbitrum (chain.md 5).
type RoundInfo struct {
	Number      Round
	Initialized bool
	// LastInitialized is Number, or an earlier one while Number is not initialized.
	LastInitialized Round
	// Hash of LastInitialized, by which tickets name their round.
	Hash       common.Hash
	Block      uint64 // now
	StartBlock uint64
	Length     uint64 // in blocks
	// LockedFrom is the block from which cuts cannot be changed until the round ends.
	LockedFrom uint64
}

// EndBlock is the first block of the next round.
func (r RoundInfo) EndBlock() uint64 { return r.StartBlock + r.Length }

// Locked says whether cuts cannot be changed now.
func (r RoundInfo) Locked() bool { return r.Block >= r.LockedFrom }
