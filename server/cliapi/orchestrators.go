package cliapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Bounds of lists.
const (
	defaultListLimit = 100
	maxListLimit     = 1000
	defaultFeeRounds = 10
	maxFeeRounds     = 100
)

// Orchestrators reads who works, for what cuts, and what came of it.
type Orchestrators interface {
	// Orchestrators are the active set of the next round, the one with the most
	// stake first.
	Orchestrators(ctx context.Context) ([]chain.Orchestrator, error)
	Orchestrator(ctx context.Context, addr common.Address) (chain.Orchestrator, error)
	EarningsPool(ctx context.Context, addr common.Address, round chain.Round) (chain.EarningsPool, error)
	CutHistory(ctx context.Context, addr common.Address) ([]chain.CutChange, error)
	// FeeRatios of the rounds from..to, both of them too.
	FeeRatios(ctx context.Context, addr common.Address, from, to chain.Round) ([]chain.FeeRatio, error)
}

// OrchestratorList is GET /api/v1/orchestrators: the active set of the next
// round, or those of it that were asked for, the one with the most stake first.
type OrchestratorList struct {
	Orchestrators []Orchestrator `json:"orchestrators"`
	Total         int            `json:"total"` // that match, on all pages
}

// Orchestrator is GET /api/v1/orchestrators/{addr}.
type Orchestrator struct {
	Address           Address       `json:"address"`
	Registered        bool          `json:"registered"` // it has bonded to itself
	Active            bool          `json:"active"`     // in the present round
	InPool            bool          `json:"inPool"`     // in the active set of the next round
	Stake             chain.LPT     `json:"stake"`      // all that is delegated to it
	OwnStake          chain.LPT     `json:"ownStake"`   // its own part; 0 in lists
	RewardCut         chain.Parts   `json:"rewardCut"`  // what it keeps of rewards
	FeeShare          chain.Parts   `json:"feeShare"`   // what its delegators get of fees
	Announced         *Announcement `json:"announced,omitempty"`
	LastRewardRound   chain.Round   `json:"lastRewardRound"`
	ActivationRound   chain.Round   `json:"activationRound"`
	DeactivationRound chain.Round   `json:"deactivationRound"` // 0 is none
	RegistryEntry
}

// Announcement is worse cuts that do not count yet.
type Announcement struct {
	RewardCut chain.Parts `json:"rewardCut"`
	FeeShare  chain.Parts `json:"feeShare"`
	Effective chain.Round `json:"effective"`
}

// EarningsPool is GET /api/v1/orchestrators/{addr}/pools/{round}.
type EarningsPool struct {
	Round        chain.Round `json:"round"`
	TotalStake   chain.LPT   `json:"totalStake"` // at the round's start
	RewardCut    chain.Parts `json:"rewardCut"`
	FeeShare     chain.Parts `json:"feeShare"`
	RewardFactor string      `json:"rewardFactor"` // cumulative, a decimal number
	FeeFactor    string      `json:"feeFactor"`    // cumulative, a decimal number
}

// CutHistory is GET /api/v1/orchestrators/{addr}/cuts.
type CutHistory struct {
	Cuts []CutChange `json:"cuts"`
}

// CutChange is one change of cuts, or its announcement.
type CutChange struct {
	Block     uint64      `json:"block"`
	RewardCut chain.Parts `json:"rewardCut"`
	FeeShare  chain.Parts `json:"feeShare"`
	// Effective is the round from which it counts; 0 for a change at once.
	Effective chain.Round `json:"effective"`
}

// FeeRatios is GET /api/v1/orchestrators/{addr}/fee-ratio: the last rounds, the
// present one too.
type FeeRatios struct {
	FeeRatios []FeeRatio `json:"feeRatios"`
}

// FeeRatio is what an orchestrator earned in a round for the stake with it.
type FeeRatio struct {
	Round chain.Round `json:"round"`
	Stake chain.LPT   `json:"stake"` // at the round's start
	Fees  pm.Wei      `json:"fees"`  // of the round's tickets
	// PerLPT is what came to delegators for each LPT that they had bonded.
	PerLPT pm.Wei `json:"perLPT"`
}

