// Package wizard has the menus of livepeer_cli: by role, each entry with what it
// means, asking for what it needs. An entry makes a command line and leaves the
// rest to the command: what it costs, the question, the progress.
package wizard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/ask"
	"github.com/livepeer/streamflow/server/cliapi"
)

// Config of the menus. All fields are required.
type Config struct {
	Person *ask.Person
	Client *admin.Client
	Out    io.Writer
	// Command runs a command line, and says what went wrong.
	Command func(ctx context.Context, args []string)
}

// The values of options that are no entry.
const (
	quit = "quit"
	back = "back"
)

// Run shows menus until the person leaves. The error is of the node, when it
// does not answer at first, or ctx's.
func Run(ctx context.Context, cfg Config) error {
	node, err := admin.Read[cliapi.Node](ctx, cfg.Client, "node", nil)
	if err != nil {
		return err
	}
	for {
		cfg.showSituation(ctx, node)
		name, err := cfg.Person.Choose(ctx, "What is it about?", menuOptions(node))
		if errors.Is(err, ask.ErrLeft) || err == nil && name == quit {
			return nil
		}
		if err == nil {
			err = cfg.menu(ctx, node, name)
		}
		if err != nil {
			return err
		}
	}
}

// menu shows the entries of one menu until the person goes back.
func (cfg Config) menu(ctx context.Context, node cliapi.Node, name string) error {
	entries := entriesOf(node, name)
	options := make([]ask.Option, 0, len(entries)+1)
	for _, e := range entries {
		options = append(options, ask.Option{Label: e.label + ": " + e.meaning, Value: e.label})
	}
	options = append(options, ask.Option{Label: "Back", Value: back})
	for {
		label, err := cfg.Person.Choose(ctx, "What shall be done?", options)
		if errors.Is(err, ask.ErrLeft) || err == nil && label == back {
			return nil
		}
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.label == label {
				err = cfg.do(ctx, e)
			}
		}
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		cfg.showSituation(ctx, node)
	}
}

// do asks for what an entry needs, and runs it.
func (cfg Config) do(ctx context.Context, e entry) error {
	args := strings.Fields(e.command)
	for _, f := range e.fields {
		text, err := cfg.Person.Text(ctx, f.title, f.meaning, f.validate)
		if errors.Is(err, ask.ErrLeft) {
			fmt.Fprintln(cfg.Out, "Nothing was sent.")
			return nil
		}
		if err != nil {
			return err
		}
		args = append(args, f.arguments(strings.TrimSpace(text))...)
	}
	cfg.Command(ctx, args)
	return nil
}
