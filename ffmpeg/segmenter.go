package ffmpeg

import (
	"errors"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
)

// SegmenterConfig says how to cut a live stream. Zero fields have defaults.
type SegmenterConfig struct {
	// Target is the length of a segment: it ends at the first keyframe from
	// there on. Default core.DefaultSegmentDuration, 100 ms to 290 s.
	Target time.Duration
	// MaxKeyframeGap is how far keyframes may be apart, and how long the
	// picture may stop before the sound is cut without it. Default 8 s.
	MaxKeyframeGap time.Duration
	// MaxBytes of packets in a segment. Default core.MaxSegmentBytes.
	MaxBytes int
}

func (c SegmenterConfig) withDefaults() SegmenterConfig {
	if c.Target == 0 {
		c.Target = core.DefaultSegmentDuration
	}
	c.Target = min(max(c.Target, 100*time.Millisecond), 290*time.Second)
	if c.MaxKeyframeGap == 0 {
		c.MaxKeyframeGap = 8 * time.Second
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = core.MaxSegmentBytes
	}
	return c
}

// Segmenter cuts a live stream of FLV tags at keyframes into segments that
// stand for themselves, without transcoding: MPEG-TS, or MP4 for codecs that
// MPEG-TS has no place for (AV1, VP9). Timestamps are the publisher's, and run
// on from segment to segment. A stream without picture is cut by time.
//
// It belongs to one goroutine. Nothing of a stream is held but the segment
// that is being filled.
type Segmenter struct {
	cfg    SegmenterConfig
	target int64 // all times in 1/90000 s
	gap    int64

	clock timeline
	fill  filling
	video *videoTrack // of the last sequence header, nil before
	audio *audioTrack

	// waitKey: pictures are dropped until a keyframe, since none can be
	// decoded before it.
	waitKey bool
	lastKey int64 // dts of the last keyframe, or of the first picture before it
	hasKey  bool
	// held is sound of a new configuration that waits for the next keyframe.
	held []packet
	// quietSince is the first sound after the last picture, or promise of one.
	quietSince int64
	quiet      bool

	emitted int
	last    filling // tracks of the last segment, without its packets
	broken  bool    // the next segment does not go on where the last one ended
	frames  int64   // last known duration of a frame
	err     error
}

// NewSegmenter loads FFmpeg if need be. The error is a *LoadError.
func NewSegmenter(cfg SegmenterConfig) (*Segmenter, error) {
	if err := Load(); err != nil {
		return nil, err
	}
	muxQuiet()
	cfg = cfg.withDefaults()
	return &Segmenter{cfg: cfg, target: ticks(cfg.Target), gap: ticks(cfg.MaxKeyframeGap), waitKey: true}, nil
}

// WriteTag takes the next tag of the stream and returns the segments that it
// completed, often none. A *StreamError says what the publisher does wrong;
// it stays, and what was filled until then is lost.
func (s *Segmenter) WriteTag(tag flv.Tag) ([]*core.Segment, error) {
	if s.err != nil {
		return nil, s.err
	}
	var done []*core.Segment
	var err error
	switch tag.Type {
	case flv.TagVideo:
		done, err = s.writeVideo(tag)
	case flv.TagAudio:
		done, err = s.writeAudio(tag)
	}
	s.err = asStreamError(err)
	return done, s.err
}

// Flush returns what is left when no tag follows.
func (s *Segmenter) Flush() ([]*core.Segment, error) {
	if s.err != nil {
		return nil, s.err
	}
	done, err := s.cut(nil)
	s.err = err
	return done, err
}

func (s *Segmenter) writeVideo(tag flv.Tag) ([]*core.Segment, error) {
	h, err := flv.ParseVideo(tag.Data)
	if err != nil {
		return nil, err
	}
	switch {
	case h.IsSequenceHeader():
		return nil, s.configureVideo(h)
	case h.Packet != flv.PacketFrames || len(h.Body) == 0:
		return nil, nil
	case s.video == nil:
		if h.Codec != flv.CodecH264 && h.Codec != flv.CodecHEVC && h.Codec != flv.CodecAV1 && h.Codec != flv.CodecVP9 {
			return nil, unsupportedVideo(h.Codec)
		}
		if h.Codec != flv.CodecVP9 { // whose keyframes tell all
			return nil, malformed("%s frames before their sequence header", h.Codec)
		}
		if err := s.configureVideo(flv.VideoHeader{Codec: h.Codec}); err != nil {
			return nil, err
		}
	}
	return s.writeFrame(h, tag)
}

