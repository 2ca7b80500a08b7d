package discovery

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/pm"
)

// entry is one orchestrator of a Table. All of it is guarded by the table's mu.
type entry struct {
	Offer
	claims []Claim
	// barred is why it may not be asked, refused why its answer is not used.
	barred, refused error
	quote           *quote // nil when a stream has taken it
	margin          uint64 // blocks before the quote's terms end at which it is replaced

	rtts   rtts
	nodes  []node    // that were tried, its own first
	tried  time.Time // when
	hidden bool      // it has more nodes than were tried

	due    time.Time // when it is asked next
	index  int       // in the schedule, -1 outside of it
	asking bool      // in the background
	gone   bool      // no source lists it any more
	unkept bool      // something has changed since it was stored
	cost   float64   // in the order
}

// node is one of the addresses of an orchestrator.
type node struct {
	uri string
	rtt time.Duration
}

// remember takes over what was kept of the last run.
func (e *entry) remember(r market.Record) {
	e.recall(r)
	if e.RTT > 0 {
		e.rtts.add(e.RTT)
	}
}

// usable says whether it may do work for this broadcaster, at its price or, with
// anyPrice, above the limit.
func (e *entry) usable(anyPrice bool) bool {
	return e.barred == nil && (e.refused == nil || anyPrice && errors.Is(e.refused, ErrPrice))
}

// knownTo says whether the stream has its terms already.
func (e *entry) knownTo(req core.JobRequest) bool {
	return slices.Contains(req.Known, e.URI) || slices.Contains(req.Known, e.Node)
}

// excluded is why it is not.
func (e *entry) excluded() string {
	switch {
	case e.barred != nil:
		return e.barred.Error()
	case e.refused != nil:
		return e.refused.Error()
	}
	return ""
}

// offer is a copy for others.
func (e *entry) offer(now time.Time, block uint64) Offer {
	o := e.Offer
	o.Ready = e.usable(false) && e.quote.good(now, block)
	o.Excluded = e.excluded()
	return o
}

// Times after a failure, which double with each further one, up to a greatest.
const (
	cappedPause, cappedPauseMax   = 15 * time.Second, 2 * time.Minute
	trustedPause, trustedPauseMax = time.Second, 30 * time.Second
	failedPause, failedPauseMax   = 30 * time.Second, 30 * time.Minute
)

// candidate is what a stream gets of an answer.
func (e *entry) candidate(node string, rtt time.Duration, info *core.OrchestratorInfo) broadcaster.Candidate {
	return broadcaster.Candidate{
		URI: node, Score: e.Score, Latency: rtt, Info: info, Stake: e.Stake, Contradicted: len(e.Contradicted),
	}
}

// pause is how long it is left alone after its last failure: for gap or longer,
// unless the operator names it, since those are few and streams wait for them.
func (e *entry) pause(gap time.Duration) time.Duration {
	first, most := failedPause, failedPauseMax
	switch {
	case e.Score >= TrustedScore:
		first, most, gap = trustedPause, trustedPauseMax, 0
	case e.Capped:
		first, most = cappedPause, cappedPauseMax
	}
	return max(jitter(min(first<<min(e.Failures-1, 20), most)), gap)
}

// urgency is by how much it comes before others that wait for their first
// question: the operator's own, and those that were well when the node stopped.
func (e *entry) urgency() time.Duration {
	switch {
	case e.Score >= TrustedScore:
		return 2 * time.Second
	case e.Stale && e.Failures == 0:
		return time.Second
	}
	return 0
}

// jitter is three quarters of d to all of it, so that those who were asked at
// the same time are not always asked so.
func jitter(d time.Duration) time.Duration { return d - rand.N(d/4+1) }

// fail takes note of a question that led to nothing.
func (e *entry) fail(err error) {
	e.quote = nil
	e.Failures++
	e.Problem = clip(err.Error(), maxProblem)
	e.Capped = errors.Is(err, core.ErrOrchestratorCapped)
}

// succeed takes note of an answer.
func (e *entry) succeed(v *visit, now time.Time) {
	info := v.info
	if e.Node != v.node {
		e.rtts = rtts{} // those were of another place
	}
	e.Address, e.Node, e.Answered, e.Stale = info.Address, v.node, now, false
	e.Failures, e.Problem, e.Capped = 0, "", false
	e.Price, e.FaceValue, e.Version = nil, pm.Wei{}, ""
	if info.Price != nil && info.Price.Valid() {
		price := *info.Price
		e.Price = &price
	}
	if info.TicketParams != nil {
		e.FaceValue = info.TicketParams.FaceValue
	}
	if info.Capabilities != nil {
		e.Version = clip(info.Capabilities.Version, maxVersion)
	}
	if v.tried {
		e.nodes, e.tried, e.hidden = v.nodes, now, v.hidden
	}
	e.rtts.add(v.rtt)
	e.RTT = e.rtts.median()
	e.claim(e.claims)
}
