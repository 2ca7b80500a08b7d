package market

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Record is the last that was known of an orchestrator. It has no token and no
// terms of payment: those are of no use after a while.
type Record struct {
	// URI where it was listed: scheme, host and port. There is one record for each.
	URI string
	// Node is where it was asked last: URI, or a nearer one of its nodes.
	Node string
	// Address as it said itself; zero before its first answer, and off chain.
	Address common.Address
	// Price is nil before its first answer, and off chain.
	Price *pm.Price
	// FaceValue of its tickets; zero where there are none.
	FaceValue pm.Wei
	// RTT is the usual time of an answer; 0 when it was not measured.
	RTT     time.Duration
	Version string
	// Capped says that it had no room.
	Capped bool
	// Failures counts the questions since its last good answer.
	Failures uint64
	// Problem is the error of the last one, in the words of the log.
	Problem         string
	Asked, Answered time.Time
}
