package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/server/cliapi"
)

// nodeCommands look at the node and at what holds for all on its chain.
func (c *cli) nodeCommands() []*cobra.Command {
	return []*cobra.Command{
		{
			Use: "status", Short: "The node: account, balances, roles, and how well it sees the chain",
			Example: "  livepeer_cli status", Args: noArguments(),
			RunE: func(cmd *cobra.Command, _ []string) error { return show(cmd.Context(), c, "node", nil, c.showNode) },
		},
		{
			Use: "protocol", Short: "Parameters of the protocol",
			Example: "  livepeer_cli protocol", Args: noArguments(),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return show(cmd.Context(), c, "protocol", nil, c.showProtocol)
			},
		},
		{
			Use: "contracts", Short: "Addresses of the protocol's contracts",
			Example: "  livepeer_cli contracts", Args: noArguments(),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return show(cmd.Context(), c, "contracts", nil, func(list map[string]cliapi.Address) {
					var rows []table.Row
					for _, name := range slices.Sorted(maps.Keys(list)) {
						rows = append(rows, table.Row{name, list[name]})
					}
					c.rows(table.Row{"Contract", "Address"}, rows)
				})
			},
		},
		{
			Use: "round", Short: "The present round: is it initialized, when does it end",
			Example: "  livepeer_cli round", Args: noArguments(),
			RunE: func(cmd *cobra.Command, _ []string) error { return show(cmd.Context(), c, "round", nil, c.showRound) },
		},
	}
}

func (c *cli) showNode(n cliapi.Node) {
	pairs := []pair{
		{"Network", n.Network},
		{"Roles", orNone(strings.Join(n.Roles, ", "))},
		{"Version", n.Version},
	}
	if n.ChainID == 0 {
		c.facts(pairs...)
		return
	}
	pairs = append(pairs, pair{"Account", n.Address}, pair{"Chain id", n.ChainID}, pair{"Controller", n.Controller})
	if n.Balances != nil {
		pairs = append(pairs, pair{"ETH balance", n.Balances.ETH}, pair{"LPT balance", n.Balances.LPT})
	}
	if n.Head != nil {
		pairs = append(pairs, pair{"Newest block", n.Head.Number}, pair{"Block of rounds", n.Head.L1Number}, pair{"Age of the block", n.Head.Age})
	}
	if n.Problem != "" {
		pairs = append(pairs, pair{"Problem", n.Problem})
	}
	c.facts(pairs...)
	var rows []table.Row
	for _, e := range n.Endpoints {
		rows = append(rows, table.Row{e.URL, e.State, yesNo(e.InUse), e.Head, e.Lag, e.Latency, orNone(e.Reason)})
	}
	c.printf("\n")
	c.rows(table.Row{"Endpoint", "State", "In use", "Block", "Blocks behind", "Latency", "Reason"}, rows)
}

func (c *cli) showProtocol(p cliapi.Parameters) {
	c.facts(
		pair{"Paused", yesNo(p.Paused)},
		pair{"Places in the active set", p.NumActiveTranscoders},
		pair{"Taken for the next round", p.PoolSize},
		pair{"Minimum stake", p.MinimumStake},
		pair{"Fixed stake", p.FixedStake},
		pair{"Notice of worse cuts (rounds)", p.NoticePeriod},
		pair{"Unbonding period (rounds)", p.UnbondingPeriod},
		pair{"Unlock period of deposits (rounds)", p.UnlockPeriod},
		pair{"Validity of tickets (rounds)", p.TicketValidityPeriod},
		pair{"Length of a round (blocks)", p.RoundLength},
		pair{"Part of a round with locked cuts", p.RoundLockAmount},
		pair{"Inflation per round", p.Inflation},
		pair{"Change of inflation per round", p.InflationChange},
		pair{"Target bonding rate", p.TargetBondingRate},
		pair{"Total bonded", p.TotalBonded},
		pair{"Total supply", p.TotalSupply},
		pair{"Rewards of this round", p.MintableThisRound},
		pair{"Of that minted", p.MintedThisRound},
		pair{"Contracts can also do", orNone(strings.Join(featureNames(p.Features), ", "))},
	)
}

func featureNames(f cliapi.Features) []string {
	var names []string
	for _, feature := range []struct {
		has  bool
		name string
	}{
		{f.Services, "services and regions"}, {f.Directory, "directory of orchestrators"}, {f.StakeRule, "minimum and fixed stake"},
		{f.Notice, "notice of worse cuts"}, {f.Faucet, "faucet"}, {f.Polls, "polls"},
	} {
		if feature.has {
			names = append(names, feature.name)
		}
	}
	return names
}

func (c *cli) showRound(r cliapi.Round) {
	c.facts(
		pair{"Round", r.Number},
		pair{"Initialized", yesNo(r.Initialized)},
		pair{"Last initialized round", r.LastInitialized},
		pair{"Block now", r.Block},
		pair{"Begins at block", r.StartBlock},
		pair{"Cuts locked from block", r.LockedFrom},
		pair{"Next round at block", r.EndBlock},
		pair{"Cuts locked now", yesNo(r.Locked)},
	)
}
