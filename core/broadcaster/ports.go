package broadcaster

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
)

// Orchestrators is the way to orchestrators over the network.
// It is implemented by net.OrchestratorClient.
type Orchestrators interface {
	// Info asks the orchestrator at uri for its terms (GetOrchestrator).
	Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error)
	// Submit sends a segment and returns its renditions. Errors that
	// core.ParseWireError types keep their type.
	Submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error)
	// EndSession tells the orchestrator that no more segments will come.
	EndSession(ctx context.Context, info *core.OrchestratorInfo) error
}

// Output receives a stream's segments in order, to play them out. Calls for
// one stream come from one goroutine, which does nothing else, so that a call
// may take a while: for each rendition in ascending
// sequence, exactly one of Rendition or Gap for every segment that Source saw.
type Output interface {
	// Source publishes the source rendition; it is called before any other
	// call for that segment.
	Source(seg *core.Segment)
	// Rendition publishes a transcoded version of the segment.
	Rendition(seg *core.Segment, profile core.Profile, r core.Rendition)
	// Gap marks a rendition of the segment that failed for good.
	Gap(seg *core.Segment, profile core.Profile)
	// End says that the stream is over: playlists get their end mark.
	End()
}

// Outputs opens the output of a new stream (server/hls).
type Outputs interface {
	Open(id core.ManifestID, profiles []core.Profile) Output
}

// Segmenter cuts a live FLV stream into MPEG-TS segments at keyframes
// (worker process over ffmpeg/).
type Segmenter interface {
	// Open starts a segmenter that cuts every target or later at a keyframe.
	Open(ctx context.Context, target time.Duration) (SegmenterSession, error)
}

// SegmenterSession is one running segmenter. WriteTag and Next may be called
// from two goroutines. A session may begin in mid-stream, with the tags that set
// up the decoders; it drops pictures until a keyframe. Errors that blame the
// publisher's stream are a *core.TranscodeError or have SourceFault() true; after
// others a LiveStream goes on with another session.
type SegmenterSession interface {
	// WriteTag feeds the next tag of the stream.
	WriteTag(tag flv.Tag) error
	// CloseInput says that no tag follows; Next then delivers what is left.
	CloseInput() error
	// Next returns the next segment, io.EOF after the last. Seq and ManifestID
	// are left to the caller.
	Next(ctx context.Context) (*core.Segment, error)
	// Close ends the session and frees it; idempotent.
	Close() error
}

// sourceFault is an error that says whether the source is to blame, such as
// ffmpeg.StreamError.
type sourceFault interface {
	error
	SourceFault() bool
}

// Prober looks into a pushed segment (worker process over ffmpeg/).
type Prober interface {
	// Probe returns what the bytes contain. A *core.TranscodeError says that
	// they are no media of a known kind.
	Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error)
}
