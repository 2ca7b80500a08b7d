package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// intent is an action, and what a person should know before it is sent.
type intent struct {
	admin.Action
	notes []string // sentences
}

// intend builds an intent without notes.
func intend(name string, fields map[string]any) intent {
	return intent{Action: admin.Action{Name: name, Fields: fields}}
}

// note adds what a person should know.
func (i intent) note(format string, args ...any) intent {
	i.notes = append(i.notes, fmt.Sprintf(format, args...))
	return i
}

// sends makes the body of a command that sends what build intends.
func (c *cli) sends(build func(cmd *cobra.Command, args []string) (intent, error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := c.canAsk(); err != nil {
			return err
		}
		i, err := build(cmd, args)
		if err != nil {
			return err
		}
		return c.send(cmd.Context(), i)
	}
}

// always intends the same.
func always(name string, notes ...string) func(*cobra.Command, []string) (intent, error) {
	return func(*cobra.Command, []string) (intent, error) {
		i := intend(name, nil)
		i.notes = notes
		return i, nil
	}
}

// canAsk refuses to send what nobody can be asked about.
func (c *cli) canAsk() error {
	if c.yes || c.json || c.dryRun || c.inTerminal {
		return nil
	}
	return input.Errorf("there is no terminal to ask at: add --yes to send without a question, or --dry-run to see what would be sent")
}

// send shows what an intent does and costs, asks, and follows it to its end.
func (c *cli) send(ctx context.Context, i intent) error {
	if c.json && !c.dryRun {
		return c.follow(ctx, i.Action)
	}
	raw, err := c.client.DryRun(ctx, i.Action)
	if err != nil {
		return err
	}
	if err := write(c, raw, func(d cliapi.DryRun) { c.preview(d, i.notes) }); err != nil || c.dryRun {
		return err
	}
	if err := c.confirm(ctx, "Send it?"); err != nil {
		return err
	}
	return c.follow(ctx, i.Action)
}

// preview says what would be sent.
func (c *cli) preview(d cliapi.DryRun, notes []string) {
	var rows []table.Row
	for n, call := range d.Calls {
		row := table.Row{n + 1, call.Label, call.Gas, call.GasPrice, inETH(call.Fee)}
		if call.Unknown {
			row = table.Row{n + 1, call.Label, "?", "?", "known when those before it are done"}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		c.printf("There is nothing to send.\n")
		return
	}
	c.rows(table.Row{"#", "What is sent", "Gas", "Gas price", "Fee"}, rows)
	c.printf("Fees: %s\n", inETH(d.Total))
	for _, note := range notes {
		c.printf("%s\n", note)
	}
	if c.dryRun {
		c.printf("Nothing was sent (--dry-run).\n")
	}
}

// confirm asks, unless --yes or --json. The error is errDeclined when the answer
// is no.
func (c *cli) confirm(ctx context.Context, question string) error {
	if c.yes || c.json {
		return nil
	}
	yes, err := c.person.Confirm(ctx, question)
	if err == nil && !yes {
		err = errDeclined
	}
	return err
}

// follow sends an action and shows its progress.
func (c *cli) follow(ctx context.Context, a admin.Action) error {
	shown := c.progress(ctx)
	var lines []cliapi.Progress // the last of each call
	err := c.client.Do(ctx, a, func(line []byte, p cliapi.Progress) {
		if last := len(lines) - 1; last >= 0 && lines[last].ID == p.ID && p.ID != 0 {
			lines[last] = p
		} else {
			lines = append(lines, p)
		}
		shown.update(line, p)
	})
	shown.close()
	if err != nil {
		return c.unfinished(err, lines)
	}
	for _, p := range lines {
		if problem := problemOf(p); problem != nil {
			return &failedError{problem}
		}
	}
	if len(lines) == 0 && !c.json {
		c.printf("There was nothing to send.\n")
	}
	return nil
}

// unfinished tells an action that never began from one that goes on unseen.
func (c *cli) unfinished(err error, lines []cliapi.Progress) error {
	var refused *cliapi.Error
	var dial *net.OpError
	if errors.As(err, &refused) || errors.As(err, &dial) && dial.Op == "dial" {
		return err
	}
	return &pausedError{sent: lines, err: err}
}

// problemOf says why a call did not take effect, nil when it did.
func problemOf(p cliapi.Progress) *cliapi.Error {
	switch {
	case p.Error != nil:
		return &cliapi.Error{Code: p.Error.Code, Message: fmt.Sprintf("%s: %s", p.Label, p.Error.Message)}
	case p.State != chain.TxConfirmed:
		return &cliapi.Error{Code: string(p.State), Message: fmt.Sprintf("%s: the transaction is %s", p.Label, p.State)}
	}
	return nil
}
