package wizard

import (
	"slices"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/ask"
	"github.com/livepeer/streamflow/server/cliapi"
)

// The menus.
const (
	delegator    = "delegator"
	orchestrator = "orchestrator"
	earnings     = "earnings"
	broadcaster  = "broadcaster"
	account      = "account"
	everything   = "everything"
)

// entry is one line of a menu.
type entry struct {
	label   string
	meaning string
	command string // of livepeer_cli
	fields  []field
	menus   []string // that have it, besides everything
}

// menuOptions are the menus for what the node is. Off chain there is only the
// node itself to look at.
func menuOptions(node cliapi.Node) []ask.Option {
	var options []ask.Option
	if node.ChainID != 0 {
		options = append(options, ask.Option{Label: "Delegator: stake LPT with orchestrators, earn, vote", Value: delegator})
		if slices.Contains(node.Roles, orchestrator) {
			options = append(options,
				ask.Option{Label: "Orchestrator: be found, set terms, earn", Value: orchestrator},
				ask.Option{Label: "Earnings: income, tickets, prices, and for whom to work", Value: earnings})
		}
		if slices.Contains(node.Roles, broadcaster) {
			options = append(options, ask.Option{Label: "Broadcaster: the money that pays for transcoding", Value: broadcaster})
		}
	}
	options = append(options, ask.Option{Label: "Account: balances, transactions, gas", Value: account})
	if node.ChainID != 0 {
		options = append(options, ask.Option{Label: "Everything", Value: everything})
	}
	return append(options, ask.Option{Label: "Quit", Value: quit})
}

// entriesOf a menu.
func entriesOf(node cliapi.Node, menu string) []entry {
	all := slices.Concat(stakeEntries(), orchestratorEntries(), earningEntries(), broadcasterEntries(), payingEntries(), accountEntries())
	return slices.DeleteFunc(all, func(e entry) bool {
		return node.ChainID == 0 && e.command != "status" || menu != everything && !slices.Contains(e.menus, menu)
	})
}

func stakeEntries() []entry {
	stakers := []string{delegator, orchestrator}
	to := field{title: "To whom", meaning: "an orchestrator's address, or self to become one; empty for whom you have already", optional: true, check: checkAddress}
	lock := field{title: "Lock", meaning: "its number, as listed above", check: checkNumber}
	amount := field{title: "Amount", meaning: "with its unit, such as 100LPT", check: checkLPT}
	recipient := field{title: "To whom", meaning: "an address: 0x and 40 hex digits", check: checkAddress}
	some := field{title: "Amount", meaning: "with its unit, such as 100LPT, or all", check: checkLPTOrAll}
	return []entry{
		{"Bond", "put LPT to work with an orchestrator", "bond", []field{amount, to}, stakers},
		{"Unbond", "take LPT out of the stake; it waits in a lock before you have it", "unbond", []field{some}, stakers},
		{"Rebond", "put a lock back into the stake", "rebond", []field{lock, to}, stakers},
		{"Withdraw stake", "get the LPT of a lock whose round has come", "withdraw-stake", []field{lock}, stakers},
		{"Withdraw fees", "get earned ETH", "withdraw-fees", []field{
			{title: "Amount", meaning: "with its unit, such as 0.1ETH; empty for all", optional: true, check: checkWei},
		}, stakers},
		{"Claim earnings", "write rewards and fees down up to now; other actions do it too", "claim-earnings", nil, stakers},
		{"Transfer bond", "give bonded LPT to another account", "transfer-bond", []field{amount, recipient}, stakers},
		{"Orchestrators", "whom one can bond to", "orchestrators", []field{
			{title: "Region", meaning: "such as eu-west; empty for all", flag: "--region", optional: true},
		}, stakers},
		{"One orchestrator", "the history of its cuts, or what it earned for the stake with it", "orchestrator", []field{
			recipient, {title: "What to show", meaning: "cuts, fee-ratio or pool", check: checkPart},
		}, stakers},
		{"Polls", "questions to all who have stake", "polls", nil, stakers},
		{"Vote", "with the weight of your stake", "vote", []field{
			{title: "Poll", meaning: "its address, as Polls lists it", check: checkAddress},
			{title: "Choice", meaning: "yes or no", check: checkChoice},
		}, stakers},
		{"Create poll", "put a proposal to the vote; takes 100 LPT of stake", "create-poll", []field{
			{title: "Proposal", meaning: "a text, usually an IPFS hash"},
		}, stakers},
		{"Vote on treasury proposal", "with the weight of your stake when the proposal began", "vote-on-proposal", []field{
			{title: "Proposal", meaning: "its number", check: checkProposal},
			{title: "Vote", meaning: "against, for or abstain", check: checkSupport},
			{title: "Reason", meaning: "for others to read; empty for none", flag: "--reason", optional: true},
		}, stakers},
	}
}

