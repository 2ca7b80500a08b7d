package broadcaster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
)

const (
	// flushTimeout bounds the wait for the segments that a segmenter still holds
	// when its input has ended.
	flushTimeout = 15 * time.Second
	// maxSegmenterFaults is how many segmenters in a row may fail without a
	// segment before the stream is given up.
	maxSegmenterFaults = 3
)

// LiveStream cuts the tags of a live publisher into segments and has them
// transcoded in the background, as many at a time as the stream's limits allow.
// When transcoding is slower than the stream, the segments that have waited the
// longest lose their renditions, which leaves gaps, but never their source.
//
// A segmenter that fails is replaced by another one, which starts at the next
// keyframe; the playlists show a discontinuity there.
//
// WriteTag and Close belong to one goroutine, that of the publisher.
type LiveStream struct {
	stream    *Stream
	segmenter Segmenter
	length    time.Duration

	// The rest is owned by the publisher's goroutine.
	cut        *cutter
	setup      setupTags
	lastFaults int // segmenters that failed since the last segment
	err        error
	closed     bool
}

// OpenLive opens a stream that is fed with tags. Errors are those of OpenStream,
// or that of the segmenter.
func (b *Broadcaster) OpenLive(ctx context.Context, cfg StreamConfig) (*LiveStream, error) {
	if b.cfg.Segmenter == nil {
		return nil, errors.New("broadcaster: no segmenter is configured, live streams can't be cut")
	}
	s, err := b.OpenStream(ctx, cfg)
	if err != nil {
		return nil, err
	}
	l := &LiveStream{stream: s, segmenter: b.cfg.Segmenter, length: b.cfg.SegmentLength}
	if err := l.start(0, false); err != nil {
		s.Close()
		return nil, err
	}
	return l, nil
}

// ManifestID is the stream's name.
func (l *LiveStream) ManifestID() core.ManifestID { return l.stream.ManifestID() }

// start opens a segmenter that goes on with segment number seq.
func (l *LiveStream) start(seq uint64, discontinuity bool) error {
	session, err := l.segmenter.Open(l.stream.ctx, l.length)
	if err != nil {
		return fmt.Errorf("open segmenter: %w", err)
	}
	l.cut = &cutter{stream: l.stream, session: session, seq: seq, discontinuity: discontinuity, done: make(chan struct{})}
	go l.cut.run() // waited for by stop
	return nil
}

// WriteTag takes the publisher's next tag. After an error the stream takes no
// more: the publisher should be told and Close be called.
func (l *LiveStream) WriteTag(tag flv.Tag) error {
	if l.closed || l.err != nil {
		return errors.Join(ErrStreamEnded, l.err)
	}
	l.setup.keep(tag)
	l.err = l.write(tag)
	return l.err
}

func (l *LiveStream) write(tag flv.Tag) error {
	select {
	case <-l.cut.done:
	default:
		if l.cut.session.WriteTag(tag) == nil {
			return nil
		}
	}
	if err := l.replace(tag.Timestamp); err != nil {
		return err
	}
	if l.setup.has(tag) {
		return nil // sent with the set-up
	}
	if err := l.cut.session.WriteTag(tag); err != nil {
		// It may be this tag that they fail at. The next one is for another
		// segmenter, which replace allows a few times only.
		l.stream.log.Debug("new segmenter failed at its first tag", "err", err)
	}
	return nil
}

// replace puts a new segmenter in the place of one that failed, and sets it up
// as the old one was. The error is that of a source that cannot be cut, or of
// too many failures.
func (l *LiveStream) replace(now int64) error {
	cause := l.stop()
	made := l.cut.made
	if l.stream.ctx.Err() != nil {
		return fmt.Errorf("%w: the node is shutting down", ErrStreamEnded)
	}
	if made > 0 {
		l.lastFaults = 0
	}
	l.lastFaults++
	if blamesSource(cause) || l.lastFaults >= maxSegmenterFaults {
		l.stream.log.Error("live stream can't be cut into segments", "faults", l.lastFaults, "err", cause)
		return fmt.Errorf("cut stream into segments: %w", cause)
	}
	l.stream.log.Warn("segmenter failed, another one goes on at the next keyframe", "segments", made, "err", cause)
	if err := l.start(l.cut.seq, true); err != nil {
		return err
	}
	for _, tag := range l.setup.tags() {
		tag.Timestamp = now
		if err := l.cut.session.WriteTag(tag); err != nil {
			return fmt.Errorf("set up a new segmenter: %w", err)
		}
	}
	return nil
}

