package broadcaster

import (
	"slices"
	"sync"

	"github.com/livepeer/streamflow/core"
)

// Bounds of the order in which segments are played out.
const (
	// reorderWindow is how many sequence numbers may be missing before a segment
	// for it to be held back, and how far back a number still counts as one of
	// the same run.
	reorderWindow = 8
	// maxJump is the largest step forward that keeps its number.
	maxJump = 1 << 20
	// MaxSeq is the largest sequence number that a segment may come with.
	MaxSeq = 1 << 62
)

// playout puts one stream's segments in order for its Output.
//
// An RTMP stream numbers its segments itself. An HTTP publisher may send them
// at the same time, twice, or begin anew, and players must neither stall nor
// see disorder. These are the rules, by the number a segment comes with:
//
//   - The next number is published at once.
//   - If up to reorderWindow numbers are missing, the segment waits for them:
//     until they come, or the stream calls giveUp for it. What comes later than
//     that is transcoded and returned to its publisher, but not published.
//   - A larger step forward is published at once.
//   - A number that was published already, with the same bytes, is a repetition
//     by a publisher that saw no answer: transcoded and returned, not published.
//   - A number that was published with other bytes, or any smaller than the
//     window reaches, is the start of a new run: it is published as the next
//     one, and the numbers of the new run go on from there.
//
// A segment after missing numbers, and the first of a new run, is marked as a
// discontinuity. So what Output sees always ascends.
type playout struct {
	out      *publisher
	profiles []core.Profile

	mu      sync.Mutex
	started bool           // guarded by mu, as all that follows
	offset  uint64         // added to a number, modulo 2^64, to get its place
	next    uint64         // place of the next segment if none is missing
	held    []*slot        // by place, ascending; all above next
	queue   []*slot        // published, waiting for renditions; by place
	recent  []*core.Digest // of what was published before next, newest last
	places  []uint64       // their places
	begun   bool           // something was published
	shape   sourceShape    // of the last published one with video
}

// slot is a segment's place in the playlists.
type slot struct {
	seg        *core.Segment // with its place as Seq; the Output's copy
	shown      chan struct{} // closed when it is published
	resolved   bool
	renditions []core.Rendition // nil for a gap
}

// admission is what playout decided on a segment.
type admission struct {
	// place is the number under which the segment is known from here on.
	place uint64
	// slot is nil for a segment that will not be published.
	slot *slot
	// held asks the stream to call giveUp after its reorder time.
	held bool
	// why is for the log.
	why string
}

func newPlayout(out Output, profiles []core.Profile) *playout {
	return &playout{out: newPublisher(out), profiles: profiles}
}

// admit decides where seg belongs and publishes its source if it is its turn.
// Bytes are told apart by seg.Digest, which must be there; it is waited for only
// when a number comes again.
func (p *playout) admit(seg *core.Segment) admission {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started {
		p.started = true
		if seg.Seq > reorderWindow {
			p.next = seg.Seq // a stream need not begin with 0
		}
	}
	place := seg.Seq + p.offset
	ahead := int64(place - p.next)
	switch {
	case ahead == 0:
		return p.take(seg, place, "next")
	case ahead > 0 && ahead <= reorderWindow:
		return p.hold(seg, place)
	case ahead > 0 && ahead <= maxJump:
		p.releaseAll()
		return p.take(seg, place, "numbers left out")
	case ahead < 0 && -ahead <= reorderWindow:
		i := slices.Index(p.places, place)
		if i < 0 {
			return admission{place: place, why: "too late to be published"}
		}
		if p.recent[i].Sum() == seg.Digest.Sum() {
			return admission{place: place, why: "repeated, published already"}
		}
	}
	return p.restart(seg)
}

// restart begins a new run of numbers after all that were there.
func (p *playout) restart(seg *core.Segment) admission {
	p.releaseAll()
	p.offset = p.next - seg.Seq
	a := p.enqueue(seg, p.next, "numbers begin anew")
	a.slot.seg.Discontinuity = true
	p.publishReady()
	return a
}

