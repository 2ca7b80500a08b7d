package transcoding_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
)

func newPool(cfg transcoding.PoolConfig) *transcoding.Pool {
	if cfg.JoinWait == 0 {
		cfg.JoinWait = -1
	}
	return transcoding.NewPool(cfg)
}

func load(p *transcoding.Pool) map[string]int {
	loads := map[string]int{}
	for _, m := range p.Status().RegisteredTranscoders {
		loads[m.Address] = m.Load
	}
	return loads
}

func fails(err error) func(context.Context, *core.Task) (*core.Transcoded, error) {
	return func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, err }
}

func TestPoolSticksSessions(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	a, b := &fakeMember{id: "a", capacity: 4}, &fakeMember{id: "b", capacity: 4}
	pool.Join(a)
	pool.Join(b)
	for seq := range uint64(5) {
		_, err := pool.Transcode(t.Context(), task("s1", seq))
		require.NoError(t, err)
		_, err = pool.Transcode(t.Context(), task("s2", 100+seq))
		require.NoError(t, err)
	}
	require.Equal(t, []uint64{0, 1, 2, 3, 4}, a.tasks)
	require.Equal(t, []uint64{100, 101, 102, 103, 104}, b.tasks)
	require.Equal(t, map[string]int{"a": 1, "b": 1}, load(pool))

	pool.EndSession("s1")
	pool.EndSession("s1")
	pool.EndSession("unknown")
	require.Equal(t, []core.SessionID{"s1"}, a.endedSessions())
	require.Equal(t, map[string]int{"a": 0, "b": 1}, load(pool))
}

func TestPoolSpreadsByLoadForCapacity(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	pool.Join(&fakeMember{id: "small", capacity: 2})
	pool.Join(&fakeMember{id: "large", capacity: 6})
	require.Equal(t, 8, pool.TotalCapacity())
	for i := range 4 {
		_, err := pool.Transcode(t.Context(), task(core.SessionID(rune('a'+i)), 0))
		require.NoError(t, err)
	}
	require.Equal(t, map[string]int{"small": 1, "large": 3}, load(pool))
	for i := 4; i < 8; i++ {
		_, err := pool.Transcode(t.Context(), task(core.SessionID(rune('a'+i)), 0))
		require.NoError(t, err)
	}
	require.Equal(t, map[string]int{"small": 2, "large": 6}, load(pool))

	_, err := pool.Transcode(t.Context(), task("one too many", 0))
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)
	require.EqualError(t, err, "no transcoders available")
	_, err = pool.Transcode(t.Context(), task("a", 1))
	require.NoError(t, err, "a running session always passes")
	pool.EndSession("a")
	_, err = pool.Transcode(t.Context(), task("one too many", 0))
	require.NoError(t, err)
}

func TestPoolMatchesCapabilities(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	job := task("s", 0)
	job.Required = core.NewCapabilities("", core.CapH264, core.CapHEVCDecode)
	job.Required.MinVersion = "99.0.0" // is about the orchestrator

	_, err := pool.Transcode(t.Context(), job)
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)

	plain := &fakeMember{id: "plain", capacity: 9, caps: core.NewCapabilities("0.9.1", core.CapH264)}
	pool.Join(plain)
	_, err = pool.Transcode(t.Context(), job)
	require.ErrorIs(t, err, transcoding.ErrIncompatible)
	require.EqualError(t, err, "no transcoders can provide requested capabilities")

	hevc := &fakeMember{id: "hevc", capacity: 1, caps: core.NewCapabilities("0.9.1", core.CapH264, core.CapHEVCDecode)}
	pool.Join(hevc)
	_, err = pool.Transcode(t.Context(), job)
	require.NoError(t, err)
	require.Equal(t, 1, hevc.taskCount())

	other := task("s2", 0)
	other.Required = job.Required
	_, err = pool.Transcode(t.Context(), other)
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders, "compatible, but busy")
}

