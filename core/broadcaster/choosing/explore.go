package choosing

import (
	"math"
	"math/rand/v2"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// promising is how many of the unknown ones that may be the best are drawn from.
const promising = 4

// explore returns an unknown candidate that is worth a segment, -1 for none. There
// is home to fall back on; mu is held.
func (s *stream) explore(seg broadcaster.SelectRequest, c *scan) int {
	share := s.policy.Explore.Share
	if seg.Try > 1 || float64(s.explored+1) > share*float64(s.chosen+1) {
		return -1
	}
	// Not each time it may: nobody should foresee when.
	if s.random.Float64() >= max(0.5, share) {
		return -1
	}
	home := &c.each[c.home]
	return s.draw(c, home.rank, func(i int) bool { return s.optimistic(c, i) < home.total })
}

// unknown says whether candidate i of a rank may be explored.
func (c *scan) unknown(i int, rank int16) bool {
	w := &c.each[i]
	return w.who != nil && !w.who.known && w.rank == rank && w.fit && c.options[i].InFlight == 0 && i != c.home
}

// optimistic is what candidate i costs if nothing bad is true of it that is not
// known for sure.
func (s *stream) optimistic(c *scan, i int) float64 {
	w := &c.each[i]
	doubt := 1 - w.who.estimate.Confidence(s.policy.Prior)
	return w.total - doubt*(w.who.parts.Late+w.who.parts.Failure)
}

// draw takes one of the unknown candidates of a rank that qualify: by the policy's
// chances, or else one of the most promising.
func (s *stream) draw(c *scan, rank int16, qualifies func(i int) bool) int {
	may := func(i int) bool { return c.unknown(i, rank) && qualifies(i) }
	if s.policy.Draw != nil {
		return s.byChance(c, may)
	}
	var best ranking
	for i := range c.each {
		if may(i) {
			best.enter(i, s.optimistic(c, i))
		}
	}
	if best.n == 0 {
		return -1
	}
	return best.at[s.random.IntN(min(best.n, promising))]
}

// byChance draws by the policy's chances.
func (s *stream) byChance(c *scan, may func(int) bool) int {
	d := s.policy.Draw
	var candidates []int
	var stakes, prices float64
	lowest := math.Inf(1)
	for i := range c.each {
		if may(i) {
			candidates = append(candidates, i)
			stakes += c.each[i].who.stake
			lowest = min(lowest, max(0, c.each[i].who.perPixel))
		}
	}
	// exp(-price) of all, each with the same factor so that it does not vanish.
	cheapness := func(i int) float64 { return math.Exp((lowest - max(0, c.each[i].who.perPixel)) / d.PriceExp) }
	for _, i := range candidates {
		prices += cheapness(i)
	}
	return lot(s.random, candidates, func(i int) float64 {
		chance := d.Random/float64(len(candidates)) + d.Price*cheapness(i)/prices
		if stakes > 0 {
			chance += d.Stake * c.each[i].who.stake / stakes
		}
		return chance
	})
}

// lot draws one of the candidates by their chances, -1 of none.
func lot(random *rand.Rand, candidates []int, chance func(int) float64) int {
	var all float64
	for _, i := range candidates {
		all += chance(i)
	}
	at := random.Float64() * all
	for _, i := range candidates {
		if at -= chance(i); at < 0 {
			return i
		}
	}
	if len(candidates) == 0 {
		return -1
	}
	return candidates[len(candidates)-1]
}
