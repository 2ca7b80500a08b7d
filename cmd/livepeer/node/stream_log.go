package node

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/cliapi"
)

// endedStreams is how many streams that have ended are remembered.
const endedStreams = 32

// streamLog counts what becomes of streams, for the admin API.
type streamLog struct {
	broadcaster.Observer

	mu      sync.Mutex
	running map[core.ManifestID]*loggedStream // guarded by mu
	over    []cliapi.Stream                   // guarded by mu, the last one at the end
}

// loggedStream is a stream that runs.
type loggedStream struct {
	cliapi.Stream
	// older are streams of the name before it, whose ends are still to come.
	older int
}

func newStreamLog(next broadcaster.Observer) *streamLog {
	return &streamLog{Observer: next, running: map[core.ManifestID]*loggedStream{}}
}

// StreamStarted implements broadcaster.Observer.
func (l *streamLog) StreamStarted(id core.ManifestID) {
	l.mu.Lock()
	s := &loggedStream{Stream: cliapi.Stream{Name: id, Started: time.Now().UTC()}}
	if before := l.running[id]; before != nil {
		s.older = before.older + 1
		l.end(before)
	}
	l.running[id] = s
	l.mu.Unlock()
	l.Observer.StreamStarted(id)
}

// StreamEnded implements broadcaster.Observer.
func (l *streamLog) StreamEnded(id core.ManifestID) {
	l.mu.Lock()
	switch s := l.running[id]; {
	case s == nil:
	case s.older > 0:
		s.older--
	default:
		l.end(s)
	}
	l.mu.Unlock()
	l.Observer.StreamEnded(id)
}

// end moves a stream to those that are over; mu is held.
func (l *streamLog) end(s *loggedStream) {
	delete(l.running, s.Name)
	s.Ended = time.Now().UTC()
	l.over = append(l.over, s.Stream)
	if n := len(l.over) - endedStreams; n > 0 {
		l.over = slices.Delete(l.over, 0, n)
	}
}

// count changes the numbers of a stream that runs.
func (l *streamLog) count(id core.ManifestID, change func(s *cliapi.Stream)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.running[id]; s != nil {
		change(&s.Stream)
	}
}

// SegmentAppeared implements broadcaster.Observer.
func (l *streamLog) SegmentAppeared(e broadcaster.SegmentEvent) {
	l.count(e.ManifestID, func(s *cliapi.Stream) {
		s.Segments++
		s.SourceBytes += uint64(max(e.Bytes, 0))
	})
	l.Observer.SegmentAppeared(e)
}

// AttemptDone implements broadcaster.Observer.
func (l *streamLog) AttemptDone(e broadcaster.AttemptEvent) {
	l.count(e.ManifestID, func(s *cliapi.Stream) {
		s.Attempts++
		if e.Swapped {
			s.Swaps++
		}
		for _, c := range []struct {
			is bool
			n  *uint64
		}{
			{e.Redundant, &s.Redundant}, {e.Hedged, &s.Hedged}, {e.Rejected, &s.Rejected}, {e.Unverified, &s.Unverified},
			{e.Err == nil && !e.Reference, &s.Accepted},
		} {
			if c.is {
				*c.n++
			}
		}
		if e.Err == nil && !e.Reference {
			s.Orchestrator = e.Orchestrator
		}
	})
	l.Observer.AttemptDone(e)
}

// SegmentDone implements broadcaster.Observer.
func (l *streamLog) SegmentDone(e broadcaster.SegmentEvent, r broadcaster.SegmentOutcome) {
	l.count(e.ManifestID, func(s *cliapi.Stream) {
		if r.Err != nil {
			s.Failed++
			return
		}
		s.Done++
		s.TranscodedBytes += uint64(max(r.Bytes, 0))
	})
	l.Observer.SegmentDone(e, r)
}

// list has those that run by name, then those that ended, the last one first.
func (l *streamLog) list() []cliapi.Stream {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]cliapi.Stream, 0, len(l.running)+len(l.over))
	for _, s := range l.running {
		all = append(all, s.Stream)
	}
	slices.SortFunc(all, func(a, b cliapi.Stream) int { return strings.Compare(string(a.Name), string(b.Name)) })
	for _, s := range slices.Backward(l.over) {
		all = append(all, s)
	}
	return all
}

// adminStreams adds what others know of the streams: by which policy they choose
// their orchestrators, and what viewers can choose from.
func (n *node) adminStreams(r *broadcasterRole, l *streamLog) func() []cliapi.Stream {
	return func() []cliapi.Stream {
		renditions := map[core.ManifestID][]string{}
		for _, played := range r.playback.Streams() {
			renditions[played.ID] = played.Renditions
		}
		all := l.list()
		for i := range all {
			s := &all[i]
			if s.Ended.IsZero() {
				s.Renditions = renditions[s.Name]
			}
			if choices, _ := n.market.chooser.Explain(s.Name); len(choices) > 0 {
				s.Policy = choices[0].Policy
			}
		}
		return all
	}
}
