package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// priceCommands are of what an orchestrator asks for.
func (c *cli) priceCommands() []*cobra.Command {
	return []*cobra.Command{c.pricesCommand(), c.setPriceCommand(), c.unsetPriceCommand(), c.termsCommand(), c.setMaxFaceValueCommand()}
}

func (c *cli) pricesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "prices", Short: "What pixels cost whom",
		Long: `As it was set, and in wei at the price of ETH now. With -autoAdjustPrice what
redemptions cost is added to it.`,
		Example: "  livepeer_cli payments prices", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "payments/prices", nil, c.showPrices)
		},
	}
}

func (c *cli) showPrices(p cliapi.PaymentPrices) {
	row := func(whom any, setting cliapi.PriceSetting) table.Row {
		set, inWei := priceWords(setting)
		return table.Row{whom, set, inWei}
	}
	rows := []table.Row{row("everybody else", p.Default)}
	for _, s := range p.Senders {
		rows = append(rows, row(s.Sender, s.PriceSetting))
	}
	for _, s := range p.Capabilities {
		rows = append(rows, row(fmt.Sprintf("jobs with capability %d", s.Capability), s.PriceSetting))
	}
	c.rows(table.Row{"Whom", "Price", "In wei"}, rows)
	if p.Feed != nil {
		c.printf("1 ETH costs %s USD, as of %s ago\n", p.Feed.USDPerETH, p.Feed.Age)
	}
	if p.Problem != "" {
		c.printf("%s\n", p.Problem)
	}
	if p.Terms != nil {
		c.printf("\n")
		c.showTerms(*p.Terms)
	}
}

func (c *cli) setPriceCommand() *cobra.Command {
	var pixels, sender string
	cmd := &cobra.Command{
		Use: "set-price <price>", Short: "Set what pixels cost: everybody, or one broadcaster",
		Long: `In wei (1200, 1200wei), gwei, ETH, or in USD where the node has a price feed. It
counts for sessions that begin afterwards, until the node stops; -pricePerUnit and
-pricePerBroadcaster hold for longer.`,
		Example: "  livepeer_cli payments set-price 1200wei\n  livepeer_cli payments set-price 0.50USD --per 1000000000 --for 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
		Args:    arguments(1, 1, "a price such as 1200wei or 0.50USD"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			body, err := priceBody(args[0], pixels)
			path := "payments/prices"
			if sender != "" && err == nil {
				var addr string
				addr, err = input.Address(sender)
				path += "/" + addr
			}
			return http.MethodPut, path, body, err
		}, c.showPrices),
	}
	addPixels(cmd, &pixels)
	cmd.Flags().StringVar(&sender, "for", "", "a broadcaster's address (default: everybody without a price of their own)")
	return cmd
}

func addPixels(cmd *cobra.Command, pixels *string) {
	cmd.Flags().StringVar(pixels, "per", "", "so many pixels, such as 1000000000 (default: 1)")
}

// priceBody checks a price, and passes it on as it is.
func priceBody(price, pixels string) (map[string]any, error) {
	body := map[string]any{"pricePerUnit": price}
	if pixels != "" {
		body["pixelsPerUnit"] = pixels
	}
	return body, input.Price(price, pixels)
}

func (c *cli) unsetPriceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "unset-price <address>", Short: "Take a broadcaster's own price away",
		Example: "  livepeer_cli payments unset-price 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
		Args:    arguments(1, 1, "a broadcaster's address"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			addr, err := input.Address(args[0])
			return http.MethodDelete, "payments/prices/" + addr, nil, err
		}, c.showPrices),
	}
}

func (c *cli) termsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "terms", Short: "What tickets are worth and pay, and what redemptions cost",
		Long: `The face value, what a winning ticket pays, is such that gas takes no more of it than
the overhead (-redeemOverhead); it is cut to what a broadcaster's reserve covers.`,
		Example: "  livepeer_cli payments terms", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "payments/terms", nil, c.showTerms)
		},
	}
}

func (c *cli) setMaxFaceValueCommand() *cobra.Command {
	return &cobra.Command{
		Use: "set-max-face-value <amount>", Short: "Bound what a winning ticket pays",
		Long: `A lower bound makes income steadier, and more of it goes into gas; less of the
broadcasters' reserves is needed. 0 is no bound. It holds until the node stops;
-maxFaceValue holds for longer.`,
		Example: "  livepeer_cli payments set-max-face-value 0.01ETH\n  livepeer_cli payments set-max-face-value 0",
		Args:    arguments(1, 1, "an amount such as 0.01ETH, or 0"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			most, err := input.Wei(args[0])
			return http.MethodPut, "payments/terms", map[string]any{"maxFaceValue": most}, err
		}, c.showTerms),
	}
}

func (c *cli) showTerms(t cliapi.PaymentTerms) {
	most := "none"
	if t.MaxFaceValue != nil {
		most = t.MaxFaceValue.String()
	}
	pairs := []pair{{"A ticket is worth", t.TicketEV}, {"A winning ticket pays", orUnknown(t.FaceValue)}, {"Most that it may pay", most}, {"Gas may take of that", t.Overhead}}
	if g := t.Gas; g != nil {
		pairs = append(pairs,
			pair{"Gas of a redemption", g.Single}, pair{"Gas of each in a batch", g.InBatch},
			pair{"Gas price now", g.Price}, pair{"Gas price most of the time", g.Rolling}, pair{"A redemption costs", inETH(g.Cost)})
	}
	if t.Problem != "" {
		pairs = append(pairs, pair{"Problem", t.Problem})
	}
	c.facts(pairs...)
}
