package payment

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// History is what is known of a sender from its work with this orchestrator. As
// an argument, its counts are what is to be added.
type History struct {
	Sender              common.Address
	FirstSeen, LastSeen time.Time
	Sessions            uint64
	// Abandoned sessions had work in progress, or a debt, when they fell silent.
	Abandoned uint64
	Segments  uint64
	// Refused segments, for their payment.
	Refused uint64
	// Defaults are winning tickets that were lost because the sender's money was
	// gone, and Defaulted their value.
	Defaults  uint64
	Defaulted pm.Wei
}

// Plus returns what h and more say together about the sender of h.
func (h History) Plus(more History) History {
	if h.FirstSeen.IsZero() || !more.FirstSeen.IsZero() && more.FirstSeen.Before(h.FirstSeen) {
		h.FirstSeen = more.FirstSeen
	}
	if more.LastSeen.After(h.LastSeen) {
		h.LastSeen = more.LastSeen
	}
	h.Sessions += more.Sessions
	h.Abandoned += more.Abandoned
	h.Segments += more.Segments
	h.Refused += more.Refused
	h.Defaults += more.Defaults
	h.Defaulted = sum(h.Defaulted, more.Defaulted)
	return h
}

// Rule is an operator's word on a peer.
type Rule struct {
	Peer    common.Address
	Allow   bool // else deny
	Note    string
	Changed time.Time
}
