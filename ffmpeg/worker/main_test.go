package worker_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// TestMain is the main function of three programs: the tests, a worker that the
// tests started, and a node that a test started to see what its death leaves.
func TestMain(m *testing.M) {
	if code, ok := worker.Run(fakeEngine{}); ok {
		os.Exit(code)
	}
	if dir := os.Getenv(orphanDirEnv); dir != "" {
		if err := runDoomedNode(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	// Race-checked workers would take a second to exit.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}
