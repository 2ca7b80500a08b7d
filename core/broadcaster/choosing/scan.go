package choosing

import (
	"slices"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
)

const (
	// sampled is how many candidates the typical one is taken from.
	sampled = 33
	// refreshed bounds the old estimates that one choice makes anew: with thousands
	// of candidates all of them may be due at once.
	refreshed = 16
	// minUnit is the shortest time that a latency score is measured in.
	minUnit = 1500 * time.Millisecond
)

// scan is what one look at all candidates found. It is kept by its stream for its
// memory.
type scan struct {
	limit   time.Duration // what a segment may take in flight before it is late
	now     time.Time
	typical typical
	options []broadcaster.Option
	each    []scanned
	home    int // option that is the stream's home, -1 if it is not there
	// best of each rank among those that are on time, and of all others: -1 for
	// none.
	best, behind [maxRanks]int
	top          ranking
}

// scanned is one candidate in a scan.
type scanned struct {
	who   *acquaintance // nil for one that is not ours
	total float64
	rank  int16 // -1 for one that is never taken
	fit   bool  // free, and in time by what is expected
}

// look scans the candidates; mu is held.
func (s *stream) look(seg broadcaster.SelectRequest, options []broadcaster.Option) *scan {
	c := &s.scan
	unit := max(minUnit, seg.Duration)
	c.limit, c.now = time.Duration(float64(unit)*max(1, s.policy.Late)), s.chooser.cfg.Now()
	c.options, c.home, c.each = options, -1, slices.Grow(c.each[:0], len(options))[:len(options)]
	c.top.clear()
	for i := range c.best {
		c.best[i], c.behind[i] = -1, -1
	}
	c.typical = s.typicalOf(options)
	open, now, old := s.openTiers(), c.now.UnixNano(), refreshed
	for i := range options {
		a, _ := options[i].Known.(*acquaintance)
		if a == nil {
			c.each[i] = scanned{rank: -1}
			continue
		}
		switch {
		case a.info != options[i].Info:
			a.learn(options[i].Info)
			a.remember(c.now)
		case now > a.until && old > 0:
			old--
			a.remember(c.now)
		}
		s.weigh(c, i, a)
		if a.entry == s.home {
			c.home = i
		}
		c.enter(i, open[max(0, a.tier)])
	}
	return c
}

// weigh works out what candidate i costs; mu is held. Whether something new is
// known of it is looked up only for those that are about to be among the best, and
// home: for thousands that would be half of the time.
func (s *stream) weigh(c *scan, i int, a *acquaintance) {
	o, w := &c.options[i], &c.each[i]
	total := s.total(c, a, o)
	if (c.top.admits(total) || a.entry == s.home) && a.version != a.entry.Version() {
		a.remember(c.now)
		total = s.total(c, a, o)
	}
	*w = scanned{who: a, total: total, rank: -1}
	if a.class != never {
		w.rank = int16(rank(a.class, a.tier))
	}
	w.fit = !a.slow && (o.InFlight == 0 || o.Oldest < c.limit) && o.LatencyScore <= s.policy.Late
}

// total is that of parts.
func (s *stream) total(c *scan, a *acquaintance, o *broadcaster.Option) float64 {
	if o.LatencyScore > 0 {
		return s.parts(c, a, o).Total()
	}
	w := &s.policy.Weights
	return a.base + w.price(a.perPixel, &c.typical) + w.stake(a.stake, &c.typical)
}

func (s *stream) parts(c *scan, a *acquaintance, o *broadcaster.Option) Parts {
	w := &s.policy.Weights
	parts := a.parts
	parts.Price, parts.Stake = w.price(a.perPixel, &c.typical), w.stake(a.stake, &c.typical)
	w.here(o.LatencyScore, s.policy.Late, &parts)
	return parts
}

// enter notes candidate i where it is the best so far.
func (c *scan) enter(i int, open bool) {
	w := &c.each[i]
	c.top.enter(i, w.total)
	if w.rank < 0 || !open {
		return
	}
	if w.fit {
		if b := c.best[w.rank]; b < 0 || w.total < c.each[b].total {
			c.best[w.rank] = i
		}
		return
	}
	if b := c.behind[w.rank]; b < 0 || c.less(i, b) {
		c.behind[w.rank] = i
	}
}

// less compares two that are behind: the one with less to do comes first.
func (c *scan) less(i, j int) bool {
	if n, m := c.options[i].InFlight, c.options[j].InFlight; n != m {
		return n < m
	}
	return c.each[i].total < c.each[j].total
}

func first(ranks *[maxRanks]int) int {
	for _, i := range ranks {
		if i >= 0 {
			return i
		}
	}
	return -1
}

// typicalOf is the middle of some candidates, spread over all.
func (s *stream) typicalOf(options []broadcaster.Option) (t typical) {
	prices, stakes := s.prices[:0], s.stakes[:0]
	step := max(1, (len(options)+sampled-1)/sampled)
	for i := 0; i < len(options); i += step {
		a, _ := options[i].Known.(*acquaintance)
		if a == nil {
			continue
		}
		if a.perPixel >= 0 {
			prices = append(prices, a.perPixel)
		}
		if a.stake > 0 {
			stakes = append(stakes, a.stake)
		}
	}
	s.prices, s.stakes = prices, stakes
	t = typical{price: middle(prices), stake: middle(stakes)}
	if t.price > 0 {
		t.perPrice = 1 / t.price
	}
	return t
}

func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
