// Package verifymedia tests the verification of results on real media: what the workers
// make and find, judged by the broadcaster's verifier.
package verifymedia

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// TestMain is the main function of the tests, and of the workers that they start.
func TestMain(m *testing.M) {
	if worker.IsChild() {
		os.Exit(worker.Main())
	}
	// Race-checked workers would take a second to exit.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}
