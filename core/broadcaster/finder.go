package broadcaster

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/chain"
)

// Finder finds orchestrators for a job. It is implemented by discovery.Table.
type Finder interface {
	// Find asks the orchestrators of the pool for their terms and calls found,
	// one call at a time and in the order of their answers, for each that can
	// do the job. When Find returns, found is not called any more. The error
	// says why there was none; a call of found means a nil error.
	Find(ctx context.Context, req core.JobRequest, found func(Candidate)) error
	// Orchestrators lists the pool as it is known without asking anybody.
	Orchestrators() []PoolEntry
}

// Candidate is an orchestrator that answered and is able to do a job.
type Candidate struct {
	// URI is where it was asked: scheme, host and port. Info.URI, where the
	// segments go, may be another.
	URI string
	// Score is the trust that its source gives it: 0 for none, 1 and above for
	// an operator's own list (features.md 5).
	Score float64
	// Latency is how long its answer took.
	Latency time.Duration
	// Info has an address and a token.
	Info *core.OrchestratorInfo
	// Stake is what is bonded to it; zero where none is known, as off chain.
	Stake chain.LPT
	// Contradicted counts the regions that it claims and its time of answer speaks
	// against.
	Contradicted int
}

// PoolEntry is one orchestrator as /status shows it.
type PoolEntry struct {
	URI   string
	Score float64
	// Latency of its last answer; 0 when it has not answered yet.
	Latency time.Duration
}
