// Command livepeer_devnet is an Ethereum chain with the protocol's contracts, for
// trying things out. `livepeer -network devnet` starts it and ends it; it can
// run by itself too. It is a program of its own, since a whole Ethereum node is
// in it, which every other process of a livepeer node would carry along
// (doc/adr/0008).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
