package cliapi

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Sending sends the account's transactions.
type Sending interface {
	// Send stores and sends a call, or refuses it before anything is sent.
	Send(ctx context.Context, call chain.Call) (chain.Transaction, error)
	// Wait returns a transaction when it is final; the error says why it did not
	// take effect.
	Wait(ctx context.Context, id chain.TransactionID) (chain.Transaction, error)
	// Simulate says what a call would cost now, or why it would be refused.
	Simulate(ctx context.Context, call chain.Call) (chain.Cost, error)
}

// StateRefused is the state of a call that was not sent, beside those of
// transactions.
const StateRefused chain.TxState = "refused"

// Progress is how far one call of an action has come: a line of the stream, and
// an entry of the answer at the end.
type Progress struct {
	Label string        `json:"label"` // what it does, for people
	State chain.TxState `json:"state"` // pending, mined, confirmed, reverted, cancelled, lost or refused
	// ID, by which GET /api/v1/transactions/{id} knows it; 0 when it was not sent.
	ID      chain.TransactionID `json:"id,omitzero"`
	Hash    common.Hash         `json:"hash,omitzero"`
	Block   uint64              `json:"block,omitzero"`
	GasUsed uint64              `json:"gasUsed,omitzero"`
	Fee     *pm.Wei             `json:"fee,omitempty"`
	Error   *Error              `json:"error,omitempty"` // why it did not take effect
}

// DryRun is the answer to an action with "dryRun": true.
type DryRun struct {
	Calls []Cost `json:"calls"`
	Total pm.Wei `json:"total"` // of the fees that are known
}

// Cost of one call.
type Cost struct {
	Label    string `json:"label"`
	Gas      uint64 `json:"gas"`
	GasPrice pm.Wei `json:"gasPrice"`
	Fee      pm.Wei `json:"fee"`
	// Unknown: it cannot be tried before those in front of it are done.
	Unknown bool `json:"unknown"`
}

// run does the steps one after the other, each call when the one before it is
// confirmed, and stops at the first that fails. report is called in turn.
func (c *ChainConfig) run(ctx context.Context, steps []step, report func(Progress)) error {
	sent := false
	// refused reports a call that was not sent, but for the first: then the error
	// is all there is to say.
	refused := func(label string, err error) error {
		if described, _ := describe(err); sent {
			report(Progress{Label: label, State: StateRefused, Error: described})
		}
		return err
	}
	for _, s := range steps {
		plan, err := s.build(ctx)
		if err != nil {
			return refused(s.label, err)
		}
		for _, call := range plan {
			t, err := c.Sending.Send(ctx, call)
			if err != nil {
				return refused(call.Label, err)
			}
			sent = true
			if err := c.follow(ctx, t, report); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow reports the changes of a transaction until it is final.
func (c *ChainConfig) follow(ctx context.Context, t chain.Transaction, report func(Progress)) error {
	type outcome struct {
		t   chain.Transaction
		err error
	}
	final := make(chan outcome, 1) // the sender never waits, and follow for it
	go func() {
		last, err := c.Sending.Wait(ctx, t.ID)
		final <- outcome{last, err}
	}()
	last := newProgress(t)
	report(last)
	tick := time.NewTicker(c.statePoll())
	defer tick.Stop()
	for {
		select {
		case o := <-final: // it ended, or ctx did
			end := last
			if o.t.ID == t.ID {
				end = newProgress(o.t)
			}
			err := o.err
			if ctx.Err() != nil && err != nil {
				err = &Error{codeUnavailable, fmt.Sprintf("the node is stopping; transaction %d was sent and goes on, what should follow it was not sent", t.ID)}
			}
			if err != nil {
				end.Error, _ = describe(err)
			}
			if end.differs(last) {
				report(end)
			}
			return err
		case <-tick.C:
			now, err := c.Transactions.Transaction(ctx, t.ID)
			// What ends it comes from Wait, which knows the reason.
			if err == nil && !now.State.Final() && newProgress(now).differs(last) {
				last = newProgress(now)
				report(last)
			}
		}
	}
}

func (c *ChainConfig) statePoll() time.Duration {
	if c.StatePoll <= 0 {
		return DefaultStatePoll
	}
	return c.StatePoll
}

func newProgress(t chain.Transaction) Progress {
	r := newTransaction(t)
	return Progress{Label: r.Label, State: r.State, ID: r.ID, Hash: r.Hash, Block: r.Block, GasUsed: r.GasUsed, Fee: r.Fee}
}

// differs says whether there is something to report.
func (p Progress) differs(last Progress) bool {
	return p.State != last.State || p.Hash != last.Hash || p.Block != last.Block || p.Error != nil
}

// dryRun says what the steps would cost. The first call must work now. A later
// one that does not may need those in front of it: its cost is unknown then.
func (c *ChainConfig) dryRun(ctx context.Context, steps []step) (DryRun, error) {
	d := DryRun{Calls: []Cost{}}
	for _, s := range steps {
		plan, err := s.build(ctx)
		if err != nil && (len(d.Calls) == 0 || !isRefusal(err)) {
			return d, err
		}
		if err != nil {
			d.Calls = append(d.Calls, Cost{Label: s.label, Unknown: true})
		}
		for _, call := range plan {
			if err := c.try(ctx, call, &d); err != nil {
				return d, err
			}
		}
	}
	return d, nil
}

// try adds the cost of one call.
func (c *ChainConfig) try(ctx context.Context, call chain.Call, d *DryRun) error {
	cost, err := c.Sending.Simulate(ctx, call)
	if err != nil && (len(d.Calls) == 0 || !isRevert(err)) {
		return err
	}
	if err != nil {
		cost = chain.Cost{Unknown: true}
	}
	cost.Label = call.Label
	d.Calls = append(d.Calls, Cost(cost))
	if total, ok := d.Total.Add(cost.Fee); ok {
		d.Total = total
	}
	return nil
}
