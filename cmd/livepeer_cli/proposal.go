package main

import (
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

func (c *cli) voteOnProposalCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "vote-on-proposal <proposal> <against | for | abstain>", Short: "Vote on a proposal of the treasury",
		Long: "The proposal is the number that the network's LivepeerGovernor gave it. The vote has the weight of the\n" +
			"stake when the proposal began.",
		Example: "  livepeer_cli vote-on-proposal 0x2a for --reason 'it pays for itself'",
		Args:    arguments(2, 2, "a proposal's number, and against, for or abstain"),
		RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
			proposal, err := input.ProposalID(args[0])
			if err != nil {
				return intent{}, err
			}
			support, err := input.Support(args[1])
			if err != nil {
				return intent{}, err
			}
			fields := map[string]any{"proposal": proposal, "support": support}
			if reason != "" {
				fields["reason"] = reason
			}
			return intend("vote-on-proposal", fields).note("This vote cannot be changed."), nil
		}),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, for others to read on the chain")
	return cmd
}
