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

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/common/logging"
)

// Exit codes of the process.
const (
	exitOK      = 0
	exitFailed  = 1 // the node could not start, or ended with an error
	exitUsage   = 2 // a setting is wrong
	exitAborted = 130
)

// run does what the arguments say and returns the exit code.
func run(args, environ []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "verify-evidence" {
		return verifyEvidence(args[1:], stdout, stderr)
	}
	showConfig := len(args) > 0 && args[0] == "config"
	if showConfig {
		args = args[1:]
	}
	s, fs, err := load(args, environ)
	if errors.Is(err, flag.ErrHelp) {
		printHelp(stdout, fs)
		return exitOK
	}
	if err != nil {
		return usage(stderr, err)
	}
	if s.version {
		fmt.Fprintln(stdout, "livepeer", version())
		return exitOK
	}
	if showConfig {
		printConfig(stdout, fs)
		return exitOK
	}
	cfg, err := s.config(fs)
	if err != nil {
		return usage(stderr, err)
	}
	if err := logging.Setup(logging.Config{Verbosity: s.verbosity, VModule: s.vmodule, Dir: s.logDir}); err != nil {
		return usage(stderr, err)
	}
	defer logging.Flush()
	if err := runNode(cfg, stderr); err != nil {
		fmt.Fprintln(stderr, "livepeer:", err)
		return exitFailed
	}
	return exitOK
}

func usage(stderr io.Writer, err error) int {
	fmt.Fprintln(stderr, "livepeer:", err)
	return exitUsage
}

// runNode runs the node until a first SIGTERM or SIGINT has drained it, or a
// second one ends the process at once.
func runNode(cfg node.Config, stderr io.Writer) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	defer signal.Stop(signals)

	ctx, drain := context.WithCancel(context.Background())
	defer drain()
	stopped := make(chan struct{})
	defer close(stopped)
	go func() {
		select {
		case <-signals:
			drain()
		case <-stopped:
			return
		}
		select {
		case <-signals:
			fmt.Fprintln(stderr, "livepeer: second signal, ending at once")
			logging.Flush()
			os.Exit(exitAborted)
		case <-stopped:
		}
	}()
	return node.Run(ctx, cfg, logging.New())
}
