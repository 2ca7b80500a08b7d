package keeper

import (
	"time"

	"github.com/livepeer/streamflow/core/chain"
)

// Status is what a service saw when it last looked at the chain.
type Status struct {
	// Round is the present one; 0 before the first look.
	Round chain.Round
	// Done says that there is nothing to do in it.
	Done bool
	// Transaction is under way; 0 for none.
	Transaction chain.TransactionID
	// NextTry is the block, in those of round arithmetic, before which there is
	// no other try; 0 when there is nothing to wait for.
	NextTry uint64
	// NotBefore is when an Initializer's delay is over; zero when it waits for none.
	NotBefore time.Time
	// Problem says what keeps it from its work; empty when nothing does.
	Problem string
}

// RewardStatus is the Status of a Rewarder.
type RewardStatus struct {
	Status
	Active    bool        // the account is, in Round
	LastRound chain.Round // the last one with a reward
}