// A source that changes its codec in mid-stream moves to a member that can.
func TestPoolMovesSessionThatNeedsMore(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	plain := &fakeMember{id: "plain", capacity: 9, caps: core.NewCapabilities("", core.CapH264)}
	pool.Join(plain)
	pool.Join(&fakeMember{id: "hevc", capacity: 1, caps: core.NewCapabilities("", core.CapHEVCDecode)})
	first := task("s", 0)
	first.Required = core.NewCapabilities("", core.CapH264)
	_, err := pool.Transcode(t.Context(), first)
	require.NoError(t, err)
	second := task("s", 1)
	second.Required = core.NewCapabilities("", core.CapHEVCDecode)
	_, err = pool.Transcode(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"plain": 0, "hevc": 1}, load(pool))
	require.Equal(t, []core.SessionID{"s"}, plain.endedSessions())
}

func TestPoolErrors(t *testing.T) {
	t.Parallel()
	source := &core.TranscodeError{Code: core.InvalidVideo}
	tests := map[string]struct {
		first     error
		wantErr   error // nil when the second member saves the task
		wantTasks int   // at the second member
		dropped   bool
	}{
		"err_source_is_not_retried":  {first: source, wantErr: source},
		"ok_fault_is_retried":        {first: &core.RemoteError{Text: "out of memory"}, wantTasks: 1},
		"ok_gone":                    {first: transcoding.ErrMemberGone, wantTasks: 1},
		"ok_full":                    {first: transcoding.ErrMemberFull, wantTasks: 1},
		"ok_protocol_break_is_fatal": {first: &transcoding.ProtocolError{Reason: "noise"}, wantTasks: 1, dropped: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := newPool(transcoding.PoolConfig{})
			bad := &fakeMember{id: "bad", capacity: 1, do: fails(tc.first)}
			good := &fakeMember{id: "good", capacity: 1}
			ms := pool.Join(bad)
			pool.Join(good)
			_, err := pool.Transcode(t.Context(), task("s", 0))
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, tc.wantTasks, good.taskCount())
			require.Equal(t, 0, load(pool)["bad"], "every error un-sticks the session")
			select {
			case <-ms.Done():
				require.True(t, tc.dropped)
				require.Empty(t, bad.endedSessions())
			default:
				require.False(t, tc.dropped)
				require.Equal(t, []core.SessionID{"s"}, bad.endedSessions())
			}
		})
	}
}

func TestPoolWrongNumberOfRenditionsIsAProtocolError(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	pool.Join(&fakeMember{id: "bad", capacity: 1, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		return &core.Transcoded{Renditions: make([]core.Rendition, len(task.Profiles)-1)}, nil
	}})
	_, err := pool.Transcode(t.Context(), task("s", 0))
	var broken *transcoding.ProtocolError
	require.ErrorAs(t, err, &broken)
	require.Zero(t, pool.Status().RegisteredTranscodersNumber)
}

func TestPoolAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{MaxAttempts: 2})
	fault := errors.New("fault")
	members := make([]*fakeMember, 5)
	for i := range members {
		members[i] = &fakeMember{id: string(rune('a' + i)), capacity: 1, do: fails(fault)}
		pool.Join(members[i])
	}
	_, err := pool.Transcode(t.Context(), task("s", 0))
	require.ErrorIs(t, err, fault)
	total := 0
	for _, m := range members {
		total += m.taskCount()
		require.LessOrEqual(t, m.taskCount(), 1)
	}
	require.Equal(t, 2, total)
}

// All members full is "busy", and being full is no reason to be avoided later.
func TestPoolFullMembers(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{MaxAttempts: 1})
	full := true
	a := &fakeMember{id: "a", capacity: 9, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		if full {
			return nil, transcoding.ErrMemberFull
		}
		return result(task), nil
	}}
	pool.Join(a)
	pool.Join(&fakeMember{id: "b", capacity: 9, do: fails(transcoding.ErrMemberFull)})
	_, err := pool.Transcode(t.Context(), task("s", 0))
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)
	require.Equal(t, 1, a.taskCount())
	full = false
	_, err = pool.Transcode(t.Context(), task("s", 1))
	require.NoError(t, err)
}