// blamesSource says whether the publisher's stream is at fault, so that another
// segmenter would fare no better.
func blamesSource(err error) bool {
	var source sourceFault
	var media *core.TranscodeError
	return errors.As(err, &source) && source.SourceFault() || errors.As(err, &media) || errors.Is(err, core.ErrUnsupportedInput)
}

// stop ends a segmenter and returns why it failed, io.EOF if it did not.
func (l *LiveStream) stop() error {
	closeErr := l.cut.session.Close()
	<-l.cut.done
	return errors.Join(l.cut.err, closeErr)
}

// Close ends the stream after what the publisher has sent: the last segments
// are cut, transcoded and published, then the playlists are closed. Idempotent.
func (l *LiveStream) Close() error {
	if l.closed {
		return nil
	}
	l.closed = true
	if err := l.cut.session.CloseInput(); err == nil {
		timer := time.NewTimer(flushTimeout)
		defer timer.Stop()
		select {
		case <-l.cut.done:
		case <-timer.C:
			l.stream.log.Error("the end of the stream is lost: the segmenter did not deliver it in time", "after", flushTimeout)
		}
	}
	if err := l.stop(); err != nil && !errors.Is(err, io.EOF) && l.err == nil && l.stream.ctx.Err() == nil {
		l.stream.log.Error("the end of the stream is lost", "err", err)
	}
	return l.stream.Close()
}

// cutter takes the segments out of one segmenter.
type cutter struct {
	stream  *Stream
	session SegmenterSession

	// Owned by run until done is closed.
	seq           uint64 // number of its next segment
	made          int    // segments delivered
	discontinuity bool   // the next segment does not go on from the one before
	err           error
	done          chan struct{}
}

func (c *cutter) run() {
	defer close(c.done)
	for {
		seg, err := c.session.Next(c.stream.ctx)
		if err != nil {
			c.err = err
			return
		}
		own := *seg
		own.Seq = c.seq
		own.Discontinuity = own.Discontinuity || c.discontinuity
		if _, err := c.stream.begin(&own); err != nil {
			c.stream.log.Error("segment of a live stream is lost", "seq", own.Seq, "err", err)
			c.discontinuity = true // and the next one takes its number
			continue
		}
		c.seq++
		c.made++
		c.discontinuity = false
	}
}

// setupTags are the newest tags that set up a decoder, for a segmenter that
// begins in mid-stream.
type setupTags struct {
	metadata, video, audio flv.Tag
}

func (s *setupTags) keep(tag flv.Tag) {
	switch tag.Type {
	case flv.TagScript:
		if tag.IsMetadata() {
			s.metadata = tag
		}
	case flv.TagVideo:
		if h, err := flv.ParseVideo(tag.Data); err == nil && h.IsSequenceHeader() {
			s.video = tag
		}
	case flv.TagAudio:
		if h, err := flv.ParseAudio(tag.Data); err == nil && h.IsSequenceHeader() {
			s.audio = tag
		}
	}
}

func (s *setupTags) tags() []flv.Tag {
	var tags []flv.Tag
	for _, t := range []flv.Tag{s.metadata, s.video, s.audio} {
		if t.Data != nil {
			tags = append(tags, t)
		}
	}
	return tags
}

// has says whether tag is one of them.
func (s *setupTags) has(tag flv.Tag) bool {
	for _, t := range s.tags() {
		if t.Type == tag.Type && len(tag.Data) > 0 && len(t.Data) == len(tag.Data) && &t.Data[0] == &tag.Data[0] {
			return true
		}
	}
	return false
}
