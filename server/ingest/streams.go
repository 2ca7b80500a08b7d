package ingest

import (
	"context"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Streams opens the streams that are pushed.
type Streams interface {
	// Find returns the running push stream of that name, for a segment that
	// follows at once.
	Find(id core.ManifestID) (Stream, bool)
	// Open returns the push stream of that name or opens one. Errors are those
	// of broadcaster.Broadcaster.OpenPush.
	Open(ctx context.Context, cfg broadcaster.StreamConfig) (Stream, error)
}

// Stream takes segments.
type Stream interface {
	// Submit blocks until the renditions are there. Errors are those of
	// broadcaster.PushStream.Submit.
	Submit(ctx context.Context, seg *core.Segment) (*broadcaster.SegmentResult, error)
}

// Prober looks into a pushed segment (core/broadcaster.Prober).
type Prober interface {
	// Probe returns what the bytes contain. A *core.TranscodeError says that
	// they are no media of a known kind. ext is ".ts" or ".mp4".
	Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error)
}

// FromBroadcaster are the streams of b.
func FromBroadcaster(b *broadcaster.Broadcaster) Streams { return broadcasterStreams{b} }

type broadcasterStreams struct{ b *broadcaster.Broadcaster }

func (s broadcasterStreams) Find(id core.ManifestID) (Stream, bool) {
	p, ok := s.b.PushStream(id)
	if !ok {
		return nil, false
	}
	return p, true
}

func (s broadcasterStreams) Open(ctx context.Context, cfg broadcaster.StreamConfig) (Stream, error) {
	p, err := s.b.OpenPush(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return p, nil
}
