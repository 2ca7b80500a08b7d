package worker

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"time"
)

// memoryPoll is how often a worker at work is weighed: often enough that it
// cannot take gigabytes in between on usual machines.
const memoryPoll = 50 * time.Millisecond

// watch says what ends a job from outside.
type watch struct {
	kind JobKind
	// limit is the whole job's time; 0 for none.
	limit time.Duration
	// stalled is asked at every poll whether the job hangs; nil for never.
	stalled func(now time.Time) bool
	// stallLimit is what HangError tells when stalled says yes.
	stallLimit time.Duration
}

// run does exchange, a job's part of the protocol, on worker p, while it
// watches time and memory, and takes the worker back or replaces it. The
// errors that it returns are those of callers' interest: ctx's, ErrClosed,
// the job's own failure, or one of errors.go.
func (s *Supervisor) run(ctx context.Context, p *process, w watch, exchange func() error) error {
	if err := ctx.Err(); err != nil {
		s.release(p)
		return err
	}
	p.stderr.reset()
	stop := make(chan struct{})
	verdict := make(chan error, 1)
	go func() { verdict <- s.watch(ctx, p, w, stop) }()
	err := exchange()
	close(stop)
	killed := <-verdict
	var broken *ProtocolError
	switch {
	case err == nil || isJobFailure(err):
		if killed != nil || !p.alive() {
			// Too late to matter for this job, but the worker is gone.
			s.discard(p, EndCrash)
			return err
		}
		s.release(p)
		return err
	case killed != nil:
		s.discard(p, endReason(killed))
		return killed
	case connectionLost(err):
		waitExit(p, 2*time.Second)
		s.discard(p, EndCrash)
		return p.crash()
	case errors.As(err, &broken):
		s.discard(p, EndProtocol)
		return err
	}
	s.discard(p, EndProtocol)
	return err
}

// watch kills p when its job must end, and returns why; nil when the job ended.
func (s *Supervisor) watch(ctx context.Context, p *process, w watch, stop <-chan struct{}) error {
	var deadline <-chan time.Time
	if w.limit > 0 {
		timer := time.NewTimer(w.limit)
		defer timer.Stop()
		deadline = timer.C
	}
	poll := time.NewTicker(memoryPoll)
	defer poll.Stop()
	var peak int64
	defer func() { s.cfg.Observer.JobMemory(w.kind, peak) }()
	for {
		var err error
		select {
		case <-stop:
			peak = max(peak, p.rss())
			return nil
		case <-ctx.Done():
			err = ctx.Err()
		case <-s.ctx.Done():
			err = ErrClosed
		case <-deadline:
			err = &HangError{Limit: w.limit}
		case now := <-poll.C:
			rss := p.rss()
			peak = max(peak, rss)
			if rss > s.cfg.MemoryLimit {
				err = &MemoryError{RSS: rss, Limit: s.cfg.MemoryLimit}
			} else if w.stalled != nil && w.stalled(now) {
				err = &HangError{Limit: w.stallLimit}
			}
		}
		if err != nil {
			p.kill()
			return err
		}
	}
}

// jobFailure marks an error that the worker reported in good order: the job
// failed, the worker lives.
type jobFailure struct{ error }

func (f jobFailure) Unwrap() error { return f.error }

func isJobFailure(err error) bool {
	var f jobFailure
	return errors.As(err, &f)
}

// plain takes the mark away, since callers need not see it.
func plain(err error) error {
	var f jobFailure
	if errors.As(err, &f) {
		return f.error
	}
	return err
}

// connectionLost tells whether err is what a dead worker leaves behind.
func connectionLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

func endReason(err error) EndReason {
	var hang *HangError
	var memory *MemoryError
	switch {
	case errors.As(err, &hang):
		return EndHang
	case errors.As(err, &memory):
		return EndMemory
	case errors.Is(err, ErrClosed):
		return EndClosed
	}
	return EndCanceled
}

// slot takes the right to run a job of a kind.
func (s *Supervisor) slot(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	default:
	}
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ctx.Done():
		return ErrClosed
	}
}
