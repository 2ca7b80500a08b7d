package choosing

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/reputation"
)

// Explanation is one choice, and what it was made of.
type Explanation struct {
	ManifestID core.ManifestID `json:"stream"`
	Seq        uint64          `json:"seq"`
	Try        int             `json:"try"`
	At         time.Time       `json:"at"`
	Policy     string          `json:"policy"`
	// Chosen is the URI of the one that was taken, "" for none.
	Chosen string `json:"chosen"`
	Reason Reason `json:"reason"`
	// Candidates is how many there were, and Shown are those with the lowest totals
	// and the one that was chosen, in this order.
	Candidates int     `json:"candidates"`
	Shown      []Shown `json:"shown"`
}

// Shown is one candidate of an Explanation.
type Shown struct {
	URI    string              `json:"uri"`
	Peer   reputation.Peer     `json:"peer"`
	Tier   string              `json:"tier,omitempty"`
	Total  float64             `json:"total"` // of Parts: the lowest is the best
	Parts  Parts               `json:"parts"`
	Expect reputation.Estimate `json:"expect"`
	// Home says that the stream was there before, and InFlight counts its segments.
	Home     bool `json:"home,omitempty"`
	InFlight int  `json:"inFlight,omitempty"`
	// Unfit says why it was not to be taken, "" if it was.
	Unfit string `json:"unfit,omitempty"`
}

// explanations are the last choices of a stream, a ring.
type explanations struct {
	ring []Explanation
	next int
}

func (e *explanations) add(x Explanation, keep int) {
	if len(e.ring) < keep {
		e.ring = append(e.ring, x)
		return
	}
	e.ring[e.next] = x
	e.next = (e.next + 1) % len(e.ring)
}

// list is a copy, the last choice first.
func (e *explanations) list() []Explanation {
	all := slices.Concat(e.ring[e.next:], e.ring[:e.next])
	slices.Reverse(all)
	return all
}

// explain notes the choice of candidate i; mu is held.
func (s *stream) explain(seg broadcaster.SelectRequest, c *scan, i int, reason Reason) {
	keep := s.chooser.cfg.Keep
	if keep == 0 {
		return
	}
	x := Explanation{
		ManifestID: s.id, Seq: seg.Seq, Try: seg.Try, At: c.now, Policy: s.name, Reason: reason, Candidates: len(c.each),
		Shown: make([]Shown, 0, min(shown, c.top.n)+1),
	}
	for _, at := range c.top.at[:c.top.n] {
		x.Shown = append(x.Shown, s.show(c, at))
	}
	if i >= 0 {
		x.Chosen = c.each[i].who.uri
		if !slices.Contains(c.top.at[:c.top.n], i) {
			x.Shown = append(x.Shown, s.show(c, i))
		}
	}
	s.explanations.add(x, keep)
}

func (s *stream) show(c *scan, i int) Shown {
	w, o := &c.each[i], &c.options[i]
	a := w.who
	return Shown{
		URI: a.uri, Peer: a.entry.Peer(), Tier: s.policy.tierName(a.tier), Total: w.total, Parts: s.parts(c, a, o), Expect: a.estimate,
		Home: i == c.home, InFlight: o.InFlight, Unfit: s.unfit(w, o),
	}
}

func (s *stream) unfit(w *scanned, o *broadcaster.Option) string {
	switch a := w.who; {
	case a.tier < 0:
		return "not in a tier of the policy"
	case a.class == never:
		return "too dear"
	case a.class == tooDear:
		return "too dear, if there is another"
	case a.class == unreliable:
		return "not reliable enough, if there is another"
	case !w.fit && (o.LatencyScore > s.policy.Late || a.slow):
		return "too slow"
	case !w.fit:
		return "late with a segment"
	}
	return ""
}
