package broadcaster_test

import (
	"context"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// free is a network that takes no time at all.
type free struct{ *network }

func (f free) Submit(_ context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	return &core.SubmissionResult{Renditions: []core.Rendition{{Data: sub.Segment.Data}, {Data: sub.Segment.Data}}}, nil
}

type nowhere struct{}

func (nowhere) Open(core.ManifestID, []core.Profile) broadcaster.Output { return nowhere{} }
func (nowhere) Source(*core.Segment)                                    {}
func (nowhere) Rendition(*core.Segment, core.Profile, core.Rendition)   {}
func (nowhere) Gap(*core.Segment, core.Profile)                         {}
func (nowhere) End()                                                    {}

// BenchmarkSubmit is what this package adds to the round trip of a segment of
// 1 MB: issue 2 allows 10 ms for everything but the engine.
func BenchmarkSubmit(b *testing.B) {
	n := free{newNetwork(&orch{})}
	cfg := broadcaster.DefaultConfig()
	cfg.Orchestrators, cfg.Finder, cfg.Outputs = n, n, nowhere{}
	d, err := broadcaster.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	s, err := d.OpenStream(b.Context(), config("movie"))
	if err != nil {
		b.Fatal(err)
	}
	seg := segment(0)
	seg.Data, seg.Duration = make([]byte, 1<<20), 2*time.Second
	seg.Digest = core.DigestOf(seg.Data) // known of a pushed segment
	for b.Loop() {
		if _, err := s.Submit(b.Context(), seg); err != nil {
			b.Fatal(err)
		}
		seg.Seq++
	}
}
