package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/server/cliapi"
)

// instantLayout is how moments are written.
const instantLayout = "2006-01-02 15:04:05Z"

// paymentsCommand looks at payments, and changes the settings of a node that pays
// or is paid.
func (c *cli) paymentsCommand() *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use: "payments", Short: "Payments: accounts, tickets, income, senders, prices, funds",
		Long: `Without more: the accounts of sessions, those that changed last first. A balance is
what is paid and not yet worked for; below 0 it is owed.`,
		Example: "  livepeer_cli payments\n  livepeer_cli payments --side earned --limit 20\n  livepeer_cli payments days --from 2026-03-01",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			return show(cmd.Context(), c, "payments/accounts", query, func(l cliapi.PaymentAccounts) { c.showAccounts(l, f.offset) })
		},
	}
	f.addSides(cmd, "only accounts with this address")
	f.addPaging(cmd)
	cmd.AddCommand(c.ticketCommands()...)
	cmd.AddCommand(c.daysCommand())
	cmd.AddCommand(c.senderCommands()...)
	cmd.AddCommand(c.priceCommands()...)
	cmd.AddCommand(c.payingCommands()...)
	return cmd
}

// listFlags select a part of a list.
type listFlags struct {
	side, peer    string
	limit, offset int
}

func (f *listFlags) addSides(cmd *cobra.Command, peerMeans string) {
	cmd.Flags().StringVar(&f.side, "side", "", "only one side: earned by this node, or spent by it")
	cmd.Flags().StringVar(&f.peer, "peer", "", peerMeans)
}

func (f *listFlags) addPaging(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.limit, "limit", 50, "how many, 1 to 1000")
	cmd.Flags().IntVar(&f.offset, "offset", 0, "how many to leave out first")
}

func (f *listFlags) query() (url.Values, error) {
	query := url.Values{"limit": {strconv.Itoa(f.limit)}}
	if f.offset != 0 {
		query.Set("offset", strconv.Itoa(f.offset))
	}
	if f.side != "" {
		if f.side != string(payment.Earned) && f.side != string(payment.Spent) {
			return nil, input.Errorf("--side %q: expected earned or spent", f.side)
		}
		query.Set("direction", f.side)
	}
	if f.peer != "" {
		addr, err := input.Address(f.peer)
		if err != nil {
			return nil, err
		}
		query.Set("peer", addr)
	}
	return query, nil
}

// more says how to get the rest of a list.
func (c *cli) more(shown, offset, total int) {
	if next := offset + shown; next < total && shown > 0 {
		c.printf("%d of %d; the next with --offset %d\n", shown, total, next)
	}
}

func (c *cli) showAccounts(l cliapi.PaymentAccounts, offset int) {
	var rows []table.Row
	for _, a := range l.Accounts {
		rows = append(rows, table.Row{a.Direction, a.Peer, a.Balance, a.Price, a.Session, a.Changed.Format(instantLayout), orNone(a.URI)})
	}
	c.rows(table.Row{"Side", "Peer", "Balance", "Price", "Session", "Changed", "URI"}, rows)
	c.more(len(rows), offset, l.Total)
}

// changes makes the body of a command that changes a setting: nothing is sent to
// the chain.
func changes[T any](c *cli, request func(ctx context.Context, args []string) (method, path string, body any, err error), render func(T)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		method, path, body, err := request(cmd.Context(), args)
		if err != nil {
			return err
		}
		if c.dryRun {
			return input.Errorf("this sends nothing to the chain, so there is nothing to try: leave --dry-run out")
		}
		raw, err := c.client.Change(cmd.Context(), method, path, body)
		if err != nil {
			return err
		}
		return write(c, raw, render)
	}
}

// priceWords writes a price as it was set, and in wei.
func priceWords(p cliapi.PriceSetting) (set, inWei string) {
	if p.Price == nil {
		return p.AsSet + " per pixel", "not known"
	}
	return p.AsSet + " per pixel", fmt.Sprint(*p.Price)
}