// take publishes a segment whose place is at or after next.
func (p *playout) take(seg *core.Segment, place uint64, why string) admission {
	a := p.enqueue(seg, place, why)
	p.releaseTo(place)
	return a
}

// hold keeps a segment back until those before it have come.
func (p *playout) hold(seg *core.Segment, place uint64) admission {
	i := slices.IndexFunc(p.held, func(s *slot) bool { return s.seg.Seq == place })
	if i >= 0 && p.held[i].seg.Digest.Sum() == seg.Digest.Sum() {
		return admission{place: place, why: "repeated, waiting to be published"}
	}
	if i >= 0 {
		return p.restart(seg)
	}
	a := p.enqueue(seg, place, "waits for those before it")
	a.held = true
	return a
}

func (p *playout) enqueue(seg *core.Segment, place uint64, why string) admission {
	own := *seg
	own.Seq = place
	s := &slot{seg: &own, shown: make(chan struct{})}
	i, _ := slices.BinarySearchFunc(p.held, place, func(h *slot, place uint64) int {
		return int(int64(h.seg.Seq - place))
	})
	p.held = slices.Insert(p.held, i, s)
	return admission{place: place, slot: s, why: why}
}

// giveUp publishes a held segment although some before it are missing.
func (p *playout) giveUp(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.Contains(p.held, s) {
		p.releaseTo(s.seg.Seq)
	}
}

// noMore publishes all that is held: nothing will be admitted any more.
func (p *playout) noMore() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.releaseAll()
}

func (p *playout) releaseAll() {
	if n := len(p.held); n > 0 {
		p.releaseTo(p.held[n-1].seg.Seq)
	}
}

// releaseTo publishes what is held up to a place, and what follows it closely.
func (p *playout) releaseTo(place uint64) {
	for len(p.held) > 0 && int64(place-p.held[0].seg.Seq) >= 0 {
		s := p.held[0]
		p.held = slices.Delete(p.held, 0, 1)
		p.publish(s)
	}
	p.publishReady()
}

func (p *playout) publishReady() {
	for len(p.held) > 0 && p.held[0].seg.Seq == p.next {
		s := p.held[0]
		p.held = slices.Delete(p.held, 0, 1)
		p.publish(s)
	}
}

func (p *playout) publish(s *slot) {
	shape := shapeOf(s.seg.Info)
	s.seg.Discontinuity = s.seg.Discontinuity || p.begun && s.seg.Seq != p.next
	s.seg.ForceReinit = s.seg.ForceReinit || p.shape.changesTo(shape)
	if shape.video {
		p.shape = shape
	}
	p.begun = true
	p.next = s.seg.Seq + 1
	p.recent, p.places = append(p.recent, s.seg.Digest), append(p.places, s.seg.Seq)
	if len(p.recent) > reorderWindow {
		p.recent, p.places = p.recent[1:], p.places[1:]
	}
	close(s.shown)
	p.out.source(s.seg)
	p.queue = append(p.queue, s)
	p.flush()
}

// resolve gives a segment its renditions, nil for gaps. They are published when
// those of all segments before it have been.
func (p *playout) resolve(s *slot, renditions []core.Rendition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.resolved, s.renditions = true, renditions
	p.flush()
}

func (p *playout) flush() {
	for len(p.queue) > 0 && (p.queue[0].resolved || len(p.profiles) == 0) {
		s := p.queue[0]
		p.queue = slices.Delete(p.queue, 0, 1) // clears what it leaves
		for i, profile := range p.profiles {
			if s.renditions == nil {
				p.out.gap(s.seg, profile)
			} else {
				p.out.rendition(s.seg, profile, s.renditions[i])
			}
		}
	}
}

// end closes the playlists, after all that was published. All segments must
// have been resolved, and none may follow.
func (p *playout) end() { p.out.end() }
