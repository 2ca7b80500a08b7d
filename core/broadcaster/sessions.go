package broadcaster

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	// lookAgain is how often a waiting segment looks for a session even if nothing
	// has changed: rests and back-offs end without a sign.
	lookAgain = 100 * time.Millisecond
	// cappedRest is how long an orchestrator without room is left alone.
	cappedRest = 5 * time.Second
	// endTimeout bounds the farewell to an orchestrator.
	endTimeout = 3 * time.Second
)

// sessionsConfig is what sessions are made of.
type sessionsConfig struct {
	orchestrators Orchestrators
	finder        Finder
	selector      StreamSelector
	payer         Payer
	perSession    int // segments in flight at one orchestrator
	log           *slog.Logger
}

// sessions are the orchestrators that one stream knows: those it can use now,
// and those that have failed it and are suspended for some searches. It starts
// searches and renewals of tokens in the background and says goodbye to each
// orchestrator that got a segment, as soon as the last one is back.
type sessions struct {
	cfg    sessionsConfig
	ctx    context.Context // of the searches and renewals
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu          sync.Mutex
	closed      bool               // guarded by mu, as all that follows
	ready       []*session         // by latency of their answer
	benched     []Candidate        // found by the search that runs, but suspended
	suspended   map[string]int     // number of the last search that leaves it out, by address
	searches    int                // begun so far
	failures    int                // searches without success since the last one with
	last        *session           // the one that was sent to last
	required    *core.Capabilities // of the newest segment
	refreshing  bool
	refreshedAt time.Time
	backoff     time.Duration // between searches while there is nobody
	gap         time.Duration // between searches while there is somebody
	foundNew    bool          // by the search that runs
	needed      bool          // a segment waits for somebody whom the search that runs may find
	searchErr   error         // of the last search
	changed     chan struct{} // closed and replaced at each change
}

func newSessions(ctx context.Context, cfg sessionsConfig) *sessions {
	ctx, cancel := context.WithCancel(ctx)
	return &sessions{cfg: cfg, ctx: ctx, cancel: cancel, suspended: make(map[string]int), changed: make(chan struct{}), gap: refreshGap}
}

// notify wakes all that wait for a session; mu is held.
func (l *sessions) notify() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// retire takes a session out of use; mu is held.
func (l *sessions) retire(s *session) {
	s.retired = true
	l.ready = slices.DeleteFunc(l.ready, func(o *session) bool { return o == s })
	l.end(s)
}

// end says goodbye to an orchestrator whose session is retired, when the last
// segment is back; mu is held.
func (l *sessions) end(s *session) {
	if s.ended || len(s.flights) > 0 {
		return
	}
	s.ended = true
	info := s.info
	l.cfg.payer.Leave(info)
	if !s.used || s.refused {
		return // it has nothing to give back
	}
	l.wg.Go(func() {
		// The stream's own context may be over: its end is why this is sent.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), endTimeout)
		defer cancel()
		if err := l.cfg.orchestrators.EndSession(ctx, info); err != nil {
			l.cfg.log.Debug("end of session not delivered", "orch", s.uri, "session", s.id, "err", err)
		}
	})
}

// close ends all sessions and waits for everything that runs in the background.
// No flight may be open, and try must not be called any more.
func (l *sessions) close() {
	l.mu.Lock()
	l.closed = true
	l.cancel()
	for _, s := range slices.Clone(l.ready) {
		l.retire(s)
	}
	l.mu.Unlock()
	l.wg.Wait()
	l.cfg.selector.Close()
}

// hasTrusted says whether a trusted orchestrator other than one is known.
func (l *sessions) hasTrusted(except string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.ready, func(s *session) bool { return s.trusted() && s.uri != except })
}

// lastSearch is the error of the last search.
func (l *sessions) lastSearch() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.searchErr
}

// describe is for an error's text.
func (l *sessions) describe() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprintf("%d orchestrators in the pool, %d usable, %d suspended", len(l.cfg.finder.Orchestrators()), len(l.ready), len(l.suspended))
}
