package broadcaster

import (
	"slices"

	"github.com/livepeer/streamflow/core"
)

// Status is a broadcaster's part of /status (features.md 11).
type Status struct {
	Manifests  []core.ManifestID // in alphabetical order
	StreamInfo map[core.ManifestID]StreamInfo
	// OrchestratorPool is what the sources name.
	OrchestratorPool []PoolEntry
	// MaxSessions is how many streams may run, Draining that no new one may.
	MaxSessions int
	Draining    bool
}

// StreamInfo counts what has gone through a stream so far.
type StreamInfo struct {
	SourceBytes     int64
	TranscodedBytes int64
}

// Status takes a snapshot.
func (b *Broadcaster) Status() Status {
	pool := b.cfg.Finder.Orchestrators()
	b.mu.Lock()
	defer b.mu.Unlock()
	s := Status{
		StreamInfo: make(map[core.ManifestID]StreamInfo, len(b.streams)), OrchestratorPool: pool,
		MaxSessions: b.cfg.MaxSessions, Draining: b.refusal != nil,
	}
	for id, e := range b.streams {
		s.Manifests = append(s.Manifests, id)
		s.StreamInfo[id] = StreamInfo{SourceBytes: e.stream.sourceBytes.Load(), TranscodedBytes: e.stream.transcodedBytes.Load()}
	}
	slices.Sort(s.Manifests)
	return s
}