func orchestratorEntries() []entry {
	only := []string{orchestrator}
	rewardCut := field{title: "Reward cut", meaning: "what you keep of LPT rewards before they are shared, such as 10%", flag: "--reward-cut", check: checkParts}
	feeShare := field{title: "Fee share", meaning: "what your delegators get of ETH fees, such as 50%", flag: "--fee-share", check: checkParts}
	uri := field{title: "Service URI", meaning: "where broadcasters reach the node, such as https://orch.example.org:8935", flag: "--service-uri", check: checkServiceURI}
	services := field{title: "Services", meaning: "names with commas between them, none for no service; empty to leave them", flag: "--service", optional: true, list: true}
	regions := field{title: "Regions", meaning: "names with commas between them, none for no region; empty to leave them", flag: "--region", optional: true, list: true}
	stake := field{title: "Stake", meaning: "LPT to bond to yourself, such as 1000LPT; empty if you have stake already", flag: "--stake", optional: true, check: checkLPT}
	mayKeep := func(f field) field {
		f.meaning, f.optional = f.meaning+"; empty to leave it", true
		return f
	}
	return []entry{
		{"Become an orchestrator", "stake, terms and registry in one go", "activate", []field{stake, rewardCut, feeShare, uri, services, regions}, only},
		{"Set cuts", "what you keep of rewards and give of fees", "set-cuts", []field{mayKeep(rewardCut), mayKeep(feeShare)}, only},
		{"Register", "where the node is and what it offers", "register", []field{mayKeep(uri), services, regions}, only},
		{"My orchestrator", "what the chain knows of it", "orchestrator self", nil, only},
		{"Reward", "mint this round's LPT for your stake; the node does it by itself", "reward", nil, only},
		{"Initialize round", "begin the present round; anybody can", "initialize-round", nil, only},
		{"Enter the active set", "take a free place, with enough stake", "enter-pool", nil, only},
	}
}

func broadcasterEntries() []entry {
	only := []string{broadcaster}
	return []entry{
		{"Fund", "add ETH to what pays for transcoding", "fund", []field{
			{title: "Deposit", meaning: "pays for winning tickets; such as 0.1ETH, empty for none", flag: "--deposit", optional: true, check: checkWei},
			{title: "Reserve", meaning: "guarantees orchestrators their share when the deposit is empty; such as 0.2ETH, empty for none", flag: "--reserve", optional: true, check: checkWei},
		}, only},
		{"Unlock", "ask for deposit and reserve back; there is a period to wait", "unlock", nil, only},
		{"Cancel unlock", "go on working with deposit and reserve", "cancel-unlock", nil, only},
		{"Withdraw", "get deposit and reserve when the period is over", "withdraw", nil, only},
	}
}

func accountEntries() []entry {
	only := []string{account}
	number := field{title: "Transaction", meaning: "its number, as Transactions lists it", check: checkNumber}
	return []entry{
		{"Status", "the node, its balances, and how well it sees the chain", "status", nil, only},
		{"Round", "is it initialized, when does it end", "round", nil, only},
		{"Protocol", "parameters of the protocol", "protocol", nil, only},
		{"Contracts", "addresses of the protocol's contracts", "contracts", nil, only},
		{"Transactions", "what the account sent", "transactions", nil, only},
		{"Cancel a transaction", "put an empty one in the place of a pending one", "transactions cancel", []field{number}, only},
		{"Speed a transaction up", "sign a pending one again with a higher gas price", "transactions speed-up", []field{number}, only},
		{"Gas", "bounds of what a unit of gas may cost", "gas", nil, only},
		{"Set the most for gas", "transactions wait while it costs more", "gas set", []field{
			{title: "Most for a unit of gas", meaning: "such as 20gwei; 0 for no maximum", flag: "--max", check: checkWei},
		}, only},
		{"Transfer", "send free LPT or ETH to another account", "transfer", []field{
			{title: "Amount", meaning: "with its unit, such as 10LPT or 0.5ETH", check: checkLPTOrWei},
			{title: "To whom", meaning: "an address: 0x and 40 hex digits", check: checkAddress},
		}, only},
		{"Request test tokens", "LPT of a test network's faucet", "request-tokens", nil, only},
	}
}
