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

// fakeOrchestrator accepts registrations unless register says otherwise.
type fakeOrchestrator struct {
	uri      string
	register func() (transcoding.Registration, error)
	offers   chan transcoding.Offer

	mu       sync.Mutex
	attempts []time.Time
}

func (o *fakeOrchestrator) URI() string { return o.uri }

func (o *fakeOrchestrator) Register(_ context.Context, offer transcoding.Offer) (transcoding.Registration, error) {
	o.mu.Lock()
	o.attempts = append(o.attempts, time.Now())
	o.mu.Unlock()
	if o.offers != nil {
		o.offers <- offer
	}
	return o.register()
}

func (o *fakeOrchestrator) tries() []time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]time.Time(nil), o.attempts...)
}

type report struct {
	id  int64
	out *core.Transcoded
	err error
}

// fakeRegistration is fed through next and keeps its reports.
type fakeRegistration struct {
	next    chan *transcoding.Job
	end     chan error // what ends it
	reports chan report
	hold    chan struct{} // not nil: Report returns when it is closed
	drained chan struct{}
	drain   error
	fetch   func(ctx context.Context, soon func(*core.Source)) (*core.Source, error)
	closing sync.Once
	closed  chan struct{}
}

func newRegistration() *fakeRegistration {
	return &fakeRegistration{
		next: make(chan *transcoding.Job), end: make(chan error, 1), reports: make(chan report, 100),
		drained: make(chan struct{}, 1), closed: make(chan struct{}),
	}
}

func (r *fakeRegistration) Next(ctx context.Context) (*transcoding.Job, error) {
	select {
	case j := <-r.next:
		return j, nil
	case err := <-r.end:
		return nil, err
	case <-r.closed:
		return nil, errors.New("closed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (r *fakeRegistration) Fetch(ctx context.Context, _ *transcoding.Job, soon func(*core.Source)) (*core.Source, error) {
	if r.fetch != nil {
		return r.fetch(ctx, soon)
	}
	return core.NewSource([]byte("fetched")), nil
}

func (r *fakeRegistration) Report(_ context.Context, job *transcoding.Job, out *core.Transcoded, err error) error {
	r.reports <- report{job.ID, out, err}
	if r.hold != nil {
		<-r.hold
	}
	return nil
}

func (r *fakeRegistration) Drain(context.Context) error {
	r.drained <- struct{}{}
	return r.drain
}

func (r *fakeRegistration) Close() error {
	r.closing.Do(func() { close(r.closed) })
	return nil
}

func accepting(uri string, regs ...*fakeRegistration) *fakeOrchestrator {
	queue := make(chan *fakeRegistration, len(regs))
	for _, r := range regs {
		queue <- r
	}
	return &fakeOrchestrator{uri: uri, register: func() (transcoding.Registration, error) {
		select {
		case r := <-queue:
			return r, nil
		default:
			return nil, errors.New("connection refused")
		}
	}}
}

func startAgent(t *testing.T, cfg transcoding.AgentConfig) *transcoding.Agent {
	if cfg.Capacity == 0 {
		cfg.Capacity = 2
	}
	a, err := transcoding.NewAgent(cfg)
	require.NoError(t, err)
	require.NoError(t, a.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	return a
}

func job(id int64, session core.SessionID) *transcoding.Job {
	tk := task(session, uint64(id))
	tk.Source = nil
	return &transcoding.Job{ID: id, Task: tk, SourceURL: "https://o/x"}
}

func ended(session core.SessionID) *transcoding.Job { return &transcoding.Job{Ended: session} }

func TestAgentConfig(t *testing.T) {
	t.Parallel()
	good := transcoding.AgentConfig{Transcoder: &fakeMember{}, Orchestrators: []transcoding.Orchestrator{accepting("o")}, Capacity: 1}
	require.NoError(t, good.Validate())
	for _, change := range []func(*transcoding.AgentConfig){
		func(c *transcoding.AgentConfig) { c.Transcoder = nil },
		func(c *transcoding.AgentConfig) { c.Orchestrators = nil },
		func(c *transcoding.AgentConfig) { c.Capacity = 0 },
	} {
		bad := good
		change(&bad)
		_, err := transcoding.NewAgent(bad)
		require.Error(t, err)
	}
	idle, err := transcoding.NewAgent(good)
	require.NoError(t, err)
	require.NoError(t, idle.Close(), "never started")
}

func TestAgentDoesJobs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		job     func(*transcoding.Job)
		fetch   func(context.Context, func(*core.Source)) (*core.Source, error)
		do      func(context.Context, *core.Task) (*core.Transcoded, error)
		wantErr error
	}{
		"ok": {},
		"err_incompatible": {
			job:     func(j *transcoding.Job) { j.Task.Required = core.NewCapabilities("", core.CapVP9Decode) },
			wantErr: transcoding.ErrIncompatibleTask,
		},
		"err_fetch":  {fetch: func(context.Context, func(*core.Source)) (*core.Source, error) { return nil, context.DeadlineExceeded }, wantErr: context.DeadlineExceeded},
		"err_source": {do: fails(&core.TranscodeError{Code: core.NoKeyframes}), wantErr: &core.TranscodeError{Code: core.NoKeyframes}},
		"err_mismatch": {
			do: func(context.Context, *core.Task) (*core.Transcoded, error) {
				return &core.Transcoded{Renditions: make([]core.Rendition, 1)}, nil
			},
			wantErr: transcoding.ErrProfileMismatch,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reg := newRegistration()
			reg.fetch = tc.fetch
			var source []byte
			worker := &fakeMember{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
				source, _ = task.Source.Bytes(ctx)
				if tc.do != nil {
					return tc.do(ctx, task)
				}
				return result(task), nil
			}}
			o := accepting("o", reg)
			o.offers = make(chan transcoding.Offer, 1)
			startAgent(t, transcoding.AgentConfig{Transcoder: worker, Orchestrators: []transcoding.Orchestrator{o}, Capacity: 3})
			require.Equal(t, 3, (<-o.offers).Capacity)
			j := job(7, "s")
			if tc.job != nil {
				tc.job(j)
			}
			reg.next <- j
			r := <-reg.reports
			require.EqualValues(t, 7, r.id)
			if tc.wantErr != nil {
				require.ErrorIs(t, r.err, tc.wantErr)
				return
			}
			require.NoError(t, r.err)
			require.Len(t, r.out.Renditions, 2)
			require.Equal(t, "fetched", string(source))
		})
	}
}

