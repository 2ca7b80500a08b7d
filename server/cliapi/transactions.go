package cliapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Transactions are those that the node's account sent.
type Transactions interface {
	// Transactions are the newest, in these states or, with none given, in all.
	Transactions(ctx context.Context, limit int, states ...chain.TxState) ([]chain.Transaction, error)
	Transaction(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
	// Cancel puts an empty transaction in the place of a pending one.
	Cancel(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
	// SpeedUp signs a pending one again with raised fees.
	SpeedUp(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
}

// TransactionList is GET /api/v1/transactions, the newest first.
type TransactionList struct {
	Transactions []Transaction `json:"transactions"`
}

// Transaction is GET /api/v1/transactions/{id}.
type Transaction struct {
	ID    chain.TransactionID `json:"id"`
	Label string              `json:"label"` // what it does, for people
	State chain.TxState       `json:"state"` // pending, mined, confirmed, reverted, cancelled, lost
	// Settled says that nothing can change any more.
	Settled bool      `json:"settled"`
	From    Address   `json:"from"`
	To      Address   `json:"to"`
	Nonce   uint64    `json:"nonce"`
	Value   pm.Wei    `json:"value"`
	Created time.Time `json:"created"`
	// Hash of the attempt that is in a block, or of the newest.
	Hash     common.Hash `json:"hash"`
	Block    uint64      `json:"block,omitzero"` // 0 while in none
	GasUsed  uint64      `json:"gasUsed,omitzero"`
	Fee      *pm.Wei     `json:"fee,omitempty"` // paid for gas
	Attempts []Attempt   `json:"attempts"`
	// Problem says what it waits for or why it failed.
	Problem string `json:"problem,omitempty"`
}

// Attempt is a signed form of a transaction; at most one takes effect.
type Attempt struct {
	Hash   common.Hash `json:"hash"`
	FeeCap pm.Wei      `json:"feeCap"` // the most for a unit of gas
	TipCap pm.Wei      `json:"tipCap"`
	Cancel bool        `json:"cancel,omitzero"`
	Signed time.Time   `json:"signed"`
	Sent   time.Time   `json:"sent,omitzero"`
}

func newTransaction(t chain.Transaction) Transaction {
	out := Transaction{
		ID: t.ID, Label: t.Label, State: t.State, Settled: t.Settled, From: Address(t.From), To: Address(t.To),
		Nonce: t.Nonce, Value: t.Value, Created: t.Created.UTC(), Problem: t.Problem, Attempts: []Attempt{},
	}
	for _, a := range t.Attempts {
		out.Hash = a.Hash
		out.Attempts = append(out.Attempts, Attempt{
			Hash: a.Hash, FeeCap: a.FeeCap, TipCap: a.TipCap, Cancel: a.Cancel, Signed: a.Signed.UTC(), Sent: a.Sent.UTC(),
		})
	}
	if r := t.Receipt; r != nil {
		out.Hash, out.Block, out.GasUsed, out.Fee = r.Hash, r.BlockNumber, r.GasUsed, paid(r)
	}
	return out
}

// paid is what a transaction cost, nil when that is no amount.
func paid(r *chain.Receipt) *pm.Wei {
	fee, ok := r.GasPrice.Mul(r.GasUsed)
	if !ok {
		return nil
	}
	return &fee
}

func (c *ChainConfig) listTransactions(r *http.Request) (any, error) {
	q := query{values: r.URL.Query()}
	limit := q.number("limit", defaultListLimit, 1, maxListLimit)
	states := q.states()
	if q.err != nil {
		return nil, q.err
	}
	all, err := c.Transactions.Transactions(r.Context(), limit, states...)
	if err != nil {
		return nil, err
	}
	list := TransactionList{Transactions: []Transaction{}}
	for _, t := range all {
		list.Transactions = append(list.Transactions, newTransaction(t))
	}
	return list, nil
}

// states reads names of states with commas between them.
func (q *query) states() []chain.TxState {
	text := q.text("state")
	if text == "" {
		return nil
	}
	var states []chain.TxState
	for name := range strings.SplitSeq(text, ",") {
		state := chain.TxState(name)
		switch state {
		case chain.TxPending, chain.TxMined, chain.TxConfirmed, chain.TxReverted, chain.TxCancelled, chain.TxLost:
			states = append(states, state)
		default:
			q.wrong("state", name, "pending, mined, confirmed, reverted, cancelled or lost")
			return nil
		}
	}
	return states
}

func (c *ChainConfig) transaction(r *http.Request) (any, error) {
	return oneTransaction(r, c.Transactions.Transaction)
}

func (c *ChainConfig) cancelTransaction(r *http.Request) (any, error) {
	return oneTransaction(r, c.Transactions.Cancel)
}

func (c *ChainConfig) speedUpTransaction(r *http.Request) (any, error) {
	return oneTransaction(r, c.Transactions.SpeedUp)
}

func oneTransaction(r *http.Request, do func(context.Context, chain.TransactionID) (chain.Transaction, error)) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return nil, invalid(fmt.Sprintf("transaction %q: expected its number, from 1, as in GET /api/v1/transactions", shorten(r.PathValue("id"))))
	}
	t, err := do(r.Context(), chain.TransactionID(id))
	if err != nil {
		return nil, err
	}
	return newTransaction(t), nil
}
