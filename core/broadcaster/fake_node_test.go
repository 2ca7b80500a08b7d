package broadcaster_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// node is a broadcaster among fakes.
type node struct {
	*broadcaster.Broadcaster
	outs *outputs
	seen *observer
}

// peers are the ports to the network.
type peers interface {
	broadcaster.Orchestrators
	broadcaster.Finder
}

// startNode starts one whose streams end with the test.
func startNode(t *testing.T, n peers, change func(*broadcaster.Config)) *node {
	t.Helper()
	cfg := broadcaster.DefaultConfig()
	d := &node{outs: &outputs{}, seen: &observer{}}
	cfg.Orchestrators, cfg.Finder, cfg.Outputs, cfg.Observer = n, n, d.outs, d.seen
	if change != nil {
		change(&cfg)
	}
	b, err := broadcaster.New(cfg)
	require.NoError(t, err)
	require.NoError(t, b.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	d.Broadcaster = b
	return d
}

func profiles(names ...string) []core.Profile {
	var list []core.Profile
	for _, n := range names {
		list = append(list, core.Profile{Name: n, Width: 426, Height: 240, Bitrate: 600000})
	}
	return list
}

func config(id core.ManifestID) broadcaster.StreamConfig {
	return broadcaster.StreamConfig{ManifestID: id, Profiles: profiles("low", "high")}
}

// open opens a stream with the renditions low and high.
func (d *node) open(t *testing.T, id core.ManifestID) *broadcaster.Stream {
	t.Helper()
	s, err := d.OpenStream(t.Context(), config(id))
	require.NoError(t, err)
	return s
}

// segment is 2 s of H.264 video.
func segment(seq uint64) *core.Segment {
	return &core.Segment{
		Seq: seq, Data: fmt.Appendf(nil, "source %d", seq), Duration: 2 * time.Second,
		Info: core.MediaInfo{HasVideo: true, VideoFrames: 60, PixelFormat: "yuv420p", Width: 1280, Height: 720},
	}
}

func submit(t *testing.T, s *broadcaster.Stream, seq uint64) *broadcaster.SegmentResult {
	t.Helper()
	res, err := s.Submit(t.Context(), segment(seq))
	require.NoError(t, err)
	return res
}

// observer records events.
type observer struct {
	mu             sync.Mutex
	started, ended []core.ManifestID
	appeared       []broadcaster.SegmentEvent
	attempts       []broadcaster.AttemptEvent
	done           []broadcaster.SegmentOutcome
}

func (o *observer) StreamStarted(id core.ManifestID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.started = append(o.started, id)
}

func (o *observer) StreamEnded(id core.ManifestID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = append(o.ended, id)
}

func (o *observer) SegmentAppeared(e broadcaster.SegmentEvent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.appeared = append(o.appeared, e)
}

func (o *observer) AttemptDone(e broadcaster.AttemptEvent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.attempts = append(o.attempts, e)
}

func (o *observer) SegmentDone(_ broadcaster.SegmentEvent, r broadcaster.SegmentOutcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done = append(o.done, r)
}
