package broker

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Funds returns what a sender has for the recipient as of the newest block that
// the node has heard of, or a newer one. Reads of the same sender at the same time
// are one. While the chain cannot be asked, it is what was known last, as long as
// that is no older than Config.MaxAge. Errors: a *pm.Refusal, pm.ChainUnavailable,
// with the chain's; ErrNotRunning; that of ctx.
func (b *Broker) Funds(ctx context.Context, sender common.Address) (pm.Funds, error) {
	for tries := 0; ; tries++ {
		funds, reading, err := b.lookup(sender, tries > 0)
		if reading == nil {
			return funds, err
		}
		if err := b.await(ctx, sender, reading); err != nil {
			return pm.Funds{}, err
		}
	}
}

// lookup returns funds, or a channel that is closed when there is more to know.
// After a read anything goes that is not too old.
func (b *Broker) lookup(sender common.Address, waited bool) (funds pm.Funds, reading <-chan struct{}, err error) {
	a, now := b.accounts, time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	acc := a.of(sender)
	usable := acc.known && a.age(acc, now) <= b.cfg.MaxAge
	switch {
	case usable && (acc.right || waited || now.Before(acc.rest)):
		return acc.funds, nil, nil
	case !usable && acc.failed != nil && (waited || now.Before(acc.rest)):
		refusal := pm.Refuse(pm.ChainUnavailable, "the chain cannot be asked for the sender's funds; try again soon")
		return funds, nil, fmt.Errorf("%w: %w", refusal, acc.failed)
	}
	if acc.reading == nil {
		done := make(chan struct{})
		if err := b.goRun(func(root context.Context) { b.read(root, acc, done) }); err != nil {
			return funds, nil, err
		}
		acc.reading = done
	}
	return funds, acc.reading, nil
}

// await waits for a read, but not for long when there are funds that will do.
func (b *Broker) await(ctx context.Context, sender common.Address, reading <-chan struct{}) error {
	patience := time.NewTimer(b.cfg.Patience)
	defer patience.Stop()
	for {
		select {
		case <-reading:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			if b.settleFor(sender) {
				return nil
			}
		}
	}
}

// settleFor says that the funds that are known will do for now, for all who ask,
// since a read takes too long.
func (b *Broker) settleFor(sender common.Address) bool {
	a, now := b.accounts, time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	acc := a.of(sender)
	if !acc.known || a.age(acc, now) > b.cfg.MaxAge {
		return false
	}
	acc.rest = now.Add(b.cfg.ReadTimeout) // by then the read has ended
	return true
}

// read reads an account's funds and closes done.
func (b *Broker) read(ctx context.Context, acc *account, done chan<- struct{}) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ReadTimeout)
	defer cancel()
	a := b.accounts
	b.reads <- struct{}{} // soon: each read is bounded in time
	defer func() { <-b.reads }()
	began := time.Now()
	a.mu.Lock()
	tip, changes := a.tip, acc.changes
	a.mu.Unlock()
	funds, err := b.cfg.Protocol.Funds(ctx, tip, acc.sender, b.cfg.Recipient)

	a.mu.Lock()
	defer a.mu.Unlock()
	defer close(done)
	acc.reading = nil
	if err != nil {
		if acc.failed == nil {
			b.cfg.Log.Warn("funds of a sender can't be read, what was known goes on to be used", "sender", acc.sender, "known", acc.known, "err", err)
		}
		acc.failed, acc.rest = err, time.Now().Add(b.cfg.RetryAfter)
		return
	}
	acc.failed, acc.rest = nil, time.Time{}
	acc.funds, acc.known, acc.asOf = funds, true, began
	acc.right = acc.changes == changes
}
