package main

import (
	"context"
	"net/url"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// transactionsCommand looks at what the account sent, and changes it while it
// waits.
func (c *cli) transactionsCommand() *cobra.Command {
	var state string
	var limit int
	cmd := &cobra.Command{
		Use: "transactions [number]", Short: "What the node's account sent, the newest first",
		Example: "  livepeer_cli transactions --state pending,mined\n  livepeer_cli transactions 12\n  livepeer_cli transactions speed-up 12",
		Args:    arguments(0, 1, "the number of a transaction, or nothing"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				path, err := transactionPath(args[0])
				if err != nil {
					return err
				}
				return show(cmd.Context(), c, path, nil, c.showTransaction)
			}
			query := url.Values{"limit": {strconv.Itoa(limit)}}
			if state != "" {
				query.Set("state", state)
			}
			return show(cmd.Context(), c, "transactions", query, c.showTransactions)
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "only these: pending, mined, confirmed, reverted, cancelled, lost; several with commas")
	cmd.Flags().IntVar(&limit, "limit", 20, "how many, 1 to 1000")
	cmd.AddCommand(
		c.changeTransaction("cancel", "Put an empty transaction in the place of a pending one",
			"If the pending one gets into a block first, it takes effect all the same."),
		c.changeTransaction("speed-up", "Sign a pending transaction again with a higher gas price",
			"At most one of both takes effect."),
	)
	return cmd
}

func (c *cli) changeTransaction(name, short, note string) *cobra.Command {
	return &cobra.Command{
		Use: name + " <number>", Short: short, Long: short + ".\n" + note,
		Example: "  livepeer_cli transactions " + name + " 12",
		Args:    arguments(1, 1, "the number of a transaction, as livepeer_cli transactions lists it"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.canAsk(); err != nil {
				return err
			}
			path, err := transactionPath(args[0])
			if err != nil {
				return err
			}
			return c.replace(cmd.Context(), path, name, note)
		},
	}
}

// replace shows a transaction, asks, and replaces it.
func (c *cli) replace(ctx context.Context, path, name, note string) error {
	if !c.json || c.dryRun {
		if err := show(ctx, c, path, nil, c.showTransaction); err != nil || c.dryRun {
			return err
		}
		c.printf("%s\n", note)
	}
	if err := c.confirm(ctx, name+" it?"); err != nil {
		return err
	}
	raw, err := c.client.Post(ctx, path+"/"+name, nil)
	if err != nil {
		return err
	}
	return write(c, raw, c.showTransaction)
}

func transactionPath(text string) (string, error) {
	id, err := input.Number("transaction", text)
	if err == nil && id == 0 {
		err = input.Errorf("transaction 0: they are counted from 1")
	}
	return "transactions/" + strconv.FormatUint(id, 10), err
}

func (c *cli) showTransactions(l cliapi.TransactionList) {
	var rows []table.Row
	for _, t := range l.Transactions {
		rows = append(rows, table.Row{t.ID, t.State, t.Label, t.Created.Format("2006-01-02 15:04:05Z"), feeOf(t), orNone(t.Problem)})
	}
	c.rows(table.Row{"#", "State", "What", "Created", "Fee", "Problem"}, rows)
}

func (c *cli) showTransaction(t cliapi.Transaction) {
	settled := ""
	if t.Settled {
		settled = " (for good)"
	}
	c.facts(
		pair{"Transaction", t.ID},
		pair{"What", t.Label},
		pair{"State", string(t.State) + settled},
		pair{"From", t.From},
		pair{"To", t.To},
		pair{"Value", t.Value},
		pair{"Nonce", t.Nonce},
		pair{"Created", t.Created.Format("2006-01-02 15:04:05Z")},
		pair{"Hash", t.Hash},
		pair{"Block", t.Block},
		pair{"Gas used", t.GasUsed},
		pair{"Fee", feeOf(t)},
		pair{"Problem", orNone(t.Problem)},
	)
	var rows []table.Row
	for _, a := range t.Attempts {
		rows = append(rows, table.Row{a.Hash, a.FeeCap, a.TipCap, yesNo(a.Cancel), a.Signed.Format("2006-01-02 15:04:05Z")})
	}
	c.printf("\n")
	c.rows(table.Row{"Attempt", "Gas price, at most", "Tip, at most", "Cancels", "Signed"}, rows)
}

func feeOf(t cliapi.Transaction) string {
	if t.Fee == nil {
		return "-"
	}
	return inETH(*t.Fee)
}
