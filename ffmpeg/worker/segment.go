package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

var _ broadcaster.Segmenter = (*Supervisor)(nil)

// ErrTooManyStreams refuses a live stream above Config.MaxSegmenters.
var ErrTooManyStreams = errors.New("this node segments as many live streams as it may; try again later, or elsewhere")

// errInputClosed is a tag after CloseInput.
var errInputClosed = errors.New("tag written after the end of the stream")

// Open starts a worker that cuts one live stream every target or later, at a
// keyframe; target 0 means core.DefaultSegmentDuration. The session ends with
// its Close, with the supervisor's, or when the worker fails; ctx bounds the
// start alone. Errors: ErrTooManyStreams, ErrClosed, *StartError, ctx's.
func (s *Supervisor) Open(ctx context.Context, target time.Duration) (broadcaster.SegmenterSession, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	if target <= 0 {
		target = core.DefaultSegmentDuration
	}
	select {
	case s.segmenters <- struct{}{}:
	default:
		done()
		return nil, ErrTooManyStreams
	}
	p, err := s.acquire(ctx, "", JobSegment)
	if err == nil {
		spec := jobSpec{Segment: &SegmentJob{Target: target, MaxKeyframeGap: s.cfg.MaxKeyframeGap}}
		if err = p.writeJSON(frameJob, spec); err != nil {
			s.discard(p, EndCrash)
			err = p.crash()
		}
	}
	if err != nil {
		<-s.segmenters
		done()
		return nil, err
	}
	ss := newSegmentSession(s, p)
	go func() {
		defer done()
		ss.run()
		<-s.segmenters
	}()
	return ss, nil
}

// segmentBacklog is how many segments wait for Next before the worker, and
// through it WriteTag, is made to wait: about what a player's buffer holds.
const segmentBacklog = 4

// segmentSession is a live stream in a worker.
type segmentSession struct {
	s      *Supervisor
	p      *process
	ctx    context.Context // ends when the session is given up
	cancel context.CancelFunc
	out    chan *core.Segment // closed after the last; run sends

	writeMu     sync.Mutex // one writer at a time; guards the two below
	inputClosed bool
	failing     bool // the input was closed since the worker reported a failure

	// What the watch needs to tell a worker that hangs from one that waits.
	pending    atomic.Int32 // writes under way, and the end that was announced
	delivering atomic.Bool  // nobody takes the segments
	progress   atomic.Int64 // nanoseconds since began of the last frame either way
	began      time.Time

	done chan struct{} // closed after err is set
	err  error         // why the session ended; nil for the stream's own end
}

func newSegmentSession(s *Supervisor, p *process) *segmentSession {
	ctx, cancel := context.WithCancel(s.ctx)
	return &segmentSession{
		s: s, p: p, ctx: ctx, cancel: cancel,
		out: make(chan *core.Segment, segmentBacklog), began: time.Now(), done: make(chan struct{}),
	}
}

// run reads segments until the stream's end, and owns the worker.
func (ss *segmentSession) run() {
	w := watch{kind: JobSegment, stalled: ss.stalled, stallLimit: ss.s.cfg.StallTimeout}
	err := ss.s.run(ss.ctx, ss.p, w, ss.read)
	if errors.Is(err, context.Canceled) {
		err = ErrClosed
	}
	var crash *CrashError
	if errors.As(err, &crash) {
		ss.p.log.Error("media worker crashed on a live stream", "err", err, "stderr", crash.Stderr)
	}
	ss.err = plain(err)
	close(ss.done)
	close(ss.out)
	ss.cancel()
	ss.s.cfg.Observer.JobDone(JobSegment, time.Since(ss.began), ss.err)
}

func (ss *segmentSession) read() error {
	for {
		h, err := ss.p.next()
		if err != nil {
			return err
		}
		ss.moved()
		switch h.typ {
		case frameSegment:
			seg, err := ss.readSegment(h)
			if err != nil {
				return err
			}
			if err := ss.deliver(seg); err != nil {
				return err
			}
		case frameResult, frameFailure:
			_, err := readEnd(ss.p.frameConn, h)
			if err == nil && !ss.inputEnded() {
				return protocolErrorf("end of a stream before its input's")
			}
			if isJobFailure(err) {
				// The worker skips what is under way up to the input's end,
				// and is then free for others.
				if cerr := ss.closeInput(true); cerr != nil {
					return cerr
				}
			}
			return err
		default:
			return protocolErrorf("frame of type %d in a live stream", h.typ)
		}
	}
}

