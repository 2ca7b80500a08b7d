package keeper

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/chain"
)

// Rewarder calls reward() in each round in which its account is active.
type Rewarder struct {
	*loop
	task task     // of the loop, as the next
	owed *debt    // nil while no reward can be called
	seen standing // at the last look that could read the chain

	mu     sync.Mutex
	status RewardStatus // guarded by mu, as the next
	alert  *RewardAtRiskError
}

// NewRewarder checks cfg.
func NewRewarder(cfg Config) (*Rewarder, error) {
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	const name = RewardService
	r := &Rewarder{task: task{name: name, prefix: fmt.Sprintf("%s %s ", name, cfg.Account), cfg: cfg, plan: cfg.Protocol.Reward}}
	r.task.done = func(ctx context.Context) (bool, error) {
		pending, err := r.Pending(ctx)
		return !pending, err
	}
	r.loop = newLoop(name, cfg, r.look)
	return r, nil
}

// Status is what was seen last.
func (r *Rewarder) Status() RewardStatus {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

// Health is a *RewardAtRiskError while a reward is about to be lost.
func (r *Rewarder) Health() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.alert == nil {
		return nil
	}
	return r.alert
}

// Pending reads from the chain whether the account's reward of the present round
// is still to come. Until then, with contracts that lose the reward by it, the
// account must not claim: bond, unbond, rebond, withdraw fees or claim earnings
// (chain.md 8, trap 1). It works before Start too.
func (r *Rewarder) Pending(ctx context.Context) (bool, error) {
	s, err := r.read(ctx)
	return s.due(), err
}

// standing is what the chain says of the account and the present round.
type standing struct {
	round  chain.RoundInfo
	active bool
	last   chain.Round // with a reward
}

// due says whether the round's reward is still to come.
func (s standing) due() bool { return s.active && s.last < s.round.Number }

func (r *Rewarder) read(ctx context.Context) (standing, error) {
	round, err := r.cfg.Protocol.Round(ctx)
	if err != nil {
		return standing{}, err
	}
	o, err := r.cfg.Protocol.Orchestrator(ctx, r.cfg.Account)
	if err != nil {
		return standing{}, err
	}
	return standing{round: round, active: o.Active, last: o.LastRewardRound}, nil
}

// look does what is to be done in the present round.
func (r *Rewarder) look(ctx context.Context) time.Duration {
	s, err := r.read(ctx)
	if err != nil {
		r.lookBlind(err)
		return r.cfg.Poll
	}
	r.sees()
	r.seen = s
	r.settle(s)
	r.task.begin(s.round.Number)
	switch {
	case !s.due():
		r.task.rest()
	case !s.round.Initialized:
		r.task.rest()
		r.task.problem = "the round is not initialized; reward() can be called once somebody has done that"
	default:
		r.task.advance(ctx, s.round)
	}
	status := RewardStatus{Status: r.task.status(s.round.Number, !s.due()), Active: s.active, LastRound: s.last}
	r.publish(status, r.judge(s, status.Problem))
	return r.cfg.Poll
}

// lookBlind is a look when the chain can't be read: time runs out all the same,
// as the blocks tell.
func (r *Rewarder) lookBlind(err error) {
	status := r.Status()
	status.Status = r.unread(status.Status, err)
	s := r.seen
	s.round.Block = max(s.round.Block, r.heard())
	r.publish(status, r.judge(s, status.Problem))
}

func (r *Rewarder) publish(status RewardStatus, alert *RewardAtRiskError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.alert = status, alert
}
