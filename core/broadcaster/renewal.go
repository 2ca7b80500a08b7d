package broadcaster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	// renewTimeout bounds the question for a new token (wire.md 4).
	renewTimeout = 2500 * time.Millisecond
	// renewPause is between two questions in the background of which the first
	// failed.
	renewPause = 30 * time.Second
)

// renewal is a question for a new token that several segments may wait for.
type renewal struct {
	done chan struct{} // closed when next or err is there
	next *session
	err  error
}

// renew replaces a session whose token is or will soon be of no use by a new
// one with the same orchestrator. Many segments may ask for it at the same
// time; the orchestrator is asked once.
func (l *sessions) renew(ctx context.Context, s *session) (*session, error) {
	l.mu.Lock()
	r := l.startRenewal(s)
	l.mu.Unlock()
	return r.wait(ctx)
}

// renewTerms gets new ticket parameters for a session whose last ones were those
// of f, unless newer ones came meanwhile. The session goes on if its price is
// still the same, else another one takes its place.
func (l *sessions) renewTerms(ctx context.Context, f *flight) (*session, error) {
	l.mu.Lock()
	if s := f.session; s.info != f.info && !s.retired {
		l.mu.Unlock()
		return s, nil
	}
	r := l.startRenewal(f.session)
	l.mu.Unlock()
	return r.wait(ctx)
}

func (r *renewal) wait(ctx context.Context) (*session, error) {
	select {
	case <-r.done:
		return r.next, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// startRenewal starts one unless it runs or has put another session in place of
// s; mu is held.
func (l *sessions) startRenewal(s *session) *renewal {
	if r := s.renewal; r != nil {
		select {
		case <-r.done:
			if r.err == nil && r.next != s {
				return r
			}
		default:
			return r
		}
	}
	r := &renewal{done: make(chan struct{})}
	s.renewal = r
	if l.closed {
		r.err = ErrStreamEnded
		close(r.done)
		return r
	}
	req := core.JobRequest{Capabilities: l.required}
	l.wg.Go(func() { l.askAgain(s, r, req) })
	return r
}

func (l *sessions) askAgain(s *session, r *renewal, req core.JobRequest) {
	defer close(r.done)
	ctx, cancel := context.WithTimeout(l.ctx, renewTimeout)
	defer cancel()
	begin := time.Now()
	info, err := l.cfg.orchestrators.Info(ctx, s.uri, req)
	took := time.Since(begin)
	switch {
	case err != nil:
	case info == nil || info.Token == nil || info.URI == "":
		err = fmt.Errorf("%w: the orchestrator gave no new one", core.ErrTokenMissing)
	case !req.Capabilities.SuppliedBy(info.Capabilities):
		err = errors.New("the orchestrator can't do this job any more")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		r.err = fmt.Errorf("renew the token of %s: %w", s.uri, err)
		s.renewAfter = time.Now().Add(renewPause)
		l.cfg.log.Warn("auth token not renewed", "orch", s.uri, "session", s.id, "took", took, "err", err)
		return
	}
	if s.keeps(info, time.Now()) {
		s.adopt(info)
		r.next = s
		l.cfg.log.Debug("terms renewed", "orch", s.uri, "session", s.id, "took", took)
		return
	}
	next := newSession(s.uri, s.score, took, l.cfg.payer.Enter(info))
	next.latencyScore, next.known = s.latencyScore, s.known
	r.next = l.replace(s, next)
	l.cfg.log.Info("auth token renewed", "orch", s.uri, "session", r.next.id, "before", s.id, "took", took)
}

// replace puts next where s was, also when s was taken out meanwhile: an
// orchestrator that gives a new token works again. If a search has found it
// again already, that session is taken instead. mu is held.
func (l *sessions) replace(s, next *session) *session {
	wasLast := l.last == s
	l.retire(s)
	if i := slices.IndexFunc(l.ready, func(o *session) bool { return o.uri == s.uri }); i >= 0 {
		l.retire(next)
		next = l.ready[i]
	} else if l.closed {
		l.retire(next)
	} else {
		delete(l.suspended, s.uri)
		l.insert(next)
	}
	if wasLast {
		l.last = next
	}
	return next
}