// One capacity for all orchestrators: a session of one leaves no room for
// another's until it is ended or long without tasks.
func TestAgentSharesCapacity(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := newRegistration(), newRegistration()
		worker := &fakeMember{}
		agent := startAgent(t, transcoding.AgentConfig{
			Transcoder: worker, Orchestrators: []transcoding.Orchestrator{accepting("a", a), accepting("b", b)}, Capacity: 1,
		})
		a.next <- job(1, "s")
		require.NoError(t, (<-a.reports).err)
		b.next <- job(2, "s") // the same id, but another's session
		require.ErrorIs(t, (<-b.reports).err, transcoding.ErrMemberFull)
		a.next <- job(3, "s")
		require.NoError(t, (<-a.reports).err)
		a.next <- ended("s")
		synctest.Wait()
		require.Equal(t, []core.SessionID{"s"}, worker.endedSessions())
		b.next <- job(4, "s")
		require.NoError(t, (<-b.reports).err)

		time.Sleep(time.Minute)
		a.next <- job(5, "t")
		require.ErrorIs(t, (<-a.reports).err, transcoding.ErrMemberFull)
		time.Sleep(time.Minute)
		a.next <- job(6, "t")
		require.NoError(t, (<-a.reports).err)
		require.Len(t, worker.endedSessions(), 2)
		require.NoError(t, agent.Close())
	})
}

func TestAgentBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg, again := newRegistration(), newRegistration()
		o := accepting("o", reg, again)
		agent := startAgent(t, transcoding.AgentConfig{Transcoder: &fakeMember{}, Orchestrators: []transcoding.Orchestrator{o}})
		time.Sleep(time.Minute)
		require.Len(t, o.tries(), 1)
		require.Equal(t, transcoding.LinkRegistered, agent.Status()[0].State)

		reg.end <- errors.New("restarted")
		time.Sleep(200 * time.Millisecond)
		require.Len(t, o.tries(), 2, "the first attempt comes at once")

		again.end <- errors.New("gone after a moment")
		time.Sleep(10 * time.Minute)
		require.Equal(t, transcoding.LinkConnecting, agent.Status()[0].State)
		tries := o.tries()[1:]
		var gaps []time.Duration
		for i := 1; i < len(tries); i++ {
			gaps = append(gaps, tries[i].Sub(tries[i-1]))
		}
		require.Less(t, gaps[0], time.Second)
		for i, gap := range gaps[1:] {
			full := min(time.Second<<min(i, 10), time.Minute)
			require.LessOrEqual(t, gap, full)
			require.GreaterOrEqual(t, gap, full*2/3)
		}
		require.Greater(t, len(gaps), 12)
		require.NoError(t, agent.Close())
		require.NoError(t, agent.Err())
	})
}

