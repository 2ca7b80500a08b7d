package chain

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Call is one thing to be done on the chain: a transaction that is not signed.
type Call struct {
	// Label says for people what it does: "bond 100 LPT to 0x…".
	Label string
	To    common.Address
	Value pm.Wei
	Data  []byte
	// Key names an intent that is to be done only once; empty for none.
	Key string
}

// Plan is calls in their order. Each needs those before it to be done.
type Plan []Call

// Cost is what a call would cost now.
type Cost struct {
	Label    string
	Gas      uint64
	GasPrice pm.Wei
	Fee      pm.Wei // Gas at GasPrice
	// Unknown says that the call cannot be tried before those in front of it
	// are done.
	Unknown bool
}
