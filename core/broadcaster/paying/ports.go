package paying

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Tickets makes tickets as the node's account (pm.Sender).
type Tickets interface {
	// Pay makes n tickets, 0 or more, under an orchestrator's terms. Errors are a
	// *pm.TermsError, a *pm.Refusal when new terms are needed, or the signer's.
	Pay(params *pm.TicketParams, price *pm.Price, n int, now pm.Moment) (*pm.Payment, error)
}

// Chain is what is known of the chain's present (eth/broker).
type Chain interface {
	// Moment is a *pm.Refusal, pm.ChainUnavailable, while nothing is known.
	Moment() (pm.Moment, error)
	Funds(ctx context.Context, sender common.Address) (pm.Funds, error)
}

// Ledger keeps the accounts over restarts (core/store).
type Ledger interface {
	// SaveSpendings stores accounts, each in place of what was there of it, and
	// adds to days, altogether or not at all.
	SaveSpendings(ctx context.Context, accounts []payment.Spending, days []payment.DayTotal) error
	Spendings(ctx context.Context) ([]payment.Spending, error)
	DeleteSpendings(ctx context.Context, changedBefore time.Time) error
}

// Funding plans to fill up deposit and reserve (protocol.Client).
type Funding interface {
	Fund(ctx context.Context, from common.Address, deposit, reserve pm.Wei) (chain.Plan, error)
	Balances(ctx context.Context, account common.Address) (chain.Balances, error)
}

// Transactions sends as the node's account.
type Transactions interface {
	// Send sends a call, or returns the transaction that is under way or done
	// under the same Key. With an error nothing was sent.
	Send(ctx context.Context, call chain.Call) (chain.Transaction, error)
	Transaction(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
}

// Memory keeps small things over restarts (core/store).
type Memory interface {
	// Load returns what Save has stored last under a key, nil when there is nothing.
	Load(ctx context.Context, key string) ([]byte, error)
	Save(ctx context.Context, key string, value []byte) error
}

// Blocks tells of the chain's progress (eth/broker).
type Blocks interface {
	// Moments tells of each new block, the newest only, until ctx ends.
	Moments(ctx context.Context) <-chan pm.Moment
}
