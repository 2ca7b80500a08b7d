package main

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

const (
	simSegment = 2 * time.Second
	// simDeadline is when viewers are out of video: they are two segments behind.
	simDeadline = 2 * simSegment
	// simTimeout bounds an exchange (wire.md 13).
	simTimeout = 8 * time.Second
	// simSuspended is how long a stream leaves one alone that has failed it.
	simSuspended = 5 * time.Minute
	simBusyRest  = simSegment
	simAttempts  = 3 // failures
	simTries     = 12
	simShortest  = 10 * time.Minute // stream
	simLongest   = 40 * time.Minute
)

// chosenFor is what a rule has done.
type chosenFor struct {
	Rule     string  `json:"rule"`
	Segments int     `json:"segments"`
	Cost     float64 `json:"cost_in_typical_prices"`
	Stalls   float64 `json:"stall_rate"`
	Lost     float64 `json:"lost_rate"`
	Swaps    float64 `json:"swaps_per_hour"`
	Score    float64 `json:"median_latency_score"`
	Combined float64 `json:"combined"`
	scores   []float64
	cost     float64
	stalls   int
	lost     int
	swaps    int
	hours    float64
}

// simulator plays one world to one rule.
type simulator struct {
	*world
	rule   simRule
	random *rand.Rand // what happens, apart from the rule's own
	now    time.Duration
	events simEvents
	made   int // events
	out    *chosenFor
}

// simRule makes the Selectors of streams.
type simRule interface {
	open(id core.ManifestID) broadcaster.StreamSelector
}

// simStream is a running stream.
type simStream struct {
	sim      *simulator
	selector broadcaster.StreamSelector
	ends     time.Duration
	seq      uint64
	last     int // peer, -1 before the first
	known    []simKnown
	options  []broadcaster.Option
	index    []int // peers of options
}

// simKnown is a peer as a stream sees it.
type simKnown struct {
	met     broadcaster.Acquaintance
	score   float64
	flights []time.Duration // sent at
	rests   time.Duration   // until then
}

func (s *simulator) at(t time.Duration, do func()) {
	s.made++
	heap.Push(&s.events, simEvent{t, s.made, do})
}

// run plays until the end of the world.
func (s *simulator) run(streams int) {
	for range streams {
		s.at(time.Duration(s.random.Float64()*float64(time.Minute)), s.begin)
	}
	for len(s.events) > 0 {
		e := heap.Pop(&s.events).(simEvent)
		s.now = e.at
		e.do()
	}
}

// begin starts a stream, after which another one begins.
func (s *simulator) begin() {
	if s.now >= s.span {
		return
	}
	length := simShortest + time.Duration(s.random.Float64()*float64(simLongest-simShortest))
	st := &simStream{sim: s, selector: s.rule.open(core.ManifestID("stream")), ends: min(s.span, s.now+length), last: -1}
	for _, p := range s.peers {
		p.priceAt(s.now)
		st.known = append(st.known, simKnown{met: st.selector.Meet(broadcaster.Candidate{URI: p.uri, Latency: p.latency, Info: p.info, Stake: p.stake})})
	}
	s.out.hours += (st.ends - s.now).Hours()
	st.segment()
}

func (st *simStream) segment() {
	if st.sim.now >= st.ends {
		st.selector.Close()
		st.sim.begin()
		return
	}
	seg := &simSegmentRun{stream: st, seq: st.seq, begin: st.sim.now}
	st.seq++
	seg.try()
	st.sim.at(st.sim.now+simSegment, st.segment)
}

// simSegmentRun is a segment on its way.
type simSegmentRun struct {
	stream          *simStream
	seq             uint64
	begin           time.Duration
	tries, failures int
}

func (g *simSegmentRun) try() {
	st := g.stream
	s := st.sim
	g.tries++
	at := st.pick(g.seq, g.tries)
	switch {
	case g.tries > simTries:
		g.done(0, false)
		return
	case at < 0:
		s.at(s.now+100*time.Millisecond, g.try)
		return
	}
	if st.last >= 0 && st.last != at {
		s.out.swaps++
	}
	st.last = at
	p, k := s.peers[at], &st.known[at]
	k.flights = append(k.flights, s.now)
	kind, took := s.attempt(p)
	sent := s.now
	s.at(s.now+took, func() { g.landed(at, kind, sent) })
}

