package payment

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Income is an orchestrator's account of one sender's session.
type Income struct {
	Sender  common.Address
	Session core.SessionID
	Price   pm.Price
	Balance pm.Credit
	Changed time.Time
}

// Nonces are the tickets that were seen under one commitment.
type Nonces struct {
	Commitment common.Hash // RecipientRandHash
	// Seen has bit n-1, the lowest first, for nonce n; at most pm.MaxTickets bits.
	Seen []byte
	// Expires is the block from which no ticket of the commitment is taken.
	Expires uint64
}

// Booking is what one payment or one segment changes, to be kept altogether or
// not at all. Parts that do not change are nil.
type Booking struct {
	Income  *Income
	Nonces  *Nonces
	Winners []pm.WinningTicket
	Day     *DayTotal // to be added to its day
	History *History  // to be added to the sender's
}

// Spending is a broadcaster's account with one orchestrator in one session, with
// what it takes to go on with the session after a restart.
type Spending struct {
	Orchestrator common.Address
	URI          string
	Token        core.AuthToken
	Price        pm.Price
	Balance      pm.Credit
	Changed      time.Time
}
