package pricefeed_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/eth/ethtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, ethtest.GethLeaks()...) }
