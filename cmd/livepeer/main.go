// Command livepeer runs a node of the Livepeer network: a broadcaster, an
// orchestrator, a transcoder, or several of them.
package main

import (
	"os"

	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func main() {
	// The node starts its own binary anew for every worker process.
	if worker.IsChild() {
		os.Exit(worker.Main())
	}
	os.Exit(run(os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
