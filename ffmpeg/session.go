package ffmpeg

/*
#include <stdlib.h>
#include "session.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/cgo"
	"sync"
	"time"
	"unsafe"

	"github.com/livepeer/streamflow/core"
)

// session is the Go side of one lp_session.
type session struct {
	job   Job
	pipes *pipes

	handle cgo.Handle

	mu sync.Mutex // orders abort with all that changes c
	c  *C.lp_session

	info sourceInfo
	src  C.lp_source
}

// newSession makes a session that ends when ctx does. close must be called.
func newSession(ctx context.Context, job Job, p *pipes, noVideo bool) (*session, error) {
	s := &session{job: job, pipes: p, handle: cgo.NewHandle(p)}
	cfg := C.lp_session_config{
		io:          C.uintptr_t(s.handle),
		threads:     C.int(decoderThreads(runtime.GOMAXPROCS(0))),
		cuda_device: -1,
		limits: C.lp_limits{
			max_pixels:      C.int64_t(job.Limits.Pixels),
			max_side:        C.int(job.Limits.Side),
			max_duration_us: C.int64_t(job.Limits.Duration.Microseconds()),
			max_frames:      C.int64_t(job.Limits.Frames),
			max_output:      C.int64_t(job.Limits.OutputBytes),
			probe_bytes:     probeBytes,
			probe_us:        C.int64_t(probeTime.Microseconds()),
		},
	}
	if p.in.seekable {
		cfg.seekable = 1
	}
	if noVideo {
		cfg.no_video = 1
	}
	if job.Device.Nvidia {
		cfg.cuda_device = C.int(job.Device.Index)
	}
	if job.Clip != nil {
		cfg.clip_from_us = C.int64_t(job.Clip.From.Microseconds())
		cfg.clip_to_us = C.int64_t(job.Clip.To.Microseconds())
	}
	if s.c = C.lp_session_new(&cfg); s.c == nil {
		s.handle.Delete()
		return nil, &Error{Rendition: -1, Text: "no memory for a session"}
	}
	return s, nil
}

// How much of a source is read to learn what its streams are.
const (
	probeBytes = 5 << 20
	probeTime  = 600 * time.Millisecond
)

func (s *session) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.c == nil {
		return
	}
	C.lp_session_free(s.c)
	s.c = nil
	s.handle.Delete()
}

func (s *session) abort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.c != nil {
		C.lp_session_abort(s.c)
	}
}

// err is why the session failed.
func (s *session) err(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("transcode: %w", context.Cause(ctx))
	}
	if errors.Is(s.pipes.in.err, errInputTooLarge) {
		return inputTooLarge(s.job)
	}
	if s.pipes.in.err != nil {
		return fmt.Errorf("read the source: %w", s.pipes.in.err)
	}
	s.pipes.mu.Lock()
	werr := s.pipes.writeErr
	s.pipes.mu.Unlock()
	if werr != nil {
		return fmt.Errorf("write a rendition: %w", werr)
	}
	var e C.lp_error
	C.lp_session_error(s.c, &e)
	return goError(&e, s.job.Device)
}

func inputTooLarge(job Job) error {
	return transcodeError(core.InvalidVideo, "the source has more than %d bytes", job.Limits.InputBytes)
}

// open reads the source's headers.
func (s *session) open(ctx context.Context) error {
	if C.lp_session_open(s.c, &s.src) != 0 {
		return s.err(ctx)
	}
	s.info = sourceInfo{Format: C.GoString(&s.src.format[0])}
	if s.src.has_video != 0 {
		s.info.Width, s.info.Height = int(s.src.width), int(s.src.height)
		s.info.Rate = rational{int(s.src.fps_num), int(s.src.fps_den)}
	}
	if s.src.has_audio != 0 {
		s.info.AudioCodec = C.GoString(&s.src.audio_codec_name[0])
	}
	return nil
}

// add hands a rendition to the C code.
func (s *session) add(plan renditionPlan) (*C.lp_rendition, error) {
	cfg := C.lp_rendition_config{
		width:    C.int(plan.Width),
		height:   C.int(plan.Height),
		fps_num:  C.int(plan.FPS.Num),
		fps_den:  C.int(plan.FPS.Den),
		rate_num: C.int(plan.Rate.Num),
		rate_den: C.int(plan.Rate.Den),
		key_us:   C.int64_t(plan.KeyEvery.Microseconds()),
		queue:    C.int(queueFrames(s.info)),
	}
	cfg.card_encode = flag(plan.CardEncode)
	cfg.anchored, cfg.copy_audio, cfg.signature = flag(plan.Anchored), flag(plan.CopyAudio), flag(s.job.Signature)
	cfg.encoder = C.CString(plan.Encoder)
	defer C.free(unsafe.Pointer(cfg.encoder))
	cfg.format = C.CString(plan.Format)
	defer C.free(unsafe.Pointer(cfg.format))
	cfg.pix_fmt = C.CString(plan.PixelFormat)
	defer C.free(unsafe.Pointer(cfg.pix_fmt))
	cfg.card_scale = C.CString(plan.CardScale)
	defer C.free(unsafe.Pointer(cfg.card_scale))

	s.mu.Lock()
	r := C.lp_session_add(s.c, &cfg)
	s.mu.Unlock()
	if r == nil {
		return nil, &Error{Rendition: -1, Text: "no memory for a rendition"}
	}
	for _, o := range plan.Encoding {
		if setOption(o, func(k, v *C.char) C.int { return C.lp_rendition_encoder_option(r, k, v) }) != 0 {
			return nil, &Error{Rendition: -1, Text: "no memory for an option"}
		}
	}
	for _, o := range plan.Muxing {
		if setOption(o, func(k, v *C.char) C.int { return C.lp_rendition_muxer_option(r, k, v) }) != 0 {
			return nil, &Error{Rendition: -1, Text: "no memory for an option"}
		}
	}
	for _, o := range metadata(s.job.Metadata, plan.Format) {
		if setOption(o, func(k, v *C.char) C.int { return C.lp_rendition_metadata(r, k, v) }) != 0 {
			return nil, &Error{Rendition: -1, Text: "no memory for an option"}
		}
	}
	return r, nil
}

func flag(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

func setOption(o option, set func(k, v *C.char) C.int) C.int {
	k := C.CString(o.Key)
	defer C.free(unsafe.Pointer(k))
	v := C.CString(o.Value)
	defer C.free(unsafe.Pointer(v))
	return set(k, v)
}

// maxMetadata bytes fit the service descriptor of MPEG-TS.
const maxMetadata = 200

func metadata(text, format string) []option {
	if text == "" {
		return nil
	}
	text = text[:min(len(text), maxMetadata)]
	if format == "mpegts" {
		return []option{{"service_provider", text}, {"service_name", "livepeer"}}
	}
	return []option{{"comment", text}}
}

// queueBytes bounds the decoded frames that wait for the slowest rendition.
const queueBytes = 48 << 20

// queueFrames is how many frames may wait: some for the other renditions to go
// on with while the largest looks ahead for the first time, at all the frames
// that its encoder holds by then; few enough for large pictures.
func queueFrames(src sourceInfo) int {
	const most = 8
	frame := max(1, src.Width*src.Height*3/2)
	return min(max(queueBytes/frame, 2), most)
}

// run transcodes and fills the result.
func (s *session) run(ctx context.Context, renditions []*C.lp_rendition) (*Result, error) {
	var decoded C.lp_decoded
	if C.lp_session_run(s.c, &decoded) != 0 {
		return nil, s.err(ctx)
	}
	res := &Result{Decoded: Decoded{Frames: int(decoded.frames), Pixels: int64(decoded.pixels), Damaged: int(decoded.damaged), OnCard: int(decoded.on_card)}}
	for _, r := range renditions {
		var c C.lp_rendition_result
		C.lp_rendition_result_get(r, &c)
		out := RenditionResult{
			Bytes:    int64(c.bytes),
			Pixels:   int64(c.pixels),
			Frames:   int(c.frames),
			Duration: time.Duration(c.duration_us) * time.Microsecond,
		}
		if c.signature != nil {
			out.Signature = C.GoBytes(unsafe.Pointer(c.signature), C.int(c.signature_size))
		}
		res.Renditions = append(res.Renditions, out)
	}
	return res, nil
}

// scan reads the rest of the source without decoding it.
func (s *session) scan(ctx context.Context) (C.lp_scan, error) {
	var scan C.lp_scan
	if C.lp_session_scan(s.c, &scan) != 0 {
		return scan, s.err(ctx)
	}
	return scan, nil
}

// interruptible makes a blocked read of in return when ctx ends, if in is of
// a kind that can be told to.
func interruptible(ctx context.Context, in io.Reader) (stop func() bool) {
	d, ok := in.(interface{ SetReadDeadline(time.Time) error })
	if !ok {
		return func() bool { return true }
	}
	return context.AfterFunc(ctx, func() { _ = d.SetReadDeadline(time.Unix(1, 0)) })
}
