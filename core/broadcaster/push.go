package broadcaster

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// PushStream is a stream whose segments are pushed one by one, over HTTP. It is
// opened with the first and ends by itself when none has been in flight for a
// while: 60 seconds unless configured otherwise (wire.md 12).
type PushStream struct {
	stream *Stream
	idle   time.Duration

	mu     sync.Mutex
	active int       // guarded by mu; pushes that wait for their result
	used   time.Time // guarded by mu; end of the last one
	over   bool      // guarded by mu; it is ending
}

// OpenPush returns the push stream of that name, or opens it. The
// configuration counts for a new one only. Errors are those of OpenStream;
// ErrStreamExists says that a publisher of another kind has the name.
func (b *Broadcaster) OpenPush(ctx context.Context, cfg StreamConfig) (*PushStream, error) {
	cfg.SegmentParameters = true
	e, err := b.open(ctx, cfg, true)
	if err != nil {
		return nil, err
	}
	return e.push, nil
}

// PushStream returns the push stream of that name if it is running, for a
// segment that follows soon.
func (b *Broadcaster) PushStream(id core.ManifestID) (*PushStream, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.streams[id]
	if e == nil || e.push == nil || !e.push.touch() {
		return nil, false
	}
	return e.push, true
}

func newPushStream(s *Stream, idle time.Duration) *PushStream {
	return &PushStream{stream: s, idle: idle, used: time.Now()}
}

// ManifestID is the stream's name.
func (p *PushStream) ManifestID() core.ManifestID { return p.stream.ManifestID() }

// Profiles are the renditions that the stream has.
func (p *PushStream) Profiles() []core.Profile { return p.stream.Profiles() }

// Submit is Stream.Submit. ErrStreamEnded asks the caller to open the stream
// anew.
func (p *PushStream) Submit(ctx context.Context, seg *core.Segment) (*SegmentResult, error) {
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return nil, ErrStreamEnded
	}
	p.active++
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.active--
		p.used = time.Now()
	}()
	return p.stream.Submit(ctx, seg)
}

// Close ends the stream before its time, after what is in flight.
func (p *PushStream) Close() error {
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
	return p.stream.Close()
}

// touch puts the end off, unless it has begun.
func (p *PushStream) touch() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.used = time.Now()
	return !p.over
}

// watch ends the stream when its time has come. It belongs to the broadcaster.
func (p *PushStream) watch() {
	timer := time.NewTimer(p.idle)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			left := p.left()
			if left <= 0 {
				p.stream.log.Info("no segment was pushed for a while, the stream ends", "idle", p.idle)
				p.stream.Close()
				return
			}
			timer.Reset(left)
		case <-p.stream.done:
			return
		}
	}
}

// left is how long the stream still lives if nothing happens; at 0 it has begun
// to end.
func (p *PushStream) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.active > 0 {
		return p.idle
	}
	left := p.idle - time.Since(p.used)
	if left <= 0 {
		p.over = true
	}
	return left
}
