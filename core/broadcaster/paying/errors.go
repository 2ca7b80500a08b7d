package paying

import (
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// DishonestError says that an orchestrator has cost more than the operator is
// ready to lose, by charges without work or by credit that it does not know of,
// and is not paid until the day is over.
type DishonestError struct {
	Orchestrator common.Address
	// Lost is the money, Refused the value of tickets that it did not take and has
	// all the same.
	Lost, Refused, Limit pm.Credit
	Until                time.Time
}

func (e *DishonestError) Error() string {
	return fmt.Sprintf("orchestrator %s has lost %v of this node's money in a day, and refused tickets worth %v; the limit is %v. It is paid again from %s on",
		e.Orchestrator, e.Lost, e.Refused, e.Limit, e.Until.UTC().Format(time.DateTime))
}

// FundsLowError says that the deposit or the reserve will soon not do, or does
// not already.
type FundsLowError struct {
	Account          common.Address
	Deposit, Reserve pm.Wei
	// WantDeposit and WantReserve are what they should be.
	WantDeposit, WantReserve pm.Wei
	// Left is for how long the deposit lasts at the present rate; 0 when unknown.
	Left time.Duration
	// Cause is why they were not filled up; nil when that is not asked for.
	Cause error
}

func (e *FundsLowError) Error() string {
	text := fmt.Sprintf("%s has a deposit of %s (should be %s) and a reserve of %s (should be %s)",
		e.Account, e.Deposit, e.WantDeposit, e.Reserve, e.WantReserve)
	if e.Left > 0 {
		text += fmt.Sprintf("; at this rate the deposit lasts %s", e.Left.Round(time.Minute))
	}
	if e.Cause != nil {
		return text + ": " + e.Cause.Error()
	}
	return text + "; fund them, or set -autoTopUp"
}

// Unwrap returns the cause.
func (e *FundsLowError) Unwrap() error { return e.Cause }

// ShortOfETHError says that the account cannot pay for its own deposit and
// reserve.
type ShortOfETHError struct {
	Account    common.Address
	Need, Have pm.Wei // Need has what is kept for gas
}

func (e *ShortOfETHError) Error() string {
	return fmt.Sprintf("account %s has %s and needs %s to fill up deposit and reserve; send ETH to it", e.Account, e.Have, e.Need)
}

// CapError says that the day's limit on filling up is used.
type CapError struct {
	Cap, Used pm.Wei
	// Free is when some of it may be used again.
	Free time.Time
}

func (e *CapError) Error() string {
	return fmt.Sprintf("%s of the %s that may be added in 24 hours are used; the next may be added at %s, or raise -autoTopUp",
		e.Used, e.Cap, e.Free.UTC().Format(time.DateTime))
}
