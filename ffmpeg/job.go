package ffmpeg

import (
	"log/slog"
	"math"
	"runtime"
	"time"

	"github.com/livepeer/streamflow/core"
)

// DefaultPreset is the x264 preset of the network's transcoders (design.md,
// "Media rules").
const DefaultPreset = "medium"

// Job is one transcode: what to make of the source.
type Job struct {
	// Profiles of the renditions, at most core.MaxProfiles.
	Profiles []core.Profile
	// Clip is the part of the source to transcode; nil for all of it.
	Clip *core.Clip
	// Signature asks for an MPEG-7 signature of each rendition.
	Signature bool
	// Preset is x264's, "ultrafast" to "veryslow"; "" is DefaultPreset. Other
	// encoders get their nearest setting.
	Preset string
	// Device encodes and decodes; the zero value is the CPU.
	Device Device
	// Metadata is stamped into each rendition's container; "" for none.
	Metadata string
	// Threads of all encoders together, shared by their work; 0 chooses by the
	// number of cores.
	Threads int
	// Limits on what the source may cost; zero fields have their defaults.
	Limits Limits
	// Log gets FFmpeg's warnings and errors; nil drops them.
	Log *slog.Logger
}

// Device says where the work is done.
type Device struct {
	// Nvidia uses the graphics card of number Index: decoding, scaling and
	// encoding there.
	Nvidia bool
	Index  int
	// CPUEncode leaves the encoding to the CPU, as cards made for computing
	// need it: they decode, and have no encoder.
	CPUEncode bool
}

// Limits are bounds that keep one source from costing more than any honest
// one. The zero value of a field means its default.
type Limits struct {
	// InputBytes of the source, default core.MaxSegmentBytes.
	InputBytes int64
	// OutputBytes of each rendition, default core.MaxSegmentBytes.
	OutputBytes int64
	// Pixels of a decoded frame, default 64 Mi (8192 x 8192).
	Pixels int64
	// Side is the largest width or height of a frame, default 8192.
	Side int
	// Duration from the first frame to the last, default core.MaxSegmentDuration
	// and a tenth.
	Duration time.Duration
	// Frames of the source, default 240 for each second of Duration.
	Frames int64
}

func orDefault[T int | int64 | time.Duration](v, def T) T {
	if v == 0 {
		return def
	}
	return v
}

func (l Limits) withDefaults() Limits {
	l.InputBytes = orDefault(l.InputBytes, core.MaxSegmentBytes)
	l.OutputBytes = orDefault(l.OutputBytes, core.MaxSegmentBytes)
	l.Pixels = orDefault(l.Pixels, 8192*8192)
	l.Side = orDefault(l.Side, 8192)
	l.Duration = orDefault(l.Duration, core.MaxSegmentDuration+core.MaxSegmentDuration/10)
	l.Frames = orDefault(l.Frames, int64(l.Duration.Seconds()*240))
	return l
}

func (j Job) withDefaults() Job {
	if j.Preset == "" {
		j.Preset = DefaultPreset
	}
	if j.Log == nil {
		j.Log = slog.New(slog.DiscardHandler)
	}
	if j.Threads == 0 {
		j.Threads = encoderThreads(runtime.GOMAXPROCS(0))
	}
	j.Limits = j.Limits.withDefaults()
	return j
}

// encoderThreads is how many threads the encoders of a job get on a machine of
// n cores: more than cores, since they wait for each other, and the largest
// rendition's work alone at the end.
func encoderThreads(n int) int { return 2 * n }

// decoderThreads is the same for the decoder.
func decoderThreads(n int) int { return min(max(n/4, 1), 4) }

// maxEncoderThreads is where more threads cost an encoder more than they give.
const maxEncoderThreads = 16

// shareThreads gives each rendition threads by its part of the pixels, at
// least one. Each thread of an encoder has frames in flight, and so takes
// memory and some work of its own: small renditions do with one.
func shareThreads(plans []renditionPlan, total int) {
	var sum float64
	for _, p := range plans {
		sum += p.load()
	}
	for i := range plans {
		n := 1
		if sum > 0 {
			n = int(math.Round(float64(total) * plans[i].load() / sum))
		}
		plans[i].Threads = min(max(n, 1), maxEncoderThreads)
	}
}

// Result is what a Job has made.
type Result struct {
	Decoded    Decoded
	Renditions []RenditionResult // in the order of the job's profiles
}

// Decoded counts the source.
type Decoded struct {
	Frames int
	Pixels int64 // width x height summed over all frames
	// OnCard counts the frames that the graphics card decoded; the CPU decodes
	// what the card cannot.
	OnCard int
	// Damaged counts packets that the decoder refused.
	Damaged int
}

// RenditionResult is what was written to one output.
type RenditionResult struct {
	Bytes     int64
	Pixels    int64 // width x height x frames, the unit of payment (wire.md 6)
	Frames    int   // 0 when the source has no video
	Duration  time.Duration
	Signature []byte // MPEG-7, binary form; nil unless asked for
}
