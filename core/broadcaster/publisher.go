package broadcaster

import "github.com/livepeer/streamflow/core"

// publishQueue is how many calls of an Output may wait; then its stream waits
// too. A segment makes one for its source and one for each rendition.
const publishQueue = 256

// publisher calls the methods of an Output one after the other, in a goroutine
// of its own: an Output may look into the bytes, and neither the way of a
// segment to its orchestrator nor the answer to its publisher wait for that.
// All that was called before end is done when end returns.
type publisher struct {
	out   Output
	calls chan func()
	done  chan struct{} // closed when all calls were made
}

// newPublisher starts a goroutine, which end waits for.
func newPublisher(out Output) *publisher {
	p := &publisher{out: out, calls: make(chan func(), publishQueue), done: make(chan struct{})}
	go func() {
		defer close(p.done)
		for call := range p.calls {
			call()
		}
	}()
	return p
}

func (p *publisher) source(seg *core.Segment) {
	p.calls <- func() { p.out.Source(seg) }
}

func (p *publisher) rendition(seg *core.Segment, profile core.Profile, r core.Rendition) {
	p.calls <- func() { p.out.Rendition(seg, profile, r) }
}

func (p *publisher) gap(seg *core.Segment, profile core.Profile) {
	p.calls <- func() { p.out.Gap(seg, profile) }
}

// end closes the playlists and waits until all is published. No other call may
// follow.
func (p *publisher) end() {
	p.calls <- p.out.End
	close(p.calls)
	<-p.done
}
