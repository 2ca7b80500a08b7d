package keeper_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Blocks of a round in the world.
const roundLength = 40

var (
	account    = common.HexToAddress("0xacc")
	errDown    = errors.New("the endpoint is down")
	errRefused = errors.New("the contract refused it")
	errDear    = errors.New("gas costs 9 gwei, above the maximum of 1 gwei")
)

// The calls that the world knows, by their data.
const (
	initialize = "initialize"
	reward     = "reward"
)

// state is what the contracts know at a block.
type state struct {
	block       uint64
	initialized map[chain.Round]bool
	last        chain.Round         // with a reward
	rewards     map[chain.Round]int // how often reward() worked
}

func (s state) round() chain.Round { return chain.Round(s.block / roundLength) }

func (s state) clone() state {
	s.initialized, s.rewards = maps.Clone(s.initialized), maps.Clone(s.rewards)
	return s
}

// entry is a transaction with the block that has it, 0 for none.
type entry struct {
	chain.Transaction
	block uint64
}

// world is a chain with its contracts and the account's transactions on it, as
// protocol.Client and tx.Manager show them.
type world struct {
	mu sync.Mutex
	// guarded by mu:
	state
	past    []state // by block
	entries []*entry
	reads   int
	// overlaps counts what was sent while another with the same call was under way.
	overlaps int
	// from and to are the rounds in which the account is active, to excluded.
	from, to chain.Round

	// Faults.
	readErr, planErr, sendErr, listErr error
	hung, hungPlan                     bool // reads, or plans, never answer
	held                               bool // no transaction gets into a block
	refuses                            bool // the contracts refuse all that gets into a block
	double                             bool // plans have two calls
	first                              bool // somebody else is first, once there is a plan
	problem                            string
}

// newWorld is at the first block of round 1, which is initialized.
func newWorld() *world {
	w := &world{from: 1, to: 1 << 40}
	w.state = state{block: roundLength, initialized: map[chain.Round]bool{1: true}, rewards: map[chain.Round]int{}}
	w.past = make([]state, roundLength+1)
	w.past[roundLength] = w.state.clone()
	return w
}

// change does something to the world.
func (w *world) change(f func(w *world)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(w)
}

// mine adds a block.
func (w *world) mine() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.block++
	for _, e := range w.entries {
		if w.held || e.State != chain.TxPending {
			continue
		}
		e.State, e.block = chain.TxConfirmed, w.block
		if w.refuses || !w.execute(string(e.Data)) {
			e.State = chain.TxReverted
		}
	}
	w.past = append(w.past, w.state.clone())
}

// execute calls a contract; ok is false when it refuses.
func (w *world) execute(call string) (ok bool) {
	round := w.round()
	switch call {
	case initialize:
		ok = !w.initialized[round]
		w.initialized[round] = true
	case reward:
		ok = w.initialized[round] && w.active() && w.last < round
		if ok {
			w.last = round
			w.rewards[round]++
		}
	}
	return ok
}

func (w *world) active() bool { return w.from <= w.round() && w.round() < w.to }

// others do something in the newest block without this node.
func (w *world) others(call string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.execute(call)
	w.past[w.block] = w.state.clone()
}

// rewind takes blocks away; what they had is pending again.
func (w *world) rewind(depth uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	to := max(w.block-depth, roundLength)
	w.past = w.past[:to+1]
	w.state = w.past[to].clone()
	for _, e := range w.entries {
		if e.block > to {
			e.State, e.block = chain.TxPending, 0
		}
	}
}

// sent are the account's transactions with a call.
func (w *world) sent(call string) (list []chain.Transaction) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.entries {
		if string(e.Data) == call {
			list = append(list, e.Transaction)
		}
	}
	return list
}

// rewarded is how often reward() worked in a round.
func (w *world) rewarded(round chain.Round) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rewards[round]
}

func (w *world) read(ctx context.Context) error {
	w.mu.Lock()
	w.reads++
	hung, err := w.hung, w.readErr
	w.mu.Unlock()
	if hung {
		<-ctx.Done()
		return ctx.Err()
	}
	return err
}

// Round implements keeper.Protocol.
func (w *world) Round(ctx context.Context) (chain.RoundInfo, error) {
	if err := w.read(ctx); err != nil {
		return chain.RoundInfo{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.round()
	return chain.RoundInfo{Number: r, Initialized: w.initialized[r], Block: w.block, StartBlock: uint64(r) * roundLength, Length: roundLength}, nil
}

// Orchestrator implements keeper.Protocol.
func (w *world) Orchestrator(ctx context.Context, address common.Address) (chain.Orchestrator, error) {
	if err := w.read(ctx); err != nil {
		return chain.Orchestrator{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return chain.Orchestrator{Address: address, Active: w.active() && address == account, LastRewardRound: w.last}, nil
}

// InitializeRound implements keeper.Protocol.
func (w *world) InitializeRound(ctx context.Context, from common.Address) (chain.Plan, error) {
	return w.plan(ctx, initialize, from)
}

// Reward implements keeper.Protocol.
func (w *world) Reward(ctx context.Context, from common.Address) (chain.Plan, error) {
	return w.plan(ctx, reward, from)
}

func (w *world) plan(ctx context.Context, call string, from common.Address) (chain.Plan, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hungPlan {
		w.mu.Unlock()
		<-ctx.Done()
		w.mu.Lock()
		return nil, ctx.Err()
	}
	if w.planErr != nil || from != account {
		return nil, errors.Join(w.planErr, errors.New("no plan"))
	}
	plan := chain.Plan{{Label: call, Data: []byte(call)}}
	if w.first {
		w.execute(call)
	}
	if w.double {
		plan = append(plan, plan[0])
	}
	return plan, nil
}

// Send implements keeper.Sender.
func (w *world) Send(_ context.Context, call chain.Call) (chain.Transaction, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.entries {
		if e.Key == call.Key && e.State != chain.TxReverted && e.State != chain.TxCancelled {
			return e.Transaction, nil
		}
	}
	if w.sendErr != nil {
		return chain.Transaction{}, w.sendErr
	}
	for _, e := range w.entries {
		if string(e.Data) == string(call.Data) && !e.State.Final() {
			w.overlaps++
		}
	}
	before := w.state.clone()
	ok := w.execute(string(call.Data))
	w.state = before
	if !ok {
		return chain.Transaction{}, errRefused
	}
	e := &entry{Transaction: chain.Transaction{
		ID: chain.TransactionID(len(w.entries) + 1), Label: call.Label, Key: call.Key, Data: call.Data, State: chain.TxPending, Problem: w.problem,
	}}
	w.entries = append(w.entries, e)
	return e.Transaction, nil
}

// Wait implements keeper.Sender.
func (w *world) Wait(_ context.Context, id chain.TransactionID) (chain.Transaction, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listErr != nil {
		return chain.Transaction{}, w.listErr
	}
	t := w.entries[id-1].Transaction
	switch {
	case !t.State.Final():
		return t, context.DeadlineExceeded
	case t.State != chain.TxConfirmed:
		return t, errRefused
	}
	return t, nil
}

// Transactions implements keeper.Sender.
func (w *world) Transactions(_ context.Context, limit int, states ...chain.TxState) (list []chain.Transaction, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range slices.Backward(w.entries) {
		if slices.Contains(states, e.State) && len(list) < limit {
			list = append(list, e.Transaction)
		}
	}
	return list, w.listErr
}
