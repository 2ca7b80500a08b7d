package keeper

import (
	"context"
	"sync"
	"time"
)

// Initializer initializes rounds that nobody else does.
type Initializer struct {
	*loop
	task task // of the loop, as the next
	// turn is when the delay is over; zero before a round needs one.
	turn time.Time

	mu     sync.Mutex
	status Status // guarded by mu
}

// NewInitializer checks cfg.
func NewInitializer(cfg Config) (*Initializer, error) {
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	const name = RoundService
	i := &Initializer{task: task{name: name, prefix: name + " ", cfg: cfg, plan: cfg.Protocol.InitializeRound}}
	i.task.done = func(ctx context.Context) (bool, error) {
		round, err := cfg.Protocol.Round(ctx)
		return round.Initialized, err
	}
	i.loop = newLoop(name, cfg, i.look)
	return i, nil
}

// Status is what was seen last.
func (i *Initializer) Status() Status {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.status
}

// look does what is to be done in the present round.
func (i *Initializer) look(ctx context.Context) time.Duration {
	wait := i.cfg.Poll
	round, err := i.cfg.Protocol.Round(ctx)
	if err != nil {
		i.publish(i.unread(i.Status(), err))
		return wait
	}
	i.sees()
	i.task.begin(round.Number)
	// Nobody can initialize round 0.
	done := round.Initialized || round.Number == 0
	var notBefore time.Time
	if done {
		i.turn = time.Time{}
		i.task.rest()
	} else if delay := time.Until(i.delayed()); delay > 0 {
		wait, notBefore = min(wait, delay), i.turn
	} else {
		i.task.advance(ctx, round)
	}
	status := i.task.status(round.Number, done)
	status.NotBefore = notBefore
	i.publish(status)
	return wait
}

// delayed is when it is this node's turn. One delay stands until some round is
// initialized, else one that is longer than a round would never be over.
func (i *Initializer) delayed() time.Time {
	if i.turn.IsZero() {
		i.turn = time.Now()
		if i.cfg.MaxDelay > 0 {
			i.turn = i.turn.Add(i.cfg.Jitter(i.cfg.MaxDelay))
		}
	}
	return i.turn
}

func (i *Initializer) publish(status Status) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.status = status
}
