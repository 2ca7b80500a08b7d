package transcoding

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// Membership is a member's place in a pool.
type Membership struct {
	pool      *Pool
	member    Member
	permanent bool
	done      chan struct{} // closed when the member is out of the pool

	// guarded by pool.mu:
	slots        map[core.SessionID]*slot
	draining     bool
	gone         bool
	faults       int       // in a row
	suspectUntil time.Time // until then it is chosen after all others
}

// Done is closed when the member is out of the pool: it left, the pool dropped
// it, or the pool was closed.
func (m *Membership) Done() <-chan struct{} { return m.done }

// Leave takes the member out of the pool. Its sessions move to other members
// with their next tasks. Leave may be called more than once.
func (m *Membership) Leave() { m.pool.remove(m, nil) }

// Drain keeps the member for the sessions that have nowhere else to go: it gets
// no new ones, and those it has move to members with room as their next tasks
// come.
func (m *Membership) Drain() {
	m.pool.mu.Lock()
	m.draining = true
	m.pool.mu.Unlock()
	m.pool.publish()
}

// slot is one session's place at one member. It exists while the session sticks
// to the member or has tasks there. All fields are guarded by pool.mu.
type slot struct {
	m       *Membership
	session core.SessionID
	stuck   bool // further tasks of the session come here
	tasks   int  // running
}

// A suspect is a member whose last task failed. Since such a member is idle, it
// would otherwise draw every new session to itself.
const (
	minSuspicion = time.Second
	maxSuspicion = time.Minute
)

// noteFault makes the member a suspect for a time that doubles with each fault
// in a row. Needs pool.mu.
func (m *Membership) noteFault(now time.Time) {
	m.faults++
	m.suspectUntil = now.Add(min(minSuspicion<<min(m.faults-1, 10), maxSuspicion))
}

// noteSuccess needs pool.mu.
func (m *Membership) noteSuccess() {
	m.faults = 0
	m.suspectUntil = time.Time{}
}
