package node

import (
	"context"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/tx"
	"github.com/livepeer/streamflow/server/cliapi"
)

// adminChain is what the admin API gets of the chain; nil off chain.
func (n *node) adminChain() *cliapi.ChainConfig {
	s := n.chain
	if s == nil {
		return nil
	}
	plans, sending := s.protocol, sending{s}
	return &cliapi.ChainConfig{
		Network: n.cfg.Network, ChainID: s.chainID, Account: s.account.Address(),
		Controller: s.protocol.Contracts()["Controller"],
		Head:       func(ctx context.Context) (chain.BlockRef, error) { return blocks{s.rpc}.LatestBlock(ctx) },
		Endpoints:  s.endpoints,
		Protocol:   plans, Orchestrators: watchedPool{s.protocol, s.pool}, Accounts: plans,
		Stake: plans, Earnings: plans, Orchestrating: plans, Funding: plans, Transfers: plans, Governance: plans,
		Payments: n.adminPayments(),
		Sending:  sending, Transactions: sending, GasPrices: s.txs, Signer: s.account,
	}
}

// watchedPool knows the pool from events, once it was read.
type watchedPool struct {
	*protocol.Client
	view *protocol.PoolView
}

// Orchestrators implements cliapi.Orchestrators.
func (p watchedPool) Orchestrators(ctx context.Context) ([]chain.Orchestrator, error) {
	if list, ok := p.view.Orchestrators(); ok {
		return list, nil
	}
	return p.Client.Orchestrators(ctx)
}

func (s *chainStack) endpoints() []cliapi.Endpoint {
	var list []cliapi.Endpoint
	for _, h := range s.rpc.Health() {
		e := cliapi.Endpoint{
			URL: h.Endpoint, State: h.State.String(), InUse: h.InUse,
			Head: h.Head, Lag: h.Lag, Latency: cliapi.Duration(h.Latency),
		}
		if h.Reason != nil {
			e.Reason = h.Reason.Error()
		}
		list = append(list, e)
	}
	return list
}

// sending gives the account's transactions to whoever plans calls.
type sending struct{ *chainStack }

// Send implements cliapi.Sending and keeper.Sender.
func (s sending) Send(ctx context.Context, call chain.Call) (chain.Transaction, error) {
	return s.txs.Send(ctx, request(call))
}

// Wait implements cliapi.Sending and keeper.Sender.
func (s sending) Wait(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	return s.txs.Wait(ctx, id)
}

// Simulate implements cliapi.Sending.
func (s sending) Simulate(ctx context.Context, call chain.Call) (chain.Cost, error) {
	cost, err := s.txs.Simulate(ctx, request(call))
	return chain.Cost{Label: call.Label, Gas: cost.Gas, GasPrice: cost.GasPrice, Fee: cost.Fee}, err
}

// Transactions implements cliapi.Transactions and keeper.Sender.
func (s sending) Transactions(ctx context.Context, limit int, states ...chain.TxState) ([]chain.Transaction, error) {
	return s.txs.Transactions(ctx, limit, states...)
}

// Transaction implements cliapi.Transactions.
func (s sending) Transaction(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	t, found, err := s.newest(ctx, chain.TransactionQuery{ID: id})
	if err == nil && !found {
		err = tx.ErrNotFound
	}
	return t, err
}

// Find implements redemption.Transactions.
func (s sending) Find(ctx context.Context, key string) (t chain.Transaction, found bool, err error) {
	return s.newest(ctx, chain.TransactionQuery{Key: key})
}

// newest is the last of the account's transactions that a query selects.
func (s sending) newest(ctx context.Context, q chain.TransactionQuery) (t chain.Transaction, found bool, err error) {
	q.ChainID, q.From, q.Limit = s.chainID, s.account.Address(), 1
	list, err := s.store.Transactions(ctx, q)
	if err != nil || len(list) == 0 {
		return chain.Transaction{}, false, err
	}
	return list[0], true, nil
}

// Cancel implements cliapi.Transactions.
func (s sending) Cancel(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	return s.txs.Cancel(ctx, id)
}

// SpeedUp implements cliapi.Transactions.
func (s sending) SpeedUp(ctx context.Context, id chain.TransactionID) (chain.Transaction, error) {
	return s.txs.SpeedUp(ctx, id)
}

func request(call chain.Call) tx.Request {
	return tx.Request{To: call.To, Value: call.Value, Data: call.Data, Label: call.Label, Key: call.Key}
}
