package broadcaster

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"github.com/livepeer/streamflow/core"
)

// Broadcaster owns the streams of a node. Between Start and Close it opens
// streams; after Drain or Close it does not.
type Broadcaster struct {
	cfg      Config
	watchers sync.WaitGroup // of push streams

	mu      sync.Mutex
	ctx     context.Context // guarded by mu, as all that follows; nil before Start
	cancel  context.CancelFunc
	refusal error                      // why no stream is opened; nil to open
	streams map[core.ManifestID]*entry // those whose name is taken
	leaving map[*Stream]struct{}       // those whose name is free again, on their way out
	changed chan struct{}              // closed and replaced when one has left
}

// entry is a name that is taken.
type entry struct {
	stream *Stream
	push   *PushStream // nil for a stream of another kind
}

// New checks cfg.
func New(cfg Config) (*Broadcaster, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Broadcaster{
		cfg: cfg, refusal: ErrNotRunning, streams: make(map[core.ManifestID]*entry),
		leaving: make(map[*Stream]struct{}), changed: make(chan struct{}),
	}, nil
}

// Start lets streams be opened. They live under ctx.
func (b *Broadcaster) Start(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx != nil {
		return errors.New("broadcaster was started before")
	}
	b.ctx, b.cancel = context.WithCancel(ctx)
	b.refusal = nil
	return nil
}

// OpenStream opens a stream, which its caller must close. If a stream of that
// name is just ending, it waits for the name, as long as ctx lets it: a
// publisher may come back at once. Errors: ErrStreamExists, ErrTooManyStreams,
// ErrDraining, ErrNotRunning, those of StreamConfig.Validate, or that of ctx.
func (b *Broadcaster) OpenStream(ctx context.Context, cfg StreamConfig) (*Stream, error) {
	e, err := b.open(ctx, cfg, false)
	if err != nil {
		return nil, err
	}
	return e.stream, nil
}

// open opens a stream; push says that it may be a push stream that is there
// already.
func (b *Broadcaster) open(ctx context.Context, cfg StreamConfig, push bool) (*entry, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.normal()
	for {
		e, changed, err := b.tryOpen(cfg, push)
		if err == nil {
			return e, nil
		}
		if changed == nil {
			b.cfg.Log.Info("stream refused", "manifest", cfg.ManifestID, "err", err)
			return nil, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// tryOpen returns changed with an error that may go away by itself.
func (b *Broadcaster) tryOpen(cfg StreamConfig, push bool) (e *entry, changed <-chan struct{}, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e = b.streams[cfg.ManifestID]; e != nil {
		ending := e.stream.isEnding() || e.push != nil && !e.push.touch()
		switch {
		case ending:
			return nil, b.changed, ErrStreamExists
		case push && e.push != nil:
			return e, nil, nil
		}
		return nil, nil, ErrStreamExists
	}
	if b.refusal != nil {
		return nil, nil, b.refusal
	}
	if len(b.streams) >= b.cfg.MaxSessions {
		return nil, nil, ErrTooManyStreams
	}
	e = &entry{stream: b.newStream(cfg)}
	if push {
		e.push = newPushStream(e.stream, b.cfg)
		b.watchers.Go(e.push.watch)
	}
	b.streams[cfg.ManifestID] = e
	return e, nil, nil
}

func (b *Broadcaster) newStream(cfg StreamConfig) *Stream {
	if b.cfg.MaxAttempts <= 0 {
		cfg.Profiles = nil
	}
	log := b.cfg.Log.With("manifest", cfg.ManifestID)
	selector := b.cfg.selectorOf(cfg)
	effort := selector.Effort().normal()
	s := &Stream{
		cfg: cfg, wait: b.cfg.ReorderWait, observer: b.cfg.Observer, log: log, ctx: b.ctx, done: make(chan struct{}),
		verifier: b.cfg.Verifier.Open(cfg), fallsBack: b.cfg.Fallback,
		playout: newPlayout(b.cfg.Outputs.Open(cfg.ManifestID, slices.Clone(cfg.Profiles)), cfg.Profiles),
		backlog: &backlog{running: b.cfg.MaxInFlight, waiting: b.cfg.MaxBacklog, totalBytes: b.cfg.MaxBacklogBytes},
		sessions: newSessions(b.ctx, sessionsConfig{
			orchestrators: b.cfg.Orchestrators, finder: b.cfg.Finder, selector: selector, payer: b.cfg.Payer,
			perSession: b.cfg.MaxPerOrchestrator, log: log,
		}),
	}
	s.work = &transcoder{
		orchestrators: b.cfg.Orchestrators, payer: b.cfg.Payer, observer: b.cfg.Observer, sessions: s.sessions,
		stream: cfg, effort: effort, hedges: newHedges(effort.Hedge.Share), maxAttempts: b.cfg.MaxAttempts, log: log,
		job: core.JobOptions{
			PerceptualHash:    cfg.PerceptualHash || cfg.VerificationFreq > 0,
			SegmentParameters: cfg.SegmentParameters,
			MinVersion:        b.cfg.MinVersion,
		},
	}
	if _, accepts := s.verifier.(nopStreamVerifier); !accepts {
		s.work.verifier = s.verifier
	}
	s.ended, s.gone = func() { b.free(s) }, func() { b.forget(s) }
	s.observer.StreamStarted(cfg.ManifestID)
	log.Info("stream started", "renditions", len(cfg.Profiles))
	return s
}

// free gives a stream's name back; the stream itself has still to say goodbye.
func (b *Broadcaster) free(s *Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.streams, s.cfg.ManifestID)
	b.leaving[s] = struct{}{}
	b.notify()
}

// forget is called when a stream has ended altogether.
func (b *Broadcaster) forget(s *Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.leaving, s)
	b.notify()
}

// notify wakes all that wait for a stream to leave; mu is held.
func (b *Broadcaster) notify() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// Drain refuses new streams from now on and waits until those that run have
// ended by themselves; push streams do that sooner than else. The error is that
// of ctx.
func (b *Broadcaster) Drain(ctx context.Context) error {
	b.mu.Lock()
	if b.refusal == nil {
		b.refusal = ErrDraining
	}
	for _, e := range b.streams {
		if e.push != nil {
			e.push.drain()
		}
	}
	b.mu.Unlock()
	for {
		b.mu.Lock()
		left, changed := len(b.streams)+len(b.leaving), b.changed
		b.mu.Unlock()
		if left == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close ends all streams at once: segments in flight leave gaps, playlists are
// closed, orchestrators get their sessions back. It waits for all of it.
func (b *Broadcaster) Close() error {
	b.mu.Lock()
	b.refusal = ErrNotRunning
	if b.cancel != nil {
		b.cancel()
	}
	var open []*Stream
	for _, e := range b.streams {
		open = append(open, e.stream)
	}
	for s := range b.leaving {
		open = append(open, s)
	}
	b.mu.Unlock()
	var closing sync.WaitGroup
	for _, s := range open {
		closing.Go(func() { s.Close() })
	}
	closing.Wait()
	b.watchers.Wait()
	return nil
}
