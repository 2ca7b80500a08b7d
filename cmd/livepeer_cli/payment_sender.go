package main

import (
	"context"
	"net/http"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// senderCommands are of those who pay an orchestrator.
func (c *cli) senderCommands() []*cobra.Command {
	return []*cobra.Command{
		c.sendersCommand(), c.rulesCommand(),
		c.ruleCommand("allow", "Work for a broadcaster, whatever its history"),
		c.ruleCommand("deny", "Do not work for a broadcaster"),
		c.forgetCommand(),
	}
}

func (c *cli) sendersCommand() *cobra.Command {
	var f listFlags
	var funds bool
	cmd := &cobra.Command{
		Use: "senders", Short: "Broadcasters that the node worked for, and what is known of them",
		Long: `Unpaid tickets won and could not be redeemed since the broadcaster's money was gone.
Abandoned sessions ended in debt, or in the middle of work.`,
		Example: "  livepeer_cli payments senders --funds", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			if funds {
				query.Set("funds", "true")
			}
			return show(cmd.Context(), c, "payments/senders", query, func(l cliapi.PaymentSenders) { c.showSenders(l, funds, f.offset) })
		},
	}
	cmd.Flags().BoolVar(&funds, "funds", false, "with deposit and reserve, which asks the chain")
	f.addPaging(cmd)
	return cmd
}

func (c *cli) showSenders(l cliapi.PaymentSenders, funds bool, offset int) {
	head := table.Row{"Broadcaster", "Rule", "Sessions", "Abandoned", "Segments", "Refused", "Unpaid tickets", "Their value", "Last seen"}
	if funds {
		head = append(head, "Deposit", "Reserve", "Of that for this node")
	}
	var rows []table.Row
	for _, s := range l.Senders {
		row := table.Row{s.Sender, orNone(s.Rule), s.Sessions, s.Abandoned, s.Segments, s.Refused, s.Defaults, s.Defaulted, instant(s.LastSeen)}
		switch {
		case funds && s.Funds == nil:
			row = append(row, "?", "?", "?")
		case funds:
			row = append(row, s.Funds.Deposit, s.Funds.Reserve, s.Funds.MaxFloat)
		}
		rows = append(rows, row)
	}
	c.rows(head, rows)
	c.more(len(rows), offset, l.Total)
}

// instant writes a dash for never.
func instant(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(instantLayout)
}

func (c *cli) rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rules", Short: "Whom the operator allowed or denied",
		Example: "  livepeer_cli payments rules", Args: noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "payments/rules", nil, func(l cliapi.PaymentRules) {
				var rows []table.Row
				for _, r := range l.Rules {
					rows = append(rows, table.Row{r.Peer, r.Rule, instant(r.Changed), orNone(r.Note)})
				}
				c.rows(table.Row{"Broadcaster", "Rule", "Since", "Note"}, rows)
			})
		},
	}
}

func (c *cli) ruleCommand(rule, short string) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use: rule + " <address>", Short: short,
		Long:    short + ". It counts at once, and until `payments forget`, over restarts too.",
		Example: "  livepeer_cli payments " + rule + " 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --note 'asked by mail'",
		Args:    arguments(1, 1, "a broadcaster's address"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			addr, err := input.Address(args[0])
			body := map[string]any{"rule": rule}
			if note != "" {
				body["note"] = note
			}
			return http.MethodPut, "payments/rules/" + addr, body, err
		}, c.showRule),
	}
	cmd.Flags().StringVar(&note, "note", "", "why, for later: 200 bytes at most")
	return cmd
}

func (c *cli) forgetCommand() *cobra.Command {
	return &cobra.Command{
		Use: "forget <address>", Short: "Take back what was allowed or denied: the history decides",
		Example: "  livepeer_cli payments forget 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
		Args:    arguments(1, 1, "a broadcaster's address"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			addr, err := input.Address(args[0])
			return http.MethodDelete, "payments/rules/" + addr, nil, err
		}, c.showRule),
	}
}

func (c *cli) showRule(r cliapi.PaymentRule) {
	c.facts(pair{"Broadcaster", r.Peer}, pair{"Rule", r.Rule}, pair{"Note", orNone(r.Note)})
}
