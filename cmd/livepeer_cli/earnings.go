package main

import (
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// earningsCommands get rewards and fees out.
func (c *cli) earningsCommands() []*cobra.Command {
	return []*cobra.Command{
		c.withdrawFees(),
		{
			Use: "claim-earnings", Short: "Write rewards and fees down up to the present round",
			Long: `Rewards are added to the stake and fees to what can be withdrawn. Nothing is lost
without it: every other action with the stake does it too.`,
			Example: "  livepeer_cli claim-earnings", Args: noArguments(), RunE: c.sends(always("claim-earnings")),
		},
	}
}

func (c *cli) withdrawFees() *cobra.Command {
	var recipient string
	cmd := &cobra.Command{
		Use: "withdraw-fees [amount]", Short: "Get earned fees in ETH, all of them by default",
		Example: "  livepeer_cli withdraw-fees\n  livepeer_cli withdraw-fees 0.1ETH --to 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
		Args:    arguments(0, 1, "an amount of ETH, or nothing for all"),
		RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
			fields := map[string]any{}
			if len(args) > 0 {
				amount, err := input.Wei(args[0])
				if err != nil {
					return intent{}, err
				}
				fields["amount"] = amount
			}
			if recipient != "" {
				to, err := input.Address(recipient)
				if err != nil {
					return intent{}, err
				}
				fields["recipient"] = to
			}
			return intend("withdraw-fees", fields), nil
		}),
	}
	cmd.Flags().StringVar(&recipient, "to", "", "who gets them (default: the node's account)")
	return cmd
}