// A member that was full may have room by the time another has failed.
func TestPoolAsksFullMemberAgain(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	full := true
	pool.Join(&fakeMember{id: "full at first", capacity: 9, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		if full {
			return nil, transcoding.ErrMemberFull
		}
		return result(task), nil
	}})
	pool.Join(&fakeMember{id: "dying", capacity: 9, do: func(context.Context, *core.Task) (*core.Transcoded, error) {
		full = false
		return nil, transcoding.ErrMemberGone
	}})
	_, err := pool.Transcode(t.Context(), task("s", 0))
	require.NoError(t, err)
}

// A member that fails at once is always idle. It must not draw every session.
func TestPoolAvoidsFaultyMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool := newPool(transcoding.PoolConfig{})
		broken := true
		bad := &fakeMember{id: "bad", capacity: 50, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
			if broken {
				return nil, errors.New("no graphics card")
			}
			return result(task), nil
		}}
		pool.Join(bad)
		pool.Join(&fakeMember{id: "good", capacity: 50})
		for i := range 20 {
			_, err := pool.Transcode(t.Context(), task(core.SessionID(rune('a'+i)), 0))
			require.NoError(t, err)
		}
		require.Equal(t, 1, bad.taskCount())
		broken = false
		time.Sleep(2 * time.Second) // in the bubble's time
		_, err := pool.Transcode(t.Context(), task("later", 0))
		require.NoError(t, err)
		require.Equal(t, 2, bad.taskCount(), "suspicion ends")
	})
}

func TestPoolTimeout(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	synctest.Test(t, func(t *testing.T) {
		pool := newPool(transcoding.PoolConfig{})
		remote := pool.Join(&fakeMember{id: "remote", capacity: 1, do: hang})
		start := time.Now()
		long := task("s", 0)
		long.Duration = 5 * time.Second
		_, err := pool.Transcode(t.Context(), long)
		require.ErrorIs(t, err, transcoding.ErrTimeout)
		require.EqualError(t, err, "Remote transcoder took too long")
		require.Equal(t, 20*time.Second, time.Since(start))
		<-remote.Done()

		pool.JoinPermanent(&fakeMember{id: "local", capacity: 1, do: hang})
		start = time.Now()
		_, err = pool.Transcode(t.Context(), task("s", 1))
		require.ErrorIs(t, err, transcoding.ErrTimeout)
		require.Equal(t, 8*time.Second, time.Since(start))
		require.Equal(t, 1, pool.Status().RegisteredTranscodersNumber, "nothing would bring local workers back")
	})
}

// A caller that gives up says nothing of the member.
func TestPoolCallerCancels(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool := newPool(transcoding.PoolConfig{})
		pool.Join(&fakeMember{id: "a", capacity: 1, do: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
			<-ctx.Done()
			return nil, errors.New("whatever")
		}})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := pool.Transcode(ctx, task("s", 0))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, map[string]int{"a": 0}, load(pool))
	})
}

func TestPoolWaitsForRejoin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool := newPool(transcoding.PoolConfig{JoinWait: 2 * time.Second})
		var old *transcoding.Membership
		dies := &fakeMember{id: "dies", capacity: 1, do: func(context.Context, *core.Task) (*core.Transcoded, error) {
			old.Leave()
			return nil, transcoding.ErrMemberGone
		}}
		old = pool.Join(dies)
		again := &fakeMember{id: "again", capacity: 1}
		time.AfterFunc(time.Second, func() { pool.Join(again) })
		_, err := pool.Transcode(t.Context(), task("s", 0))
		require.NoError(t, err)
		require.Equal(t, 1, again.taskCount())

		empty := newPool(transcoding.PoolConfig{JoinWait: 2 * time.Second})
		start := time.Now()
		_, err = empty.Transcode(t.Context(), task("s", 0))
		require.ErrorIs(t, err, transcoding.ErrNoTranscoders)
		require.Equal(t, 2*time.Second, time.Since(start))
	})
}

