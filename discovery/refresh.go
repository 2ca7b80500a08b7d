package discovery

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
)

// dispatch has those asked that are due until ctx ends, and waits for them.
func (t *Table) dispatch(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		e, wait := t.nextDue()
		if e == nil {
			timer.Reset(wait)
			select {
			case <-ctx.Done(): // Close
				return
			case <-t.wake: // something is due earlier than it was
			case <-timer.C: // the first one is due
			}
			continue
		}
		if t.limiter.Wait(ctx) != nil || t.pace.Wait(ctx) != nil {
			return
		}
		select {
		case t.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		t.wg.Go(func() {
			defer func() { <-t.slots }()
			t.refresh(ctx, e)
		})
	}
}

func (t *Table) nextDue() (*entry, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, wait := t.due.next(time.Now())
	if e != nil {
		e.asking = true
	}
	return e, wait
}

// plan has e asked at a time; mu is held.
func (t *Table) plan(e *entry, at time.Time) {
	if e.barred != nil || e.gone || e.asking {
		return
	}
	first := len(t.due) == 0 || at.Before(t.due[0].due)
	t.due.put(e, at)
	if first {
		select {
		case t.wake <- struct{}{}:
		default: // it is awake
		}
	}
}

// earliest is when e may be asked after a gap.
func (t *Table) earliest(e *entry, now time.Time, gap time.Duration) time.Time {
	if at := e.Asked.Add(gap); !e.Stale && at.After(now) {
		return at
	}
	return now
}

// idleGap is the gap where nobody is waiting. Those whom the operator names are
// few, and a stream comes to them first.
func (t *Table) idleGap(e *entry) time.Duration {
	if e.Score >= TrustedScore {
		return t.cfg.MinGap
	}
	return t.cfg.IdleGap
}

// refresh asks one that is due, in the background.
func (t *Table) refresh(ctx context.Context, e *entry) {
	now := time.Now()
	t.mu.Lock()
	v := t.visitOf(e, now)
	t.mu.Unlock()
	t.ask(ctx, v, t.cfg.Request)
	if ctx.Err() != nil {
		return
	}
	t.report(v, t.renew(e, v))
}

// renew takes note of an answer that waits for a stream.
func (t *Table) renew(e *entry, v *visit) error {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	e.asking = false
	if err := t.settle(e, v, now); err != nil {
		t.plan(e, now.Add(e.pause(t.cfg.MinGap)))
		return err
	}
	t.stock(e, v, now)
	return nil
}

// stock keeps a good answer for the next stream; mu is held.
func (t *Table) stock(e *entry, v *visit, now time.Time) {
	if !e.usable(true) {
		return
	}
	e.quote = newQuote(v.info, v.node, now, &t.caps)
	e.margin = blockMargin + 2 + rand.Uint64N(8)
	life := min(e.quote.until.Sub(now), t.cfg.MaxAge)
	t.plan(e, now.Add(max(jitter(life), t.idleGap(e))))
}

// report tells of a failure.
func (t *Table) report(v *visit, err error) {
	if err == nil {
		return
	}
	t.cfg.Observer.DiscoveryFailed(v.uri, err)
	t.cfg.Log.Debug("orchestrator not usable", "orch", v.uri, "node", v.node, "took", v.rtt, "err", err)
}

// settle takes note of how a question went. The error says why the answer is of
// no use; mu is held.
func (t *Table) settle(e *entry, v *visit, now time.Time) error {
	err := v.err
	if err == nil {
		err = t.judge(e, v.info)
	}
	e.Asked, e.unkept, t.unranked = now, true, true
	if err != nil {
		e.fail(err)
		return err
	}
	e.succeed(v, now)
	e.barred = t.sieve.admit(e.URI, e.Score, e.Address, e.claims)
	e.refused = t.sieve.accept(e.Price, e.Version)
	return nil
}

// judge says what is wrong with an answer, whatever the job; mu is held.
func (t *Table) judge(e *entry, info *core.OrchestratorInfo) error {
	if n := quoteBytes(info); n > maxQuoteBytes {
		return fmt.Errorf("%w: %d bytes, expected at most %d", ErrTooLarge, n, maxQuoteBytes)
	}
	if t.cfg.Chain != nil {
		switch {
		case info.Price == nil || !info.Price.Valid() || info.TicketParams == nil || info.Address == (common.Address{}):
			return ErrNoTerms
		case expires(info.TicketParams, t.block, blockMargin):
			return fmt.Errorf("%w: at block %d, it is %d now", ErrTermsExpired, info.TicketParams.ExpirationBlock, t.block)
		}
	}
	if e.Score >= TrustedScore || len(e.claims) == 0 {
		return nil
	}
	for _, c := range e.claims {
		if c.Address == info.Address {
			return nil
		}
	}
	return fmt.Errorf("%w: %s", ErrOtherAddress, info.Address)
}
