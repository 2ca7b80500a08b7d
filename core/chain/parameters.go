package chain

import (
	"maps"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// Features says what the contracts can do beyond the deployed ones (chain.md 7).
type Features struct {
	Services  bool // services, verification functions and regions in the registry
	Directory bool // many orchestrators in one call
	StakeRule bool // minimum and fixed stake
	Notice    bool // worse cuts are announced first
	Faucet    bool // LPT for whoever asks (test networks)
	Polls     bool // a PollCreator is registered
}

// Contracts are the addresses that the Controller knows, by their names
// (chain.md 1). Contracts that it does not have are left out.
type Contracts map[string]common.Address

// Names are those of the contracts, the Controller's first and then by the
// alphabet.
func (c Contracts) Names() []string {
	return slices.SortedFunc(maps.Keys(c), func(a, b string) int {
		const first = "Controller"
		switch {
		case a == first:
			return -1
		case b == first:
			return 1
		}
		return strings.Compare(a, b)
	})
}

// Parameters of the protocol.
type Parameters struct {
	Paused bool

	NumActiveTranscoders uint64 // places in the active set
	PoolSize             uint64 // those that are taken for the next round
	// MinimumStake of a member; FixedStake for which each member counts. Zero is none.
	MinimumStake, FixedStake LPT
	// NoticePeriod in rounds before worse cuts count.
	NoticePeriod    uint64
	UnbondingPeriod uint64 // in rounds

	RoundLength     uint64 // in blocks
	RoundLockAmount Parts

	// Inflation per round, its change from round to round, and the part of all
	// LPT that is to be bonded: parts of 10^9.
	Inflation, InflationChange, TargetBondingRate uint64
	TotalBonded, TotalSupply                      LPT
	// MintableThisRound and MintedThisRound of rewards.
	MintableThisRound, MintedThisRound LPT

	UnlockPeriod         uint64 // in rounds
	TicketValidityPeriod uint64 // in rounds

	Features Features
}
