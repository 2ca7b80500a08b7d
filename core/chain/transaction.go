package chain

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// TransactionID names a transaction of this node over all its attempts. The
// store counts from 1.
type TransactionID int64

// TxState says how far a transaction has come:
//
//	           in a block              deep enough
//	pending ──────────────────► mined ─────────────► confirmed, reverted or cancelled
//	 │ ▲                          │                             │
//	 │ └────── block is gone ─────┴──────── block is gone ──────┘ (until settled)
//	 └─► lost: its nonce went to a transaction that is not ours
type TxState string

// The states of a transaction.
const (
	TxPending   TxState = "pending"   // stored, and sent when an endpoint took it
	TxMined     TxState = "mined"     // in a block, not deep enough yet
	TxConfirmed TxState = "confirmed" // done
	TxReverted  TxState = "reverted"  // in a block, but refused by the contract
	TxCancelled TxState = "cancelled" // an empty one took its place
	TxLost      TxState = "lost"      // see above
)

// Final says whether waiting is over. A transaction that is final but not
// settled can still go back to pending by a reorganisation of the chain.
func (s TxState) Final() bool { return s != TxPending && s != TxMined }

// Transaction is the record of one intent to change the chain's state.
type Transaction struct {
	ID      TransactionID
	ChainID uint64
	From    common.Address
	Nonce   uint64

	// What is to be done.
	To       common.Address
	Value    pm.Wei
	Data     []byte
	GasLimit uint64
	// Label says for people what it is for: "bond 100 LPT to 0x…".
	Label string
	// Key names the intent for programs, to do it only once; empty for none.
	Key     string
	Created time.Time

	State TxState
	// Settled says that nothing can change any more.
	Settled bool
	// Attempts to get it into a block, the oldest first. All have its nonce, so
	// that at most one of them takes effect.
	Attempts []Attempt
	// Receipt is nil while no attempt is in a block.
	Receipt *Receipt
	// Problem says what it waits for or why it failed; empty when all is well.
	Problem string
}

// Attempt is a signed form of a transaction.
type Attempt struct {
	Hash common.Hash
	Raw  []byte // the signed bytes, as they are sent
	// FeeCap is the highest price of gas, TipCap the highest part of it for the
	// block's maker, both in wei. They are equal in a legacy transaction.
	FeeCap, TipCap pm.Wei
	// Cancel marks an empty transfer to oneself instead of the intent.
	Cancel bool
	Signed time.Time
	// Sent is when an endpoint took it last; zero when none has.
	Sent time.Time
}

// Receipt says what became of the attempt that is in a block.
type Receipt struct {
	Hash        common.Hash // of the attempt
	BlockNumber uint64
	BlockHash   common.Hash
	OK          bool // false when the contract refused
	GasUsed     uint64
	GasPrice    pm.Wei // paid for each unit of gas
	// RevertData is the contract's error, ABI-encoded, when it could be found.
	RevertData []byte
}

// Last returns the newest attempt; every stored transaction has one.
func (t Transaction) Last() Attempt { return t.Attempts[len(t.Attempts)-1] }

// Replacements returns how often the intent was signed again.
func (t Transaction) Replacements() int {
	n := -1
	for _, a := range t.Attempts {
		if !a.Cancel {
			n++
		}
	}
	return max(n, 0)
}

// Clone returns a copy that shares nothing with t that could be changed.
func (t Transaction) Clone() Transaction {
	t.Data = slices.Clone(t.Data)
	t.Attempts = slices.Clone(t.Attempts)
	if t.Receipt != nil {
		receipt := *t.Receipt
		t.Receipt = &receipt
	}
	return t
}

// TransactionQuery selects records; a field's zero value selects all.
type TransactionQuery struct {
	ChainID uint64
	From    common.Address
	ID      TransactionID
	Key     string
	States  []TxState
	// Unsettled selects those that can still change.
	Unsettled bool
	// Limit is how many to return, the newest; 0 for all.
	Limit int
}
