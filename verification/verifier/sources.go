package verifier

import (
	"context"
	"slices"
	"sync"
	"time"
	"weak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// maxSources bounds the segments of a stream whose facts are kept: as many as may be
// under way.
const maxSources = 8

// depth is how closely a segment is looked at.
type depth uint8

const (
	usual   depth = iota // as the planner's budget has it
	certain              // at its content in any case
	whole                // up to its end
	depths
)

// sources has what is known of the segments of a stream.
type sources struct {
	verifier *Verifier

	mu    sync.Mutex
	known map[weak.Pointer[core.Segment]]*source // guarded by mu
	order []weak.Pointer[core.Segment]           // guarded by mu, oldest first
}

// source is a segment with where it is looked at, and what was found there: the same for
// all results that come for it.
type source struct {
	verifier *Verifier
	profiles []core.Profile
	drawn    bool // for the dear check
	looks    [depths]*look
}

// look is an inspection of a source.
type look struct {
	turn  chan struct{} // has room for the one who inspects
	plan  *verification.Plan
	facts *core.MediaFacts // nil before that is done
}

func newSources(v *Verifier) *sources {
	return &sources{verifier: v, known: make(map[weak.Pointer[core.Segment]]*source)}
}

// of returns what is known of a segment.
func (s *sources) of(seg *core.Segment, profiles []core.Profile) *source {
	key := weak.Make(seg)
	s.mu.Lock()
	defer s.mu.Unlock()
	if src := s.known[key]; src != nil {
		return src
	}
	drawn, err := s.verifier.sampler.Hit()
	src := &source{verifier: s.verifier, profiles: profiles, drawn: drawn || err != nil}
	for i := range src.looks {
		src.looks[i] = &look{turn: make(chan struct{}, 1)}
	}
	s.known[key] = src
	s.order = append(s.order, key)
	s.forget()
	return src
}

// forget drops the segments that are gone, and the oldest of too many; mu is held.
func (s *sources) forget() {
	surplus := len(s.order) - maxSources
	s.order = slices.DeleteFunc(s.order, func(key weak.Pointer[core.Segment]) bool {
		gone := key.Value() == nil
		if gone || surplus > 0 {
			delete(s.known, key)
		}
		surplus--
		return gone || surplus >= 0
	})
}

// inspect looks at a segment as closely as is asked for. Of two that ask at once, one
// waits. Errors are the draw's, the inspector's, and ctx's.
func (s *source) inspect(ctx context.Context, seg *core.Segment, d depth) (*verification.Plan, *core.MediaFacts, error) {
	l := s.looks[d]
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	}
	defer func() { <-l.turn }()
	if l.facts != nil {
		return l.plan, l.facts, nil
	}
	planner := verification.Planner{Draw: s.verifier.sampler, Budget: s.verifier.cfg.Budget, Whole: d == whole}
	if d == certain {
		planner.Budget = 1
	}
	duration, from := seg.Duration, time.Duration(0)
	if c := seg.Clip; c != nil {
		duration, from = c.To-c.From, c.From
	}
	plan, err := planner.Plan(seg.Info, duration, s.profiles)
	if err != nil {
		return nil, nil, err
	}
	facts, err := s.verifier.cfg.Inspector.Inspect(ctx, seg.Data, seg.Info.Container.Ext(), later(plan.Source, from))
	if err != nil {
		return nil, nil, err
	}
	if seg.Clip != nil {
		facts = clipped(facts, *seg.Clip)
	}
	l.plan, l.facts = &plan, facts
	return l.plan, l.facts, nil
}

// later is a look at a source at times that count from a clip's beginning.
func later(look core.Look, by time.Duration) core.Look {
	times := make([]time.Duration, len(look.Times))
	for i, t := range look.Times {
		times[i] = t + by
	}
	look.Times = times
	return look
}

// clipped is what the facts would be of the part of a source that was asked for.
func clipped(facts *core.MediaFacts, clip core.Clip) *core.MediaFacts {
	f := *facts
	if f.Video == nil || len(f.Video.Frames) == 0 {
		return &f
	}
	v := *f.Video
	begin := v.Frames[0].Time
	v.Frames = nil
	for _, frame := range f.Video.Frames {
		if t := frame.Time - begin; t >= clip.From && t < clip.To {
			v.Frames = append(v.Frames, frame)
		}
	}
	f.Video = &v
	if f.Audio != nil {
		a := *f.Audio
		first, last := max(a.First, begin+clip.From), min(a.First+a.Duration, begin+clip.To)
		a.First, a.Duration = first, max(last-first, 0)
		f.Audio = &a
	}
	return &f
}
