// Command livepeer_cli is the operator's tool for a node's account: stake,
// orchestrators, deposits, votes and transactions, as commands for scripts and
// as menus for people. It is a client of the node's admin API and nothing more:
// keys stay with the node. doc/livepeer_cli.md is its manual.
//
// A command says in words what it is going to do and what that costs, asks, and
// shows how it goes. Where to find what:
//
//	cli.go       flags for all commands; how a command line is run
//	send.go      the way of every action: dry run, question, progress
//	stake.go …   one file of commands for each noun
//	wizard/      the menus; each entry makes a command line
//	admin/       the client of the API
//	ask/         questions at a terminal
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	self, err := os.Executable()
	if err != nil {
		self = "" // programs beside it are looked for in PATH alone
	}
	os.Exit(run(ctx, os.Args[1:], console{
		self: self,
		in:   os.Stdin, inTerminal: isatty.IsTerminal(os.Stdin.Fd()),
		out: os.Stdout, outTerminal: isatty.IsTerminal(os.Stdout.Fd()),
		errOut: os.Stderr, env: os.Getenv,
	}))
}
