package earning

import (
	"context"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

const (
	// floatFresh is how long the word of a redeemer in another process is good for.
	floatFresh = 2 * time.Second
	// floatStale is how old it may be while that process does not answer: its
	// restart ends no session.
	floatStale = 10 * time.Minute
	// floatPatience is how long a segment waits for a new word where the old one
	// does: broadcasters give up an upload after two seconds (wire.md 13).
	floatPatience = 200 * time.Millisecond
)

// floats know the largest face value that senders' reserves cover.
type floats struct {
	redeemer Redeemer
	remote   bool
	now      func() time.Time

	mu    sync.Mutex
	known map[common.Address]knownFloat // guarded by mu; of a remote redeemer
}

type knownFloat struct {
	float pm.Wei
	said  time.Time // when the redeemer said so
	asked time.Time // when it was asked last
}

func newFloats(cfg *Config) *floats {
	return &floats{redeemer: cfg.Redeemer, remote: cfg.HandOver != nil, now: cfg.Now, known: make(map[common.Address]knownFloat)}
}

// max is the largest face value that is covered beside what was queued.
func (f *floats) max(ctx context.Context, sender common.Address) (pm.Wei, error) {
	if !f.remote {
		return f.redeemer.MaxFloat(ctx, sender)
	}
	now := f.now()
	last, known := f.last(sender)
	if known && now.Sub(last.asked) < floatFresh {
		return last.float, nil
	}
	does := known && now.Sub(last.said) < floatStale
	if does {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, floatPatience)
		defer cancel()
	}
	float, err := f.redeemer.MaxFloat(ctx, sender)
	switch {
	case err == nil:
		last = knownFloat{float: float, said: now, asked: now}
	case does:
		last.asked = now // no segment waits for an answer that the one before did not get
	default:
		return pm.Wei{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	remember(f.known, sender, last)
	return last.float, nil
}

func (f *floats) last(sender common.Address) (k knownFloat, known bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k, known = f.known[sender]
	return k, known
}

// maxFloat is the largest face value of a sender's tickets that is covered beside
// all that have won and are not redeemed. The error is a *pm.Refusal.
func (e *Earner) maxFloat(ctx context.Context, sender common.Address, funds pm.Funds) (pm.Wei, error) {
	claims := e.courier.claims(sender)
	if e.cfg.Pending != nil {
		pending, ok := claims.Add(e.cfg.Pending(sender))
		if !ok {
			return pm.Wei{}, nil
		}
		return funds.MaxFloat(pending), nil
	}
	float, err := e.floats.max(ctx, sender)
	if err != nil {
		e.log.Warn("max float is not known", "sender", sender, "err", err)
		return pm.Wei{}, pm.Refuse(pm.ChainUnavailable, "what the sender's reserve covers is not known now, try again")
	}
	// How much is pending there is not told. What is pending here counts by the same
	// rule, but by itself.
	counted, _ := funds.MaxFloat(pm.Wei{}).Sub(funds.MaxFloat(claims))
	left, _ := float.Sub(counted) // below 0 there is no float
	return left, nil
}
