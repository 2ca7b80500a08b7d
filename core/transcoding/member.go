package transcoding

import (
	"context"

	"github.com/livepeer/streamflow/core"
)

// Member is one transcoder of a pool. Its methods are called without any lock
// of the pool held, except Capacity and Capabilities, which must return at once
// and must not call the pool.
type Member interface {
	// ID names the member in logs and status: the peer's address, or "local".
	ID() string
	// Capacity is how many sessions it takes at a time.
	Capacity() int
	// Capabilities of the member; nil is a member of before capabilities.
	Capabilities() *core.Capabilities
	// Transcode does a task. A *core.TranscodeError blames the source and ends
	// the task; ErrMemberFull, ErrMemberGone, *ProtocolError and all other
	// errors let the pool try another member.
	Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error)
	// EndSession releases what is kept for a session. It must not block.
	EndSession(id core.SessionID)
}

// LocalID is the name of the local workers among a pool's members.
const LocalID = "local"

// LocalMember makes a member of a core.Transcoder in this process.
type LocalMember struct {
	transcoder   core.Transcoder
	capacity     int
	capabilities *core.Capabilities
}

// NewLocalMember returns a member that does up to capacity sessions with t.
func NewLocalMember(t core.Transcoder, capacity int, caps *core.Capabilities) *LocalMember {
	return &LocalMember{transcoder: t, capacity: capacity, capabilities: caps}
}

func (m *LocalMember) ID() string { return LocalID }

func (m *LocalMember) Capacity() int { return m.capacity }

func (m *LocalMember) Capabilities() *core.Capabilities { return m.capabilities }

func (m *LocalMember) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	return m.transcoder.Transcode(ctx, task)
}

func (m *LocalMember) EndSession(id core.SessionID) { m.transcoder.EndSession(id) }
