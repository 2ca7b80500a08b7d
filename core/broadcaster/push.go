package broadcaster

import (
	"context"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// PushStream is a stream whose segments are pushed one by one, over HTTP. It is
// opened with the first and ends by itself when none has been in flight for a
// while: 60 seconds unless configured otherwise (wire.md 12). While the node
// drains that is 5 seconds, or twice the longest segment of the stream where
// that is more: a publisher that is still there goes on, one that has left is
// not waited for.
type PushStream struct {
	stream    *Stream
	idle      time.Duration
	drainIdle time.Duration
	hurry     chan struct{} // closed when the node drains

	mu       sync.Mutex
	draining bool          // guarded by mu, as all that follows
	active   int           // pushes that wait for their result
	used     time.Time     // end of the last one
	longest  time.Duration // of all segments
	over     bool          // it is ending
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

func newPushStream(s *Stream, cfg Config) *PushStream {
	return &PushStream{stream: s, idle: cfg.PushIdle, drainIdle: cfg.PushDrainIdle, hurry: make(chan struct{}), used: time.Now()}
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
	p.longest = max(p.longest, seg.Duration)
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

// drain ends the stream sooner when nothing is pushed.
func (p *PushStream) drain() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.draining {
		p.draining = true
		close(p.hurry)
	}
}

// watch ends the stream when its time has come. It belongs to the broadcaster.
func (p *PushStream) watch() {
	timer := time.NewTimer(p.idle)
	defer timer.Stop()
	hurry := p.hurry
	for {
		select {
		case <-hurry:
			hurry = nil
		case <-timer.C:
		case <-p.stream.done:
			return
		}
		left, idle := p.left()
		if left <= 0 {
			p.stream.log.Info("no segment was pushed for a while, the stream ends", "idle", idle)
			p.stream.Close()
			return
		}
		timer.Reset(left)
	}
}

// left is how long the stream still lives if nothing happens, of how long it
// may; at 0 it has begun to end.
func (p *PushStream) left() (left, idle time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	idle = p.idle
	if p.draining {
		idle = min(idle, max(p.drainIdle, 2*p.longest))
	}
	if p.active > 0 {
		return idle, idle
	}
	left = idle - time.Since(p.used)
	if left <= 0 {
		p.over = true
	}
	return left, idle
}