func (ss *segmentSession) readSegment(h frameHeader) (*core.Segment, error) {
	var head segmentHead
	if err := ss.p.readJSON(h, &head); err != nil {
		return nil, err
	}
	if head.Size < 0 || head.Size > core.MaxSegmentBytes || head.Duration < 0 {
		return nil, protocolErrorf("segment of %d bytes and %v", head.Size, head.Duration)
	}
	seg := &core.Segment{
		Info: head.Info, Duration: head.Duration, Discontinuity: head.Discontinuity, ForceReinit: head.ForceReinit,
		Data: make([]byte, 0, min(head.Size, 8<<20)),
	}
	for len(seg.Data) < head.Size {
		h, err := ss.p.next()
		if err != nil {
			return nil, err
		}
		if h.typ != frameOutput || h.size == 0 {
			return nil, protocolErrorf("frame of type %d with %d bytes within a segment", h.typ, h.size)
		}
		if seg.Data, err = appendPayload(ss.p.frameConn, h, seg.Data, head.Size); err != nil {
			return nil, err
		}
		ss.moved()
	}
	return seg, nil
}

func (ss *segmentSession) deliver(seg *core.Segment) error {
	ss.delivering.Store(true)
	defer func() {
		ss.moved()
		ss.delivering.Store(false)
	}()
	select {
	case ss.out <- seg:
		return nil
	case <-ss.ctx.Done():
		return ss.ctx.Err()
	}
}

func (ss *segmentSession) moved() { ss.progress.Store(int64(time.Since(ss.began))) }

// stalled tells whether the worker had something to do and did nothing.
func (ss *segmentSession) stalled(now time.Time) bool {
	if ss.pending.Load() == 0 || ss.delivering.Load() {
		return false
	}
	return now.Sub(ss.began)-time.Duration(ss.progress.Load()) > ss.s.cfg.StallTimeout
}

func (ss *segmentSession) inputEnded() bool {
	ss.writeMu.Lock()
	defer ss.writeMu.Unlock()
	return ss.inputClosed
}

// WriteTag feeds the next tag. It blocks while segmentBacklog segments wait
// for Next. A *ffmpeg.StreamError says what the publisher does wrong.
func (ss *segmentSession) WriteTag(tag flv.Tag) error {
	select {
	case <-ss.done:
		return ss.failure()
	default:
	}
	if len(tag.Data) > flv.MaxTagSize {
		return fmt.Errorf("%w: %d bytes, at most %d are allowed", flv.ErrTooLarge, len(tag.Data), flv.MaxTagSize)
	}
	ss.writeMu.Lock()
	if ss.inputClosed {
		failing := ss.failing
		ss.writeMu.Unlock()
		if failing {
			<-ss.done
			return ss.failure()
		}
		return errInputClosed
	}
	ss.moved()
	ss.pending.Add(1)
	err := ss.p.writeTag(tag)
	ss.pending.Add(-1)
	ss.writeMu.Unlock()
	if err != nil {
		<-ss.done // the reader sees the broken connection too, and learns why
		return ss.failure()
	}
	return nil
}

func (ss *segmentSession) failure() error {
	if ss.err == nil {
		return errInputClosed
	}
	return ss.err
}

// CloseInput says that no tag follows.
func (ss *segmentSession) CloseInput() error { return ss.closeInput(false) }

func (ss *segmentSession) closeInput(failing bool) error {
	ss.writeMu.Lock()
	defer ss.writeMu.Unlock()
	if ss.inputClosed {
		return nil
	}
	ss.inputClosed, ss.failing = true, failing
	ss.moved()
	ss.pending.Add(1) // until the session's end
	return ss.p.write(frameInputEnd, 0, nil, nil)
}

// Next returns the next segment, io.EOF after the last one of a stream that
// ended well, and else why it did not.
func (ss *segmentSession) Next(ctx context.Context) (*core.Segment, error) {
	select {
	case seg, ok := <-ss.out:
		if ok {
			return seg, nil
		}
		if ss.err != nil {
			return nil, ss.err
		}
		return nil, io.EOF
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close gives the stream up if it has not ended, and waits until its worker
// is free again or gone. Idempotent.
func (ss *segmentSession) Close() error {
	ss.cancel()
	<-ss.done
	return nil
}
