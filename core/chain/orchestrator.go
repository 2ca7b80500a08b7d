package chain

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Orchestrator is one that has stake, as the chain knows it.
type Orchestrator struct {
	Address    common.Address
	Registered bool // it has bonded to itself
	Active     bool // in the present round
	InPool     bool // it is in the active set of the next round
	// Stake is all that is delegated to it, as of the next round; OwnStake its
	// own part of it. OwnStake is zero in lists.
	Stake, OwnStake LPT
	RewardCut       Parts
	FeeShare        Parts
	// Announced are worse cuts that do not count yet; nil when there are none.
	Announced       *Announcement
	LastRewardRound Round
	ActivationRound Round
	// DeactivationRound is 0 while there is none.
	DeactivationRound Round
	Entry             RegistryEntry
}

// Announcement is a change of cuts to come.
type Announcement struct {
	RewardCut, FeeShare Parts
	Effective           Round
}

// RegistryEntry is what a node says of itself in the ServiceRegistry.
type RegistryEntry struct {
	ServiceURI string
	Services   []Service
	Regions    []string // of up to 31 bytes each
}

// Service that a node offers.
type Service struct {
	// Name whose keccak256 is the id on chain; empty when the id is of no name
	// that this node knows.
	Name string
	ID   common.Hash
	// Verifier is the verification function; zero for none.
	Verifier common.Address
}

// EarningsPool is an orchestrator in a round (getTranscoderEarningsPoolForRound).
type EarningsPool struct {
	Round      Round
	TotalStake LPT // at the round's start
	RewardCut  Parts
	FeeShare   Parts
	// RewardFactor and FeeFactor are cumulative, parts of 10^27.
	RewardFactor, FeeFactor *big.Int
}

// CutChange is one change of an orchestrator's cuts, or its announcement.
type CutChange struct {
	Block               uint64
	RewardCut, FeeShare Parts
	// Effective is the round from which it counts; 0 for a change at once.
	Effective Round
}

// FeeRatio is what an orchestrator earned in a round for the stake with it: the
// fee ratio of the whitepaper is Fees / Stake.
type FeeRatio struct {
	Round Round
	Stake LPT    // at the round's start
	Fees  pm.Wei // of tickets that were made in the round, delegators' and orchestrator's part
	// PerLPT is what came to delegators for each LPT that they had bonded.
	PerLPT pm.Wei
}
