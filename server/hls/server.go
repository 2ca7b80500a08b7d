package hls

import (
	"cmp"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// maxEnded bounds the streams that linger after their end, in number.
const maxEnded = 256

// Server keeps the newest segments of all streams and serves them. It
// implements broadcaster.Outputs and, for paths under /stream/, http.Handler.
type Server struct {
	cfg Config
	log *slog.Logger
	obs Observer

	// guarded by mu, with all that hangs below streams:
	mu      sync.Mutex
	streams map[core.ManifestID]*stream
	current core.ManifestID // opened last
	bytes   int64           // media held
	closed  bool
}

// New returns a server; cfg must be valid.
func New(cfg Config) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, log: cfg.Log, obs: cfg.Observer, streams: make(map[core.ManifestID]*stream)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.obs == nil {
		s.obs = noObserver{}
	}
	return s, nil
}

// Open starts the output of a stream. A stream of that name that ended a short
// while ago goes on; one that was not ended is taken over, and what its old
// output still writes is dropped.
func (s *Server) Open(id core.ManifestID, profiles []core.Profile) broadcaster.Output {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.streams[id]
	if st == nil {
		st = newStream(id)
		s.streams[id] = st
	} else {
		st.revive()
	}
	s.releaseTracks(st, st.setProfiles(profiles))
	s.current = id
	st.generation++
	st.notify()
	return &output{server: s, stream: st, generation: st.generation, log: s.log.With("manifest", id)}
}

// Close drops all streams. Requests that are being answered end normally.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, st := range s.streams {
		s.forget(st)
	}
	return nil
}

// StreamInfo describes a stream that can be played.
type StreamInfo struct {
	ID core.ManifestID
	// Renditions by name, the source first.
	Renditions []string
	// Ended streams stay listed while they linger.
	Ended bool
}

// Streams lists what can be played now, in the order of the names.
func (s *Server) Streams() []StreamInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	var infos []StreamInfo
	for _, st := range s.streams {
		info := StreamInfo{ID: st.id, Ended: st.ended}
		for _, t := range st.visible() {
			info.Renditions = append(info.Renditions, t.name)
		}
		if len(info.Renditions) > 0 {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b StreamInfo) int { return cmp.Compare(a.ID, b.ID) })
	return infos
}

// end marks st as over and sets the clock for its removal. s.mu is held.
func (s *Server) end(st *stream) {
	st.end()
	generation := st.generation
	st.expiry = time.AfterFunc(s.cfg.Linger, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if st.ended && st.generation == generation {
			s.forget(st)
		}
	})
	if ended := s.endedStreams(); len(ended) > maxEnded {
		s.forget(ended[0])
	}
}

// forget drops st with all its media. s.mu is held.
func (s *Server) forget(st *stream) {
	if st.expiry != nil {
		st.expiry.Stop()
	}
	st.generation++ // whoever still writes is ignored
	st.ended = true
	if s.streams[st.id] == st {
		delete(s.streams, st.id)
	}
	s.bytes -= st.bytes
	st.bytes = 0
	s.obs.BytesHeld(s.bytes)
	st.notify()
}

// endedStreams are those that linger, the one that ended first first.
func (s *Server) endedStreams() []*stream {
	var ended []*stream
	for _, st := range s.streams {
		if st.ended {
			ended = append(ended, st)
		}
	}
	slices.SortFunc(ended, func(a, b *stream) int { return a.endedAt.Compare(b.endedAt) })
	return ended
}
