package ffmpeg

/*
#include "session.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/livepeer/streamflow/core"
)

// Transcode decodes in once and writes one rendition for each profile of the
// job to the output of the same index. It reads as the bytes come and writes
// MPEG-TS as it is encoded; MP4 is written at the end, since its index comes
// first. Each output is written by one goroutine of its own at a time.
//
// A source without video is copied to every rendition (features.md 2): as it
// is when the containers are the same, else with its audio alone; Frames is 0.
//
// What is wrong with the source or a profile is a *core.TranscodeError; other
// errors are *Error, *DeviceError, *LoadError, ctx's, or those of in and outs.
//
// When ctx ends, Transcode returns soon, but not before a Read or Write that
// is under way: those must be unblocked by who owns them. Readers with
// SetReadDeadline (pipes, sockets) are unblocked here.
func Transcode(ctx context.Context, job Job, in io.Reader, outs []io.Writer) (*Result, error) {
	job = job.withDefaults()
	if err := checkJob(job, outs); err != nil {
		return nil, err
	}
	if err := loadFor(job); err != nil {
		return nil, err
	}
	defer interruptible(ctx, in)()
	src, err := newSource(ctx, in, job.Limits.InputBytes)
	if errors.Is(err, errInputTooLarge) {
		return nil, inputTooLarge(job)
	}
	if err != nil {
		return nil, fmt.Errorf("read the source: %w", err)
	}
	p := &pipes{in: src, outs: outs, log: job.Log}
	res, err := transcodeVideo(ctx, job, p)
	if errors.Is(err, errNoVideo) {
		return copyWithoutVideo(ctx, job, p)
	}
	return res, err
}

// errNoVideo says that the source has audio and no picture.
var errNoVideo = errors.New("no video")

func checkJob(job Job, outs []io.Writer) error {
	if len(job.Profiles) > core.MaxProfiles {
		return transcodeError(core.TooManyOutputs, "%d profiles; at most %d are possible", len(job.Profiles), core.MaxProfiles)
	}
	if len(outs) != len(job.Profiles) {
		return &Error{Rendition: -1, Text: fmt.Sprintf("%d outputs for %d profiles", len(outs), len(job.Profiles))}
	}
	if c := job.Clip; c != nil && (c.From < 0 || c.To < 0 || c.To != 0 && c.To <= c.From) {
		return transcodeError(core.InvalidArgument, "the clip from %v to %v is empty", c.From, c.To)
	}
	return nil
}

// loadFor loads what the job needs.
func loadFor(job Job) error {
	if job.Device.Nvidia {
		if err := checkNvidia(job.Device); err != nil {
			return err
		}
	}
	if job.Signature || job.Device.Nvidia {
		return loadFilter()
	}
	return Load()
}

func transcodeVideo(ctx context.Context, job Job, p *pipes) (*Result, error) {
	s, err := newSession(ctx, job, p, false)
	if err != nil {
		return nil, err
	}
	defer s.close()
	defer context.AfterFunc(ctx, s.abort)()
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if s.info.Width == 0 || s.info.Height == 0 {
		return nil, s.whyNoVideo(ctx)
	}
	p.in.forget()
	return s.transcode(ctx)
}

// transcode plans and runs what the job asks for.
func (s *session) transcode(ctx context.Context) (*Result, error) {
	plans, err := planRenditions(s.info, s.job)
	if err != nil {
		return nil, err
	}
	var renditions []*C.lp_rendition
	for _, plan := range plans {
		r, err := s.add(plan)
		if err != nil {
			return nil, err
		}
		renditions = append(renditions, r)
	}
	return s.run(ctx, renditions)
}

// whyNoVideo reads the source to its end to tell a source without video from
// one whose video cannot be used.
func (s *session) whyNoVideo(ctx context.Context) error {
	scan, err := s.scan(ctx)
	if err != nil {
		return err
	}
	switch {
	case scan.video_packets > 0 && s.src.has_video != 0 && !knownVideo(C.GoString(&s.src.video_codec_name[0])):
		return transcodeError(core.UnsupportedCodec, "there is no decoder for %s", C.GoString(&s.src.video_codec_name[0]))
	case scan.video_packets > 0 && scan.video_keys == 0:
		return transcodeError(core.NoKeyframes, "none of %d video packets is a keyframe", int(scan.video_packets))
	case scan.video_packets > 0:
		return transcodeError(core.InvalidVideo, "%d video packets, but not even their size can be read", int(scan.video_packets))
	case scan.audio_packets > 0:
		return errNoVideo
	}
	return transcodeError(core.InvalidVideo, "there is neither video nor audio in the source")
}

func knownVideo(codec string) bool {
	_, ok := videoCodec(codec)
	return ok
}

// copyWithoutVideo makes every rendition of a source that has audio alone.
func copyWithoutVideo(ctx context.Context, job Job, p *pipes) (*Result, error) {
	if !p.in.rewind() {
		return nil, transcodeError(core.InvalidVideo, "the source has no video in its first %d bytes", keepMax)
	}
	s, err := newSession(ctx, job, p, true)
	if err != nil {
		return nil, err
	}
	defer s.close()
	defer context.AfterFunc(ctx, s.abort)()
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if same := containerOf(s.info.Format); sameContainer(job.Profiles, same) {
		return copyBytes(ctx, job, p)
	}
	return s.transcode(ctx)
}

func sameContainer(profiles []core.Profile, c core.Container) bool {
	for _, p := range profiles {
		if p.Format != c {
			return false
		}
	}
	return true
}

// copyBytes writes the source as it is to all outputs.
func copyBytes(ctx context.Context, job Job, p *pipes) (*Result, error) {
	p.in.rewind()
	n, err := p.in.copyTo(io.MultiWriter(p.outs...))
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("transcode: %w", context.Cause(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("copy a source without video: %w", err)
	}
	res := &Result{Renditions: make([]RenditionResult, len(job.Profiles))}
	for i := range res.Renditions {
		res.Renditions[i].Bytes = n
	}
	return res, nil
}
