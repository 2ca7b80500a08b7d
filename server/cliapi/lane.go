package cliapi

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// planPatience is how long Close waits for an action to end by itself.
const planPatience = 3 * time.Second

// lane lets one action run at a time, so that the plans of two do not mix. An
// action belongs to the lane and not to the request that began it: a client that
// goes away does not stop it in its middle.
type lane struct {
	ctx    context.Context // of all actions
	cancel context.CancelFunc
	idle   sync.WaitGroup // counts the running action

	mu      sync.Mutex
	running string // guarded by mu: the action's name, empty for none
	closed  bool   // guarded by mu
}

func newLane(ctx context.Context) *lane {
	l := &lane{}
	l.ctx, l.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return l
}

// enter begins an action, which calls leave at its end.
func (l *lane) enter(name string) (ctx context.Context, leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, &Error{codeUnavailable, "the node is stopping: nothing was sent"}
	}
	if l.running != "" {
		return nil, nil, &Error{codeBusy, fmt.Sprintf("%q is under way and actions run one at a time: nothing was sent; wait for it, see GET /api/v1/transactions?state=pending,mined", l.running)}
	}
	l.running = name
	l.idle.Add(1)
	return l.ctx, l.leave, nil
}

func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running = ""
	l.idle.Done()
}

// close refuses new actions and waits for the running one, not for long: then
// its calls that are not sent yet never will be. What was sent goes on.
func (l *lane) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	timer := time.AfterFunc(planPatience, l.cancel)
	defer timer.Stop()
	l.idle.Wait()
	l.cancel()
}
