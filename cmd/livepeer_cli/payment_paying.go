package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// noMaximum is the word for any price.
const noMaximum = "none"

// payingCommands are of what a broadcaster pays, and with what.
func (c *cli) payingCommands() []*cobra.Command {
	return []*cobra.Command{c.fundsCommand(), c.setTopUpCommand(), c.limitsCommand(), c.setMaxPriceCommand()}
}

func (c *cli) fundsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "funds", Short: "Deposit and reserve, and how long they last",
		Example: "  livepeer_cli payments funds", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "payments/funds", nil, c.showFundsOutlook)
		},
	}
}

func (c *cli) setTopUpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "set-auto-top-up <amount>", Short: "How much the node may add to deposit and reserve in 24 hours by itself",
		Long:    "0 adds nothing. It holds until the node stops; -autoTopUp holds for longer.",
		Example: "  livepeer_cli payments set-auto-top-up 0.5ETH\n  livepeer_cli payments set-auto-top-up 0",
		Args:    arguments(1, 1, "an amount such as 0.5ETH, or 0"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			perDay, err := input.Wei(args[0])
			return http.MethodPut, "payments/funds", map[string]any{"autoTopUp": perDay}, err
		}, c.showFundsOutlook),
	}
}

func (c *cli) showFundsOutlook(f cliapi.FundsOutlook) {
	lasts, topUp, unlocking := "-", "off", "no"
	if f.Left > 0 {
		lasts = f.Left.String()
	}
	if !f.AutoTopUp.IsZero() {
		topUp = fmt.Sprintf("%s in 24 hours, %s of it used", f.AutoTopUp, f.ToppedUp)
	}
	if f.WithdrawRound != 0 {
		unlocking = fmt.Sprintf("yes: orchestrators stop working, and it can be withdrawn from round %d on", f.WithdrawRound)
	}
	c.facts(
		pair{"Deposit", f.Deposit}, pair{"It should be", f.WantDeposit}, pair{"Reserve", f.Reserve}, pair{"It should be", f.WantReserve},
		pair{"Spent in the last hour", f.SpentPerHour}, pair{"The deposit lasts", lasts}, pair{"Added by itself", topUp},
		pair{"Being filled up", yesNo(f.Filling)}, pair{"Unlocking", unlocking}, pair{"Problem", orNone(f.Problem)},
	)
}

func (c *cli) limitsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "limits", Short: "What the node accepts of orchestrators",
		Example: "  livepeer_cli payments limits", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "payments/limits", nil, c.showLimits)
		},
	}
}

func (c *cli) setMaxPriceCommand() *cobra.Command {
	var pixels string
	cmd := &cobra.Command{
		Use: "set-max-price <price>", Short: "Set the highest price that the node pays",
		Long: `In wei, gwei, ETH, or in USD where the node has a price feed; none for any price.
Sessions that are dearer end with their next segment. It holds until the node stops;
-maxPricePerUnit holds for longer.`,
		Example: "  livepeer_cli payments set-max-price 1500wei\n  livepeer_cli payments set-max-price none",
		Args:    arguments(1, 1, "a price such as 1500wei or 0.50USD, or none"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			const path = "payments/limits"
			if args[0] == noMaximum {
				return http.MethodPut, path, map[string]any{"pricePerUnit": noMaximum}, nil
			}
			body, err := priceBody(args[0], pixels)
			return http.MethodPut, path, body, err
		}, c.showLimits),
	}
	addPixels(cmd, &pixels)
	return cmd
}

func (c *cli) showLimits(l cliapi.PaymentLimits) {
	set, inWei := noMaximum, "-"
	if l.MaxPrice != nil {
		set, inWei = priceWords(*l.MaxPrice)
	}
	c.facts(
		pair{"Highest price", set}, pair{"In wei", inWei}, pair{"A ticket is worth at most", l.MaxTicketEV}, pair{"Tickets of a payment, at most", l.MaxTotalEV},
		pair{"The deposit covers a face value", fmt.Sprintf("%d times", l.DepositMultiplier)},
	)
}
