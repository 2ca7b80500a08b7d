package main

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
	// The log's files are flushed until the process ends.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/golang/glog.(*fileSink).flushDaemon"))
}
