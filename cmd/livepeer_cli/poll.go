package main

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

func (c *cli) pollsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "polls", Short: "Questions to all who have stake",
		Example: "  livepeer_cli polls", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(cmd.Context(), c, "polls", nil, c.showPolls) },
	}
}

func (c *cli) showPolls(l cliapi.PollList) {
	var rows []table.Row
	for _, p := range l.Polls {
		rows = append(rows, table.Row{p.Address, yesNo(p.Open), p.Proposal, p.EndBlock, p.Quorum, p.Quota})
	}
	c.rows(table.Row{"Poll", "Open", "Proposal", "Until block", "Stake needed", "Votes for it needed"}, rows)
}

// pollActions take part in polls.
func (c *cli) pollActions() []*cobra.Command {
	return []*cobra.Command{
		{
			Use: "vote <poll> <yes | no>", Short: "Vote in a poll, with the weight of the stake",
			Example: "  livepeer_cli vote 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 yes",
			Args:    arguments(2, 2, "a poll's address, and yes or no"),
			RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
				poll, err := input.Address(args[0])
				if err != nil {
					return intent{}, err
				}
				choice := strings.ToLower(args[1])
				if choice != "yes" && choice != "no" {
					return intent{}, input.Errorf("choice %q: expected yes or no", args[1])
				}
				return intend("vote", map[string]any{"poll": poll, "choice": choice}), nil
			}),
		},
		{
			Use: "create-poll <proposal>", Short: "Put a proposal to the vote",
			Long:    "The proposal is a text, usually the IPFS hash of a page. It takes a stake of 100 LPT.",
			Example: "  livepeer_cli create-poll QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
			Args:    arguments(1, 1, "the proposal, usually an IPFS hash"),
			RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
				return intend("create-poll", map[string]any{"proposal": args[0]}), nil
			}),
		},
	}
}
