package rpc

import (
	"math/rand/v2"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Waiting times after failures of an endpoint: doubled with each failure after
// the last wait, less up to a third so that nodes do not come back in step. Where the provider says how long, that
// counts.
const (
	firstBackoff = time.Second
	maxBackoff   = time.Minute
)

// latencyWeight is the part that a new look has in an endpoint's mean latency.
const latencyWeight = 0.25

// record is what one endpoint has shown of itself.
type record struct {
	name    string
	chainID uint64 // 0 until it has told it

	head    Block // Hash is zero until there is one
	movedAt time.Time
	doubt   error // why its head is not believed; nil when it is

	audit    common.Hash // its block at the board's audit height; zero: it has none
	audited  bool        // whether audit is an answer
	outvoted bool

	failures int       // in a row
	until    time.Time // it is left alone before
	limited  bool      // until was set by the provider's limit
	lastErr  error
	latency  time.Duration // decaying mean of looks

	requests, errors uint64
	lag              uint64 // blocks behind the others
	state            State
}

// sighting is what one look at an endpoint gave.
type sighting struct {
	chainID uint64
	head    Block
	doubt   error
	// audit is the block at auditHeight, zero when there is none; asked only
	// when hasAudit.
	auditHeight uint64
	audit       common.Hash
	hasAudit    bool
}

// count takes an attempt into account, of whatever kind.
func (r *record) count(o outcome, now time.Time) {
	r.requests++
	switch o.class {
	case faulty:
		r.errors++
		r.fail(o, now)
	case unable:
		r.errors++
	default:
		r.recover(now)
	}
}

// fail begins or prolongs the time in which the endpoint is left alone. Requests
// that fail together count once.
func (r *record) fail(o outcome, now time.Time) {
	r.lastErr = o.err
	r.latency = max(r.latency, o.took)
	if now.Before(r.until) && o.wait <= r.until.Sub(now) {
		return
	}
	if !now.Before(r.until) {
		r.failures++
	}
	wait := min(firstBackoff<<min(r.failures-1, 10), maxBackoff)
	wait -= rand.N(wait / 3)
	if o.wait > 0 {
		wait = o.wait
	}
	r.until = now.Add(wait)
	r.limited = o.limited()
}

// recover forgives failures, but keeps a provider's limit.
func (r *record) recover(now time.Time) {
	if r.limited && now.Before(r.until) {
		return
	}
	r.failures, r.until, r.limited, r.lastErr = 0, time.Time{}, false, nil
}

// see takes a look at the endpoint into account.
func (r *record) see(s sighting, took time.Duration, now time.Time) {
	r.chainID = s.chainID
	r.doubt = s.doubt
	if s.head.Hash != r.head.Hash {
		r.movedAt = now
	}
	r.head = s.head
	if r.latency == 0 {
		r.latency = took
	}
	r.latency += time.Duration(latencyWeight * float64(took-r.latency))
}

// known says whether the endpoint is of this chain and has shown its head.
func (r *record) known(chainID uint64) bool {
	return r.chainID != 0 && r.chainID == chainID && r.head.Hash != common.Hash{}
}

// sound says whether its head may count among others.
func (r *record) sound(chainID uint64) bool {
	return r.known(chainID) && r.failures == 0 && r.doubt == nil && !r.outvoted
}
