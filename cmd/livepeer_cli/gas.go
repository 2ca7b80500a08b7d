package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// gasCommand looks at the bounds of the gas price, and sets them.
func (c *cli) gasCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "gas", Short: "Bounds of what the node pays for a unit of gas",
		Example: "  livepeer_cli gas\n  livepeer_cli gas set --max 20gwei", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(cmd.Context(), c, "gas", nil, c.showGas) },
	}
	cmd.AddCommand(c.gasSet())
	return cmd
}

func (c *cli) gasSet() *cobra.Command {
	var least, most string
	cmd := &cobra.Command{
		Use: "set", Short: "Set the bounds until the node stops",
		Long: `What is left out stays as it is; --max 0 is no maximum. A transaction waits while
gas costs more than the maximum. The flags -minGasPrice and -maxGasPrice of the
node hold for longer.`,
		Example: "  livepeer_cli gas set --max 20gwei\n  livepeer_cli gas set --min 0.1gwei --max 0", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			body := map[string]any{}
			for field, text := range map[string]string{"minGasPrice": least, "maxGasPrice": most} {
				if text == "" {
					continue
				}
				amount, err := input.Wei(text)
				if err != nil {
					return err
				}
				body[field] = amount
			}
			if len(body) == 0 {
				return input.Errorf("give --min, --max or both, such as --max 20gwei")
			}
			if c.dryRun {
				return input.Errorf("this sends nothing to the chain, so there is nothing to try: leave --dry-run out")
			}
			raw, err := c.client.Change(cmd.Context(), http.MethodPut, "gas", body)
			if err != nil {
				return err
			}
			return write(c, raw, c.showGas)
		},
	}
	cmd.Flags().StringVar(&least, "min", "", "the least for a unit of gas, such as 0.1gwei")
	cmd.Flags().StringVar(&most, "max", "", "the most for a unit of gas, such as 20gwei; 0 is no maximum")
	return cmd
}

func (c *cli) showGas(g cliapi.Gas) {
	most := "none"
	if g.MaxGasPrice != nil {
		most = g.MaxGasPrice.String()
	}
	least := "-"
	if g.MinGasPrice != nil {
		least = g.MinGasPrice.String()
	}
	c.facts(pair{"Least gas price", least}, pair{"Most gas price", most})
}
