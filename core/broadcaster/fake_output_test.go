package broadcaster_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// output records a stream's playlists and the breaches of Output's contract.
type output struct {
	id       core.ManifestID
	profiles []core.Profile
	slow     time.Duration // that a call takes
	busy     atomic.Bool

	mu          sync.Mutex
	sources     []core.Segment
	renditions  map[string][]entry
	substitutes int // sources in place of renditions
	ended       bool
	breaches    []string
}

// entry is one place of a rendition's playlist.
type entry struct {
	seq  uint64
	data string // "" for a gap
}

func (o *output) enter(seg *core.Segment) func() {
	if !o.busy.CompareAndSwap(false, true) {
		o.breaches = append(o.breaches, "two calls at the same time")
	}
	if o.slow > 0 {
		<-time.After(o.slow)
	}
	o.mu.Lock()
	if o.ended {
		o.breaches = append(o.breaches, "call after End")
	}
	if seg != nil && seg.ManifestID != o.id {
		o.breaches = append(o.breaches, fmt.Sprintf("segment of stream %q", seg.ManifestID))
	}
	return func() {
		o.mu.Unlock()
		o.busy.Store(false)
	}
}

func (o *output) Source(seg *core.Segment) {
	defer o.enter(seg)()
	if n := len(o.sources); n > 0 && o.sources[n-1].Seq >= seg.Seq {
		o.breaches = append(o.breaches, fmt.Sprintf("source %d after %d", seg.Seq, o.sources[n-1].Seq))
	}
	o.sources = append(o.sources, *seg)
}

func (o *output) Rendition(seg *core.Segment, p core.Profile, r core.Rendition) {
	defer o.enter(seg)()
	if len(r.Data) == 0 {
		o.breaches = append(o.breaches, "empty rendition")
	}
	if r.Substitute {
		o.substitutes++
	}
	o.add(seg, p, string(r.Data))
}

func (o *output) Gap(seg *core.Segment, p core.Profile) {
	defer o.enter(seg)()
	o.add(seg, p, "")
}

func (o *output) add(seg *core.Segment, p core.Profile, data string) {
	list := o.renditions[p.Name]
	if len(list) >= len(o.sources) || o.sources[len(list)].Seq != seg.Seq {
		o.breaches = append(o.breaches, fmt.Sprintf("%s %d is out of order", p.Name, seg.Seq))
	}
	o.renditions[p.Name] = append(list, entry{seg.Seq, data})
}

func (o *output) End() {
	defer o.enter(nil)()
	o.ended = true
}

// seqs are the numbers of the source playlist, discontinuities marked by "!".
func (o *output) seqs() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []string
	for _, s := range o.sources {
		mark := ""
		if s.Discontinuity {
			mark = "!"
		}
		list = append(list, fmt.Sprintf("%s%d", mark, s.Seq))
	}
	return list
}

// gaps are the numbers that a rendition lacks.
func (o *output) gaps(profile string) []uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []uint64
	for _, e := range o.renditions[profile] {
		if e.data == "" {
			list = append(list, e.seq)
		}
	}
	return list
}

func (o *output) rendition(profile string) []entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.renditions[profile])
}

// complete says what is wrong with the playlists of an ended stream.
func (o *output) complete() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.breaches) > 0 {
		return fmt.Errorf("%d breaches of the contract, the first: %s", len(o.breaches), o.breaches[0])
	}
	if !o.ended {
		return fmt.Errorf("playlists are not ended")
	}
	for _, p := range o.profiles {
		if len(o.renditions[p.Name]) != len(o.sources) {
			return fmt.Errorf("rendition %s has %d entries for %d segments", p.Name, len(o.renditions[p.Name]), len(o.sources))
		}
	}
	return nil
}

// outputs is an in-memory broadcaster.Outputs.
type outputs struct {
	slow time.Duration // that a call takes

	mu   sync.Mutex
	open map[core.ManifestID][]*output
}

var _ broadcaster.Outputs = (*outputs)(nil)

func (o *outputs) Open(id core.ManifestID, profiles []core.Profile) broadcaster.Output {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.open == nil {
		o.open = map[core.ManifestID][]*output{}
	}
	out := &output{id: id, profiles: profiles, slow: o.slow, renditions: map[string][]entry{}}
	o.open[id] = append(o.open[id], out)
	return out
}

// of returns the newest output of a stream.
func (o *outputs) of(id core.ManifestID) *output {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := o.open[id]
	return list[len(list)-1]
}
