package transcoding_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
)

// model is what a test knows of a pool with members that do not fail: where
// each session is, and who has room.
type model struct {
	capacity map[string]int
	draining map[string]bool
	at       map[core.SessionID]string
}

func (m *model) load(id string) (n int) {
	for _, at := range m.at {
		if at == id {
			n++
		}
	}
	return n
}

func (m *model) room() bool {
	for id, c := range m.capacity {
		if !m.draining[id] && m.load(id) < c {
			return true
		}
	}
	return false
}

// TestPoolAccounting drives a pool step by step beside the model: loads,
// stickiness, refusals and capacities must agree at every moment.
func TestPoolAccounting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		pool := newPool(transcoding.PoolConfig{})
		m := &model{capacity: map[string]int{}, draining: map[string]bool{}, at: map[core.SessionID]string{}}
		members := map[string]*transcoding.Membership{}
		var served string
		n := 0
		pick := func(rt *rapid.T) string {
			if len(members) == 0 {
				rt.Skip("no members")
			}
			var ids []string
			for i := range n {
				if id := fmt.Sprint("m", i); members[id] != nil {
					ids = append(ids, id)
				}
			}
			return rapid.SampledFrom(ids).Draw(rt, "member")
		}
		rt.Repeat(map[string]func(*rapid.T){
			"join": func(rt *rapid.T) {
				id := fmt.Sprint("m", n)
				n++
				c := rapid.IntRange(1, 3).Draw(rt, "capacity")
				members[id] = pool.Join(&fakeMember{id: id, capacity: c, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
					served = id
					return result(task), nil
				}})
				m.capacity[id] = c
			},
			"leave": func(rt *rapid.T) {
				id := pick(rt)
				members[id].Leave()
				delete(members, id)
				delete(m.capacity, id)
				delete(m.draining, id)
				for s, at := range m.at {
					if at == id {
						delete(m.at, s)
					}
				}
			},
			"drain": func(rt *rapid.T) {
				id := pick(rt)
				members[id].Drain()
				m.draining[id] = true
			},
			"task": func(rt *rapid.T) {
				s := core.SessionID(fmt.Sprint("s", rapid.IntRange(0, 9).Draw(rt, "session")))
				at, sticky := m.at[s]
				room := m.room()
				_, err := pool.Transcode(t.Context(), task(s, 0))
				switch {
				case sticky && (!m.draining[at] || !room):
					require.NoError(rt, err)
					require.Equal(rt, at, served)
				case room:
					require.NoError(rt, err)
					require.False(rt, m.draining[served])
					require.NotEqual(rt, at, served)
				default:
					require.ErrorIs(rt, err, transcoding.ErrNoTranscoders)
				}
				if err == nil {
					m.at[s] = served
				}
			},
			"end": func(rt *rapid.T) {
				s := core.SessionID(fmt.Sprint("s", rapid.IntRange(0, 9).Draw(rt, "session")))
				pool.EndSession(s)
				delete(m.at, s)
			},
			"": func(rt *rapid.T) {
				total := 0
				for id, l := range load(pool) {
					require.Equal(rt, m.load(id), l, id)
					require.LessOrEqual(rt, l, m.capacity[id])
					if !m.draining[id] {
						total += m.capacity[id]
					}
				}
				require.Len(rt, load(pool), len(members))
				require.Equal(rt, total, pool.TotalCapacity())
			},
		})
	})
}

// TestPoolNeverLosesATask runs many sessions at once over members that fail,
// refuse, leave in mid-task and come back. As long as one healthy member has
// room, every task succeeds, and no member ever has more sessions than capacity.
func TestPoolNeverLosesATask(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		bad := rapid.SliceOfN(rapid.SampledFrom([]string{"fault", "full", "gone", "noise", "flaky"}), 0, 4).Draw(rt, "bad")
		sessions := rapid.IntRange(1, 6).Draw(rt, "sessions")
		tasks := rapid.IntRange(1, 8).Draw(rt, "tasks")
		pool := newPool(transcoding.PoolConfig{MaxAttempts: 1 + 10*len(bad)})
		healthy := &fakeMember{id: "healthy", capacity: sessions}
		all := &memberList{}
		all.add(healthy)
		for i, kind := range bad[:len(bad)/2] {
			(&badMember{pool: pool, id: fmt.Sprint(kind, i), kind: kind, all: all, lives: 3}).join()
		}
		pool.JoinPermanent(healthy)
		for i, kind := range bad[len(bad)/2:] {
			(&badMember{pool: pool, id: fmt.Sprint(kind, "b", i), kind: kind, all: all, lives: 3}).join()
		}
		var wg sync.WaitGroup
		errs := make(chan error, sessions*tasks)
		for s := range sessions {
			wg.Go(func() {
				id := core.SessionID(fmt.Sprint("s", s))
				var inner sync.WaitGroup
				for seq := range tasks {
					inner.Go(func() {
						_, err := pool.Transcode(t.Context(), task(id, uint64(seq)))
						errs <- err
					})
				}
				inner.Wait()
				pool.EndSession(id)
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			require.NoError(rt, err)
		}
		for _, m := range all.members {
			require.LessOrEqual(rt, m.mostSessions(), m.capacity, m.id)
		}
		for id, l := range load(pool) {
			require.Zero(rt, l, id)
		}
		require.NoError(rt, pool.Close())
	})
}

// memberList keeps all members that a test ever had.
type memberList struct {
	mu      sync.Mutex
	members []*fakeMember
}

func (l *memberList) add(m *fakeMember) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.members = append(l.members, m)
}

// badMember is a transcoder with a defect. When the pool loses it, it comes back
// at once, as many times as it has lives.
type badMember struct {
	pool     *transcoding.Pool
	id, kind string
	all      *memberList

	mu    sync.Mutex
	lives int
	calls int
}

func (b *badMember) join() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lives == 0 {
		return
	}
	b.lives--
	ready := make(chan struct{})
	var ms *transcoding.Membership
	m := &fakeMember{id: b.id, capacity: 2, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		<-ready
		return b.answer(task, ms)
	}}
	b.all.add(m)
	ms = b.pool.Join(m)
	close(ready)
}

func (b *badMember) answer(task *core.Task, ms *transcoding.Membership) (*core.Transcoded, error) {
	switch b.kind {
	case "full":
		return nil, transcoding.ErrMemberFull
	case "gone":
		ms.Leave()
		b.join()
		return nil, transcoding.ErrMemberGone
	case "noise":
		b.join()
		return nil, &transcoding.ProtocolError{Reason: "noise"}
	case "flaky":
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.calls++; b.calls%2 == 0 {
			return result(task), nil
		}
	}
	return nil, errors.New("fault")
}
