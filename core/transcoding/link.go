package transcoding

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// link is one registration at work.
type link struct {
	agent *Agent
	index int
	uri   string
	reg   Registration
	log   *slog.Logger

	mu sync.Mutex
	// guarded by mu:
	draining bool // the registration ends in the next moment without jobs
	gently   bool // the orchestrator takes the sessions away by itself
	closed   bool
	jobs     int // until their results are delivered
}

// run serves jobs until the registration ends, and returns how many came.
// Jobs that still run are cancelled: the orchestrator has given them to others.
func (l *link) run(ctx context.Context) (jobs int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	var watcher sync.WaitGroup
	watcher.Go(func() { l.watchDrain(ctx) })
	defer func() {
		cancel()
		watcher.Wait()
		l.reg.Close()
		l.agent.endAll(l.index)
	}()
	for {
		job, err := l.reg.Next(ctx)
		if err != nil {
			return jobs, err
		}
		jobs++
		if job.Ended != "" {
			l.agent.end(place{l.index, job.Ended})
			l.leaveIfIdle()
			continue
		}
		l.begin(ctx, job)
	}
}

// begin runs the job in a goroutine that the agent waits for. Jobs beyond what
// the capacity can ever admit, refusals under way included, are not answered.
func (l *link) begin(ctx context.Context, job *Job) {
	a := l.agent
	a.mu.Lock()
	tooMany := a.running >= (a.cfg.Capacity+1)*maxTasksPerSession
	if !tooMany {
		a.running++
	}
	a.mu.Unlock()
	if tooMany {
		l.log.Warn("job dropped, too many at a time", "session", job.Task.SessionID, "seq", job.Task.Seq)
		return
	}
	at := place{l.index, job.Task.SessionID}
	err := job.Fault
	if err == nil {
		err = a.admit(at) // here, so that a task and the end of its session keep their order
	}
	l.mu.Lock()
	l.jobs++
	l.mu.Unlock()
	a.jobs.Go(func() {
		l.do(ctx, job, at, err)
		a.mu.Lock()
		a.running--
		a.mu.Unlock()
		l.mu.Lock()
		l.jobs--
		l.mu.Unlock()
		l.leaveIfIdle()
	})
}

// do brings one job to its end. refused is why it was not admitted. Its part of
// the session's place is given back before the result is sent: what the
// orchestrator does on it, such as filling the place anew, must find it free.
func (l *link) do(ctx context.Context, job *Job, at place, refused error) {
	start := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, TaskTimeout(job.Task.Duration), ErrTimeout)
	defer cancel()
	log := l.log.With("manifest", job.Task.ManifestID, "session", job.Task.SessionID, "seq", job.Task.Seq)
	var out *core.Transcoded
	err := refused
	if err == nil {
		out, err = l.transcode(ctx, job)
		l.agent.finish(at)
	}
	if ctx.Err() != nil {
		log.Warn("job abandoned", "took", time.Since(start), "err", context.Cause(ctx))
		l.agent.cfg.Observer.JobDone(l.uri, time.Since(start), context.Cause(ctx))
		return
	}
	if err != nil {
		log.Warn("job failed", "took", time.Since(start), "err", err)
	}
	if reportErr := l.reg.Report(ctx, job, out, err); reportErr != nil {
		log.Error("result not delivered", "took", time.Since(start), "err", reportErr)
		err = errors.Join(err, reportErr)
	}
	if err == nil {
		log.Debug("job done", "took", time.Since(start), "engine", out.EngineTime)
	}
	l.agent.cfg.Observer.JobDone(l.uri, time.Since(start), err)
}

// transcode does the task of a job, and begins while its source still arrives
// where that comes fast.
func (l *link) transcode(ctx context.Context, job *Job) (*core.Transcoded, error) {
	if !compatible(job.Task.Required, l.agent.cfg.Capabilities) {
		return nil, ErrIncompatibleTask
	}
	run := NewRun(func(ctx context.Context, source *core.Source) outcome {
		task := *job.Task
		task.Source = source
		out, err := l.agent.cfg.Transcoder.Transcode(ctx, &task)
		return outcome{out, err}
	})
	defer run.Stop()
	source, err := l.reg.Fetch(ctx, job, func(early *core.Source) { run.Begin(ctx, early) })
	if err != nil {
		run.Abandon()
		return nil, err
	}
	done := run.Finish(ctx, source)
	if done.err != nil {
		return nil, done.err
	}
	if done.out == nil || len(done.out.Renditions) != len(job.Task.Profiles) {
		return nil, ErrProfileMismatch
	}
	return done.out, nil
}

// outcome of a transcode.
type outcome struct {
	out *core.Transcoded
	err error
}

// watchDrain tells the orchestrator when the agent is to end.
func (l *link) watchDrain(ctx context.Context) {
	select {
	case <-l.agent.draining:
	case <-ctx.Done():
		return
	}
	err := l.reg.Drain(ctx)
	if err != nil && !errors.Is(err, ErrDrainUnsupported) && ctx.Err() == nil {
		l.log.Warn("orchestrator could not be told of the end, leaving between two jobs", "err", err)
	}
	l.mu.Lock()
	l.draining = true
	l.gently = err == nil
	l.mu.Unlock()
	l.leaveIfIdle()
	l.leaveWhenForgotten(ctx)
}

// leaveWhenForgotten ends a drain in which the orchestrator leaves sessions
// behind that have no tasks any more.
func (l *link) leaveWhenForgotten(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		l.agent.mu.Lock()
		freed := l.agent.evictIdle(time.Now())
		l.agent.mu.Unlock()
		l.agent.release(freed)
		l.leaveIfIdle()
	}
}

// leaveIfIdle closes the registration of a draining link in a moment without
// jobs; where the orchestrator takes its sessions away, without sessions.
func (l *link) leaveIfIdle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.draining || l.closed {
		return
	}
	if l.jobs > 0 || l.gently && l.agent.occupied(l.index) > 0 {
		return
	}
	l.closed = true
	l.reg.Close()
}
