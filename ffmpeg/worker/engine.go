package worker

import (
	"context"
	"io"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
)

// Engine does the work inside a worker process, one job at a time.
type Engine interface {
	// Load makes the engine ready; it is called once, before all else. Its
	// error goes to the parent, which cannot use the worker then.
	Load() error
	// Transcode reads a segment from in as it arrives and writes rendition i
	// to outs[i] as it is encoded; outs may be written concurrently. After it
	// returns it touches neither.
	Transcode(ctx context.Context, job *TranscodeJob, in io.Reader, outs []io.Writer) (*TranscodeResult, error)
	// Probe looks into a whole segment.
	Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error)
	// Inspect tells what is in a whole segment and decodes what look asks for.
	// The caller may change what it returns.
	Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error)
	// Segment starts to cut a live stream.
	Segment(job *SegmentJob) (StreamSegmenter, error)
	// Trim gives unused memory back; it is called when a worker has been idle
	// for about a second.
	Trim()
}

// TranscodeJob is the part of a core.Task that an engine needs.
type TranscodeJob struct {
	Profiles       []core.Profile
	Duration       time.Duration // of the source, as its sender told it
	Clip           *core.Clip
	PerceptualHash bool
	// OrchestratorID goes into the media's metadata.
	OrchestratorID string
	// Device names the hardware to use; empty for software. CPUEncode leaves
	// the encoding to the CPU all the same.
	Device    Device
	CPUEncode bool
	// Preset is libx264's; empty for the engine's default.
	Preset string
}

// TranscodeResult is what an engine says of a job that it did.
type TranscodeResult struct {
	DecodedPixels int64
	OnDevice      int               // frames that the device decoded
	Renditions    []RenditionResult // one for each profile, in order
}

// RenditionResult describes one output; the fields are those of core.Rendition.
type RenditionResult struct {
	Pixels         int64
	Frames         int
	Duration       time.Duration
	PerceptualHash []byte
}

// SegmentJob says how to cut a live stream; the fields are those of
// ffmpeg.SegmenterConfig.
type SegmentJob struct {
	Target         time.Duration
	MaxKeyframeGap time.Duration
}

// StreamSegmenter cuts one live stream.
type StreamSegmenter interface {
	// WriteTag takes the next tag and returns the segments that it completed.
	WriteTag(tag flv.Tag) ([]*core.Segment, error)
	// Flush returns what is left when no tag follows.
	Flush() ([]*core.Segment, error)
}
