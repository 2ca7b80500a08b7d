// Command livepeer_bench measures the node against what it replaces and
// against its own limits. Each benchmark prints a table, and its figures with
// -json. doc/benchmarks.md explains them and keeps the results that matter.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if code, ok := runWorker(); ok {
		os.Exit(code)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "livepeer_bench:", err)
		os.Exit(1)
	}
}

// benchmark is one sub-command.
type benchmark struct {
	name, summary string
	// run parses its own flags from args and writes its report to out.
	run func(ctx context.Context, args []string, out io.Writer) error
}

func benchmarks() []benchmark {
	return []benchmark{
		{"transcode", "the media engine against one ffmpeg command line with the same settings: time, CPU, memory, quality", runTranscode},
		{"push", "the time that broadcaster, orchestrator and transcoder add to the engine's own, per pushed segment", runPush},
		{"idle", "memory of each role without work, and of a broadcaster and an all-in-one node with one 720p stream", runIdle},
		{"pm", "tickets: how fast they are made and checked; with -simulate whether they pay what was agreed", runPM},
		{"verify", "verdicts on renditions: false alarms on honest ones, and what is found of each attack", runVerify},
		{"market", "a broadcaster's market with 2,000 orchestrators: time until it is full, refresh, memory, choices", runMarket},
		{"choose", "rules that choose orchestrators, by cost and stalls in simulated markets", runChoose},
		{transcodeSide, "", runTranscodeSide}, // what transcode measures on our side
		{marketSide, "", runMarketSide},       // the orchestrators that market asks
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		usage(out)
		return nil
	}
	for _, b := range benchmarks() {
		if b.name == args[0] {
			return b.run(ctx, args[1:], out)
		}
	}
	usage(os.Stderr)
	return fmt.Errorf("unknown benchmark %q", args[0])
}

func usage(out io.Writer) {
	fmt.Fprintln(out, "Usage: livepeer_bench <benchmark> [flags]   (-help after a benchmark lists its flags)")
	fmt.Fprintln(out)
	for _, b := range benchmarks() {
		if b.summary != "" {
			fmt.Fprintf(out, "  %-10s %s\n", b.name, b.summary)
		}
	}
}
