package payment

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// TicketState is where a winning ticket is on its way to money:
//
//	waiting ◄───► sent ◄───► redeemed
//	   │ ▲         │            │
//	   │ └─────────┼────────────┘ back: its transaction failed, or a
//	   └──► lost ◄─┘              reorganisation undid it
//
// A ticket that another account redeemed goes from waiting to redeemed.
type TicketState string

// The states of a winning ticket.
const (
	TicketWaiting  TicketState = "waiting"  // for its time, for cheaper gas, or for the chain
	TicketSent     TicketState = "sent"     // its transaction is under way
	TicketRedeemed TicketState = "redeemed" // paid, in whole or in part
	TicketLost     TicketState = "lost"     // will never be paid
)

// TicketStates lists them.
func TicketStates() []TicketState {
	return []TicketState{TicketWaiting, TicketSent, TicketRedeemed, TicketLost}
}

// CanBecome says whether a ticket can come into a state from this one, by one
// step of the diagram above or by none.
func (s TicketState) CanBecome(next TicketState) bool {
	switch s {
	case TicketWaiting:
		return slices.Contains(TicketStates(), next)
	case TicketSent:
		return slices.Contains(TicketStates(), next)
	case TicketRedeemed:
		return next == TicketRedeemed || next == TicketSent || next == TicketWaiting
	case TicketLost:
		return next == TicketLost
	}
	return false
}

// Ticket is a winning ticket and what has become of it.
type Ticket struct {
	pm.WinningTicket
	State TicketState
	// Reason says why it waits or is lost, for people.
	Reason   string
	Received time.Time
	Changed  time.Time // when State was last set
	// Intent names the transaction that it was put into, for the same tickets to
	// go into the same transaction once: the Key of chain.Call. It is set before
	// the transaction is sent.
	Intent string
	// TxID is the node's transaction with it, 0 for none, and TxHash what the
	// chain calls that.
	TxID   int64
	TxHash common.Hash
	// Paid is what the broker paid for it, Gas and Fee what that cost: its share
	// of a batch.
	Paid pm.Wei
	Gas  uint64
	Fee  pm.Wei
}

// TicketQuery selects winning tickets; a field's zero value selects all.
type TicketQuery struct {
	States []TicketState
	Sender common.Address
	// Since is when the state was set at the earliest.
	Since time.Time
	// Limit is how many to return, those that expire first; 0 for all.
	Limit int
}
