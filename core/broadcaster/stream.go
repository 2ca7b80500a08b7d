package broadcaster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
)

// Stream is one live stream on its way through the node. It is made by
// Broadcaster.OpenStream and ends with Close.
type Stream struct {
	cfg       StreamConfig
	wait      time.Duration // for segments that come out of order
	playout   *playout
	backlog   *backlog
	sessions  *sessions
	work      *transcoder
	verifier  StreamVerifier
	fallsBack Fallback
	observer  Observer
	log       *slog.Logger
	ended     func() // frees its name
	gone      func() // says that it has ended altogether

	// ctx is the stream's root context. It ends when the broadcaster is closed,
	// not when the stream is: what is in flight is finished.
	ctx  context.Context
	jobs sync.WaitGroup // segments in flight, and timers of held ones
	done chan struct{}  // closed when everything has ended

	sourceBytes, transcodedBytes atomic.Int64

	mu     sync.Mutex
	ending bool // guarded by mu; no more segments
}

// SegmentResult is what became of a segment.
type SegmentResult struct {
	// Seq is the number under which it was published. It differs from the
	// segment's own when the publisher has begun its numbers anew.
	Seq uint64
	// Published is false for a repeated or late segment, which no playlist shows.
	Published bool
	// Profiles and Renditions belong together by index; both are empty for a
	// stream that wants no renditions.
	Profiles   []core.Profile
	Renditions []core.Rendition
	// Orchestrator that did it, "" if none was needed, and the submissions it
	// took.
	Orchestrator string
	Attempts     int
}

// job is a segment in flight.
type job struct {
	seg    *core.Segment // its place as Seq
	slot   *slot         // nil if it is not published
	begin  time.Time
	result *SegmentResult
	err    error
	done   chan struct{} // closed when result or err is there
}

// ManifestID is the stream's name.
func (s *Stream) ManifestID() core.ManifestID { return s.cfg.ManifestID }

// Profiles are the renditions that the stream has.
func (s *Stream) Profiles() []core.Profile { return append([]core.Profile(nil), s.cfg.Profiles...) }

