package node

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/eth/ethtest"
)

func TestMain(m *testing.M) {
	// The log's files are flushed until the process ends.
	flush := goleak.IgnoreAnyFunction("github.com/golang/glog.(*fileSink).flushDaemon")
	goleak.VerifyTestMain(m, append(ethtest.GethLeaks(), flush)...)
}
