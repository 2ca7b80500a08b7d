package ffmpeg

import (
	"time"

	"github.com/livepeer/streamflow/core"
)

// filling is the segment that packets are collected for.
type filling struct {
	packets            []packet
	bytes              int // of packets, and what they cost besides
	pictures           int
	firstDTS, firstPTS int64       // of the first picture, or of the first sound
	video              *videoTrack // nil while there is no picture
	audio              *audioTrack
}

// cut ends the segment. end is the presentation time of what follows, which
// makes durations exact; nil when nothing follows, and then the segment is as
// long as what it holds.
func (s *Segmenter) cut(end *int64) ([]*core.Segment, error) {
	f := s.fill
	if len(f.packets) == 0 {
		return nil, nil
	}
	s.fill = filling{}
	span := s.measure(f)
	if end != nil {
		// What follows may be of the other stream, and on another clock.
		if d := *end - f.start(); d > 0 && d <= span.length+maxStepAhead {
			span.length = d
		}
	}
	var video, audio *muxStream
	if f.video != nil {
		video = &f.video.muxStream
	}
	if f.audio != nil {
		audio = &f.audio.muxStream
	}
	// While a picture pauses, its sound stays in the container that it was in.
	container := s.video.container()
	if f.video != nil {
		container = f.video.container()
	}
	data, err := muxSegment(container, video, audio, f.packets, s.frames)
	if err != nil {
		return nil, err
	}
	seg := &core.Segment{
		Data:          data,
		Duration:      duration(span.length).Round(time.Microsecond),
		Info:          f.info(container, span),
		Discontinuity: s.broken,
	}
	seg.Info.Duration = seg.Duration
	s.compare(seg, f)
	s.broken = false
	s.emitted++
	s.last = filling{video: f.video, audio: f.audio}
	return []*core.Segment{seg}, nil
}

// compare marks a segment that is not of the kind of the one before.
func (s *Segmenter) compare(seg *core.Segment, f filling) {
	if s.emitted == 0 {
		return
	}
	if !f.video.sameAs(s.last.video) {
		seg.Discontinuity, seg.ForceReinit = true, true
	}
	if !f.audio.sameAs(s.last.audio) {
		seg.Discontinuity = true
	}
}

// start is the presentation time of the segment.
func (f *filling) start() int64 {
	if f.pictures > 0 {
		return f.firstPTS
	}
	return f.firstDTS
}

// extent is what the packets of a segment measure.
type extent struct {
	length           int64
	rateNum, rateDen int // frames per second, 0/0 when unknown
}

// measure takes length and frame rate from the packets, and remembers the
// duration of a frame.
func (s *Segmenter) measure(f filling) extent {
	var first, last, end int64
	n := 0
	for _, p := range f.packets {
		if p.video != (f.pictures > 0) {
			continue
		}
		if n == 0 {
			first, last = p.pts, p.pts
		}
		n++
		first, last = min(first, p.pts), max(last, p.pts)
	}
	var e extent
	if f.pictures == 0 {
		end = last + f.audio.packetTime()
		e.length = max(end-f.firstDTS, 1)
		return e
	}
	if n > 1 && last > first {
		s.frames = (last - first) / int64(n-1)
		e.rateNum, e.rateDen = commonRate(int64(n-1)*muxClock, last-first)
	} else if s.last.video != nil && s.frames > 0 {
		e.rateNum, e.rateDen = commonRate(muxClock, s.frames)
	}
	if s.frames <= 0 {
		s.frames = muxClock / 30
	}
	e.length = max(last+s.frames-f.firstPTS, 1)
	return e
}

// commonRate is num/den as the usual frame rate that is nearest within half a
// percent, since FLV rounds times to milliseconds; else to a thousandth.
func commonRate(num, den int64) (int, int) {
	rate := float64(num) / float64(den)
	best, bestDiff := [2]int{}, 0.005
	for _, r := range [][2]int{
		{24000, 1001}, {24, 1}, {25, 1}, {30000, 1001}, {30, 1}, {48, 1}, {50, 1}, {60000, 1001}, {60, 1},
		{10, 1}, {12, 1}, {15, 1}, {20, 1}, {100, 1}, {120, 1}, {1, 1}, {5, 1},
	} {
		diff := rate*float64(r[1])/float64(r[0]) - 1
		if diff < 0 {
			diff = -diff
		}
		if diff < bestDiff {
			best, bestDiff = r, diff
		}
	}
	if best[0] != 0 {
		return best[0], best[1]
	}
	if rate > 1000 {
		return 0, 0
	}
	return int(rate*1000 + 0.5), 1000
}

func (f *filling) info(container core.Container, e extent) core.MediaInfo {
	info := core.MediaInfo{Container: container}
	if v := f.video; v != nil {
		info.HasVideo, info.VideoCodec, info.VideoCodecTag = true, v.codec, v.tag
		info.PixelFormat, info.Width, info.Height = v.format.PixelFormat, v.format.Width, v.format.Height
		info.FPSNum, info.FPSDen, info.VideoFrames = e.rateNum, e.rateDen, f.pictures
	}
	if a := f.audio; a != nil {
		info.HasAudio, info.AudioCodec, info.AudioCodecTag = true, string(a.codec), a.tag
	}
	return info
}
