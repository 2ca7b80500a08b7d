package verification

import (
	"fmt"
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// usualFrame is the length of a frame of a stream whose rate nobody knows.
const usualFrame = time.Second / 30

// frameLength is the mean distance of a stream's frames.
func frameLength(v *core.VideoFacts) time.Duration {
	if n := len(v.Frames); n > 1 {
		if d := (v.Frames[n-1].Time - v.Frames[0].Time) / time.Duration(n-1); d > 0 {
			return d
		}
	}
	if v.FPSNum > 0 && v.FPSDen > 0 {
		return time.Duration(float64(time.Second) * float64(v.FPSDen) / float64(v.FPSNum))
	}
	return usualFrame
}

// shownFrames are the frames of a source that a decoder shows: those from its
// first keyframe on.
func shownFrames(v *core.VideoFacts) []core.FrameFacts {
	return v.Frames[min(max(v.Leading, 0), len(v.Frames)):]
}

func apart(a, b time.Duration) time.Duration { return max(a-b, b-a) }

// frames checks how many there are, and how long they last.
func (c *checker) frames(source *core.VideoFacts, facts *core.MediaFacts) {
	v := facts.Video
	least, most := c.frameCounts(source)
	if n := len(v.Frames); n < least || n > most {
		c.fault(FrameCount, fmt.Sprintf("%d to %d", least, most), fmt.Sprint(n), float64(n))
	}
	want, got := source.Duration(), v.Duration()
	slack := c.policy.DurationSlack + frameLength(source) + frameLength(v)
	if source.Leading > 0 {
		slack += time.Duration(source.Leading) * frameLength(source)
	}
	if facts.Container == core.MP4 {
		slack += frameLength(v)
	}
	if apart(want, got) > slack {
		c.fault(WrongDuration, fmt.Sprintf("%v within %v", want, slack), got.String(), (got - want).Seconds())
	}
}

// frameCounts is the least and the most frames that a rendition of source may have.
func (c *checker) frameCounts(source *core.VideoFacts) (least, most int) {
	all, shown := float64(len(source.Frames)), float64(len(shownFrames(source)))
	slack := float64(c.policy.FrameSlack)
	if num, den := c.profile.Rate(); num > 0 {
		// The rate is converted on a grid that need not begin with the segment.
		rate := float64(num) / float64(den)
		made := source.Duration().Seconds() * rate
		const rounding = 0.01 // of clocks, in frames
		shown = math.Floor(made*shown/max(all, 1) + rounding)
		all = math.Ceil(made - rounding)
		slack += math.Ceil(made * c.policy.RateSlack)
	}
	most = int(all + slack)
	if c.profile.Format == core.MP4 {
		most++
	}
	return max(int(shown-slack), 1), most
}

// times checks that frames follow each other without a hole that the source
// does not have.
func (c *checker) times(source, v *core.VideoFacts) {
	hole := 3*frameLength(v) + 2*largestGap(source.Frames)
	for i := 1; i < len(v.Frames); i++ {
		d := v.Frames[i].Time - v.Frames[i-1].Time
		if d <= 0 {
			c.fault(BadTimes, "times that rise", fmt.Sprintf("frames %d and %d at %v", i-1, i, v.Frames[i].Time), 0)
			return
		}
		if d > hole {
			c.fault(BadTimes, fmt.Sprintf("at most %v from frame to frame", hole), fmt.Sprintf("%v after frame %d", d, i-1), d.Seconds())
			return
		}
	}
}

func largestGap(frames []core.FrameFacts) (gap time.Duration) {
	for i := 1; i < len(frames); i++ {
		gap = max(gap, frames[i].Time-frames[i-1].Time)
	}
	return gap
}

// OffsetOf is how much later than the source a rendition begins: what Result.Offset
// is for the segment after. It is false when one of them has no video.
func OffsetOf(source, rendition *core.MediaFacts) (time.Duration, bool) {
	if source == nil || rendition == nil || source.Video == nil || rendition.Video == nil {
		return 0, false
	}
	from, to := shownFrames(source.Video), rendition.Video.Frames
	if len(from) == 0 || len(to) == 0 {
		return 0, false
	}
	return to[0].Time - from[0].Time, true
}

// offset checks that a rendition begins when its source does.
func (c *checker) offset(source *core.VideoFacts, facts *core.MediaFacts) {
	got, ok := OffsetOf(&core.MediaFacts{Video: source}, facts)
	if !ok || facts.Container == core.MP4 && apart(facts.Video.Frames[0].Time, 0) <= c.policy.MaxDrift+frameLength(facts.Video) {
		return
	}
	slack := frameLength(source) + frameLength(facts.Video)
	if limit := c.policy.MaxOffset + slack; apart(got, 0) > limit {
		c.fault(WrongOffset, fmt.Sprintf("at most %v from the source", limit), got.String(), got.Seconds())
	}
	if before := c.result.Offset; before != nil && apart(got, *before) > c.policy.MaxDrift+slack {
		c.fault(WrongOffset, fmt.Sprintf("%v from the source, as the segment before", *before), got.String(), (got - *before).Seconds())
	}
}

// gop checks where the keyframes are.
func (c *checker) gop(v *core.VideoFacts) {
	if len(v.Frames) == 0 {
		return
	}
	if !v.Frames[0].Key || v.Leading > 0 {
		c.fault(WrongGOP, "a keyframe at the start", fmt.Sprintf("%d frames before the first", v.Leading), float64(v.Leading))
		return
	}
	limit := c.profile.GOP
	if limit == 0 {
		return
	}
	frame := frameLength(v)
	limit = max(limit, frame) + frame/2 // core.GOPIntra is less than a frame
	if c.profile.GOP > 0 {
		limit += frame // where the source's frames are not evenly spread
	}
	last := v.Frames[0].Time
	for _, f := range v.Frames[1:] {
		if f.Key {
			last = f.Time
		} else if f.Time-last+frame > limit {
			c.fault(WrongGOP, fmt.Sprintf("a keyframe at least every %v", limit), fmt.Sprintf("none for %v", f.Time-last+frame), (f.Time - last).Seconds())
			return
		}
	}
}

// audio checks that the sound is there, as long as the source's and in step.
func (c *checker) audio(source, facts *core.MediaFacts) {
	s, r := source.Audio, facts.Audio
	switch {
	case s == nil && r == nil:
		return
	case s == nil:
		c.fault(WrongAudio, "none, as in the source", r.Codec, 0)
		return
	case r == nil:
		c.fault(WrongAudio, fmt.Sprintf("%s of %v", s.Codec, s.Duration), "none", 0)
		return
	}
	if apart(s.Duration, r.Duration) > c.policy.DurationSlack {
		c.fault(WrongAudio, fmt.Sprintf("%v within %v", s.Duration, c.policy.DurationSlack), r.Duration.String(), (r.Duration - s.Duration).Seconds())
	}
	if source.Video == nil || facts.Video == nil || len(shownFrames(source.Video)) == 0 || len(facts.Video.Frames) == 0 {
		return
	}
	want, got := s.First-shownFrames(source.Video)[0].Time, r.First-facts.Video.Frames[0].Time
	slack := c.policy.MaxAudioStep + frameLength(source.Video) + frameLength(facts.Video)
	if apart(want, got) > slack {
		c.fault(WrongAudio, fmt.Sprintf("%v from the picture within %v", want, slack), got.String(), (got - want).Seconds())
	}
}
