package transcoding_test

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// fakeMember is a transcoding.Member that does what its function says, and
// keeps what it was asked.
type fakeMember struct {
	id       string
	capacity int
	caps     *core.Capabilities
	do       func(ctx context.Context, task *core.Task) (*core.Transcoded, error) // nil succeeds at once

	mu      sync.Mutex
	running map[core.SessionID]int
	most    int // sessions at a time
	tasks   []uint64
	ended   []core.SessionID
}

func (m *fakeMember) ID() string                       { return m.id }
func (m *fakeMember) Capacity() int                    { return m.capacity }
func (m *fakeMember) Capabilities() *core.Capabilities { return m.caps }

func (m *fakeMember) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	m.mu.Lock()
	if m.running == nil {
		m.running = map[core.SessionID]int{}
	}
	m.running[task.SessionID]++
	m.most = max(m.most, len(m.running))
	m.tasks = append(m.tasks, task.Seq)
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.running[task.SessionID]--; m.running[task.SessionID] == 0 {
			delete(m.running, task.SessionID)
		}
	}()
	if m.do != nil {
		return m.do(ctx, task)
	}
	return result(task), nil
}

func (m *fakeMember) EndSession(id core.SessionID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = append(m.ended, id)
}

func (m *fakeMember) endedSessions() []core.SessionID {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]core.SessionID(nil), m.ended...)
}

func (m *fakeMember) taskCount() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.tasks)
}

func (m *fakeMember) mostSessions() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.most
}

func result(task *core.Task) *core.Transcoded {
	return &core.Transcoded{DecodedPixels: 100, Renditions: make([]core.Rendition, len(task.Profiles))}
}

func task(session core.SessionID, seq uint64) *core.Task {
	return &core.Task{
		SessionID: session, ManifestID: "m", Seq: seq, Duration: 2 * time.Second,
		Source: core.NewSource([]byte("source")), Profiles: core.Presets()[:2],
	}
}
