package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/wizard"
)

// wizard opens the menus. Each entry becomes a command line, which is run like
// any other.
func (c *cli) wizard(cmd *cobra.Command) error {
	if !c.inTerminal || c.json {
		return input.Errorf("menus need a terminal: give a command; livepeer_cli --help lists them")
	}
	err := wizard.Run(cmd.Context(), wizard.Config{
		Person: c.person, Client: c.client, Out: c.out, Command: c.fromMenu,
	})
	if cmd.Context().Err() != nil {
		return errInterrupted // the command said what was sent
	}
	return err
}

// fromMenu runs a command line with the flags that the menus were opened with.
// It always asks before it sends.
func (c *cli) fromMenu(ctx context.Context, args []string) {
	inner := newCLI(c.console)
	inner.client, inner.person, inner.errOut = c.client, c.person, c.out
	c.printf("\nAs a command: livepeer_cli %s\n\n", quote(args))
	if c.dryRun {
		args = append(args, "--dry-run")
	}
	if c.accessible {
		args = append(args, "--accessible")
	}
	if c.timeout > 0 {
		args = append(args, "--timeout", c.timeout.String())
	}
	inner.report(inner.execute(ctx, args))
}

// quote writes arguments as a shell reads them.
func quote(args []string) string {
	var quoted []string
	for _, arg := range args {
		if arg == "" || strings.ContainsAny(arg, " \t\n'\"$&|;<>()*?[]{}~`!#\\") {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		quoted = append(quoted, arg)
	}
	return strings.Join(quoted, " ")
}
