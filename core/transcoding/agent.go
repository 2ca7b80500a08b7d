package transcoding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// AgentConfig configures an Agent.
type AgentConfig struct {
	Log        *slog.Logger    // nil discards
	Observer   AgentObserver   // nil observes nothing
	Transcoder core.Transcoder // does the tasks
	// Orchestrators to register with; at least one.
	Orchestrators []Orchestrator
	// Capacity in sessions, above 0. It is offered to each orchestrator and
	// shared by all.
	Capacity int
	// Capabilities that tasks are checked against; nil is the default set.
	Capabilities *core.Capabilities
	// SessionIdle frees the place of a session that had no task for so long;
	// 0 means 90 s, which is longer than an orchestrator keeps one.
	SessionIdle time.Duration
}

const (
	defaultSessionIdle = 90 * time.Second
	// settledAfter is how long a registration that is not acknowledged must
	// stand to count as accepted.
	settledAfter = 5 * time.Second
)

// Validate says what is missing in the configuration.
func (c AgentConfig) Validate() error {
	switch {
	case c.Transcoder == nil:
		return errors.New("transcoder agent has nothing to transcode with")
	case len(c.Orchestrators) == 0:
		return errors.New("transcoder has no orchestrator to work for: set -orchAddr")
	case c.Capacity <= 0:
		return fmt.Errorf("transcoder capacity is %d, at least 1 is needed: set -maxSessions", c.Capacity)
	}
	return nil
}

// AgentObserver is told what an agent does, for metrics. Its methods must
// return at once and must not call the agent.
type AgentObserver interface {
	// Registered and Unregistered follow the registration with an orchestrator.
	Registered(orchestrator string)
	Unregistered(orchestrator string, err error)
	// JobDone ends a job; err is nil when its result was delivered.
	JobDone(orchestrator string, took time.Duration, err error)
}

// NopAgentObserver observes nothing.
type NopAgentObserver struct{}

func (NopAgentObserver) Registered(string)                    {}
func (NopAgentObserver) Unregistered(string, error)           {}
func (NopAgentObserver) JobDone(string, time.Duration, error) {}

// LinkState is how an agent stands with one orchestrator.
type LinkState string

const (
	LinkConnecting LinkState = "connecting"
	LinkRegistered LinkState = "registered"
	LinkRefused    LinkState = "refused" // for good
	LinkClosed     LinkState = "closed"
)

// LinkStatus is an agent's standing with one orchestrator.
type LinkStatus struct {
	Orchestrator string
	State        LinkState
	Err          error // of the last interruption or refusal
}

// Agent is a standalone transcoder without its network: for each orchestrator
// it keeps a registration and does the jobs that come over it.
//
// mu owns all state below it; it is not held while anything blocks.
type Agent struct {
	cfg    AgentConfig
	cancel context.CancelFunc
	links  sync.WaitGroup
	jobs   sync.WaitGroup
	done   chan struct{} // closed when no link is left

	mu sync.Mutex
	// guarded by mu:
	status   []LinkStatus
	places   map[place]*tenancy
	running  int // jobs
	draining chan struct{}
	drained  bool
	refusals []error
}

// NewAgent checks the configuration.
func NewAgent(cfg AgentConfig) (*Agent, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopAgentObserver{}
	}
	if cfg.Capabilities == nil {
		cfg.Capabilities = core.NewCapabilities("", core.DefaultCapabilities()...)
	}
	if cfg.SessionIdle <= 0 {
		cfg.SessionIdle = defaultSessionIdle
	}
	a := &Agent{cfg: cfg, done: make(chan struct{}), draining: make(chan struct{}), places: map[place]*tenancy{}}
	for _, o := range cfg.Orchestrators {
		a.status = append(a.status, LinkStatus{Orchestrator: o.URI(), State: LinkConnecting})
	}
	return a, nil
}

