package deploy

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Config has the protocol's parameters; units are those of the contracts.
type Config struct {
	RoundLength     uint64 // in blocks
	RoundLockAmount chain.Parts
	UnbondingPeriod uint64 // in rounds
	// NumActiveTranscoders is the number of places in the active set.
	NumActiveTranscoders uint64
	NoticePeriod         uint64 // in rounds
	UnlockPeriod         uint64 // in rounds
	TicketValidityPeriod uint64 // in rounds
	PollPeriod           uint64 // in blocks
	// Inflation, InflationChange and TargetBondingRate are parts of 10^9.
	Inflation, InflationChange, TargetBondingRate uint64

	// Supply of LPT in the beginning, without the faucet's.
	Supply chain.LPT
	// Holders of the Supply, an equal part each.
	Holders []common.Address
	// FaucetSupply is what the faucet has, FaucetAmount what it gives at a time,
	// FaucetWait the hours to wait for the next time.
	FaucetSupply, FaucetAmount chain.LPT
	FaucetWait                 uint64
	// Verifier may slash; zero for nobody.
	Verifier common.Address
}

// DefaultConfig is a network for trying things out: rounds of 60 blocks, and
// else the parameters of the public network, but short periods.
func DefaultConfig() Config {
	return Config{
		RoundLength: 60, RoundLockAmount: 100_000,
		UnbondingPeriod: 3, NumActiveTranscoders: 100, NoticePeriod: 3,
		UnlockPeriod: 2, TicketValidityPeriod: 2, PollPeriod: 120,
		Inflation: 137_000, InflationChange: 500, TargetBondingRate: 500_000_000,
		Supply: lpt(10_000_000), FaucetSupply: lpt(1_000_000), FaucetAmount: lpt(1_000), FaucetWait: 1,
	}
}

// Validate says what is out of range; the contracts check the rest.
func (c Config) Validate() error {
	if c.RoundLength == 0 {
		return fmt.Errorf("the length of a round is 0 blocks; expected at least 1")
	}
	if len(c.Holders) > maxHolders {
		return fmt.Errorf("%d accounts are to get LPT; expected at most %d", len(c.Holders), maxHolders)
	}
	return nil
}

// maxHolders fit into a few blocks.
const maxHolders = 1000

func lpt(whole uint64) chain.LPT {
	amount, _ := chain.LPTFromInt(new(big.Int).Mul(new(big.Int).SetUint64(whole), big.NewInt(1e18)))
	return amount
}
