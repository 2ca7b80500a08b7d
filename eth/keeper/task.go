package keeper

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// maxOpen bounds how many of the account's transactions that are under way are
// looked through.
const maxOpen = 1000

// task is something that the account does on the chain once in a round. One
// loop owns it.
type task struct {
	name string
	// prefix of the keys, which the round's number follows. They are those of the
	// plans, so that what the operator sent by hand is found too.
	prefix string
	cfg    Config
	plan   func(ctx context.Context, from common.Address) (chain.Plan, error)
	// done says whether it is done in the present round, whoever did it.
	done func(ctx context.Context) (bool, error)

	round    chain.Round // that of the fields below
	sent     chain.TransactionID
	failures uint64
	next     uint64 // block before which there is no try
	problem  string
}

// begin forgets what was in an earlier round.
func (t *task) begin(round chain.Round) {
	if t.round != round {
		t.round, t.failures = round, 0
		t.rest()
	}
}

// rest is when there is nothing to do.
func (t *task) rest() { t.sent, t.next, t.problem = 0, 0, "" }

// advance goes as far as it can now: it waits for a transaction that is under
// way, or sends one. What keeps it is in problem.
func (t *task) advance(ctx context.Context, round chain.RoundInfo) {
	found, err := t.underWay(ctx)
	switch {
	case err != nil:
		t.problem = "its transactions can't be read: " + err.Error()
	case found:
	case t.sent != 0:
		t.conclude(ctx, round)
	case round.Block >= t.next:
		t.try(ctx, round)
	}
}

// underWay finds a transaction of this or an earlier round, of this or an
// earlier run of the node, that is not final.
func (t *task) underWay(ctx context.Context) (bool, error) {
	open, err := t.cfg.Sender.Transactions(ctx, maxOpen, chain.TxPending, chain.TxMined)
	if err != nil {
		return false, err
	}
	for _, tx := range open {
		if strings.HasPrefix(tx.Key, t.prefix) {
			t.follow(tx)
			return true, nil
		}
	}
	return false, nil
}

// follow makes tx the one that is waited for.
func (t *task) follow(tx chain.Transaction) {
	t.sent, t.next, t.problem = tx.ID, 0, ""
	if tx.Problem != "" {
		t.problem = fmt.Sprintf("transaction %d waits: %s", tx.ID, tx.Problem)
	}
}

// conclude learns what became of a transaction that is not under way any more.
func (t *task) conclude(ctx context.Context, round chain.RoundInfo) {
	tx, err := t.cfg.Sender.Wait(ctx, t.sent)
	switch {
	case err == nil:
		// It stays the one to wait for: a reorganisation may still bring it back.
		t.problem = fmt.Sprintf("transaction %d is done, but the chain does not show it yet", t.sent)
		return
	case tx.State == chain.TxReverted, tx.State == chain.TxCancelled, tx.State == chain.TxLost:
		t.fail(ctx, round, err)
	default:
		t.problem = err.Error()
	}
	t.sent = 0
}

// try sends a transaction. Its key makes that once in a round, unless it fails.
func (t *task) try(ctx context.Context, round chain.RoundInfo) {
	plan, err := t.plan(ctx, t.cfg.Account)
	if err == nil && len(plan) != 1 {
		err = fmt.Errorf("%d calls were planned; expected 1", len(plan))
	}
	if err != nil {
		t.fail(ctx, round, err)
		return
	}
	call := plan[0]
	call.Key = fmt.Sprintf("%s%d", t.prefix, round.Number)
	tx, err := t.cfg.Sender.Send(ctx, call)
	if err != nil {
		t.fail(ctx, round, err)
		return
	}
	t.follow(tx)
}

// fail arranges for the next try. A refusal since somebody else was first is
// none.
func (t *task) fail(ctx context.Context, round chain.RoundInfo, err error) {
	if errors.Is(err, context.Canceled) {
		return // the node stops
	}
	if done, readErr := t.done(ctx); readErr == nil && done {
		t.rest()
		return
	}
	log := t.cfg.Log.Debug
	if t.failures == 0 {
		log = t.cfg.Log.Warn
	}
	wait := t.backoff(round)
	t.failures++
	t.next, t.problem = round.Block+wait, err.Error()
	log(t.name+" did not work, trying again", "round", round.Number, "blocks", wait, "err", err)
	t.cfg.Observer.TryFailed(t.name, round.Number, err)
}

// backoff is in how many blocks to try again: twice as many each time, but so
// that there are some tries left before the round ends.
func (t *task) backoff(round chain.RoundInfo) uint64 {
	const tries = 8
	wait := min(uint64(1)<<min(t.failures, 32), t.cfg.MaxBackoff, blocksLeft(round)/tries)
	return max(wait, 1)
}

// blocksLeft until the next round, 0 when it should have begun.
func blocksLeft(round chain.RoundInfo) uint64 {
	if end := round.EndBlock(); end > round.Block {
		return end - round.Block
	}
	return 0
}

func (t *task) status(round chain.Round, done bool) Status {
	return Status{Round: round, Done: done, Transaction: t.sent, NextTry: t.next, Problem: t.problem}
}
