package cliapi_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

const (
	me    = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
	other = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
)

func eth(text string) pm.Wei {
	w, err := pm.ParseWei(text)
	if err != nil {
		panic(err)
	}
	return w
}

func lpt(text string) chain.LPT {
	l, err := chain.ParseLPT(text)
	if err != nil {
		panic(err)
	}
	return l
}

// codedError is an error of a port.
type codedError struct{ code, text string }

func (e codedError) Error() string     { return e.text }
func (e codedError) ErrorCode() string { return e.code }

// fakeChain is all ports in memory. Each plan is one call whose label says which
// method made it from what.
type fakeChain struct {
	round         chain.RoundInfo
	parameters    chain.Parameters
	orchestrators []chain.Orchestrator
	entry         chain.RegistryEntry
	readError     error

	// planError, sendError and simulateError belong to labels; "approve" is a call
	// in front of each bond when approve is set.
	planError, sendError, simulateError map[string]error
	approve                             bool
	// end of the transaction with a label; confirmed when there is none.
	end map[string]ending
	// wait holds Wait until it is closed; nil holds nothing.
	wait chan struct{}
	// sent gets a label for each transaction; nil for none.
	sent chan string

	mu          sync.Mutex
	list        []chain.Transaction
	least, most pm.Wei
}

type ending struct {
	state chain.TxState
	err   error
}

func newFake() *fakeChain {
	account := common.HexToAddress(me)
	return &fakeChain{
		round: chain.RoundInfo{
			Number: 3100, Initialized: true, LastInitialized: 3100, Hash: common.Hash{1}, Block: 1050, StartBlock: 1000, Length: 100, LockedFrom: 1090,
		},
		parameters: chain.Parameters{
			NumActiveTranscoders: 100, PoolSize: 2, UnbondingPeriod: 7, RoundLength: 100, RoundLockAmount: 100_000, NoticePeriod: 2,
			Inflation: 220_500, InflationChange: 500, TargetBondingRate: 500_000_000, TotalBonded: lpt("1000 LPT"), TotalSupply: lpt("2000 LPT"),
			MinimumStake: lpt("1 LPT"), UnlockPeriod: 8, TicketValidityPeriod: 2, Features: chain.Features{Services: true, Polls: true},
		},
		orchestrators: []chain.Orchestrator{{
			Address: common.HexToAddress(other), Registered: true, Active: true, InPool: true, Stake: lpt("900 LPT"), RewardCut: 100_000, FeeShare: 500_000,
			Announced: &chain.Announcement{RewardCut: 200_000, FeeShare: 400_000, Effective: 3102}, LastRewardRound: 3100, ActivationRound: 10,
			Entry: chain.RegistryEntry{
				ServiceURI: "https://o.example:8935", Services: []chain.Service{{Name: "CPUTranscoding", ID: common.Hash{7}}}, Regions: []string{"eu-west"},
			},
		}, {
			Address: account, Registered: true, InPool: true, Stake: lpt("100 LPT"), OwnStake: lpt("100 LPT"), ActivationRound: 3101,
		}},
		entry: chain.RegistryEntry{ServiceURI: "https://old.example", Regions: []string{"us-east"}},
		least: eth("1 gwei"),
	}
}

func (f *fakeChain) config() *cliapi.ChainConfig {
	return &cliapi.ChainConfig{
		Network: "devnet", ChainID: 1337, Controller: common.HexToAddress(other), Account: common.HexToAddress(me),
		Head: func(context.Context) (chain.BlockRef, error) {
			return chain.BlockRef{Number: 2050, L1Number: 1050, Time: time.Now().Add(-time.Minute)}, f.readError
		},
		Endpoints: func() []cliapi.Endpoint {
			return []cliapi.Endpoint{{URL: "https://rpc.example", State: "up", InUse: true, Head: 2050, Latency: cliapi.Duration(20 * time.Millisecond)}}
		},
		Protocol: f, Orchestrators: f, Accounts: f, Stake: f, Earnings: f, Orchestrating: f, Funding: f, Transfers: f, Governance: f,
		Sending: f, Transactions: f, GasPrices: f, Signer: f, StatePoll: time.Millisecond,
	}
}

