package ffmpeg

import (
	"math"
	"time"

	"github.com/livepeer/streamflow/core"
)

// option is one setting of an encoder, muxer or container, by FFmpeg's name.
type option struct{ Key, Value string }

// rational is a fraction; its denominator is never 0 unless it is unknown.
type rational struct{ Num, Den int }

func (r rational) float() float64 {
	if r.Den == 0 {
		return 0
	}
	return float64(r.Num) / float64(r.Den)
}

// sourceInfo is what a plan depends on.
type sourceInfo struct {
	Format        string // FFmpeg's demuxer name
	Width, Height int    // pixels, 0 without video
	Rate          rational
	AudioCodec    string // FFmpeg's name, "" without audio
}

// renditionPlan is all that the C code is told about a rendition.
type renditionPlan struct {
	Encoder, Format, PixelFormat string
	Width, Height                int
	// FPS to convert to, 0/1 to keep the source's frames. Anchored begins the
	// grid of frames at the segment's first frame (see grid.c).
	FPS      rational
	Anchored bool
	// Rate is what the encoder is told, for its rate control.
	Rate     rational
	KeyEvery time.Duration // 0 for a keyframe at the start only
	// Threads of the encoder.
	Threads int
	// CardScale is the chain of filters that scales a frame on the graphics
	// card; "" when its pixels must be scaled on the CPU. CardEncode is for an
	// encoder that takes them from there.
	CardScale  string
	CardEncode bool
	// CopyAudio is false when audio must be encoded for the container.
	CopyAudio bool
	Encoding  []option
	Muxing    []option
}

const (
	maxFPS      = 480 // frames per second that a profile may ask for
	maxOutSide  = 8192
	defaultRate = 30
	// sameRate is how far two frame rates may be apart to count as one: less
	// than 30 and 29.97, more than the error of measuring over a segment.
	sameRate = 0.0004
)

// planRenditions decides how each profile of a job is made of a source. Errors
// are *core.TranscodeError.
func planRenditions(src sourceInfo, job Job) ([]renditionPlan, error) {
	plans := make([]renditionPlan, 0, len(job.Profiles))
	for _, p := range job.Profiles {
		plan, err := planRendition(p, src, job)
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	shareThreads(plans, job.Threads)
	for i := range plans {
		plans[i].setThreads()
	}
	return plans, nil
}

// load is the work of a rendition, in pixels per second.
func (r *renditionPlan) load() float64 { return float64(r.Width*r.Height) * r.Rate.float() }

func planRendition(p core.Profile, src sourceInfo, job Job) (renditionPlan, error) {
	plan := renditionPlan{FPS: rational{0, 1}, Rate: rational{defaultRate, 1}}
	if err := p.Validate(); err != nil {
		if p.GOP < core.GOPIntra || p.GOP > core.MaxGOP {
			return plan, transcodeError(core.InvalidGOP, "%v", err)
		}
		return plan, transcodeError(core.InvalidArgument, "%v", err)
	}
	if err := plan.container(p, src); err != nil {
		return plan, err
	}
	if src.Width == 0 {
		return plan, nil // audio alone
	}
	if err := plan.size(p, src); err != nil {
		return plan, err
	}
	if err := plan.rate(p, src); err != nil {
		return plan, err
	}
	if err := plan.video(p, job); err != nil {
		return plan, err
	}
	if job.Device.Nvidia {
		plan.CardScale = cardScale(src, plan)
	}
	return plan, nil
}

func (r *renditionPlan) container(p core.Profile, src sourceInfo) error {
	switch p.Format {
	case core.MPEGTS:
		if p.Encoder != core.H264 && p.Encoder != core.HEVC {
			return transcodeError(core.MuxerNotFound, "MPEG-TS cannot carry %v; ask for MP4", p.Encoder)
		}
		r.Format = "mpegts"
		// Players read segments as one stream; the flag tells them that packet
		// counters begin anew, which FFmpeg else reports as corruption.
		r.Muxing = []option{{"mpegts_copyts", "1"}, {"mpegts_flags", "+initial_discontinuity"}}
	case core.MP4:
		if p.Encoder == core.VP8 {
			return transcodeError(core.MuxerNotFound, "MP4 cannot carry VP8; ask for VP9")
		}
		r.Format = "mp4"
		r.Muxing = []option{{"movflags", "+faststart"}, {"movie_timescale", "90000"}}
	default:
		return transcodeError(core.UnrecognizedFormat, "container %d is neither MPEG-TS nor MP4", p.Format)
	}
	r.CopyAudio = audioFits(src.AudioCodec, p.Format)
	return nil
}

// audioFits says whether a container takes a codec as it is.
func audioFits(codec string, c core.Container) bool {
	switch codec {
	case "", "aac", "mp3", "ac3", "eac3", "opus":
		return true
	case "aac_latm", "mp2":
		return c == core.MPEGTS
	}
	return false
}

func (r *renditionPlan) size(p core.Profile, src sourceInfo) error {
	r.Width, r.Height = core.OutputSize(src.Width, src.Height, p)
	if r.Width > maxOutSide || r.Height > maxOutSide || r.Width < 2 || r.Height < 2 {
		return transcodeError(core.InvalidResolution, "%dx%d becomes %dx%d in profile %q; at most %d a side is possible",
			src.Width, src.Height, r.Width, r.Height, p.Name, maxOutSide)
	}
	return nil
}

func (r *renditionPlan) rate(p core.Profile, src sourceInfo) error {
	if f := src.Rate.float(); f > 0 && f <= maxFPS {
		r.Rate = src.Rate
	}
	num, den := p.Rate()
	if num == 0 {
		return nil
	}
	if num > math.MaxInt32 || den > math.MaxInt32 || float64(num)/float64(den) > maxFPS {
		return transcodeError(core.InvalidArgument, "%d/%d frames per second in profile %q; at most %d are possible", num, den, p.Name, maxFPS)
	}
	r.FPS = rational{int(num), int(den)}
	r.Anchored = math.Abs(src.Rate.float()/r.FPS.float()-1) < sameRate
	r.Rate = r.FPS
	return nil
}

// gopFrames is a GOP in frames of the rendition, at least 1.
func (r *renditionPlan) gopFrames(gop time.Duration) int {
	return max(1, int(math.Round(gop.Seconds()*r.Rate.float())))
}