// Start begins to register with all orchestrators and returns at once. The
// agent lives until ctx is done, Close, Drain, or refusal by all.
func (a *Agent) Start(ctx context.Context) error {
	ctx, a.cancel = context.WithCancel(ctx)
	for i, o := range a.cfg.Orchestrators {
		a.links.Go(func() { a.keepRegistered(ctx, i, o) })
	}
	go func() {
		a.links.Wait()
		a.jobs.Wait()
		a.cancel()
		close(a.done)
	}()
	return nil
}

// Done is closed when the agent has ended, for whatever reason.
func (a *Agent) Done() <-chan struct{} { return a.done }

// Err returns, once Done is closed, the *RefusedErrors of all orchestrators
// joined if every one of them refused this transcoder for good; else nil. A
// process that can never work should end and say why, unlike go-livepeer's.
func (a *Agent) Err() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.refusals) < len(a.cfg.Orchestrators) {
		return nil
	}
	return errors.Join(a.refusals...)
}

// Status returns a copy of how the agent stands with each orchestrator.
func (a *Agent) Status() []LinkStatus {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]LinkStatus(nil), a.status...)
}

// Close cancels all jobs and waits for the end of everything.
func (a *Agent) Close() error {
	if a.cancel == nil {
		return nil
	}
	a.cancel()
	<-a.done
	return nil
}

// Drain takes no new sessions, finishes what runs and ends the agent. With an
// orchestrator that knows draining, its sessions end or move to others first;
// with others it leaves in the first moment without a job of theirs, and they
// move the sessions with their next segments. Drain returns when all is done,
// or the context's error; Close is still needed then.
func (a *Agent) Drain(ctx context.Context) error {
	a.mu.Lock()
	if !a.drained {
		a.drained = true
		close(a.draining)
	}
	a.mu.Unlock()
	select {
	case <-a.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *Agent) setState(i int, state LinkState, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.status[i].State, a.status[i].Err = state, err
}

// keepRegistered is the loop of one link. It ends with ctx, when drained, and
// when the orchestrator refuses for good.
func (a *Agent) keepRegistered(ctx context.Context, i int, o Orchestrator) {
	log := a.cfg.Log.With("orch", o.URI())
	for attempt := 0; ; attempt++ {
		if attempt > 0 && !a.pause(ctx, backoff(attempt-1)) {
			a.setState(i, LinkClosed, nil)
			return
		}
		settled, err := a.session(ctx, i, o, log)
		switch {
		case ctx.Err() != nil || a.isDraining():
			a.setState(i, LinkClosed, nil)
			return
		case errors.Is(err, ErrInvalidSecret), errors.Is(err, ErrZeroCapacity):
			log.Error("orchestrator refused this transcoder, not asking again", "err", err)
			a.setState(i, LinkRefused, err)
			a.mu.Lock()
			a.refusals = append(a.refusals, &RefusedError{Orchestrator: o.URI(), Err: err})
			a.mu.Unlock()
			return
		}
		if settled {
			attempt = 0
		}
		a.setState(i, LinkConnecting, err)
		log.Warn("registration ended, will register again", "attempt", attempt+1, "err", err)
	}
}

// pause waits for d; false says that the agent ends.
func (a *Agent) pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-a.draining:
		return false
	case <-ctx.Done():
		return false
	}
}

func (a *Agent) isDraining() bool {
	select {
	case <-a.draining:
		return true
	default:
		return false
	}
}

// session is one registration from its beginning to its end. settled says that
// the orchestrator did accept it.
func (a *Agent) session(ctx context.Context, i int, o Orchestrator, log *slog.Logger) (settled bool, err error) {
	if a.isDraining() {
		return false, nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	start := time.Now()
	reg, err := o.Register(ctx, Offer{Capacity: a.cfg.Capacity, Capabilities: a.cfg.Capabilities})
	if err != nil {
		return false, err
	}
	a.setState(i, LinkRegistered, nil)
	a.cfg.Observer.Registered(o.URI())
	log.Info("registered with orchestrator", "capacity", a.cfg.Capacity)
	l := &link{agent: a, index: i, uri: o.URI(), reg: reg, log: log}
	jobs, err := l.run(ctx)
	a.cfg.Observer.Unregistered(o.URI(), err)
	return jobs > 0 || time.Since(start) >= settledAfter, err
}
