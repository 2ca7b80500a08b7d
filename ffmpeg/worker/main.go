package worker

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strconv"
	"syscall"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// IsChild tells whether this process was started as a worker.
func IsChild() bool { return len(os.Args) == 2 && os.Args[1] == Arg }

// Main serves as a worker with FFmpeg and returns the exit code. A program
// calls it before it reads its flags when IsChild says so.
func Main() int {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	code, _ := Run(mediaEngine{log: log})
	return code
}

// mediaEngine is package ffmpeg as an Engine.
type mediaEngine struct {
	log *slog.Logger
}

func (mediaEngine) Load() error { return ffmpeg.LoadStepwise(releaseLoaded) }
func (mediaEngine) Trim()       { ffmpeg.ReleaseMemory() }

func (e mediaEngine) Transcode(ctx context.Context, job *TranscodeJob, in io.Reader, outs []io.Writer) (*TranscodeResult, error) {
	device, err := job.engineDevice()
	if err != nil {
		return nil, err
	}
	res, err := ffmpeg.Transcode(ctx, ffmpeg.Job{
		Profiles: job.Profiles, Clip: job.Clip, Signature: job.PerceptualHash, Preset: job.Preset,
		Device: device, Metadata: job.OrchestratorID, Log: e.log,
	}, in, outs)
	if err != nil {
		return nil, blameSource(err)
	}
	out := &TranscodeResult{DecodedPixels: res.Decoded.Pixels, OnDevice: res.Decoded.OnCard}
	for _, r := range res.Renditions {
		out.Renditions = append(out.Renditions, RenditionResult{
			Pixels: r.Pixels, Frames: r.Frames, Duration: r.Duration, PerceptualHash: r.Signature,
		})
	}
	return out, nil
}

// blameSource types an allocation that failed as the source's fault. A worker
// has no limit on its address space, and is killed long before the machine's
// memory is used up; so an allocation fails only when a damaged length in the
// source asks for an absurd amount.
func blameSource(err error) error {
	var fault *ffmpeg.Error
	if errors.As(err, &fault) && fault.Rendition < 0 && fault.Code == -int(syscall.ENOMEM) {
		return &core.TranscodeError{Code: core.InvalidVideo, Detail: err.Error()}
	}
	return err
}

// engineDevice is the job's device in the engine's words.
func (j *TranscodeJob) engineDevice() (ffmpeg.Device, error) {
	if j.Device == "" {
		return ffmpeg.Device{}, nil
	}
	n, err := strconv.Atoi(string(j.Device))
	if err != nil {
		return ffmpeg.Device{}, &DeviceListError{List: string(j.Device), Reason: "it is no device number"}
	}
	return ffmpeg.Device{Nvidia: true, Index: n, CPUEncode: j.CPUEncode}, nil
}

func (mediaEngine) Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error) {
	info, err := ffmpeg.Probe(ctx, data, ext)
	return info, blameSource(err)
}

func (mediaEngine) Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	facts, err := ffmpeg.Inspect(ctx, data, ext, look)
	return facts, blameSource(err)
}

func (mediaEngine) Segment(job *SegmentJob) (StreamSegmenter, error) {
	s, err := ffmpeg.NewSegmenter(ffmpeg.SegmenterConfig{Target: job.Target, MaxKeyframeGap: job.MaxKeyframeGap})
	if err != nil {
		return nil, err
	}
	return s, nil
}
