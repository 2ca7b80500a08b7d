package main

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// orchestratorReads look at who works.
func (c *cli) orchestratorReads() []*cobra.Command {
	return []*cobra.Command{c.orchestratorsCommand(), c.orchestratorCommand()}
}

func (c *cli) orchestratorsCommand() *cobra.Command {
	var active bool
	var service, region, minStake string
	var limit, offset int
	cmd := &cobra.Command{
		Use: "orchestrators", Short: "The active set of the next round, the one with the most stake first",
		Example: "  livepeer_cli orchestrators --region eu-west --min-stake 1000LPT\n  livepeer_cli orchestrators --limit 20 --offset 20",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
			if cmd.Flags().Changed("active") {
				query.Set("active", strconv.FormatBool(active))
			}
			if minStake != "" {
				amount, err := input.LPT(minStake)
				if err != nil {
					return err
				}
				query.Set("minStake", amount.String())
			}
			for name, value := range map[string]string{"service": service, "region": region} {
				if value != "" {
					query.Set(name, value)
				}
			}
			return show(cmd.Context(), c, "orchestrators", query, func(l cliapi.OrchestratorList) { c.showOrchestrators(l, offset) })
		},
	}
	f := cmd.Flags()
	f.BoolVar(&active, "active", false, "only those that are active in this round (or --active=false)")
	f.StringVar(&service, "service", "", "only those with this service: its name or id")
	f.StringVar(&region, "region", "", "only those in this region")
	f.StringVar(&minStake, "min-stake", "", "only those with this stake or more, such as 1000LPT")
	f.IntVar(&limit, "limit", 50, "how many, 1 to 1000")
	f.IntVar(&offset, "offset", 0, "how many to leave out first")
	cmd.AddCommand(c.historyCommands(orchestratorPeers())...)
	return cmd
}

func (c *cli) showOrchestrators(l cliapi.OrchestratorList, offset int) {
	var rows []table.Row
	for i, o := range l.Orchestrators {
		rows = append(rows, table.Row{
			offset + i + 1, o.Address, yesNo(o.Active), o.Stake, o.RewardCut, o.FeeShare,
			orNone(strings.Join(o.Regions, ", ")), orNone(o.ServiceURI),
		})
	}
	c.rows(table.Row{"#", "Orchestrator", "Active", "Stake", "Keeps of rewards", "Gives of fees", "Regions", "Service URI"}, rows)
	if next := offset + len(rows); next < l.Total && len(rows) > 0 {
		c.printf("%d of %d; the next with --offset %d\n", len(rows), l.Total, next)
	}
}

func (c *cli) orchestratorCommand() *cobra.Command {
	var rounds int
	cmd := &cobra.Command{
		Use: "orchestrator [address] [cuts | fee-ratio | pool [round]]", Short: "One orchestrator, the history of its cuts, its fees, a round of it",
		Long: `Without more than an address (or self, the default): what the chain knows of it.
  cuts       every change of its cuts, so that one sees whether it squeezes
  fee-ratio  what it earned in the last rounds for the stake with it
  pool       stake and cumulative factors in a round (the present one)`,
		Example: "  livepeer_cli orchestrator self\n  livepeer_cli orchestrator 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 fee-ratio --rounds 30",
		Args:    arguments(0, 3, "an address and perhaps cuts, fee-ratio or pool"),
		RunE: func(cmd *cobra.Command, args []string) error {
			addr, err := input.AddressOr(args, 0, input.Self)
			if err != nil {
				return err
			}
			if len(args) < 2 {
				return show(cmd.Context(), c, "orchestrators/"+addr, nil, c.showOrchestrator)
			}
			return c.showPartOf(cmd.Context(), addr, args[1:], rounds)
		},
	}
	cmd.Flags().IntVar(&rounds, "rounds", 10, "of fee-ratio: how many rounds, 1 to 100")
	return cmd
}

func (c *cli) showPartOf(ctx context.Context, addr string, args []string, rounds int) error {
	path := "orchestrators/" + addr + "/"
	switch {
	case args[0] == "pool":
		round, err := c.roundOf(ctx, args[1:])
		if err != nil {
			return err
		}
		return show(ctx, c, path+"pools/"+strconv.FormatUint(round, 10), nil, c.showPool)
	case len(args) > 1:
		return input.Errorf("%q is too much after %s", args[1], args[0])
	case args[0] == "cuts":
		return show(ctx, c, path+"cuts", nil, c.showCuts)
	case args[0] == "fee-ratio":
		return show(ctx, c, path+"fee-ratio", url.Values{"rounds": {strconv.Itoa(rounds)}}, c.showFeeRatios)
	}
	return input.Errorf("%q: expected cuts, fee-ratio or pool", args[0])
}

// roundOf reads a round, or takes the present one.
func (c *cli) roundOf(ctx context.Context, args []string) (uint64, error) {
	if len(args) > 0 {
		return input.Number("round", args[0])
	}
	r, err := admin.Read[cliapi.Round](ctx, c.client, "round", nil)
	return uint64(r.Number), err
}

func (c *cli) showOrchestrator(o cliapi.Orchestrator) {
	pairs := []pair{
		{"Orchestrator", o.Address},
		{"Registered", yesNo(o.Registered)},
		{"Active in this round", yesNo(o.Active)},
		{"In the next round's set", yesNo(o.InPool)},
		{"Stake with it", o.Stake},
		{"Of that its own", o.OwnStake},
		{"Keeps of rewards", o.RewardCut},
		{"Gives of fees", o.FeeShare},
		{"Last reward in round", o.LastRewardRound},
		{"Active from round", o.ActivationRound},
	}
	if o.Announced != nil {
		pairs = append(pairs, pair{"Announced cuts", "keeps " + o.Announced.RewardCut.String() + " of rewards, gives " + o.Announced.FeeShare.String() +
			" of fees, from round " + strconv.FormatUint(uint64(o.Announced.Effective), 10)})
	}
	if o.DeactivationRound != 0 {
		pairs = append(pairs, pair{"Active until round", o.DeactivationRound})
	}
	c.facts(append(pairs, entryFacts(o.RegistryEntry)...)...)
}

func (c *cli) showPool(p cliapi.EarningsPool) {
	c.facts(
		pair{"Round", p.Round}, pair{"Stake at its start", p.TotalStake}, pair{"Keeps of rewards", p.RewardCut}, pair{"Gives of fees", p.FeeShare},
		pair{"Cumulative reward factor", p.RewardFactor}, pair{"Cumulative fee factor", p.FeeFactor},
	)
}

func (c *cli) showCuts(h cliapi.CutHistory) {
	var rows []table.Row
	for _, change := range h.Cuts {
		from := "at once"
		if change.Effective != 0 {
			from = "round " + strconv.FormatUint(uint64(change.Effective), 10)
		}
		rows = append(rows, table.Row{change.Block, change.RewardCut, change.FeeShare, from})
	}
	c.rows(table.Row{"Block", "Keeps of rewards", "Gives of fees", "Counts from"}, rows)
}

func (c *cli) showFeeRatios(l cliapi.FeeRatios) {
	var rows []table.Row
	for _, r := range l.FeeRatios {
		rows = append(rows, table.Row{r.Round, r.Stake, r.Fees, r.PerLPT})
	}
	c.rows(table.Row{"Round", "Stake", "Fees", "For a delegator, per LPT"}, rows)
}
