package paying_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// fakeAccount is the node's account with its transactions, its deposit and its
// reserve: twin of the ports Chain, Blocks, Funding, Transactions and Memory.
type fakeAccount struct {
	*fakeChain
	moments chan pm.Moment

	mu   sync.Mutex
	eth  pm.Wei
	txs  []chain.Transaction
	sent []time.Time
	// noPlan and noSend are errors of Fund and Send; crash loses the answer of a
	// Send that worked.
	noPlan, noSend, crash error
	memory                map[string][]byte
	noMemory              error
}

func newAccount() *fakeAccount {
	return &fakeAccount{fakeChain: newChain(), moments: make(chan pm.Moment, 1), eth: eth(100), memory: make(map[string][]byte)}
}

func eth(n uint64) pm.Wei { return pm.NewWei(n * 1e17) } // tenths of an ETH

func (a *fakeAccount) change(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

func (a *fakeAccount) Moments(context.Context) <-chan pm.Moment { return a.moments }

func (a *fakeAccount) Balances(context.Context, common.Address) (chain.Balances, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return chain.Balances{ETH: a.eth}, nil
}

func (a *fakeAccount) Fund(_ context.Context, _ common.Address, deposit, reserve pm.Wei) (chain.Plan, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.noPlan != nil {
		return nil, a.noPlan
	}
	value, _ := deposit.Add(reserve)
	return chain.Plan{{Label: "fund", Value: value, Data: fmt.Appendf(nil, "%d %d", deposit.Int(), reserve.Int())}}, nil
}

func (a *fakeAccount) Send(_ context.Context, call chain.Call) (chain.Transaction, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.noSend != nil {
		return chain.Transaction{}, a.noSend
	}
	for _, tx := range a.txs {
		if tx.Key == call.Key && (!tx.State.Final() || tx.State == chain.TxConfirmed) {
			return tx, nil
		}
	}
	tx := chain.Transaction{ID: chain.TransactionID(len(a.txs) + 1), Key: call.Key, Value: call.Value, Data: call.Data, State: chain.TxPending}
	a.txs = append(a.txs, tx)
	a.sent = append(a.sent, time.Now())
	if a.crash != nil {
		return chain.Transaction{}, a.crash
	}
	return tx, nil
}

func (a *fakeAccount) Transaction(_ context.Context, id chain.TransactionID) (chain.Transaction, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.txs[id-1], nil
}

// conclude ends the newest transaction; when it is done, the money moves.
func (a *fakeAccount) conclude(state chain.TxState) {
	a.mu.Lock()
	tx := &a.txs[len(a.txs)-1]
	tx.State = state
	data := tx.Data
	if state == chain.TxConfirmed {
		a.eth, _ = a.eth.Sub(tx.Value)
	}
	a.mu.Unlock()
	if state != chain.TxConfirmed {
		return
	}
	var deposit, reserve uint64
	_, _ = fmt.Sscanf(string(data), "%d %d", &deposit, &reserve)
	a.fakeChain.change(func() {
		a.funds.Deposit, _ = a.funds.Deposit.Add(pm.NewWei(deposit))
		a.funds.Reserve, _ = a.funds.Reserve.Add(pm.NewWei(reserve))
	})
}

func (a *fakeAccount) Load(_ context.Context, key string) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.memory[key], a.noMemory
}

func (a *fakeAccount) Save(ctx context.Context, key string, value []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.noMemory != nil || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a.memory[key] = value
	return nil
}

// list is all transactions.
func (a *fakeAccount) list() []chain.Transaction {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.txs)
}

// count is how many there were.
func (a *fakeAccount) count() int { return len(a.list()) }

// pending says that the newest is under way.
func (a *fakeAccount) pending() bool {
	all := a.list()
	return len(all) > 0 && !all[len(all)-1].State.Final()
}

// money is what there is now.
func (a *fakeAccount) money() (f pm.Funds) {
	a.fakeChain.change(func() { f = a.funds })
	return f
}