func TestAgentEndsWhenAllRefuse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := newRegistration(), newRegistration()
		orchestrators := []transcoding.Orchestrator{accepting("a", a), accepting("b", b)}
		agent := startAgent(t, transcoding.AgentConfig{Transcoder: &fakeMember{}, Orchestrators: orchestrators})
		a.end <- transcoding.ErrInvalidSecret
		time.Sleep(time.Hour)
		require.Equal(t, transcoding.LinkRefused, agent.Status()[0].State)
		require.NoError(t, agent.Err(), "one of two is enough to go on")
		b.end <- transcoding.ErrZeroCapacity
		<-agent.Done()
		require.ErrorIs(t, agent.Err(), transcoding.ErrInvalidSecret)
		require.ErrorIs(t, agent.Err(), transcoding.ErrZeroCapacity)
		require.ErrorContains(t, agent.Err(), "orchestrator a refused this transcoder: invalid secret")
	})
}

// An orchestrator may end a session and begin another as soon as it has the
// result, before its answer to the post is there.
func TestAgentFreesPlaceBeforeReporting(t *testing.T) {
	t.Parallel()
	reg := newRegistration()
	reg.hold = make(chan struct{})
	startAgent(t, transcoding.AgentConfig{Transcoder: &fakeMember{}, Orchestrators: []transcoding.Orchestrator{accepting("o", reg)}, Capacity: 1})
	reg.next <- job(1, "s")
	require.NoError(t, (<-reg.reports).err)
	reg.next <- ended("s")
	reg.next <- job(2, "t")
	require.NoError(t, (<-reg.reports).err)
	close(reg.hold)
}

// When the registration ends, the orchestrator has given the jobs to others.
func TestAgentCancelsJobsOfALostRegistration(t *testing.T) {
	t.Parallel()
	reg := newRegistration()
	cancelled := make(chan struct{})
	started := make(chan struct{})
	worker := &fakeMember{do: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
		close(started)
		<-ctx.Done()
		close(cancelled)
		return nil, ctx.Err()
	}}
	startAgent(t, transcoding.AgentConfig{Transcoder: worker, Orchestrators: []transcoding.Orchestrator{accepting("o", reg)}})
	reg.next <- job(1, "s")
	<-started
	reg.end <- errors.New("orchestrator restarted")
	<-cancelled
	require.Empty(t, reg.reports)
}

func TestAgentDrain(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		drain error
		// ends is whether the orchestrator must end the session before the agent may go
		ends bool
	}{
		"ok_orchestrator_moves_sessions": {ends: true},
		"ok_old_orchestrator":            {drain: transcoding.ErrDrainUnsupported},
		"ok_orchestrator_unreachable":    {drain: errors.New("timeout")},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := newRegistration()
				reg.drain = tc.drain
				finish := make(chan struct{})
				worker := &fakeMember{do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
					<-finish
					return result(task), nil
				}}
				retrying := &fakeOrchestrator{uri: "down", register: func() (transcoding.Registration, error) { return nil, errors.New("down") }}
				agent := startAgent(t, transcoding.AgentConfig{
					Transcoder: worker, Orchestrators: []transcoding.Orchestrator{accepting("o", reg), retrying},
				})
				reg.next <- job(1, "s")
				short, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				require.ErrorIs(t, agent.Drain(short), context.DeadlineExceeded, "a job runs")
				<-reg.drained
				require.Equal(t, transcoding.LinkClosed, agent.Status()[1].State)
				close(finish)
				require.NoError(t, (<-reg.reports).err)
				synctest.Wait()
				if tc.ends {
					select {
					case <-agent.Done():
						t.Fatal("left while it had a session")
					default:
					}
					reg.next <- ended("s")
				}
				require.NoError(t, agent.Drain(t.Context()))
				<-reg.closed
				require.NoError(t, agent.Err())
			})
		})
	}
}

// A session that the orchestrator forgets does not keep a draining agent.
func TestAgentDrainForgottenSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := newRegistration()
		agent := startAgent(t, transcoding.AgentConfig{Transcoder: &fakeMember{}, Orchestrators: []transcoding.Orchestrator{accepting("o", reg)}})
		reg.next <- job(1, "s")
		<-reg.reports
		start := time.Now()
		require.NoError(t, agent.Drain(t.Context()))
		require.Less(t, time.Since(start), 2*time.Minute)
	})
}

// An orchestrator that floods its transcoder gets no more than bounded work.
func TestAgentBoundsJobs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := newRegistration()
		finish := make(chan struct{})
		worker := &fakeMember{do: func(_ context.Context, task *core.Task) (*core.Transcoded, error) {
			<-finish
			return result(task), nil
		}}
		startAgent(t, transcoding.AgentConfig{Transcoder: worker, Orchestrators: []transcoding.Orchestrator{accepting("o", reg)}, Capacity: 1})
		for i := range int64(40) {
			reg.next <- job(i, "s")
		}
		synctest.Wait()
		require.Equal(t, 16, worker.taskCount())
		require.Len(t, reg.reports, 24)
		require.ErrorIs(t, (<-reg.reports).err, transcoding.ErrMemberFull)
		close(finish)
	})
}
