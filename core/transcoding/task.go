package transcoding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core"
)

const minTaskTimeout = 8 * time.Second

// TaskTimeout is how long a task with a source of duration d may take in all:
// max(8 s, 4 x d). Source: wire.md 10.
func TaskTimeout(d time.Duration) time.Duration { return max(minTaskTimeout, 4*d) }

// call is one running Transcode, with what ends it early.
type call struct {
	cancel context.CancelCauseFunc
}

// Transcode does the task at one of the members. Errors are *core.TranscodeError
// (the source), ErrNoTranscoders, ErrIncompatible, ErrTimeout, ErrClosed, the
// context's, or the fault of the last member that tried. After any of them the
// session sticks to no member. When the source fails before it is whole, the
// error is its own, and changes nothing for session and member.
func (p *Pool) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	ctx, cancelCause := context.WithCancelCause(ctx)
	defer cancelCause(nil)
	c := &call{cancel: cancelCause}
	if !p.begin(c) {
		return nil, ErrClosed
	}
	defer p.end(c)
	ctx, cancel := context.WithTimeoutCause(ctx, TaskTimeout(task.Duration), ErrTimeout)
	defer cancel()
	return p.tryMembers(ctx, task)
}

func (p *Pool) begin(c *call) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.calls[c] = struct{}{}
	p.running.Add(1)
	return true
}

func (p *Pool) end(c *call) {
	p.mu.Lock()
	delete(p.calls, c)
	p.mu.Unlock()
	p.running.Done()
}

func (p *Pool) tryMembers(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	tried := attempts{}
	var fault error
	var from *Membership
	for used := 0; used < p.cfg.MaxAttempts; {
		s, err := p.acquire(ctx, task, tried)
		if err != nil {
			return nil, firstOf(fault, err)
		}
		if fault != nil {
			p.cfg.Log.Warn("task goes to another transcoder", "session", task.SessionID, "manifest", task.ManifestID, "seq", task.Seq,
				"from", from.member.ID(), "to", s.m.member.ID(), "err", fault)
			p.cfg.Observer.TaskRetried(from.member.ID(), fault)
		}
		out, err := p.attempt(ctx, s, task)
		if err == nil || blamesSource(err) || ctx.Err() != nil || task.Source.Err() != nil {
			return out, err
		}
		if errors.Is(err, ErrMemberFull) {
			tried[s.m] = wasFull
		} else {
			used++
			tried.forgiveFull()
			tried[s.m] = failed
		}
		fault, from = err, s.m
	}
	return nil, fault
}

// firstOf prefers what went wrong at a member to there being no other member.
func firstOf(fault, err error) error {
	if fault != nil && !errors.Is(fault, ErrMemberFull) {
		return fault
	}
	return err
}

func blamesSource(err error) bool {
	var te *core.TranscodeError
	return errors.As(err, &te)
}

// acquire finds a slot for the task, waiting for a member to join if there is
// none at all.
func (p *Pool) acquire(ctx context.Context, task *core.Task, tried attempts) (*slot, error) {
	var expired <-chan time.Time
	for {
		p.mu.Lock()
		s, ended, err := p.choose(task, tried)
		joined, empty := p.joined, len(p.members) == 0
		p.mu.Unlock()
		p.endSlot(ended)
		if err == nil {
			p.publish()
			return s, nil
		}
		if !empty || p.cfg.JoinWait < 0 {
			return nil, err
		}
		if expired == nil {
			timer := time.NewTimer(p.cfg.JoinWait)
			defer timer.Stop()
			expired = timer.C
		}
		select {
		case <-joined:
		case <-expired:
			return nil, err
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// attempt runs the task at one member and settles what its outcome means for
// the session and for the member.
func (p *Pool) attempt(ctx context.Context, s *slot, task *core.Task) (*core.Transcoded, error) {
	start := time.Now()
	out, err := s.m.member.Transcode(ctx, task)
	took := time.Since(start)
	if lost := task.Source.Err(); lost != nil {
		p.settle(s, nothing)
		return nil, lost
	}
	if err == nil {
		err = checkResult(task, out)
	}
	verdict := verdictOn(err)
	if err != nil {
		out = nil
		if ctx.Err() != nil && !blamesSource(err) {
			err = context.Cause(ctx)
			verdict = failure
			if errors.Is(err, ErrTimeout) {
				verdict = fault
			}
		}
	}
	p.cfg.Observer.TaskDone(s.m.member.ID(), took, err)
	if out != nil {
		p.cfg.Log.Debug("task done", "transcoder", s.m.member.ID(), "manifest", task.ManifestID, "session", task.SessionID,
			"seq", task.Seq, "took", took, "engine", out.EngineTime)
	}
	if drop := dropCause(err, took, task); drop != nil && !s.m.permanent {
		p.remove(s.m, drop)
	}
	p.settle(s, verdict)
	return out, err
}

// verdict is what an attempt's outcome means for the session and the member.
type verdict int

const (
	nothing verdict = iota // the source was lost, whoever had it
	success
	failure // of the task: un-sticks the session (wire.md 10)
	fault   // of the member, and a failure
)

func verdictOn(err error) verdict {
	switch {
	case err == nil:
		return success
	case blamesSource(err), errors.Is(err, ErrMemberFull):
		return failure
	}
	return fault
}

// checkResult holds every member to the contract of core.Transcoded.
func checkResult(task *core.Task, out *core.Transcoded) error {
	if out == nil {
		return &ProtocolError{Reason: "neither a result nor an error"}
	}
	if len(out.Renditions) != len(task.Profiles) {
		return &ProtocolError{Reason: fmt.Sprintf("%d renditions for %d profiles", len(out.Renditions), len(task.Profiles))}
	}
	return nil
}

// dropCause says why a member that ended an attempt with err has to go, or nil.
// One that was given the task late is not blamed for the task's timeout.
func dropCause(err error, took time.Duration, task *core.Task) error {
	var broken *ProtocolError
	switch {
	case errors.Is(err, ErrTimeout) && took >= TaskTimeout(task.Duration)/2:
		return err
	case errors.As(err, &broken):
		return err
	}
	return nil
}

// settle takes the finished task out of its slot.
func (p *Pool) settle(s *slot, v verdict) {
	p.mu.Lock()
	s.tasks--
	switch v {
	case success:
		s.m.noteSuccess()
	case fault:
		s.m.noteFault(time.Now())
	case nothing, failure:
	}
	var ended *slot
	if v == failure || v == fault {
		ended = p.unstick(s)
	} else {
		ended = p.reap(s)
	}
	p.mu.Unlock()
	p.endSlot(ended)
	p.publish()
}

// endSlot tells a member that a session has nothing more for it.
func (p *Pool) endSlot(s *slot) {
	if s == nil {
		return
	}
	select {
	case <-s.m.done:
	default:
		s.m.member.EndSession(s.session)
	}
}
