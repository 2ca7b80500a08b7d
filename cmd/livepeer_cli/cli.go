package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/ask"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// console is the world outside of a run.
type console struct {
	self        string // where this program is; empty when nobody knows
	in          io.Reader
	inTerminal  bool // somebody can answer questions
	out         io.Writer
	outTerminal bool // lines can be drawn again
	errOut      io.Writer
	env         func(name string) string
}

// cli is one run of the program.
type cli struct {
	console
	client *admin.Client // set before a command runs
	person *ask.Person
	// stopClock ends the time of --timeout.
	stopClock context.CancelFunc

	// Flags of all commands.
	node, host, httpPort, token   string
	json, dryRun, yes, accessible bool
	timeout                       time.Duration
}

func newCLI(world console) *cli { return &cli{console: world, stopClock: func() {}} }

// run runs a command line and returns the exit code.
func run(ctx context.Context, args []string, world console) int {
	c := newCLI(world)
	err := c.execute(ctx, args)
	if c.client != nil {
		c.client.Close()
	}
	return c.report(err)
}

func (c *cli) execute(ctx context.Context, args []string) error {
	root := c.root()
	root.SetArgs(joinUnits(doubleDashes(args)))
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.errOut)
	// Parsing may fail before --json is known.
	for _, arg := range args {
		c.json = c.json || arg == "--json"
	}
	defer func() { c.stopClock() }()
	return root.ExecuteContext(ctx)
}

// prepare does what all commands need.
func (c *cli) prepare(cmd *cobra.Command, _ []string) error {
	if c.timeout > 0 && cmd.HasParent() { // menus may stay open
		ctx, stop := context.WithTimeout(cmd.Context(), c.timeout)
		c.stopClock = stop
		cmd.SetContext(ctx)
	}
	return c.connect()
}

// connect builds the client, if there is none; nothing is asked yet.
func (c *cli) connect() error {
	if c.client != nil {
		return nil
	}
	nodes, err := c.nodes()
	if err != nil {
		return err
	}
	token, err := c.readToken()
	if err != nil {
		return err
	}
	c.client = admin.New(admin.Config{Nodes: nodes, Token: token})
	c.accessible = c.accessible || c.env("ACCESSIBLE") != ""
	c.person = ask.NewPerson(c.in, c.out, c.accessible)
	return nil
}

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "livepeer_cli",
		Short: "Stake, orchestrators, payments, deposits and votes of a Livepeer node's account, and its streams",
		Long: `livepeer_cli works for the account of a running node, through the node's admin
API (-cliAddr). Without a command it opens menus.

Amounts have units: 100LPT, 0.5ETH, 20gwei, 7wei. Percentages have a sign: 12.5%.
An address is 0x and 40 hex digits, or "self" for the node's own account.

Exit codes: 0 done; 1 refused by the node or a contract, nothing was sent; 2 wrong
usage or input; 3 no node answers; 4 a transaction was sent and failed;
130 interrupted, or the answer was no.`,
		Example: `  livepeer_cli
  livepeer_cli status
  livepeer_cli bond 100LPT 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --dry-run`,
		Args:          c.noSuchCommand,
		SilenceErrors: true,
		SilenceUsage:  true,

		PersistentPreRunE: c.prepare,
		RunE:              func(cmd *cobra.Command, _ []string) error { return c.wizard(cmd) },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return input.Errorf("%v; see %s --help", err, cmd.CommandPath())
	})
	c.addFlags(root)
	c.addCommands(root)
	return root
}

func (c *cli) addFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&c.node, "node", "", "the node's -cliAddr (default: http://127.0.0.1:7935, then http://127.0.0.1:5935)")
	f.StringVar(&c.httpPort, "http", "", "port of the node's -cliAddr")
	f.StringVar(&c.host, "host", "", "host of the node's -cliAddr")
	f.StringVar(&c.token, "token", "", "the node's -cliToken, or the file that has it (or LP_CLITOKEN)")
	f.BoolVar(&c.json, "json", false, "write the API's JSON and nothing else; asks no question")
	f.BoolVar(&c.dryRun, "dry-run", false, "show what would be sent, its cost, and whether it would be refused")
	f.BoolVarP(&c.yes, "yes", "y", false, "ask no question")
	f.DurationVar(&c.timeout, "timeout", 0, "stop waiting after this time, such as 90s; what was sent goes on")
	f.BoolVar(&c.accessible, "accessible", false, "ask line by line, for screen readers (or ACCESSIBLE=1)")
}

func (c *cli) addCommands(root *cobra.Command) {
	const reads, acts = "reads", "acts"
	root.AddGroup(&cobra.Group{ID: reads, Title: "Look:"}, &cobra.Group{ID: acts, Title: "Do:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, cmd := range commands {
			cmd.GroupID = group
			root.AddCommand(cmd)
		}
	}
	add(reads, c.nodeCommands()...)
	add(reads, c.orchestratorReads()...)
	add(reads, c.accountReads()...)
	add(reads, c.marketReads()...)
	add(reads, c.paymentsCommand(), c.pollsCommand(), c.transactionsCommand(), c.gasCommand())
	add(acts, c.stakeCommands()...)
	add(acts, c.earningsCommands()...)
	add(acts, c.orchestratorActions()...)
	add(acts, c.roundActions()...)
	add(acts, c.fundingCommands()...)
	add(acts, c.transferCommands()...)
	add(acts, c.pollActions()...)
	add(acts, c.voteOnProposalCommand())
}

// noSuchCommand refuses what is not a command.
func (c *cli) noSuchCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "see livepeer_cli --help"
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "is it " + strings.Join(near, " or ") + "?"
	}
	return input.Errorf("there is no command %q; %s", args[0], hint)
}

// arguments takes from least to most of them; names says what they are.
func arguments(least, most int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least {
			return input.Errorf("%s needs %s; example:\n%s", cmd.CommandPath(), names, cmd.Example)
		}
		if len(args) > most {
			return input.Errorf("%s: %q is too much; expected %s", cmd.CommandPath(), args[most], names)
		}
		return nil
	}
}

func noArguments() cobra.PositionalArgs { return arguments(0, 0, "no arguments") }

// printf writes for people.
func (c *cli) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }
