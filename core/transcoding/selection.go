package transcoding

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// attempts is what a task remembers of the members it was at. None of them is
// asked again, except that one that was full may have room after the task has
// failed elsewhere.
type attempts map[*Membership]attemptEnd

type attemptEnd uint8

const (
	untried attemptEnd = iota
	wasFull
	failed
)

func (a attempts) forgiveFull() {
	for m, end := range a {
		if end == wasFull {
			delete(a, m)
		}
	}
}

// choose returns the member's slot that a task is to run in, one task added to
// it: that of the session where it can go on, else one at the least loaded
// member. Errors are ErrNoTranscoders and ErrIncompatible. Needs p.mu.
func (p *Pool) choose(task *core.Task, tried attempts) (s *slot, ended *slot, err error) {
	sticky := p.sessions[task.SessionID]
	if sticky != nil && (tried[sticky.m] != untried || !compatible(task.Required, sticky.m.member.Capabilities())) {
		ended = p.unstick(sticky)
		sticky = nil
	}
	if sticky != nil && !sticky.m.draining {
		sticky.tasks++
		return sticky, ended, nil
	}
	best, err := p.leastLoaded(task, tried)
	if err != nil {
		if sticky != nil {
			sticky.tasks++
			return sticky, ended, nil
		}
		return nil, ended, err
	}
	if sticky != nil {
		ended = p.unstick(sticky)
	}
	return p.stick(task.SessionID, best), ended, nil
}

// leastLoaded looks for the compatible member with the least load for its
// capacity, suspects after all others. Needs p.mu.
func (p *Pool) leastLoaded(task *core.Task, tried attempts) (*Membership, error) {
	now := time.Now()
	var best *Membership
	anyCompatible := false
	for _, m := range p.members {
		if !compatible(task.Required, m.member.Capabilities()) {
			continue
		}
		anyCompatible = true
		if tried[m] != untried || m.draining || !m.hasRoom(task.SessionID) {
			continue
		}
		if best == nil || m.preferred(best, now) {
			best = m
		}
	}
	switch {
	case best != nil:
		return best, nil
	case len(p.members) > 0 && !anyCompatible:
		return nil, ErrIncompatible
	}
	return nil, ErrNoTranscoders
}

// hasRoom says whether the session may come: a member that still has a task of
// the session counts it already.
func (m *Membership) hasRoom(id core.SessionID) bool {
	return m.slots[id] != nil || len(m.slots) < m.member.Capacity()
}

func (m *Membership) preferred(to *Membership, now time.Time) bool {
	if a, b := now.Before(m.suspectUntil), now.Before(to.suspectUntil); a != b {
		return b
	}
	return int64(len(m.slots))*int64(to.member.Capacity()) < int64(len(to.slots))*int64(m.member.Capacity())
}

// stick makes m the member of the session and adds a task. Needs p.mu.
func (p *Pool) stick(id core.SessionID, m *Membership) *slot {
	s := m.slots[id]
	if s == nil {
		s = &slot{m: m, session: id}
		m.slots[id] = s
	}
	s.stuck = true
	s.tasks++
	p.sessions[id] = s
	return s
}

// unstick parts a session from its member. It returns the slot if nothing is
// left in it, so that the member has to be told. Needs p.mu.
func (p *Pool) unstick(s *slot) *slot {
	if s.stuck {
		s.stuck = false
		delete(p.sessions, s.session)
	}
	return p.reap(s)
}

// reap frees a slot that is neither stuck nor has tasks, and returns it if this
// call freed it. Needs p.mu.
func (p *Pool) reap(s *slot) *slot {
	if s.stuck || s.tasks > 0 || s.m.slots[s.session] != s {
		return nil
	}
	delete(s.m.slots, s.session)
	return s
}
