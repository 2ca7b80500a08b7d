package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// settings are the flags.
type settings struct {
	network devnet.Config
	rules   deploy.Config
	file    string
	follow  bool
	verbose bool
}

func parse(args []string, errOut io.Writer) (settings, error) {
	s := settings{network: devnet.DefaultConfig(), rules: deploy.DefaultConfig()}
	fs := flag.NewFlagSet("livepeer_devnet", flag.ContinueOnError)
	fs.SetOutput(errOut)
	fs.Usage = func() {
		fmt.Fprint(errOut, "livepeer_devnet runs a chain with the protocol's contracts, until it is told to end.\n\nExample:\n"+
			"  livepeer_devnet -addr 127.0.0.1:8545 -blockTime 1s -roundLength 60 -file devnet.json\n\nFlags:\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&s.network.HTTPAddr, "addr", s.network.HTTPAddr, "loopback address of the JSON-RPC, HTTP and WebSocket; port 0 takes a free one")
	fs.DurationVar(&s.network.BlockTime, "blockTime", time.Second, "time between blocks; 0 makes a block for each transaction")
	fs.IntVar(&s.network.Accounts, "accounts", s.network.Accounts, "how many accounts have funds")
	fs.Uint64Var(&s.rules.RoundLength, "roundLength", s.rules.RoundLength, "blocks in a round")
	fs.StringVar(&s.file, "file", "devnet.json", "file for addresses, URLs and keys")
	fs.BoolVar(&s.follow, "followStdin", false, "end when standard input does, as a child of another process")
	fs.BoolVar(&s.verbose, "verbose", false, "log more than errors")
	if err := fs.Parse(args); err != nil {
		return s, err
	}
	if fs.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q; every setting is a flag (livepeer_devnet -help lists all)", fs.Arg(0))
	}
	return s, errors.Join(s.network.Validate(), s.rules.Validate())
}

// run runs the chain until ctx ends, or standard input does where that is asked
// for. When all is there it writes the WebSocket's URL as a line, and then a line
// for each contract.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		fmt.Fprintln(stderr, "livepeer_devnet:", err)
		return exitUsage
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s.follow {
		go func() { // ends with the process at the latest
			_, _ = io.Copy(io.Discard, stdin)
			cancel()
		}()
	}
	if err := serve(ctx, s, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "livepeer_devnet:", err)
		return exitFailed
	}
	return exitOK
}

func serve(ctx context.Context, s settings, stdout, stderr io.Writer) (err error) {
	level := slog.LevelWarn
	if s.verbose {
		level = slog.LevelDebug
	}
	s.network.Log = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	network, err := devnet.New(s.network)
	if err != nil {
		return err
	}
	if err := network.Start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, network.Close()) }()
	contracts, err := network.DeployProtocol(ctx, s.rules)
	if err != nil {
		return err
	}
	if err := network.WriteFile(s.file, contracts); err != nil {
		return err
	}
	fmt.Fprintln(stdout, network.WSURL())
	if err := writeContracts(stdout, contracts); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// writeContracts writes names and addresses as a table.
func writeContracts(w io.Writer, contracts chain.Contracts) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, name := range contracts.Names() {
		fmt.Fprintf(table, "%s\t%s\n", name, contracts[name])
	}
	return table.Flush()
}
