package broadcaster

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	// wantedSessions is how many orchestrators a stream likes to know.
	wantedSessions = 8
	// maxSessionsKnown bounds those it keeps.
	maxSessionsKnown = 128
	// refreshGap is the shortest time between two searches while there is
	// somebody to send segments to, and refreshInterval that while there are
	// enough, though not all that are wanted. A search that finds nobody new
	// doubles the gap, up to refreshGapMax: a large pool of which few can do the
	// job must not be asked all the time.
	refreshGap      = 5 * time.Second
	refreshGapMax   = 2 * time.Minute
	refreshInterval = 30 * time.Second
	// While there is nobody, searches follow each other after these times.
	refreshBackoffMin = 100 * time.Millisecond
	refreshBackoffMax = 500 * time.Millisecond
	// refreshHedge is the shortest time between two for a segment that is late where
	// it is, while nobody else can take it.
	refreshHedge = 2 * time.Second
)

// maintain starts a search when the list needs one: soon, if the segment waits for
// it. mu is held.
func (l *sessions) maintain(n *need, a ask, now time.Time) {
	if l.closed {
		return
	}
	l.required = n.required
	have, untried := 0, 0
	for _, s := range l.ready {
		if !n.required.SuppliedBy(s.info.Capabilities) {
			continue
		}
		have++
		if _, tried := n.again[s.uri]; !tried {
			untried++
		}
	}
	want := min(wantedSessions, len(l.cfg.finder.Orchestrators()))
	since := now.Sub(l.refreshedAt)
	waits, late := untried == 0 && a.role == roleMain, untried == 0 && a.role == roleHedge
	switch {
	case l.refreshing:
		l.needed = l.needed || waits || late
		return
	case waits && since >= l.backoff:
		l.backoff = min(max(2*l.backoff, refreshBackoffMin), refreshBackoffMax)
	case waits:
		return
	case late && since >= refreshHedge:
	case have < (want+1)/2 && since >= l.gap:
	case have < want && since >= max(l.gap, refreshInterval):
	default:
		return
	}
	l.refreshing, l.foundNew, l.needed = true, false, waits || late
	l.searches++
	req := core.JobRequest{Capabilities: l.required, Known: l.known()}
	l.wg.Go(func() { l.refresh(req) })
}

// known are the addresses of those that are ready; mu is held.
func (l *sessions) known() []string {
	uris := make([]string, len(l.ready))
	for i, s := range l.ready {
		uris[i] = s.uri
	}
	return uris
}

// refresh searches for orchestrators. Each is put to use as soon as it is found.
func (l *sessions) refresh(req core.JobRequest) {
	begin := time.Now()
	err := l.cfg.finder.Find(l.ctx, req, l.found)
	l.mu.Lock()
	for uri, last := range l.suspended {
		if last <= l.searches {
			delete(l.suspended, uri)
		}
	}
	if (len(l.ready) == 0 || l.needed && !l.foundNew) && !l.closed { // suspended ones are better than none
		for _, c := range l.benched {
			if !l.knows(c.URI) {
				l.ready = append(l.ready, l.enter(c))
			}
		}
	}
	if !l.foundNew {
		l.gap = min(2*l.gap, refreshGapMax)
	}
	l.benched = nil
	l.refreshing, l.refreshedAt, l.searchErr = false, time.Now(), err
	have, closed, failures := len(l.ready), l.closed, l.failures
	if err != nil {
		l.failures++
	} else {
		l.failures = 0
	}
	l.notify()
	l.mu.Unlock()
	took := time.Since(begin)
	switch {
	case err != nil && !closed && failures == 0:
		l.cfg.log.Warn("no orchestrator found, the search goes on", "have", have, "took", took, "err", err)
	case err == nil && failures > 0:
		l.cfg.log.Info("orchestrators found again", "have", have, "failures", failures, "took", took)
	default:
		l.cfg.log.Debug("orchestrators searched", "have", have, "failures", failures, "took", took, "err", err)
	}
}

func (l *sessions) found(c Candidate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || c.Info == nil || c.Info.Token == nil || len(l.ready) >= maxSessionsKnown || l.knows(c.URI) {
		return
	}
	if l.suspended[c.URI] >= l.searches {
		l.benched = append(l.benched, c)
		return
	}
	l.insert(l.enter(c))
}

// knows says whether an orchestrator is ready; mu is held.
func (l *sessions) knows(uri string) bool {
	return slices.ContainsFunc(l.ready, func(s *session) bool { return s.uri == uri })
}

// enter makes a session of an answer; mu is held.
func (l *sessions) enter(c Candidate) *session {
	c.Info = l.cfg.payer.Enter(c.Info)
	s := newSession(c.URI, c.Score, c.Latency, c.Info)
	s.known = l.cfg.selector.Meet(c)
	return s
}

func (l *sessions) insert(s *session) {
	l.gap, l.foundNew = refreshGap, true
	i := len(l.ready)
	for i > 0 && l.ready[i-1].latency > s.latency {
		i--
	}
	l.ready = slices.Insert(l.ready, i, s)
	l.notify()
}
