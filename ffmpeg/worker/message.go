package worker

import (
	"errors"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// protocolVersion changes with every change of the frames or messages. Parent
// and worker run the same file, so that a difference is a broken installation.
const protocolVersion = 4

// hello is a worker's first message.
type hello struct {
	Version int
	// Failure says why the worker cannot work; nil when it is ready.
	Failure *failure `json:",omitempty"`
}

// jobSpec starts a job. Exactly one field is set.
type jobSpec struct {
	Transcode *TranscodeJob `json:",omitempty"`
	Probe     *probeJob     `json:",omitempty"`
	Segment   *SegmentJob   `json:",omitempty"`
	Inspect   *inspectJob   `json:",omitempty"`
}

type probeJob struct {
	Ext  string
	Size int // bytes of input that follow
}

type inspectJob struct {
	Ext  string
	Size int // bytes of input that follow
	Look core.Look
}

// jobResult ends a job that succeeded. At most one field is set.
type jobResult struct {
	Transcode *transcodeSummary `json:",omitempty"`
	Probe     *core.MediaInfo   `json:",omitempty"`
	// Inspect has neither its frames nor its samples' views: they come ahead.
	Inspect *core.MediaFacts `json:",omitempty"`
}

type transcodeSummary struct {
	DecodedPixels int64
	OnDevice      int
	EngineTime    time.Duration
	Renditions    []renditionSummary
}

// renditionSummary repeats the byte counts so that the parent knows that
// nothing is missing.
type renditionSummary struct {
	Bytes    int
	HashSize int // bytes of MPEG-7 signature
	Pixels   int64
	Frames   int
	Duration time.Duration
}

// segmentHead announces a segment whose bytes follow.
type segmentHead struct {
	Info          core.MediaInfo
	Duration      time.Duration
	Discontinuity bool `json:",omitempty"`
	ForceReinit   bool `json:",omitempty"`
	Size          int
}

// failure carries an error to the parent. Code is set for the errors whose
// type matters to callers.
type failure struct {
	Kind   failureKind
	Code   string `json:",omitempty"`
	Detail string
}

type failureKind string

const (
	failTranscode failureKind = "transcode" // core.TranscodeError
	failStream    failureKind = "stream"    // ffmpeg.StreamError
	failEngine    failureKind = "engine"    // EngineError
)

// maxErrorText bounds what travels of an error's text, in bytes.
const maxErrorText = 4 << 10

func failureOf(err error) *failure {
	var te *core.TranscodeError
	if errors.As(err, &te) {
		return &failure{Kind: failTranscode, Code: string(te.Code), Detail: cut(te.Detail)}
	}
	var se *ffmpeg.StreamError
	if errors.As(err, &se) {
		return &failure{Kind: failStream, Code: string(se.Fault), Detail: cut(se.Detail)}
	}
	return &failure{Kind: failEngine, Detail: cut(err.Error())}
}

func (f *failure) err() error {
	switch f.Kind {
	case failTranscode:
		return &core.TranscodeError{Code: core.TranscodeCode(f.Code), Detail: cut(f.Detail)}
	case failStream:
		return &ffmpeg.StreamError{Fault: ffmpeg.StreamFault(f.Code), Detail: cut(f.Detail)}
	}
	return &EngineError{Text: cut(f.Detail)}
}

func cut(s string) string { return s[:min(len(s), maxErrorText)] }