func (f *fakeChain) Round(context.Context) (chain.RoundInfo, error) { return f.round, f.readError }

func (f *fakeChain) Parameters(context.Context) (chain.Parameters, error) {
	return f.parameters, f.readError
}

func (f *fakeChain) Contracts() chain.Contracts {
	return chain.Contracts{"BondingManager": common.HexToAddress(other)}
}

func (f *fakeChain) Orchestrators(context.Context) ([]chain.Orchestrator, error) {
	return f.orchestrators, f.readError
}

func (f *fakeChain) Orchestrator(_ context.Context, addr common.Address) (chain.Orchestrator, error) {
	i := slices.IndexFunc(f.orchestrators, func(o chain.Orchestrator) bool { return o.Address == addr })
	if i < 0 {
		return chain.Orchestrator{Address: addr}, f.readError
	}
	return f.orchestrators[i], f.readError
}

func (f *fakeChain) EarningsPool(_ context.Context, _ common.Address, round chain.Round) (chain.EarningsPool, error) {
	factor, _ := new(big.Int).SetString("1500000000000000000000000000", 10)
	return chain.EarningsPool{Round: round, TotalStake: lpt("900 LPT"), RewardCut: 100_000, FeeShare: 500_000, RewardFactor: factor, FeeFactor: big.NewInt(0)}, f.readError
}

func (f *fakeChain) CutHistory(context.Context, common.Address) ([]chain.CutChange, error) {
	return []chain.CutChange{{Block: 5, RewardCut: 100_000, FeeShare: 500_000, Effective: 3102}}, f.readError
}

func (f *fakeChain) FeeRatios(_ context.Context, _ common.Address, from, to chain.Round) (list []chain.FeeRatio, err error) {
	for r := from; r <= to; r++ {
		list = append(list, chain.FeeRatio{Round: r, Stake: lpt("900 LPT"), Fees: eth("0.9 ETH"), PerLPT: eth("0.0005 ETH")})
	}
	return list, f.readError
}

func (f *fakeChain) Delegator(_ context.Context, addr common.Address) (chain.Delegator, error) {
	return chain.Delegator{
		Address: addr, Status: chain.DelegatorBonded, Delegate: common.HexToAddress(other), Bonded: lpt("90 LPT"), Stake: lpt("100 LPT"),
		ClaimedFees: eth("0.1 ETH"), Fees: eth("0.2 ETH"), StartRound: 3000, LastClaimRound: 3050,
		Locks: []chain.UnbondingLock{{ID: 0, Amount: lpt("5 LPT"), WithdrawRound: 3100}, {ID: 1, Amount: lpt("6 LPT"), WithdrawRound: 3107}},
	}, f.readError
}

func (f *fakeChain) Sender(_ context.Context, addr common.Address) (chain.Sender, error) {
	return chain.Sender{Address: addr, Deposit: eth("1 ETH"), Reserve: eth("0.5 ETH"), ReserveClaimed: eth("0.1 ETH"), WithdrawRound: 3108}, f.readError
}

func (f *fakeChain) Balances(context.Context, common.Address) (chain.Balances, error) {
	return chain.Balances{ETH: eth("2 ETH"), LPT: lpt("50 LPT")}, f.readError
}

func (f *fakeChain) RegistryEntry(context.Context, common.Address) (chain.RegistryEntry, error) {
	return f.entry, f.readError
}

func (f *fakeChain) Polls(context.Context) ([]chain.Poll, error) {
	return []chain.Poll{{Address: common.HexToAddress(other), Proposal: "QmProposal", EndBlock: 9000, Quorum: 333_300, Quota: 500_000, Open: true}}, f.readError
}

func (f *fakeChain) Sign(message []byte) ([]byte, error) {
	return []byte("signed " + string(message)), nil
}

func (f *fakeChain) GasPrices() (least, most pm.Wei) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.least, f.most
}

func (f *fakeChain) SetGasPrices(least, most pm.Wei) error {
	if !most.IsZero() && least.Cmp(most) > 0 {
		return fmt.Errorf("the minimum %s is above the maximum %s", least, most)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.least, f.most = least, most
	return nil
}