func newOrchestrator(o chain.Orchestrator) Orchestrator {
	out := Orchestrator{
		Address: Address(o.Address), Registered: o.Registered, Active: o.Active, InPool: o.InPool,
		Stake: o.Stake, OwnStake: o.OwnStake, RewardCut: o.RewardCut, FeeShare: o.FeeShare,
		LastRewardRound: o.LastRewardRound, ActivationRound: o.ActivationRound,
		DeactivationRound: o.DeactivationRound, RegistryEntry: newRegistryEntry(o.Entry),
	}
	if o.Announced != nil {
		announced := Announcement(*o.Announced)
		out.Announced = &announced
	}
	return out
}

func (c *ChainConfig) listOrchestrators(r *http.Request) (any, error) {
	q := query{values: r.URL.Query()}
	matches := q.orchestratorFilter()
	offset := q.number("offset", 0, 0, 1<<31)
	limit := q.number("limit", defaultListLimit, 1, maxListLimit)
	if q.err != nil {
		return nil, q.err
	}
	all, err := c.Orchestrators.Orchestrators(r.Context())
	if err != nil {
		return nil, err
	}
	list := OrchestratorList{Orchestrators: []Orchestrator{}}
	for _, o := range all {
		if !matches(o) {
			continue
		}
		if list.Total >= offset && len(list.Orchestrators) < limit {
			list.Orchestrators = append(list.Orchestrators, newOrchestrator(o))
		}
		list.Total++
	}
	return list, nil
}

// orchestratorFilter reads which orchestrators are asked for.
func (q *query) orchestratorFilter() func(chain.Orchestrator) bool {
	service, region := q.text("service"), q.text("region")
	active := q.boolean("active")
	least := q.lpt("minStake")
	return func(o chain.Orchestrator) bool {
		return (active == nil || o.Active == *active) &&
			(service == "" || slices.ContainsFunc(o.Entry.Services, func(s chain.Service) bool {
				return s.Name == service || s.ID == serviceID(service) || strings.EqualFold(s.ID.Hex(), service)
			})) &&
			(region == "" || slices.Contains(o.Entry.Regions, region)) &&
			o.Stake.Cmp(least) >= 0
	}
}

func (c *ChainConfig) orchestrator(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	o, err := c.Orchestrators.Orchestrator(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	return newOrchestrator(o), nil
}

func (c *ChainConfig) earningsPool(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	round, err := strconv.ParseUint(r.PathValue("round"), 10, 64)
	if err != nil {
		return nil, invalid(fmt.Sprintf("round %q: expected a number such as 3100", shorten(r.PathValue("round"))))
	}
	p, err := c.Orchestrators.EarningsPool(r.Context(), addr, chain.Round(round))
	if err != nil {
		return nil, err
	}
	return EarningsPool{
		Round: p.Round, TotalStake: p.TotalStake, RewardCut: p.RewardCut, FeeShare: p.FeeShare,
		RewardFactor: decimals(p.RewardFactor, 27), FeeFactor: decimals(p.FeeFactor, 27),
	}, nil
}

func (c *ChainConfig) cutHistory(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	changes, err := c.Orchestrators.CutHistory(r.Context(), addr)
	if err != nil {
		return nil, err
	}
	h := CutHistory{Cuts: []CutChange{}}
	for _, change := range changes {
		h.Cuts = append(h.Cuts, CutChange(change))
	}
	return h, nil
}

func (c *ChainConfig) feeRatios(r *http.Request) (any, error) {
	addr, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	q := query{values: r.URL.Query()}
	rounds := q.number("rounds", defaultFeeRounds, 1, maxFeeRounds)
	if q.err != nil {
		return nil, q.err
	}
	round, err := c.Protocol.Round(r.Context())
	if err != nil {
		return nil, err
	}
	to := round.Number
	from := to - min(to, chain.Round(rounds-1))
	ratios, err := c.Orchestrators.FeeRatios(r.Context(), addr, from, to)
	if err != nil {
		return nil, err
	}
	list := FeeRatios{FeeRatios: []FeeRatio{}}
	for _, ratio := range ratios {
		list.FeeRatios = append(list.FeeRatios, FeeRatio(ratio))
	}
	return list, nil
}
