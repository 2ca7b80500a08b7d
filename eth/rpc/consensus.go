package rpc

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

const (
	// auditPolls is the number of looks from one comparison of all endpoints'
	// chains to the next.
	auditPolls = 8
	// auditDepth is how far below the lowest head chains are compared: heads
	// themselves may differ honestly.
	auditDepth = 8
	// stalePolls is the number of looks after which an endpoint whose head did
	// not move does not say where the chain is, while others move.
	stalePolls = 15
	// minVoters is the number of endpoints of which a majority can be right.
	minVoters = 3
)

// audit is the height at which the endpoints' chains are compared.
type audit struct {
	height uint64
	at     time.Time // zero before the first
}

// settle brings states, lags and the endpoint in use up to date. The caller
// holds mu, as in all functions of this file but auditTask and suspicious.
func (b *board) settle(now time.Time) {
	b.vote()
	heads := b.voters(now)
	for i := range b.records {
		r := &b.records[i]
		r.lag = 0
		if len(heads) > 0 && r.known(b.chainID) {
			reference := heads[len(heads)/2]
			if reference > r.head.Number {
				r.lag = reference - r.head.Number
			}
			r.state = b.stateOf(r, reference, len(heads) >= minVoters)
		} else {
			r.state = b.stateOf(r, r.head.Number, false)
		}
	}
	b.plan(now)
	b.choose()
}

// stateOf gives the state of an endpoint, where reference is the head of the chain
// and ahead says whether a head beyond it is suspect.
func (b *board) stateOf(r *record, reference uint64, ahead bool) State {
	switch {
	case r.chainID != 0 && b.chainID != 0 && r.chainID != b.chainID:
		return StateWrongNetwork
	case r.doubt != nil || r.outvoted:
		return StateDistrusted
	case r.failures > 0:
		return StateDown
	case !r.known(b.chainID):
		return StateUnknown
	case ahead && r.head.Number > reference+b.maxLag:
		return StateDistrusted
	case r.lag > b.maxLag:
		return StateLagging
	}
	return StateUp
}

// voters returns the heads that say where the chain is, in ascending order: of the
// sound endpoints those that move, or all when none does. The middle one, of two
// the higher one, is the reference: half of the endpoints may stand still, and of
// three one may lie.
func (b *board) voters(now time.Time) []uint64 {
	var all, moving []uint64
	for i := range b.records {
		r := &b.records[i]
		if !r.sound(b.chainID) {
			continue
		}
		all = append(all, r.head.Number)
		if now.Sub(r.movedAt) < b.staleAfter {
			moving = append(moving, r.head.Number)
		}
	}
	if len(moving) > 0 {
		all = moving
	}
	slices.Sort(all)
	return all
}

// choose keeps the endpoint in use while it is up, unless another is much faster.
func (b *board) choose() {
	best := -1
	for i := range b.records {
		r := &b.records[i]
		if r.state == StateUp && (best < 0 || r.latency < b.records[best].latency) {
			best = i
		}
	}
	if b.current < 0 || b.records[b.current].state != StateUp {
		b.current = best
		return
	}
	if used, fast := b.records[b.current].latency, b.records[best].latency; used > 4*fast && used-fast > 200*time.Millisecond {
		b.current = best
	}
}

// plan picks the next height to compare chains at, when it is time.
func (b *board) plan(now time.Time) {
	if !b.audit.at.IsZero() && now.Sub(b.audit.at) < b.auditEvery {
		return
	}
	known, lowest := 0, uint64(0)
	for i := range b.records {
		r := &b.records[i]
		if !r.known(b.chainID) || r.failures > 0 {
			continue
		}
		known++
		if r.state == StateUp && (lowest == 0 || r.head.Number < lowest) {
			lowest = r.head.Number
		}
	}
	if known < minVoters || lowest == 0 {
		return
	}
	b.audit = audit{height: lowest - min(lowest, auditDepth), at: now}
	for i := range b.records {
		b.records[i].audited = false
	}
}

// auditTask returns the height at which endpoint i has to show its block.
func (b *board) auditTask(i int) (height uint64, wanted bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.audit.height, !b.audit.at.IsZero() && !b.records[i].audited
}

// collect keeps an endpoint's answer to the present audit.
func (b *board) collect(r *record, s sighting) {
	if s.hasAudit && s.auditHeight == b.audit.height {
		r.audit, r.audited = s.audit, true
	}
}

// vote distrusts those whose block differs from the majority's, until they agree.
func (b *board) vote() {
	count, voters := map[common.Hash]int{}, 0
	for i := range b.records {
		r := &b.records[i]
		if r.audited && r.known(b.chainID) {
			count[r.audit]++
		}
		if r.audited || r.known(b.chainID) && r.failures == 0 {
			voters++ // who did not answer yet may be of another opinion
		}
	}
	if voters < minVoters {
		return
	}
	for hash, n := range count {
		if 2*n <= voters || hash == (common.Hash{}) {
			continue
		}
		for i := range b.records {
			if r := &b.records[i]; r.audited {
				r.outvoted = r.audit != hash
			}
		}
	}
}

// suspicious says whether a head is so far beyond all others that the endpoint has
// to prove it.
func (b *board) suspicious(i int, number uint64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	others := false
	for j := range b.records {
		r := &b.records[j]
		if j == i || !r.sound(b.chainID) {
			continue
		}
		others = true
		if number <= r.head.Number+b.maxLag {
			return false
		}
	}
	return others
}

func (b *board) healthOf(i int, now time.Time) EndpointHealth {
	r := &b.records[i]
	h := EndpointHealth{
		Endpoint: r.name,
		State:    r.state,
		InUse:    i == b.current,
		Head:     r.head.Number,
		Lag:      r.lag,
		Latency:  r.latency,
		Requests: r.requests,
		Errors:   r.errors,
		RetryIn:  max(r.until.Sub(now), 0),
	}
	switch {
	case r.state == StateWrongNetwork:
		h.Reason = &WrongNetworkError{Endpoint: r.name, Want: b.chainID, Have: r.chainID}
	case r.state == StateDistrusted:
		h.Reason = r.distrust()
	case r.state == StateLagging:
		h.Reason = fmt.Errorf("%d blocks behind the others; at most %d are allowed", r.lag, b.maxLag)
	case r.state == StateDown:
		h.Reason = r.lastErr
	case r.state == StateUnknown:
		h.Reason = errors.New("it was not reached yet")
	}
	return h
}

func (r *record) distrust() error {
	switch {
	case r.doubt != nil:
		return r.doubt
	case r.outvoted:
		return ErrOutvoted
	}
	return ErrAhead
}