func (s *Segmenter) configureVideo(h flv.VideoHeader) error {
	if s.video != nil && string(s.video.raw) == string(h.Body) {
		return nil
	}
	t, err := newVideoTrack(h)
	if err != nil {
		return err
	}
	s.video, s.waitKey, s.quiet = t, true, false
	return nil
}

// writeFrame adds a picture; before a keyframe it may cut.
func (s *Segmenter) writeFrame(h flv.VideoHeader, tag flv.Tag) ([]*core.Segment, error) {
	at, ok := s.clock.place(tag, int64(h.TimestampOffset))
	if !ok {
		return nil, nil
	}
	var done []*core.Segment
	if at.jumped {
		var err error
		if done, err = s.resync(); err != nil {
			return done, err
		}
	}
	s.quiet = false
	key := h.IsKeyframe()
	if key || !s.hasKey {
		s.lastKey, s.hasKey = at.dts, true
	}
	if at.dts-s.lastKey > s.gap {
		return done, streamError(NoKeyframe, "no keyframe for more than %v; set the keyframe interval of the encoder to %v",
			s.cfg.MaxKeyframeGap, s.cfg.Target)
	}
	if s.waitKey && !key {
		return done, nil
	}
	track, data, err := s.video.frame(h.Body, key)
	if err != nil {
		return done, err
	}
	p := packet{video: true, key: key, dts: at.dts, pts: at.dts + composition(h), data: data}
	if key {
		s.video, s.waitKey = track, false
		more, err := s.cutBeforeKeyframe(p)
		done = append(done, more...)
		if err != nil {
			return done, err
		}
	}
	return done, s.add(p)
}

// composition is how much later than decoded a picture is shown. Reordering
// takes some frames; FLV could say hours.
func composition(h flv.VideoHeader) int64 {
	return min(max(int64(h.CompositionTime)*muxClock/1000, 0), maxStepAhead)
}

// tolerance is how much a segment may fall short of the target, so that the
// rounding of times to milliseconds does not double its length.
const tolerance = muxClock / 20

func (s *Segmenter) cutBeforeKeyframe(p packet) ([]*core.Segment, error) {
	f := &s.fill
	switch {
	case len(f.packets) == 0:
		return nil, nil
	case f.pictures == 0 && (s.emitted == 0 || s.broken):
		return nil, nil // sound that came before the first picture goes with it
	case f.pictures == 0, f.video != s.video, s.soundChanged(), p.dts-f.firstDTS >= s.target-tolerance:
		done, err := s.cut(&p.pts)
		for _, h := range s.held {
			if err == nil {
				err = s.add(h)
			}
		}
		s.held = nil
		return done, err
	}
	return nil, nil
}

func (s *Segmenter) writeAudio(tag flv.Tag) ([]*core.Segment, error) {
	h, err := flv.ParseAudio(tag.Data)
	if err != nil {
		return nil, err
	}
	if h.IsSequenceHeader() {
		if len(h.Body) == 0 {
			return nil, nil // FFmpeg copies ADTS: the configuration follows with the first packet
		}
		if s.audio != nil && s.audio.codec == h.Codec && string(s.audio.raw) == string(h.Body) {
			return nil, nil
		}
		s.held = nil
		s.audio, err = newAudioTrack(h)
		return nil, err
	}
	if h.Packet != flv.PacketFrames || len(h.Body) == 0 {
		return nil, nil
	}
	if s.audio == nil || s.audio.codec != h.Codec {
		if h.Codec == flv.CodecAAC || h.Codec == flv.CodecOpus {
			return nil, malformed("%s packets before their sequence header", h.Codec)
		}
		if s.audio, err = newAudioTrack(h); err != nil {
			return nil, err
		}
	}
	return s.writeSound(h, tag)
}

