package cliapi

import (
	"context"
	"math/big"
	"net/http"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Protocol reads what holds for all on the chain.
type Protocol interface {
	Round(ctx context.Context) (chain.RoundInfo, error)
	Parameters(ctx context.Context) (chain.Parameters, error)
	Contracts() chain.Contracts
}

// Round is GET /api/v1/round. Blocks are those of round arithmetic, L1 blocks on
// Arbitrum.
type Round struct {
	Number          chain.Round `json:"number"`
	Initialized     bool        `json:"initialized"`
	LastInitialized chain.Round `json:"lastInitialized"`
	Hash            common.Hash `json:"hash"` // of LastInitialized
	Block           uint64      `json:"block"`
	StartBlock      uint64      `json:"startBlock"`
	EndBlock        uint64      `json:"endBlock"` // the first of the next round
	Length          uint64      `json:"length"`   // in blocks
	LockedFrom      uint64      `json:"lockedFrom"`
	Locked          bool        `json:"locked"` // cuts cannot be changed now
}

// Parameters is GET /api/v1/protocol. Periods are in rounds.
type Parameters struct {
	Paused               bool        `json:"paused"`
	NumActiveTranscoders uint64      `json:"numActiveTranscoders"` // places in the active set
	PoolSize             uint64      `json:"poolSize"`             // those taken for the next round
	MinimumStake         chain.LPT   `json:"minimumStake"`         // 0 is none
	FixedStake           chain.LPT   `json:"fixedStake"`           // 0 is none
	NoticePeriod         uint64      `json:"noticePeriod"`         // before worse cuts count
	UnbondingPeriod      uint64      `json:"unbondingPeriod"`
	RoundLength          uint64      `json:"roundLength"` // in blocks
	RoundLockAmount      chain.Parts `json:"roundLockAmount"`
	Inflation            string      `json:"inflation"`         // per round, a percentage
	InflationChange      string      `json:"inflationChange"`   // from round to round, in percentage points
	TargetBondingRate    string      `json:"targetBondingRate"` // a percentage of all LPT
	TotalBonded          chain.LPT   `json:"totalBonded"`
	TotalSupply          chain.LPT   `json:"totalSupply"`
	MintableThisRound    chain.LPT   `json:"mintableThisRound"`
	MintedThisRound      chain.LPT   `json:"mintedThisRound"`
	UnlockPeriod         uint64      `json:"unlockPeriod"`
	TicketValidityPeriod uint64      `json:"ticketValidityPeriod"`
	Features             Features    `json:"features"`
}

// Features says what the contracts can do beyond those of Livepeer's network.
type Features struct {
	Services  bool `json:"services"` // and regions
	Directory bool `json:"directory"`
	StakeRule bool `json:"stakeRule"`
	Notice    bool `json:"notice"`
	Faucet    bool `json:"faucet"`
	Polls     bool `json:"polls"`
}

func (c *ChainConfig) round(r *http.Request) (any, error) {
	i, err := c.Protocol.Round(r.Context())
	if err != nil {
		return nil, err
	}
	return Round{
		Number: i.Number, Initialized: i.Initialized, LastInitialized: i.LastInitialized, Hash: i.Hash,
		Block: i.Block, StartBlock: i.StartBlock, EndBlock: i.EndBlock(), Length: i.Length,
		LockedFrom: i.LockedFrom, Locked: i.Locked(),
	}, nil
}

func (c *ChainConfig) parameters(r *http.Request) (any, error) {
	p, err := c.Protocol.Parameters(r.Context())
	if err != nil {
		return nil, err
	}
	return Parameters{
		Paused: p.Paused, NumActiveTranscoders: p.NumActiveTranscoders, PoolSize: p.PoolSize,
		MinimumStake: p.MinimumStake, FixedStake: p.FixedStake,
		NoticePeriod: p.NoticePeriod, UnbondingPeriod: p.UnbondingPeriod,
		RoundLength: p.RoundLength, RoundLockAmount: p.RoundLockAmount,
		Inflation: percent(p.Inflation), InflationChange: percent(p.InflationChange), TargetBondingRate: percent(p.TargetBondingRate),
		TotalBonded: p.TotalBonded, TotalSupply: p.TotalSupply,
		MintableThisRound: p.MintableThisRound, MintedThisRound: p.MintedThisRound,
		UnlockPeriod: p.UnlockPeriod, TicketValidityPeriod: p.TicketValidityPeriod,
		Features: Features(p.Features),
	}, nil
}

// contracts answers with addresses by the names of the Controller.
func (c *ChainConfig) contracts(*http.Request) (any, error) {
	list := map[string]Address{}
	for name, a := range c.Protocol.Contracts() {
		list[name] = Address(a)
	}
	return list, nil
}

// percent writes parts of 10^9 as an exact percentage.
func percent(parts uint64) string {
	return decimals(new(big.Int).SetUint64(parts), 7) + "%"
}
