package broker

import (
	"context"
	"sync"

	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/pm"
)

// present is the moment as it is known, for those who ask and those who wait.
type present struct {
	mu sync.Mutex
	// guarded by mu:
	known       bool
	state       protocol.Present
	subscribers map[chan pm.Moment]func() bool // each with room for one; what ends its watch of ctx
	closed      bool
}

func newPresent() *present {
	return &present{subscribers: map[chan pm.Moment]func() bool{}}
}

func (p *present) moment() (pm.Moment, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.Moment, p.known
}

func (p *present) active() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.Active
}

// set takes a state, and tells of its moment if that is news.
func (p *present) set(state protocol.Present) {
	p.mu.Lock()
	defer p.mu.Unlock()
	news := !p.known || state.Moment != p.state.Moment
	p.known, p.state = true, state
	if !news {
		return
	}
	for moments := range p.subscribers {
		select {
		case <-moments: // what was not read in time
		default:
		}
		moments <- state.Moment // has room: nobody else sends
	}
}

func (p *present) subscribe(ctx context.Context) <-chan pm.Moment {
	p.mu.Lock()
	defer p.mu.Unlock()
	moments := make(chan pm.Moment, 1)
	if p.closed {
		close(moments)
		return moments
	}
	if p.known {
		moments <- p.state.Moment
	}
	p.subscribers[moments] = context.AfterFunc(ctx, func() { p.unsubscribe(moments) })
	return moments
}

func (p *present) unsubscribe(moments chan pm.Moment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.subscribers[moments]; ok {
		delete(p.subscribers, moments)
		close(moments)
	}
}

func (p *present) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for moments, stop := range p.subscribers {
		stop()
		close(moments)
	}
	clear(p.subscribers)
}
