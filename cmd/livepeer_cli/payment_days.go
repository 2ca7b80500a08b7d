package main

import (
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// daysCommand looks at income and spending.
func (c *cli) daysCommand() *cobra.Command {
	var f listFlags
	var from, to string
	var byPeer bool
	cmd := &cobra.Command{
		Use: "days", Short: "What was earned and spent, by day",
		Long: `Work is price times pixels. Value is what the tickets are worth on average, redeemed
what winning ones have paid, gas what that cost. Overhead is gas as a part of what was
redeemed; luck is what was redeemed as a part of the tickets' value: in the long run
100%, on a day anything. Days begin at 0 o'clock UTC.`,
		Example: "  livepeer_cli payments days\n  livepeer_cli payments days --from 2026-03-01 --to 2026-03-31 --by-peer --side earned",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			for name, text := range map[string]string{"from": from, "to": to} {
				if text == "" {
					continue
				}
				if err := input.Day("--"+name, text); err != nil {
					return err
				}
				query.Set(name, text)
			}
			if !byPeer {
				query.Set("by", "day")
			}
			return show(cmd.Context(), c, "payments/days", query, func(l cliapi.PaymentDays) { c.showDays(l, byPeer, f.offset) })
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "the first day, such as 2026-03-01 (default: 30 days)")
	cmd.Flags().StringVar(&to, "to", "", "the last day (default: today)")
	cmd.Flags().BoolVar(&byPeer, "by-peer", false, "a line for each peer")
	f.addSides(cmd, "only what was earned from, or spent on, this address")
	f.addPaging(cmd)
	return cmd
}

func (c *cli) showDays(l cliapi.PaymentDays, byPeer bool, offset int) {
	var rows []table.Row
	for _, d := range l.Days {
		rows = append(rows, dayRow(d.Day, string(d.Direction), d.Peer, byPeer, d.PaymentTotal))
	}
	if l.Earned != nil {
		rows = append(rows, dayRow("Total", "earned", cliapi.Address{}, byPeer, *l.Earned))
	}
	if l.Spent != nil {
		rows = append(rows, dayRow("Total", "spent", cliapi.Address{}, byPeer, *l.Spent))
	}
	head := table.Row{"Day", "Side", "Peer", "Segments", "Pixels", "Work", "Tickets", "Value", "Winners", "Redeemed", "Gas", "Overhead", "Luck"}
	if !byPeer {
		head = append(head[:2:2], head[3:]...)
	}
	c.rows(head, rows)
	c.more(len(l.Days), offset, l.Total)
}

func dayRow(day, side string, peer cliapi.Address, byPeer bool, t cliapi.PaymentTotal) table.Row {
	row := table.Row{day, side}
	if byPeer {
		name := "all"
		if peer != (cliapi.Address{}) {
			name = peer.String()
		}
		row = append(row, name)
	}
	winners, gas := any("-"), "-"
	if t.FaceValue != nil && t.Gas != nil {
		winners, gas = t.Winners, inETH(*t.Gas)
	}
	return append(row, t.Segments, t.Pixels, t.Work, t.Tickets, t.Value, winners, orUnknown(t.Redeemed), gas, orNone(t.Overhead), orNone(t.Luck))
}

// orUnknown writes a dash for an amount that is not known.
func orUnknown(amount *pm.Wei) string {
	if amount == nil {
		return "-"
	}
	return amount.String()
}
