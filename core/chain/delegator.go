package chain

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// DelegatorStatus says whether stake works.
type DelegatorStatus string

// The statuses, as in the contract.
const (
	DelegatorPending  DelegatorStatus = "pending" // from the next round on
	DelegatorBonded   DelegatorStatus = "bonded"
	DelegatorUnbonded DelegatorStatus = "unbonded"
)

// Delegator is one that has bonded LPT, to itself or to another.
type Delegator struct {
	Address common.Address
	Status  DelegatorStatus
	// Delegate is to whom it has bonded; zero when unbonded.
	Delegate common.Address
	// Bonded is the stake at the last claim, Stake with all rewards since.
	Bonded, Stake LPT
	// ClaimedFees were written down at the last claim, Fees are all.
	ClaimedFees, Fees pm.Wei
	// Delegated is what others and itself have bonded to it.
	Delegated      LPT
	StartRound     Round
	LastClaimRound Round
	Locks          []UnbondingLock
}

// UnbondingLock is stake that was taken out and cannot be withdrawn before its
// round.
type UnbondingLock struct {
	ID            uint64
	Amount        LPT
	WithdrawRound Round
}