// attempt draws how it goes, and has it paid.
func (s *simulator) attempt(p *simPeer) (reputation.Kind, time.Duration) {
	t := p.troubleAt(s.now)
	p.flights++
	switch {
	case t.down && t.hangs:
		return reputation.TimedOut, simTimeout
	case t.down:
		return reputation.Unreachable, 50 * time.Millisecond
	case p.flights > p.capacity:
		return reputation.Busy, p.latency
	}
	s.out.cost += float64(p.priceAt(s.now)) / medianPrice
	score := p.score * math.Exp(p.kind.spread*s.random.NormFloat64()) * (1 + .05*float64(p.flights-1))
	if t.slower > 0 {
		score *= t.slower
	}
	score *= p.climateAt(s.now, s.random)
	took := time.Duration(score * float64(simSegment))
	if s.random.Float64() < max(p.kind.failing, t.failing) {
		return reputation.Failed, min(took/2, simTimeout)
	}
	if took > simTimeout {
		return reputation.TimedOut, simTimeout
	}
	return reputation.Done, took
}

func (g *simSegmentRun) landed(at int, kind reputation.Kind, sent time.Duration) {
	st := g.stream
	s := st.sim
	p, k := s.peers[at], &st.known[at]
	p.flights--
	for i, f := range k.flights {
		if f == sent {
			k.flights = append(k.flights[:i], k.flights[i+1:]...)
			break
		}
	}
	took := s.now - sent
	k.met.Landed(reputation.Outcome{Kind: kind, Took: took, Unit: simSegment, Media: simSegment})
	switch kind {
	case reputation.Done:
		score := took.Seconds() / simSegment.Seconds()
		if k.score == 0 {
			k.score = score
		}
		k.score += .5 * (score - k.score)
		g.done(score, true)
		return
	case reputation.Busy:
		k.rests = s.now + simBusyRest
	case reputation.Unreachable:
		k.rests = s.now + simSuspended
	default:
		k.rests = s.now + simSuspended
		g.failures++
	}
	if g.failures >= simAttempts {
		g.done(0, false)
		return
	}
	g.try()
}

// done ends a segment.
func (g *simSegmentRun) done(score float64, ok bool) {
	s := g.stream.sim
	s.out.Segments++
	if ok {
		s.out.scores = append(s.out.scores, score)
	} else {
		s.out.lost++
	}
	if !ok || s.now-g.begin > simDeadline {
		s.out.stalls++
	}
}

// pick asks the rule for a peer, -1 for none.
func (st *simStream) pick(seq uint64, try int) int {
	s := st.sim
	st.options, st.index = st.options[:0], st.index[:0]
	for i, p := range s.peers {
		k := &st.known[i]
		if s.now < k.rests || len(k.flights) >= 4 {
			continue
		}
		o := broadcaster.Option{
			URI: p.uri, Latency: p.latency, Info: p.info, LatencyScore: k.score, InFlight: len(k.flights), Last: i == st.last, Known: k.met,
		}
		if len(k.flights) > 0 {
			o.Oldest = s.now - k.flights[0]
		}
		st.options, st.index = append(st.options, o), append(st.index, i)
	}
	if len(st.options) == 0 {
		return -1
	}
	at, _ := st.selector.Select(broadcaster.SelectRequest{Seq: seq, Duration: simSegment, Try: try}, st.options)
	if at < 0 {
		return -1
	}
	return st.index[at]
}

// simEvent is what happens at a time; those of one time keep their order.
type simEvent struct {
	at time.Duration
	n  int
	do func()
}

type simEvents []simEvent

func (e simEvents) Len() int { return len(e) }
func (e simEvents) Less(i, j int) bool {
	return e[i].at < e[j].at || e[i].at == e[j].at && e[i].n < e[j].n
}
func (e simEvents) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *simEvents) Push(x any)   { *e = append(*e, x.(simEvent)) }
func (e *simEvents) Pop() any {
	last := len(*e) - 1
	x := (*e)[last]
	*e = (*e)[:last]
	return x
}
