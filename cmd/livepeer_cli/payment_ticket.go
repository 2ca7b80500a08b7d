package main

import (
	"context"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/server/cliapi"
)

// ticketCommands are of winning tickets.
func (c *cli) ticketCommands() []*cobra.Command {
	return []*cobra.Command{c.ticketsCommand(), c.redeemCommand()}
}

func (c *cli) ticketsCommand() *cobra.Command {
	var f listFlags
	var state, since string
	cmd := &cobra.Command{
		Use: "tickets", Short: "Winning tickets, and what has become of them",
		Long: `First how many there are in each state, and their value; then the tickets: open ones,
those that expire first in front, then settled ones, the newest first.

  waiting   for its time, for cheaper gas, or for the chain
  sent      its transaction is under way
  redeemed  paid
  lost      will never be paid; the reason says why`,
		Example: "  livepeer_cli payments tickets\n  livepeer_cli payments tickets --state lost --since 2026-01-01",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			if sender := query.Get("peer"); sender != "" {
				query.Del("peer")
				query.Set("sender", sender)
			}
			if state != "" {
				query.Set("state", state)
			}
			if since != "" {
				if err := input.Day("--since", since); err != nil {
					return err
				}
				query.Set("since", since)
			}
			return show(cmd.Context(), c, "payments/tickets", query, func(l cliapi.PaymentTickets) {
				c.showTickets(l)
				c.more(len(l.Tickets), f.offset, l.Total)
			})
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "only these: waiting, sent, redeemed, lost; several with commas")
	cmd.Flags().StringVar(&f.peer, "sender", "", "only those of this address")
	cmd.Flags().StringVar(&since, "since", "", "settled ones from this day on, such as 2026-03-04 (default: 30 days ago)")
	f.addPaging(cmd)
	return cmd
}

func (c *cli) showTickets(l cliapi.PaymentTickets) {
	var totals, rows []table.Row
	for _, s := range l.States {
		totals = append(totals, table.Row{s.State, s.Tickets, s.FaceValue, s.Paid, inETH(s.Fee)})
	}
	c.rows(table.Row{"State", "Tickets", "Face value", "Paid", "Gas"}, totals)
	for _, t := range l.Tickets {
		tx := "-"
		if t.TxHash != [32]byte{} {
			tx = t.TxHash.Hex()
		}
		rows = append(rows, table.Row{
			t.Hash.Hex()[:10], t.State, t.FaceValue, t.Sender, t.Round, t.Changed.Format(instantLayout), orNone(t.Reason), tx,
		})
	}
	if len(rows) == 0 {
		return
	}
	c.printf("\n")
	c.rows(table.Row{"Ticket", "State", "Face value", "Sender", "Round", "Changed", "Reason", "Transaction"}, rows)
}

func (c *cli) redeemCommand() *cobra.Command {
	return &cobra.Command{
		Use: "redeem", Short: "Redeem tickets at once that wait for cheaper gas",
		Long: `The node redeems tickets by itself, when gas is cheap or time is short. This redeems
those that only wait for cheaper gas. What may not be redeemed yet, or costs more than
it pays, waits on.`,
		Example: "  livepeer_cli payments redeem", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.canAsk(); err != nil {
				return err
			}
			return c.redeem(cmd.Context())
		},
	}
}

// redeem shows what waits, asks, and redeems.
func (c *cli) redeem(ctx context.Context) error {
	if !c.json || c.dryRun {
		query := map[string][]string{"state": {string(payment.TicketWaiting)}}
		if err := show(ctx, c, "payments/tickets", query, func(l cliapi.PaymentTickets) { c.showTickets(l) }); err != nil || c.dryRun {
			return err
		}
	}
	if err := c.confirm(ctx, "Redeem them at the present price of gas?"); err != nil {
		return err
	}
	raw, err := c.client.Post(ctx, "payments/tickets/redeem", nil)
	if err != nil {
		return err
	}
	return write(c, raw, func(r cliapi.Redeemed) {
		if r.Tickets == 0 {
			c.printf("There is none to redeem now.\n")
			return
		}
		c.printf("%d to be redeemed; see livepeer_cli payments tickets\n", r.Tickets)
	})
}
