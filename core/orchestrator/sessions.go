package orchestrator

import (
	"math"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	// maxWaiting is how many segments of a session may wait behind the one that
	// is transcoded (wire.md 13).
	maxWaiting = 4
	// SessionIdle is after how long without a segment a session ends (wire.md 13).
	SessionIdle = 70 * time.Second
	// maxWork bounds what one segment counts for in a session's work, so that the
	// sum is a number.
	maxWork = math.MaxInt64 / (maxWaiting + 1)
	// mediaGrace is how long renditions outlive a session that the broadcaster
	// ended: existing ones end it while they still fetch the last of them.
	mediaGrace = 15 * time.Second
)

// sessions is the registry of live sessions; mu guards all of it.
type sessions struct {
	mu       sync.Mutex
	live     map[core.SessionID]*session
	graves   map[core.SessionID]time.Time // ended sessions, and when their media goes
	max      int
	draining bool
	changed  chan struct{} // closed and replaced when a session has gone
}

// session is one live session; the registry's mu guards it, but for slot.
type session struct {
	id       core.SessionID
	admitted int       // segments uploading, waiting or in work
	work     int64     // pixels that those are expected to bring
	proven   bool      // a segment has come in whole
	ended    bool      // goes when the last admitted segment is done
	lastUsed time.Time // when the last admitted segment was done
	slot     chan struct{}
}

func newSessions(limit int) *sessions {
	return &sessions{
		live: make(map[core.SessionID]*session), graves: make(map[core.SessionID]time.Time),
		max: limit, changed: make(chan struct{}),
	}
}

// enter admits one more segment, which is expected to bring so many pixels, and
// returns how many all that are under way in the session are. Errors:
// core.ErrOrchestratorCapped for a new session that finds no room,
// core.ErrOrchestratorBusy for a full queue.
func (r *sessions) enter(id core.SessionID, pixels int64) (s *session, work int64, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s = r.live[id]
	if s == nil {
		if r.full() {
			return nil, 0, core.ErrOrchestratorCapped
		}
		s = &session{id: id, slot: make(chan struct{}, 1)}
		r.live[id] = s
		delete(r.graves, id)
	}
	if s.admitted > maxWaiting {
		return nil, 0, core.ErrOrchestratorBusy
	}
	s.admitted++
	s.work += min(pixels, maxWork)
	s.ended = false
	return s, s.work, nil
}

// settle says that a segment's pixels are charged, or never will be.
func (r *sessions) settle(s *session, pixels int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.work -= min(pixels, maxWork)
}

// leave says that an admitted segment is done; whole, if it came in at all. It
// returns true when the session has gone with it.
func (r *sessions) leave(s *session, whole bool, now time.Time) (gone bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.admitted--
	s.lastUsed = now
	s.proven = s.proven || whole
	if s.admitted > 0 || s.proven && !s.ended {
		return false
	}
	r.remove(s, now.Add(mediaGrace))
	return true
}

// end ends a session at once, or after its admitted segments. It returns true
// when the session has gone.
func (r *sessions) end(id core.SessionID, now time.Time) (gone bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.live[id]
	if s == nil {
		return false
	}
	if s.admitted > 0 {
		s.ended = true
		return false
	}
	r.remove(s, now.Add(mediaGrace))
	return true
}

// sweep ends idle sessions and returns them, and all sessions whose media is to
// go, idle ones among them.
func (r *sessions) sweep(now time.Time) (ended, media []core.SessionID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, s := range r.live {
		if s.admitted == 0 && now.Sub(s.lastUsed) >= SessionIdle {
			r.remove(s, now)
			ended = append(ended, id)
		}
	}
	for id, at := range r.graves {
		if !now.Before(at) {
			delete(r.graves, id)
			media = append(media, id)
		}
	}
	return ended, media
}

// remove takes a session out; the caller holds mu.
func (r *sessions) remove(s *session, mediaUntil time.Time) {
	delete(r.live, s.id)
	r.graves[s.id] = mediaUntil
	close(r.changed)
	r.changed = make(chan struct{})
}

// full says whether no new session may start; the caller holds mu.
func (r *sessions) full() bool { return r.draining || len(r.live) >= r.max }

func (r *sessions) capped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.full()
}

func (r *sessions) isDraining() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.draining
}

// newID returns an id that no session has or had lately.
func (r *sessions) newID() core.SessionID {
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		id := core.SessionID(core.RandomID(4))
		_, buried := r.graves[id]
		if r.live[id] == nil && !buried {
			return id
		}
	}
}

func (r *sessions) count() (live, limit int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.live), r.max
}

func (r *sessions) set(change func(r *sessions)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r)
}

// emptied returns nil when there is no session, else a channel that is closed
// when the next one has gone.
func (r *sessions) emptied() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.live) == 0 {
		return nil
	}
	return r.changed
}

func (r *sessions) ids() []core.SessionID {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := make([]core.SessionID, 0, len(r.live))
	for id := range r.live {
		ids = append(ids, id)
	}
	return ids
}