func TestPoolDrain(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	a, b := &fakeMember{id: "a", capacity: 2}, &fakeMember{id: "b", capacity: 2}
	memberA := pool.Join(a)
	for _, s := range []core.SessionID{"s1", "s2"} {
		_, err := pool.Transcode(t.Context(), task(s, 0))
		require.NoError(t, err)
	}
	memberA.Drain()
	require.Equal(t, 0, pool.TotalCapacity())
	require.True(t, pool.Status().RegisteredTranscoders[0].Draining)
	_, err := pool.Transcode(t.Context(), task("s1", 1))
	require.NoError(t, err, "there is no other: a running session goes on")
	_, err = pool.Transcode(t.Context(), task("new", 0))
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)

	pool.Join(b)
	_, err = pool.Transcode(t.Context(), task("s1", 2))
	require.NoError(t, err)
	require.Equal(t, []uint64{2}, b.tasks)
	require.Equal(t, []core.SessionID{"s1"}, a.endedSessions())
	require.Equal(t, map[string]int{"a": 1, "b": 1}, load(pool))
}

// A session that ends while a task of it runs keeps its place until the task is
// done, and the member is told after that.
func TestPoolEndSessionWaitsForTasks(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	started, finish := make(chan struct{}), make(chan struct{})
	a := &fakeMember{id: "a", capacity: 1, do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
		close(started)
		<-finish
		return result(task), nil
	}}
	pool.Join(a)
	done := make(chan error)
	go func() {
		_, err := pool.Transcode(t.Context(), task("s", 0))
		done <- err
	}()
	<-started
	pool.EndSession("s")
	require.Empty(t, a.endedSessions())
	_, err := pool.Transcode(t.Context(), task("other", 0))
	require.ErrorIs(t, err, transcoding.ErrNoTranscoders)
	close(finish)
	require.NoError(t, <-done)
	require.Equal(t, []core.SessionID{"s"}, a.endedSessions())
	require.Equal(t, map[string]int{"a": 0}, load(pool))
}

func TestPoolClose(t *testing.T) {
	t.Parallel()
	pool := newPool(transcoding.PoolConfig{})
	started := make(chan struct{})
	ms := pool.Join(&fakeMember{id: "a", capacity: 1, do: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
		close(started)
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	done := make(chan error, 1)
	go func() {
		_, err := pool.Transcode(t.Context(), task("s", 0))
		done <- err
	}()
	<-started
	require.NoError(t, pool.Close())
	require.NoError(t, pool.Close())
	require.ErrorIs(t, <-done, transcoding.ErrClosed)
	<-ms.Done()
	_, err := pool.Transcode(t.Context(), task("s", 1))
	require.ErrorIs(t, err, transcoding.ErrClosed)
	<-pool.Join(&fakeMember{id: "late", capacity: 1}).Done()
}

func TestPoolObserver(t *testing.T) {
	t.Parallel()
	obs := &recorder{}
	var totals []int
	pool := newPool(transcoding.PoolConfig{Observer: obs, CapacityChanged: func(n int) { totals = append(totals, n) }})
	pool.Join(&fakeMember{id: "bad", capacity: 2, do: fails(&transcoding.ProtocolError{Reason: "x"})})
	pool.Join(&fakeMember{id: "good", capacity: 3})
	_, err := pool.Transcode(t.Context(), task("s", 0))
	require.NoError(t, err)
	require.Equal(t, [3]int{1, 3, 1}, obs.last)
	require.Equal(t, []string{"bad"}, obs.retried)
	require.Equal(t, []string{"bad"}, obs.dropped)
	require.Equal(t, []string{"bad", "good"}, obs.done)
	require.Equal(t, 2, totals[0])
	require.Contains(t, totals, 5)
	require.Equal(t, 3, totals[len(totals)-1])
}

type recorder struct {
	mu                     sync.Mutex
	last                   [3]int
	retried, dropped, done []string
}

func (r *recorder) PoolChanged(n, capacity, load int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = [3]int{n, capacity, load}
}

func (r *recorder) TaskDone(m string, _ time.Duration, _ error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = append(r.done, m)
}

func (r *recorder) TaskRetried(m string, _ error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retried = append(r.retried, m)
}

func (r *recorder) MemberDropped(m string, _ error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dropped = append(r.dropped, m)
}
