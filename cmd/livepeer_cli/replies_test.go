package main

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

func lpt(text string) chain.LPT {
	amount, err := chain.ParseLPT(text)
	if err != nil {
		panic(err)
	}
	return amount
}

func eth(text string) pm.Wei {
	amount, err := pm.ParseWei(text)
	if err != nil {
		panic(err)
	}
	return amount
}

func account(hex string) cliapi.Address { return cliapi.Address(common.HexToAddress(hex)) }

// cannedReplies are those of a node that is delegator, orchestrator and
// broadcaster in round 12.
func cannedReplies() map[string]string {
	entry := cliapi.RegistryEntry{
		ServiceURI: "https://orch.example.org:8935", Regions: []string{"eu-west"},
		Services: []cliapi.Service{{Name: "CPUTranscoding", ID: common.HexToHash("0x01"), Verifier: account(other)}, {ID: common.HexToHash("0x02")}},
	}
	one := cliapi.Orchestrator{
		Address: account(own), Registered: true, Active: true, InPool: true, Stake: lpt("1500LPT"), OwnStake: lpt("1000LPT"),
		RewardCut: 100_000, FeeShare: 500_000, LastRewardRound: 12, ActivationRound: 3, DeactivationRound: 20,
		Announced: &cliapi.Announcement{RewardCut: 200_000, FeeShare: 400_000, Effective: 15}, RegistryEntry: entry,
	}
	least, most := eth("0.1gwei"), eth("20gwei")
	fee := eth("0.000009ETH")
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	tx := cliapi.Transaction{
		ID: 12, Label: "bond 100 LPT", State: chain.TxConfirmed, Settled: true, From: account(own), To: account(other), Nonce: 4,
		Created: at, Hash: common.HexToHash("0xab"), Block: 70, GasUsed: 90_000, Fee: &fee,
		Attempts: []cliapi.Attempt{{Hash: common.HexToHash("0xab"), FeeCap: most, TipCap: least, Signed: at, Sent: at}},
	}
	pending := tx
	pending.ID, pending.State, pending.Settled, pending.Fee, pending.Block, pending.Problem = 13, chain.TxPending, false, nil, 0, "gas costs more than the most"
	replies := paymentReplies()
	maps.Copy(replies, marketReplies())
	for key, v := range map[string]any{
		"GET node": cliapi.Node{
			Network: "devnet", Roles: []string{"broadcaster", "orchestrator"}, Version: "0.3.0", Address: account(own), ChainID: 1337, Controller: account(other),
			Balances:  &cliapi.Balances{ETH: eth("3.5ETH"), LPT: lpt("200LPT")},
			Head:      &cliapi.Head{Number: 700, L1Number: 70, Age: cliapi.Duration(2 * time.Second)},
			Endpoints: []cliapi.Endpoint{{URL: "http://127.0.0.1:8545", State: "up", InUse: true, Head: 700, Latency: cliapi.Duration(2 * time.Millisecond)}},
		},
		"GET protocol": cliapi.Parameters{
			NumActiveTranscoders: 100, PoolSize: 2, UnbondingPeriod: 7, UnlockPeriod: 2, RoundLength: 50, RoundLockAmount: 100_000, Inflation: "0.05%",
			InflationChange: "0.00005%", TargetBondingRate: "50%", TotalBonded: lpt("1500LPT"), TotalSupply: lpt("10000LPT"), MinimumStake: lpt("10LPT"),
			Features: cliapi.Features{Services: true, Polls: true},
		},
		"GET contracts":     map[string]cliapi.Address{"RoundsManager": account(other), "BondingManager": account(own)},
		"GET round":         cliapi.Round{Number: 12, Initialized: true, LastInitialized: 12, Block: 610, StartBlock: 600, EndBlock: 650, Length: 50, LockedFrom: 645},
		"GET orchestrators": cliapi.OrchestratorList{Orchestrators: []cliapi.Orchestrator{one, {Address: account(other), Stake: lpt("1LPT")}}, Total: 5},

		"GET orchestrators/self":           one,
		"GET orchestrators/self/pools/12":  cliapi.EarningsPool{Round: 12, TotalStake: lpt("1500LPT"), RewardFactor: "1.01", FeeFactor: "0.5"},
		"GET orchestrators/self/cuts":      cliapi.CutHistory{Cuts: []cliapi.CutChange{{Block: 9, RewardCut: 100_000, FeeShare: 500_000}, {Block: 600, RewardCut: 200_000, Effective: 15}}},
		"GET orchestrators/self/fee-ratio": cliapi.FeeRatios{FeeRatios: []cliapi.FeeRatio{{Round: 12, Stake: lpt("1500LPT"), Fees: eth("1ETH"), PerLPT: eth("0.0003ETH")}}},
		"GET delegators/self": cliapi.Delegator{
			Address: account(own), Status: chain.DelegatorBonded, Delegate: account(own), Bonded: lpt("990LPT"), Stake: lpt("1000LPT"), Fees: eth("0.2ETH"),
			Delegated: lpt("1500LPT"), StartRound: 3, LastClaimRound: 11,
			Locks: []cliapi.UnbondingLock{{ID: 0, Amount: lpt("50LPT"), WithdrawRound: 12}, {ID: 1, Amount: lpt("7LPT"), WithdrawRound: 15}},
		},
		"GET senders/self":    cliapi.Sender{Address: account(own), Deposit: eth("0.1ETH"), Reserve: eth("0.2ETH"), Unlocking: true, WithdrawRound: 14},
		"GET balances/self":   cliapi.Balances{ETH: eth("3.5ETH"), LPT: lpt("200LPT")},
		"GET registry/self":   entry,
		"GET polls":           cliapi.PollList{Polls: []cliapi.Poll{{Address: account(other), Proposal: "Qm1", EndBlock: 900, Quorum: 333_300, Quota: 500_000, Open: true}}},
		"GET transactions":    cliapi.TransactionList{Transactions: []cliapi.Transaction{pending, tx}},
		"GET transactions/12": tx, "GET transactions/13": pending, "POST transactions/13/cancel": pending, "POST transactions/13/speed-up": pending,
		"GET gas": cliapi.Gas{MinGasPrice: &least, MaxGasPrice: &most}, "PUT gas": cliapi.Gas{MinGasPrice: &least},
	} {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		replies[key] = string(b)
	}
	return replies
}