// writeSound adds a packet of sound; without picture it may cut before it.
func (s *Segmenter) writeSound(h flv.AudioHeader, tag flv.Tag) ([]*core.Segment, error) {
	at, ok := s.clock.place(tag, int64(h.TimestampOffset))
	if !ok {
		return nil, nil
	}
	var done, more []*core.Segment
	var err error
	if at.jumped {
		if done, err = s.resync(); err != nil {
			return done, err
		}
	}
	if !s.quiet {
		s.quiet, s.quietSince = true, at.dts
	}
	noPicture := s.video == nil || at.dts-s.quietSince > s.gap
	p := packet{dts: at.dts, pts: at.dts, data: h.Body}
	f := &s.fill
	changed := s.soundChanged()
	switch {
	case len(f.packets) == 0:
	case changed && !noPicture && f.pictures > 0:
		// A cut here would leave the pictures up to the next keyframe without
		// the one they need.
		return done, s.hold(p)
	case changed, noPicture && f.pictures > 0, noPicture && at.dts-f.firstDTS >= s.target:
		more, err = s.cut(&at.dts)
	}
	done = append(done, more...)
	if err != nil {
		return done, err
	}
	if noPicture {
		s.waitKey, s.hasKey = true, false // a picture that comes back starts with a keyframe
	}
	return done, s.add(p)
}

// soundChanged tells whether the sound has another configuration than that of
// the segment that is being filled.
func (s *Segmenter) soundChanged() bool {
	return s.fill.audio != nil && !s.fill.audio.sameAs(s.audio)
}

// hold keeps sound for the next segment.
func (s *Segmenter) hold(p packet) error {
	s.held = append(s.held, p)
	s.fill.bytes += len(p.data) + packetOverhead
	return s.checkSize(p)
}

// resync ends the segment where the publisher's clock jumped.
func (s *Segmenter) resync() ([]*core.Segment, error) {
	done, err := s.cut(nil)
	s.broken, s.waitKey, s.hasKey, s.quiet, s.held = true, true, false, false, nil
	return done, err
}

// packetOverhead is what a packet costs besides its data, in bytes.
const packetOverhead = 128

func (s *Segmenter) add(p packet) error {
	f := &s.fill
	if len(f.packets) == 0 {
		f.firstDTS = p.dts
	}
	if p.video {
		if f.pictures == 0 {
			f.video, f.firstDTS, f.firstPTS = s.video, p.dts, p.pts
		}
		f.pictures++
	} else {
		f.audio = s.audio
	}
	f.bytes += len(p.data) + packetOverhead
	f.packets = append(f.packets, p)
	return s.checkSize(p)
}

func (s *Segmenter) checkSize(p packet) error {
	if s.fill.bytes <= s.cfg.MaxBytes {
		return nil
	}
	return streamError(SegmentTooLarge, "more than %d bytes in %v; lower the bit rate, or set the keyframe interval of the encoder to %v",
		s.cfg.MaxBytes, duration(p.dts-s.fill.firstDTS), s.cfg.Target)
}

func ticks(d time.Duration) int64 { return int64(d) * 9 / 100_000 }

func duration(t int64) time.Duration { return time.Duration(t) * 100_000 / 9 }

func streamError(fault StreamFault, format string, args ...any) error {
	return &StreamError{Fault: fault, Detail: fmt.Sprintf(format, args...)}
}

func malformed(format string, args ...any) error {
	return streamError(MalformedStream, format, args...)
}

// asStreamError types what the FLV parser reports.
func asStreamError(err error) error {
	var unsupported flv.UnsupportedCodecError
	switch {
	case errors.As(err, &unsupported), errors.Is(err, flv.ErrMultitrack):
		return &StreamError{Fault: UnsupportedStream, Detail: err.Error()}
	case errors.Is(err, flv.ErrMalformed):
		return &StreamError{Fault: MalformedStream, Detail: err.Error()}
	}
	return err
}
