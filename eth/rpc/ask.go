package rpc

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/ethclient"
)

// ask gets an answer from the best endpoint, or from the next ones.
func ask[T any](ctx context.Context, c *Client, method string, fn func(context.Context, *ethclient.Client) (T, error)) (T, error) {
	var result T
	err := c.try(ctx, method, func(ctx context.Context, ec *ethclient.Client) error {
		got, err := fn(ctx, ec)
		if err == nil {
			result = got
		}
		return err
	})
	return result, err
}

// try makes one attempt at each endpoint that may be asked, until one answers. When
// all have failed and a provider's limit ends within Timeout, it waits for that.
func (c *Client) try(ctx context.Context, method string, fn func(context.Context, *ethclient.Client) error) error {
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	ctx, cancel := c.bound(ctx)
	defer cancel()
	t := trial{method: method, fn: fn}
	for waited := false; ; waited = true {
		if done, err := c.round(ctx, &t); done {
			return err
		}
		wait, ok := c.board.nextChance(time.Now())
		if waited || !ok || wait > c.cfg.Timeout || t.unable != nil {
			return c.giveUp(&t, wait)
		}
		select {
		case <-ctx.Done():
			return c.ended(ctx)
		case <-time.After(wait):
		}
		t.tried, t.failures = nil, nil
	}
}

// trial is one request on its way through the endpoints.
type trial struct {
	method   string
	fn       func(context.Context, *ethclient.Client) error
	tried    []int
	failures []*EndpointError
	unable   error // the first answer of an endpoint that could not serve it
}

// round asks the endpoints that were not tried yet, the best first. done says
// that err is the request's end.
func (c *Client) round(ctx context.Context, t *trial) (done bool, err error) {
	for {
		e, last := c.next(t.tried)
		if e == nil {
			return false, nil
		}
		t.tried = append(t.tried, e.index)
		timeout, short := c.timeout(ctx, last)
		o := c.attempt(ctx, e, t.method, timeout, short, t.fn)
		switch {
		case ctx.Err() != nil && o.err != nil:
			return true, c.ended(ctx)
		case o.class == answered:
			if len(t.tried) > 1 {
				c.board.prefer(e.index)
			}
			return true, o.err
		case o.class == unable && t.unable == nil && !errors.Is(o.err, ErrTimeout):
			t.unable = o.err
		}
		t.failures = append(t.failures, &EndpointError{e.name, o.err})
	}
}

// next returns the best endpoint that was not tried, nil when there is none, and
// whether it is the last one.
func (c *Client) next(tried []int) (e *endpoint, last bool) {
	order, _ := c.board.ranked(time.Now())
	order = slices.DeleteFunc(order, func(i int) bool { return slices.Contains(tried, i) })
	if len(order) == 0 {
		return nil, true
	}
	return c.endpoints[order[0]], len(order) == 1
}

// timeout of an attempt. A caller who is in a hurry gets half of the time that is
// left while others remain, so that one endpoint that hangs does not take it all.
func (c *Client) timeout(ctx context.Context, last bool) (timeout time.Duration, short bool) {
	deadline, ok := ctx.Deadline()
	if !ok || last {
		return c.cfg.Timeout, false
	}
	if half := time.Until(deadline) / 2; half < c.cfg.Timeout {
		return half, true
	}
	return c.cfg.Timeout, false
}

// attempt asks one endpoint and tells the board, unless the caller has gone. When
// the time was short, its end is no fault of the endpoint.
func (c *Client) attempt(ctx context.Context, e *endpoint, method string, timeout time.Duration, short bool,
	fn func(context.Context, *ethclient.Client) error,
) outcome {
	o := e.call(ctx, timeout, fn)
	if ctx.Err() != nil && o.err != nil {
		return o
	}
	if short && errors.Is(o.err, ErrTimeout) {
		o.class = unable
	}
	c.board.attempted(e.index, o, time.Now())
	var observed error
	if o.class != answered {
		observed = o.err
		c.cfg.Log.Debug("Ethereum endpoint did not answer", "endpoint", e.name, "method", method, "took", o.took, "err", o.err)
	}
	c.cfg.Observer.RequestDone(e.name, method, o.took, observed)
	return o
}

// giveUp is the error when no endpoint answered: what an endpoint said that works
// but cannot serve the request, or why none does.
func (c *Client) giveUp(t *trial, wait time.Duration) error {
	if t.unable != nil {
		return t.unable
	}
	if len(t.failures) == 0 {
		t.failures = c.board.failures(time.Now())
	}
	return &UnavailableError{Method: t.method, Failures: t.failures, RetryAfter: wait}
}

// bound ends ctx with the client too.
func (c *Client) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(c.root, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// ended says why ctx is over.
func (c *Client) ended(ctx context.Context) error {
	if c.root.Err() != nil {
		return ErrClosed
	}
	return ctx.Err()
}