// Submit publishes a segment's source and blocks until its renditions are there
// or have failed for good, which leaves gaps. They are published as soon as
// those of the segments before are. The work goes on when ctx ends: viewers
// want the renditions even if the publisher has left. With FallbackSource the
// playlists get the source in place of renditions that have failed; the error that
// Submit returns is the same.
//
// Submit does not wait for the Output: source and renditions are listed in
// order, beside it and a moment later at most, and all before Close returns.
//
// Several segments may be submitted at the same time; playout says how they are
// put in order. Errors: *SegmentError, ErrStreamEnded, *core.TranscodeError,
// core.ErrUnsupportedInput, ErrNoSessions, ErrBacklog, *AttemptsError, or that
// of ctx.
func (s *Stream) Submit(ctx context.Context, seg *core.Segment) (*SegmentResult, error) {
	j, err := s.begin(seg)
	if err != nil {
		return nil, err
	}
	select {
	case <-j.done:
		return j.result, j.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// begin publishes the source and starts the work on the renditions.
func (s *Stream) begin(seg *core.Segment) (*job, error) {
	own, err := s.checked(seg)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending {
		return nil, ErrStreamEnded
	}
	if own.Digest == nil { // else its reader makes it; no attempt does it again
		own.Digest = s.digest(own.Data)
	}
	j := &job{seg: own, begin: time.Now(), done: make(chan struct{})}
	s.observer.SegmentAppeared(s.event(own))
	s.sourceBytes.Add(int64(len(own.Data)))
	a := s.playout.admit(own)
	own.Seq, j.slot = a.place, a.slot
	if a.held {
		s.giveUpLater(j)
	}
	t := s.backlog.enter(len(own.Data))
	s.jobs.Go(func() { s.run(j, t) })
	s.log.Debug("segment in", "seq", a.place, "number", seg.Seq, "duration", own.Duration, "bytes", len(own.Data), "place", a.why)
	return j, nil
}

// checked returns the stream's own copy of a segment that is within bounds.
func (s *Stream) checked(seg *core.Segment) (*core.Segment, error) {
	own := *seg
	own.ManifestID = s.cfg.ManifestID
	if own.Duration == 0 {
		own.Duration = core.DefaultSegmentDuration
	}
	switch {
	case len(own.Data) == 0:
		return nil, &SegmentError{"it is empty"}
	case len(own.Data) > core.MaxSegmentBytes:
		return nil, &SegmentError{fmt.Sprintf("it has %d bytes, at most %d are allowed", len(own.Data), core.MaxSegmentBytes)}
	case own.Duration < 0 || own.Duration > core.MaxSegmentDuration:
		return nil, &SegmentError{fmt.Sprintf("its duration %v is not within 0 and %v", own.Duration, core.MaxSegmentDuration)}
	case own.Seq > MaxSeq:
		return nil, &SegmentError{fmt.Sprintf("its number %d is above %d", own.Seq, uint64(MaxSeq))}
	}
	return &own, nil
}

// digest is made beside the way of the segment to its orchestrator.
func (s *Stream) digest(data []byte) *core.Digest {
	digest, made := core.PendingDigest()
	s.jobs.Go(func() { made(crypto.Keccak256Hash(data)) })
	return digest
}

// giveUpLater publishes a held segment when those before it have not come in
// time.
func (s *Stream) giveUpLater(j *job) {
	s.jobs.Go(func() {
		timer := time.NewTimer(s.wait)
		defer timer.Stop()
		select {
		case <-timer.C:
			s.playout.giveUp(j.slot)
		case <-j.slot.shown:
		}
	})
}

// run gets the renditions of a segment and has them published.
func (s *Stream) run(j *job, t *turn) {
	defer close(j.done)
	out, err := s.transcode(j, t)
	shown := out.renditions
	if err != nil {
		shown = s.fallback(j.seg, err)
	}
	if j.slot != nil {
		s.playout.resolve(j.slot, shown)
	}
	var bytes int
	for _, r := range out.renditions {
		bytes += len(r.Data)
	}
	s.transcodedBytes.Add(int64(bytes))
	took := time.Since(j.begin)
	if err != nil {
		s.lost(j, out, took, err)
	}
	s.observer.SegmentDone(s.event(j.seg), SegmentOutcome{
		Err: err, Took: took, Attempts: out.attempts, Bytes: bytes, FellBack: err != nil && shown != nil,
	})
	if err != nil {
		j.err = err
		return
	}
	j.result = &SegmentResult{
		Seq: j.seg.Seq, Published: j.slot != nil, Profiles: s.Profiles(), Renditions: out.renditions,
		Orchestrator: out.orchestrator, Attempts: out.attempts,
	}
}

func (s *Stream) transcode(j *job, t *turn) (transcoded, error) {
	if err := s.backlog.wait(s.ctx, t); err != nil {
		return transcoded{}, s.closed(err)
	}
	defer s.backlog.leave(t)
	if len(s.cfg.Profiles) == 0 {
		return transcoded{}, nil
	}
	out, err := s.work.run(s.ctx, j.seg)
	return out, s.closed(err)
}

// closed turns the end of the stream's own context into the error it means.
func (s *Stream) closed(err error) error {
	if err != nil && s.ctx.Err() != nil && errors.Is(err, s.ctx.Err()) {
		return fmt.Errorf("%w: the node is shutting down", ErrStreamEnded)
	}
	return err
}

// lost logs a segment whose renditions are gaps. The operator must act when
// that is not the publisher's fault.
func (s *Stream) lost(j *job, out transcoded, took time.Duration, err error) {
	level := slog.LevelError
	if faultOf(s.ctx, err) == faultSource || errors.Is(err, core.ErrUnsupportedInput) || s.ctx.Err() != nil {
		level = slog.LevelWarn
	}
	s.log.Log(context.WithoutCancel(s.ctx), level, "segment has no renditions", "seq", j.seg.Seq,
		"attempts", out.attempts, "took", took, "published", j.slot != nil, "err", err)
}

func (s *Stream) event(seg *core.Segment) SegmentEvent {
	return SegmentEvent{
		ManifestID: s.cfg.ManifestID, Seq: seg.Seq, Duration: seg.Duration, Bytes: len(seg.Data), Renditions: len(s.cfg.Profiles),
	}
}

// Close ends the stream: it takes no more segments, waits for those in flight,
// closes the playlists, frees the name, waits for submissions that are not needed
// any more and then gives the orchestrators their sessions back, in this order, so
// that nothing is lost (wire.md 17, note on 14). It may be called more than once and returns when all is done.
func (s *Stream) Close() error {
	s.mu.Lock()
	first := !s.ending
	s.ending = true
	s.mu.Unlock()
	if !first {
		<-s.done
		return nil
	}
	begin := time.Now()
	s.playout.noMore()
	s.jobs.Wait()
	s.playout.end()
	s.ended()
	s.work.close()
	s.sessions.close()
	s.verifier.Close()
	s.observer.StreamEnded(s.cfg.ManifestID)
	s.log.Info("stream ended", "sourceBytes", s.sourceBytes.Load(), "transcodedBytes", s.transcodedBytes.Load(), "took", time.Since(begin))
	s.gone()
	close(s.done)
	return nil
}

// Done is closed when the stream has ended.
func (s *Stream) Done() <-chan struct{} { return s.done }

func (s *Stream) isEnding() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ending
}
