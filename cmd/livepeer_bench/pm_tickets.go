package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/pm"
)

// benchSessions are how many sessions tickets are spread over: at two seconds for
// a segment, as many as a rate of some thousands a second has.
const benchSessions = 10_000

// manyTickets is a payment of more than one.
const manyTickets = 10

// account is that of the i-th session.
func (r *payRig) account(i int, price *pm.Price) orchestrator.Account {
	return orchestrator.Account{
		Sender: r.payer.Address(), Session: core.SessionID(fmt.Sprintf("%08x", i%benchSessions)), Price: price, Work: 1,
	}
}

// terms are what a sender pays under; with each answer come new ones.
func (r *payRig) terms(ctx context.Context, n int) ([]*pm.TicketParams, *pm.Price, error) {
	r.chain.block.Add(200) // what was before is over
	price, err := r.earner.Price(ctx, r.payer.Address(), nil)
	if err != nil {
		return nil, nil, err
	}
	list := make([]*pm.TicketParams, n)
	for i := range list {
		if list[i], err = r.earner.Params(ctx, r.account(i, price)); err != nil {
			return nil, nil, err
		}
	}
	return list, price, nil
}

// payments are n payments of so many tickets each.
func (r *payRig) payments(ctx context.Context, n, tickets int) ([]*pm.Payment, *pm.Price, error) {
	terms, price, err := r.terms(ctx, n)
	if err != nil {
		return nil, nil, err
	}
	now, err := r.chain.Moment()
	if err != nil {
		return nil, nil, err
	}
	list := make([]*pm.Payment, n)
	for i := range list {
		if list[i], err = r.sender.Pay(terms[i], price, tickets, now); err != nil {
			return nil, nil, err
		}
	}
	return list, price, nil
}

// digests are what n accounts sign.
func digests(n int) []common.Hash {
	list := make([]common.Hash, n)
	for i := range list {
		list[i] = crypto.Keccak256Hash(fmt.Appendf(nil, "%d", i))
	}
	return list
}

// bareRecovery recovers the signer of a hash.
func bareRecovery(_ context.Context, n int) (func(i int) error, error) {
	key, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	hashes, sigs := digests(n), make([][]byte, n)
	for i, h := range hashes {
		if sigs[i], err = crypto.Sign(h[:], key); err != nil {
			return nil, err
		}
	}
	return func(i int) error {
		_, err := crypto.Ecrecover(hashes[i][:], sigs[i])
		return err
	}, nil
}

// bareSigning signs a hash.
func bareSigning(_ context.Context, n int) (func(i int) error, error) {
	key, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	hashes := digests(n)
	return func(i int) error {
		_, err := crypto.Sign(hashes[i][:], key)
		return err
	}, nil
}

// credit has the earner take payments of so many tickets: all of a ticket's checks,
// the account and the journal.
func (r *payRig) credit(tickets int) func(ctx context.Context, n int) (func(i int) error, error) {
	return func(ctx context.Context, n int) (func(i int) error, error) {
		payments, price, err := r.payments(ctx, n, tickets)
		if err != nil {
			return nil, err
		}
		accounts := make([]orchestrator.Account, n)
		for i := range accounts {
			accounts[i] = r.account(i, price)
		}
		return func(i int) error { return r.earner.Credit(ctx, accounts[i], payments[i]) }, nil
	}
}

// shutGate keeps the journal from the database.
func (r *payRig) shutGate() (open func()) {
	r.store.gate.Lock()
	return r.store.gate.Unlock
}

// flush waits for the journal.
func (r *payRig) flush(ctx context.Context) error {
	price, err := r.earner.Price(ctx, r.payer.Address(), nil)
	if err != nil {
		return err
	}
	for i := range benchSessions {
		if err := r.earner.Flush(ctx, r.account(i, price)); err != nil {
			return err
		}
	}
	return nil
}

// pay makes payments of so many tickets.
func (r *payRig) pay(tickets int) func(ctx context.Context, n int) (func(i int) error, error) {
	return func(ctx context.Context, n int) (func(i int) error, error) {
		terms, price, err := r.terms(ctx, n)
		if err != nil {
			return nil, err
		}
		now, err := r.chain.Moment()
		if err != nil {
			return nil, err
		}
		return func(i int) error {
			_, err := r.sender.Pay(terms[i], price, tickets, now)
			return err
		}, nil
	}
}

// payAndSettle is what a broadcaster does for a segment that an orchestrator
// transcodes.
func (r *payRig) payAndSettle(p *paying.Payer) func(ctx context.Context, n int) (func(i int) error, error) {
	return func(ctx context.Context, n int) (func(i int) error, error) {
		terms, price, err := r.terms(ctx, n)
		if err != nil {
			return nil, err
		}
		subs := make([]*core.Submission, n)
		for i := range subs {
			subs[i] = benchSubmission(&core.OrchestratorInfo{
				URI: "https://192.0.2.1:8935", Address: r.orch.Address(), Price: price, TicketParams: terms[i],
				Token: &core.AuthToken{SessionID: r.account(i, price).Session, Expiration: time.Now().Add(time.Hour)},
			}, nil)
		}
		return func(i int) error {
			if _, err := p.Pay(ctx, subs[i]); err != nil {
				return err
			}
			p.Settle(subs[i], broadcaster.Settlement{Answered: true, Pixels: segmentPixels})
			return nil
		}, nil
	}
}

// measureTickets compares how tickets are checked and made with what they can't do
// without.
func measureTickets(ctx context.Context, o *pmOptions) (checked, made []speed, err error) {
	r, err := openPayRig(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if checked, err = r.measureChecking(ctx, o); err != nil {
		return nil, nil, err
	}
	made, err = r.measureMaking(ctx, o)
	return checked, made, err
}

func (r *payRig) measureChecking(ctx context.Context, o *pmOptions) ([]speed, error) {
	sides := []contestant{{name: "bare recovery", cores: 1, prepare: bareRecovery}, {name: "bare recovery", cores: 2, prepare: bareRecovery}}
	for _, tickets := range []int{1, manyTickets} {
		for _, cores := range []int{1, 2} {
			sides = append(sides,
				contestant{
					name: fmt.Sprintf("payment of %d checked and credited", tickets), cores: cores, limit: leastRatio, weight: tickets,
					prepare: r.credit(tickets), pause: r.shutGate, settle: r.flush,
				},
				contestant{
					name: fmt.Sprintf("payment of %d, written at the same time", tickets), cores: cores, weight: tickets,
					prepare: r.credit(tickets), settle: r.flush,
				})
		}
	}
	return compete(ctx, o.rounds, o.each, sides)
}

func (r *payRig) measureMaking(ctx context.Context, o *pmOptions) (made []speed, err error) {
	cfg := paying.DefaultConfig()
	cfg.Account, cfg.Tickets, cfg.Chain, cfg.Ledger = r.payer.Address(), r.sender, r.chain, r.store
	payer, err := paying.New(cfg)
	if err == nil {
		err = payer.Start(ctx)
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, payer.Close()) }()
	sides := []contestant{{name: "bare signing", cores: 1, prepare: bareSigning}, {name: "bare signing", cores: 2, prepare: bareSigning}}
	for _, tickets := range []int{1, manyTickets} {
		for _, cores := range []int{1, 2} {
			sides = append(sides, contestant{
				name: fmt.Sprintf("payment of %d made", tickets), cores: cores, limit: leastRatio, weight: tickets, prepare: r.pay(tickets),
			})
		}
	}
	return compete(ctx, o.rounds, o.each, append(sides, contestant{
		name: "segment paid for and settled", cores: 1, prepare: r.payAndSettle(payer),
	}))
}
