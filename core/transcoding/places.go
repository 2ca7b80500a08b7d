package transcoding

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// place names one session of one orchestrator: two of them may use one id.
type place struct {
	link    int // index of the orchestrator
	session core.SessionID
}

// tenancy is what an agent keeps of a session: one unit of its capacity.
type tenancy struct {
	tasks int
	used  time.Time // when its last task came or was done
	ended bool      // by the orchestrator; freed with its last task
}

// Bounds on what orchestrators can pile up on an agent. An orchestrator of the
// network has at most 4 segments of a session in its queue (wire.md 13).
const maxTasksPerSession = 16

// admit takes a task in: into its session's place, or into a free one.
// ErrMemberFull says that there is none.
func (a *Agent) admit(p place) error {
	a.mu.Lock()
	var freed []core.SessionID
	defer func() {
		a.mu.Unlock()
		a.release(freed)
	}()
	now := time.Now()
	t := a.places[p]
	if t == nil {
		if len(a.places) >= a.cfg.Capacity {
			freed = a.evictIdle(now)
		}
		if len(a.places) >= a.cfg.Capacity {
			return ErrMemberFull
		}
		t = &tenancy{}
		a.places[p] = t
	}
	if t.tasks >= maxTasksPerSession {
		return ErrMemberFull
	}
	t.tasks++
	t.used = now
	t.ended = false
	return nil
}

// evictIdle frees the places of sessions that nobody ended. Needs a.mu.
func (a *Agent) evictIdle(now time.Time) (freed []core.SessionID) {
	for p, t := range a.places {
		if t.tasks == 0 && now.Sub(t.used) >= a.cfg.SessionIdle {
			delete(a.places, p)
			freed = append(freed, p.session)
		}
	}
	return freed
}

// finish takes a task out.
func (a *Agent) finish(p place) {
	a.mu.Lock()
	t := a.places[p]
	t.tasks--
	t.used = time.Now()
	free := t.ended && t.tasks == 0
	if free {
		delete(a.places, p)
	}
	a.mu.Unlock()
	if free {
		a.release([]core.SessionID{p.session})
	}
}

// end frees the session's place, now or with its last task.
func (a *Agent) end(p place) {
	a.mu.Lock()
	t := a.places[p]
	free := t != nil && t.tasks == 0
	if free {
		delete(a.places, p)
	} else if t != nil {
		t.ended = true
	}
	a.mu.Unlock()
	if free {
		a.release([]core.SessionID{p.session})
	}
}

// endAll ends all sessions of a link, when its registration is over.
func (a *Agent) endAll(link int) {
	a.mu.Lock()
	var all []place
	for p := range a.places {
		if p.link == link {
			all = append(all, p)
		}
	}
	a.mu.Unlock()
	for _, p := range all {
		a.end(p)
	}
}

// occupied counts the places that a link's sessions have.
func (a *Agent) occupied(link int) (sessions int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for p := range a.places {
		if p.link == link {
			sessions++
		}
	}
	return sessions
}

func (a *Agent) release(sessions []core.SessionID) {
	for _, id := range sessions {
		a.cfg.Transcoder.EndSession(id)
	}
}
