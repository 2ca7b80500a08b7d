package orchestrator

import (
	"context"
	"errors"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/reputation"
)

// leastUnit is the least that latency is measured in (features.md 5, "Latency
// score").
const leastUnit = 1500 * time.Millisecond

// History remembers how work for broadcasters went, across sessions and restarts
// (M39 of the mission). It is called from many goroutines and must not block.
type History interface {
	// Attempted is called once for each segment that was admitted, which its sender
	// could pay for:
	//   - Done: the answer has its renditions, or says where they are;
	//   - Failed: it could not be transcoded;
	//   - TimedOut: the broadcaster went away before it was done;
	//   - Unreachable: the broadcaster's own store did not take the renditions;
	//   - Incomplete: the segment never came in whole, or was not the one announced.
	Attempted(sender common.Address, o reputation.Outcome)
}

// NopHistory remembers nothing.
type NopHistory struct{}

// Attempted does nothing.
func (NopHistory) Attempted(common.Address, reputation.Outcome) {}

// attempted tells the history what became of the segment, the first time.
func (a *Admission) attempted(kind reputation.Kind, took time.Duration) {
	if !a.open.CompareAndSwap(true, false) {
		return
	}
	a.orch.cfg.History.Attempted(a.account.Sender, reputation.Outcome{
		Kind: kind, Took: took, Unit: max(leastUnit, a.header.Duration), Media: a.header.Duration,
	})
}

// failed tells of a segment that came in whole and has no renditions.
func (a *Admission) failed(err error, took time.Duration) {
	kind := reputation.Failed
	switch {
	case a.orch.ctx.Err() != nil: // what the end of this node breaks off is nobody's failure
		a.open.Store(false)
	case a.refused:
		kind = reputation.Unreachable
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		kind = reputation.TimedOut
	}
	a.attempted(kind, took)
}

// lost tells of a segment that never came in whole, unless something else is known
// of it.
func (a *Admission) lost() {
	if a.orch.ctx.Err() == nil {
		a.attempted(reputation.Incomplete, 0)
	}
}
