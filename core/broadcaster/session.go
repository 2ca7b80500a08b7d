package broadcaster

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

// session is one agreement with one orchestrator: its terms and its token. A
// fresh token makes another session. All fields are guarded by sessions.mu,
// but those of the first band, which never change.
type session struct {
	uri     string // where it was asked for terms; names the orchestrator
	score   float64
	latency time.Duration
	id      core.SessionID
	known   Acquaintance // the selector's
	// renewAt is when a new token should be fetched, deadAt when this one is of
	// no use any more, both by this node's clock.
	renewAt, deadAt time.Time

	info         *core.OrchestratorInfo // replaced, never changed
	latencyScore float64                // moving average, 0 before the first
	flights      []time.Time            // when each segment in flight was sent
	shape        sourceShape            // of the last segment sent with video
	coolUntil    time.Time              // it said that it is busy
	used         bool                   // a segment was sent
	retired      bool                   // takes no more segments
	refused      bool                   // its token was refused: nothing to give back
	ended        bool                   // EndSession is on its way
	renewal      *renewal               // running, or the last one
	renewAfter   time.Time              // earliest time for the next renewal in the background
}

// tokenLife is how long an auth token lasts (wire.md 13).
const tokenLife = 30 * time.Minute

// tokenMargin is kept between a token's expiry and its last use.
const tokenMargin = 5 * time.Second

func newSession(uri string, score float64, latency time.Duration, info *core.OrchestratorInfo) *session {
	now := time.Now()
	life := info.Token.Expiration.Sub(now)
	if life <= tokenMargin || life > 2*tokenLife {
		// The two clocks disagree, or the token says nothing. The orchestrator
		// will tell when it has expired.
		life = tokenLife
	}
	return &session{
		uri: uri, score: score, latency: latency, info: info, id: info.Token.SessionID,
		renewAt: now.Add(life - life/10), deadAt: now.Add(life - tokenMargin),
	}
}

// adopt takes over what an orchestrator said of itself with a result. The token
// stays: it names the session (wire.md 4).
func (s *session) adopt(info *core.OrchestratorInfo) {
	if info == nil {
		return
	}
	newest := *info
	newest.Token = s.info.Token
	if newest.URI == "" {
		newest.URI = s.info.URI
	}
	if newest.Capabilities == nil {
		newest.Capabilities = s.info.Capabilities
	}
	if newest.Price == nil {
		newest.Price = s.info.Price
	}
	if newest.TicketParams == nil {
		newest.TicketParams = s.info.TicketParams
	}
	s.info = &newest
}

// scoreWeight is the share of the newest measurement in the moving average, so
// that one slow segment does not move a stream (demand.md 10).
const scoreWeight = 0.5

// keeps says whether the session can go on under the terms of a fresh answer: its
// token is good, and the price the same.
func (s *session) keeps(info *core.OrchestratorInfo, now time.Time) bool {
	same := info.Price == nil && s.info.Price == nil ||
		info.Price != nil && s.info.Price != nil && info.Price.Cmp(*s.info.Price) == 0
	return same && !s.refused && !s.retired && now.Before(s.renewAt)
}

func (s *session) measured(score float64) {
	if s.latencyScore == 0 {
		s.latencyScore = score
		return
	}
	s.latencyScore += scoreWeight * (score - s.latencyScore)
}

func (s *session) land(sent time.Time) {
	if i := slices.Index(s.flights, sent); i >= 0 {
		s.flights = slices.Delete(s.flights, i, i+1)
	}
}

func (s *session) option(now time.Time, last bool) Option {
	o := Option{
		URI: s.uri, Score: s.score, Latency: s.latency, Info: s.info,
		LatencyScore: s.latencyScore, InFlight: len(s.flights), Last: last, Known: s.known,
	}
	o.Oldest = s.oldest(now)
	return o
}

// oldest is how long the oldest segment in flight has been there; 0 for none.
func (s *session) oldest(now time.Time) time.Duration {
	if len(s.flights) == 0 {
		return 0
	}
	return now.Sub(slices.MinFunc(s.flights, time.Time.Compare))
}

// trusted says that the operator's own list has it.
func (s *session) trusted() bool { return s.score >= 1 }
