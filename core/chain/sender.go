package chain

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Sender is a broadcaster's account with the TicketBroker.
type Sender struct {
	Address common.Address
	Deposit pm.Wei
	Reserve pm.Wei
	// ReserveClaimed is what orchestrators took of the reserve in this round.
	ReserveClaimed pm.Wei
	// WithdrawRound is when an unlock ends; 0 while there is none.
	WithdrawRound Round
}

// Unlocking says whether the sender has asked for its money back.
func (s Sender) Unlocking() bool { return s.WithdrawRound != 0 }

// Balances of an account.
type Balances struct {
	ETH pm.Wei
	LPT LPT
}
