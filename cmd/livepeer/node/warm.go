package node

import (
	"context"
	"sync"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/server/ingest"
)

// warmer starts media workers before there is a job for them: that takes 0.1 s,
// and seconds on a busy machine. They go by themselves when none comes.
// It is implemented by worker.Supervisor.
type warmer interface {
	// Warm is for the transcodes of a stream or session that begins.
	Warm()
	// WarmProbe is for the look into the first pushed segment.
	WarmProbe()
}

// warmSessions has workers started when a broadcaster's session begins, which is
// when its first segment is about to be uploaded.
type warmSessions struct {
	orchestrator.Observer
	workers warmer

	mu   sync.Mutex
	live int // guarded by mu
}

// SessionsChanged implements orchestrator.Observer.
func (w *warmSessions) SessionsChanged(live, limit int) {
	w.mu.Lock()
	begun := live > w.live
	w.live = live
	w.mu.Unlock()
	if begun {
		w.workers.Warm()
	}
	w.Observer.SessionsChanged(live, limit)
}

// warmPushes has workers started when a stream opens whose first segment is on
// its way.
type warmPushes struct {
	ingest.Streams
	workers    warmer
	transcodes bool // this node does, too
}

// Open implements ingest.Streams.
func (w warmPushes) Open(ctx context.Context, cfg broadcaster.StreamConfig) (ingest.Stream, error) {
	s, err := w.Streams.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	w.workers.WarmProbe()
	if w.transcodes {
		w.workers.Warm()
	}
	return s, nil
}
