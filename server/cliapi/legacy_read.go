package cliapi

import (
	"math/big"
	"net/http"
	"strconv"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// legacyRead is a path of go-livepeer that reads (features.md 11).
type legacyRead struct {
	path string
	get  func(*ChainConfig, *http.Request) (any, error)
}

// legacyReads is the table of these paths.
func legacyReads() []legacyRead {
	return []legacyRead{
		{"/EthChainID", func(c *ChainConfig, _ *http.Request) (any, error) { return strconv.FormatUint(c.ChainID, 10), nil }},
		{"/ethAddr", func(c *ChainConfig, _ *http.Request) (any, error) { return c.Account.Hex(), nil }},
		{"/currentBlock", (*ChainConfig).legacyBlock},
		{"/currentRound", (*ChainConfig).legacyRound},
		{"/roundInitialized", (*ChainConfig).legacyInitialized},
		{"/protocolParameters", (*ChainConfig).legacyParameters},
		{"/contractAddresses", func(c *ChainConfig, _ *http.Request) (any, error) { return c.Protocol.Contracts(), nil }},
		{"/tokenBalance", (*ChainConfig).legacyTokenBalance},
		{"/ethBalance", (*ChainConfig).legacyETHBalance},
		{"/registeredOrchestrators", (*ChainConfig).legacyOrchestrators},
		{"/orchestratorEarningPoolsForRound", (*ChainConfig).legacyPools},
		{"/delegatorInfo", (*ChainConfig).legacyDelegator},
		{"/unbondingLocks", (*ChainConfig).legacyLocks},
		{"/senderInfo", (*ChainConfig).legacySender},
		{"/ticketBrokerParams", (*ChainConfig).legacyBroker},
		{"/maxGasPrice", (*ChainConfig).legacyMaxGasPrice},
		{"/minGasPrice", (*ChainConfig).legacyMinGasPrice},
		{"/setMaxGasPrice", (*ChainConfig).legacySetMaxGasPrice},
		{"/setMinGasPrice", (*ChainConfig).legacySetMinGasPrice},
		{"/signMessage", (*ChainConfig).legacySign},
		{"/orchestratorInfo", (*ChainConfig).legacyOrchestratorInfo},
		{"/setMaxFaceValue", (*ChainConfig).legacySetMaxFaceValue},
		{"/setPriceForBroadcaster", (*ChainConfig).legacySetPriceForBroadcaster},
	}
}

// legacyBlock answers with the raw bytes of the number, big endian.
func (c *ChainConfig) legacyBlock(r *http.Request) (any, error) {
	head, err := c.Head(r.Context())
	return new(big.Int).SetUint64(head.Number).Bytes(), err
}

func (c *ChainConfig) legacyRound(r *http.Request) (any, error) {
	round, err := c.Protocol.Round(r.Context())
	return strconv.FormatUint(uint64(round.Number), 10), err
}

func (c *ChainConfig) legacyInitialized(r *http.Request) (any, error) {
	round, err := c.Protocol.Round(r.Context())
	return strconv.FormatBool(round.Initialized), err
}

func (c *ChainConfig) legacyTokenBalance(r *http.Request) (any, error) {
	b, err := c.Accounts.Balances(r.Context(), c.Account)
	return b.LPT.Int().String(), err
}

func (c *ChainConfig) legacyETHBalance(r *http.Request) (any, error) {
	b, err := c.Accounts.Balances(r.Context(), c.Account)
	return b.ETH.Int().String(), err
}

// legacyParameters has the units of the contracts.
func (c *ChainConfig) legacyParameters(r *http.Request) (any, error) {
	p, err := c.Protocol.Parameters(r.Context())
	return struct {
		NumActiveTranscoders, RoundLength, RoundLockAmount, UnbondingPeriod uint64
		Inflation, InflationChange, TargetBondingRate                       uint64
		TotalBonded, TotalSupply                                            *big.Int
		Paused                                                              bool
	}{
		p.NumActiveTranscoders, p.RoundLength, uint64(p.RoundLockAmount), p.UnbondingPeriod,
		p.Inflation, p.InflationChange, p.TargetBondingRate, p.TotalBonded.Int(), p.TotalSupply.Int(), p.Paused,
	}, err
}

// legacyOrchestrator is an entry of /registeredOrchestrators, and a part of
// /orchestratorInfo.
type legacyOrchestrator struct {
	Address                              common.Address
	ServiceURI                           string
	LastRewardRound, RewardCut, FeeShare uint64
	DelegatedStake                       *big.Int
	ActivationRound, DeactivationRound   uint64
	Active                               bool
	Status                               string
}

func newLegacyOrchestrator(o chain.Orchestrator) legacyOrchestrator {
	status := "Not Registered"
	if o.Registered {
		status = "Registered"
	}
	return legacyOrchestrator{
		Address: o.Address, ServiceURI: o.Entry.ServiceURI, LastRewardRound: uint64(o.LastRewardRound),
		RewardCut: uint64(o.RewardCut), FeeShare: uint64(o.FeeShare), DelegatedStake: o.Stake.Int(),
		ActivationRound: uint64(o.ActivationRound), DeactivationRound: uint64(o.DeactivationRound),
		Active: o.Active, Status: status,
	}
}

func (c *ChainConfig) legacyOrchestrators(r *http.Request) (any, error) {
	all, err := c.Orchestrators.Orchestrators(r.Context())
	list := []legacyOrchestrator{}
	for _, o := range all {
		list = append(list, newLegacyOrchestrator(o))
	}
	return list, err
}

func (c *ChainConfig) legacyPools(r *http.Request) (any, error) {
	in, err := c.legacyInput(r, []legacyParam{{form: "round", field: "round", kind: legacyNumber}})
	if err != nil {
		return nil, err
	}
	round := in.number("round")
	if in.err != nil {
		return nil, in.err
	}
	p, err := c.Orchestrators.EarningsPool(r.Context(), c.Account, chain.Round(round))
	return struct {
		TotalStake                                  *big.Int
		TranscoderRewardCut, TranscoderFeeShare     uint64
		CumulativeRewardFactor, CumulativeFeeFactor *big.Int
	}{p.TotalStake.Int(), uint64(p.RewardCut), uint64(p.FeeShare), p.RewardFactor, p.FeeFactor}, err
}

func (c *ChainConfig) legacyDelegator(r *http.Request) (any, error) {
	d, err := c.Accounts.Delegator(r.Context(), c.Account)
	status := map[chain.DelegatorStatus]string{
		chain.DelegatorPending: "Pending", chain.DelegatorBonded: "Bonded", chain.DelegatorUnbonded: "Unbonded",
	}[d.Status]
	return struct {
		Address                    common.Address
		BondedAmount, Fees         *big.Int
		DelegateAddress            common.Address
		DelegatedAmount            *big.Int
		StartRound, LastClaimRound uint64
		PendingStake, PendingFees  *big.Int
		Status                     string
	}{
		d.Address, d.Bonded.Int(), d.ClaimedFees.Int(), d.Delegate, d.Delegated.Int(),
		uint64(d.StartRound), uint64(d.LastClaimRound), d.Stake.Int(), d.Fees.Int(), status,
	}, err
}

// legacyLock is an entry of /unbondingLocks.
type legacyLock struct {
	ID            uint64
	Delegator     common.Address
	Amount        *big.Int
	WithdrawRound uint64
}

// legacyLocks lists all locks, or with withdrawable=true those that are over.
func (c *ChainConfig) legacyLocks(r *http.Request) (any, error) {
	d, err := c.Accounts.Delegator(r.Context(), c.Account)
	if err != nil {
		return nil, err
	}
	round, err := c.Protocol.Round(r.Context())
	withdrawable, _ := strconv.ParseBool(r.FormValue("withdrawable"))
	list := []legacyLock{}
	for _, l := range d.Locks {
		if !withdrawable || l.WithdrawRound <= round.Number {
			list = append(list, legacyLock{l.ID, c.Account, l.Amount.Int(), uint64(l.WithdrawRound)})
		}
	}
	return list, err
}

func (c *ChainConfig) legacySender(r *http.Request) (any, error) {
	s, err := c.Accounts.Sender(r.Context(), c.Account)
	type reserve struct{ FundsRemaining, ClaimedInCurrentRound *big.Int }
	return struct {
		Deposit       *big.Int
		WithdrawRound uint64
		Reserve       reserve
	}{s.Deposit.Int(), uint64(s.WithdrawRound), reserve{s.Reserve.Int(), s.ReserveClaimed.Int()}}, err
}

func (c *ChainConfig) legacyBroker(r *http.Request) (any, error) {
	p, err := c.Protocol.Parameters(r.Context())
	return struct{ UnlockPeriod uint64 }{p.UnlockPeriod}, err
}
