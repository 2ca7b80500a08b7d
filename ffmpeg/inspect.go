package ffmpeg

/*
#include "inspect.h"
*/
import "C"

import (
	"context"
	"fmt"
	"time"
	"unsafe"

	"github.com/livepeer/streamflow/core"
)

// Inspect tells what is in a segment's bytes: the facts of its packets, and the
// frames that look asks for. It decodes no more than it takes to show those.
// ext (".ts", ".mp4") is what the bytes are said to be; what they are decides.
//
// The error is a *core.TranscodeError when the bytes are no media of a known
// kind, or cannot be decoded; and an *Error for a look that is out of its limits.
func Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	if err := checkLook(look); err != nil {
		return nil, err
	}
	if err := Load(); err != nil {
		return nil, err
	}
	job := Job{}.withDefaults()
	src, err := newSource(ctx, FromBytes(data), job.Limits.InputBytes)
	if err != nil {
		return nil, inputTooLarge(job)
	}
	s, err := newSession(ctx, job, &pipes{in: src, log: job.Log}, false)
	if err != nil {
		return nil, err
	}
	defer s.close()
	C.lp_inspect_only(s.c)
	defer context.AfterFunc(ctx, s.abort)()
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	var found C.lp_inspection
	defer C.lp_inspection_free(&found)
	clook := lookToC(look)
	if C.lp_inspect(s.c, &clook, &found) != 0 {
		return nil, s.err(ctx)
	}
	if found.frame_count == 0 && found.audio_packets == 0 {
		return nil, transcodeError(core.InvalidVideo, "the bytes of %s contain neither video nor audio", ext)
	}
	facts, err := s.facts(&found, look)
	if err != nil {
		return nil, err
	}
	facts.Bytes = len(data)
	return facts, nil
}

// checkLook keeps what C code allocates and copies within bounds.
func checkLook(look core.Look) error {
	bad := func(format string, args ...any) error {
		return &Error{Rendition: -1, Text: "inspection: " + fmt.Sprintf(format, args...)}
	}
	switch {
	case len(look.Times) > core.MaxLookTimes:
		return bad("%d times, at most %d are possible", len(look.Times), core.MaxLookTimes)
	case len(look.Views) > core.MaxLookViews:
		return bad("%d views, at most %d are possible", len(look.Views), core.MaxLookViews)
	case look.Around < 0 || look.Around > core.MaxLookAround:
		return bad("%d frames around each, 0 to %d are possible", look.Around, core.MaxLookAround)
	}
	for i, t := range look.Times {
		if t < 0 || t > core.MaxSegmentDuration || i > 0 && t <= look.Times[i-1] {
			return bad("the times %v do not rise from 0 to %v", look.Times, core.MaxSegmentDuration)
		}
	}
	for _, v := range look.Views {
		if v.Width < 2 || v.Height < 2 || v.Width > 8192 || v.Height > 8192 || v.X < 0 || v.Y < 0 ||
			v.CropWidth <= 0 || v.CropHeight <= 0 || v.CropWidth > v.Width-v.X || v.CropHeight > v.Height-v.Y {
			return bad("the view %+v is not within its frame", v)
		}
		if v.CropWidth*v.CropHeight > core.MaxViewBytes {
			return bad("a view of %dx%d pixels has more than %d", v.CropWidth, v.CropHeight, core.MaxViewBytes)
		}
	}
	if total := look.Bytes(); total > core.MaxLookBytes {
		return bad("views of %d bytes in all, at most %d are possible", total, core.MaxLookBytes)
	}
	return nil
}

func lookToC(look core.Look) C.lp_look {
	c := C.lp_look{times: C.int(len(look.Times)), around: C.int(look.Around), view_count: C.int(len(look.Views)), all: flag(look.All)}
	for i, t := range look.Times {
		c.times_us[i] = C.int64_t(t.Microseconds())
	}
	for i, v := range look.Views {
		c.views[i] = C.lp_view{
			width: C.int(v.Width), height: C.int(v.Height),
			x: C.int(v.X), y: C.int(v.Y), w: C.int(v.CropWidth), h: C.int(v.CropHeight), alone: flag(v.Alone),
		}
	}
	return c
}

func (s *session) facts(found *C.lp_inspection, look core.Look) (*core.MediaFacts, error) {
	facts := &core.MediaFacts{Container: containerOf(s.info.Format), AudioStreams: int(found.audio_streams)}
	if found.audio_packets > 0 {
		facts.Audio = &core.AudioFacts{
			Codec: s.info.AudioCodec, SampleRate: int(found.sample_rate), Channels: int(found.channels),
			Packets: int(found.audio_packets), Bytes: int64(found.audio_bytes),
			First: micros(found.audio_first_us), Duration: micros(found.audio_duration_us),
		}
	}
	if found.frame_count == 0 {
		return facts, nil
	}
	name := C.GoString(&s.src.video_codec_name[0])
	codec, ok := videoCodec(name)
	if !ok {
		return nil, transcodeError(core.UnsupportedCodec, "%s is not a codec of the network; use H.264, HEVC, VP8, VP9 or AV1", name)
	}
	facts.Video = &core.VideoFacts{
		Codec: codec, Profile: int(found.profile), PixelFormat: C.GoString(&found.pix_fmt[0]),
		Width: int(found.width), Height: int(found.height), SizeChanges: int(found.size_changes),
		Pixels: int64(found.pixels), Bytes: int64(found.bytes), FPSNum: s.info.Rate.Num, FPSDen: s.info.Rate.Den,
		Frames: frameFacts(found), Leading: int(found.leading),
		DecodedFrames: int(found.decoded_frames), DecodedPixels: int64(found.decoded_pixels), Damaged: int(found.damaged),
		Samples: frameSamples(found, look.Views),
	}
	return facts, nil
}

func micros(us C.int64_t) time.Duration { return time.Duration(us) * time.Microsecond }

func frameFacts(found *C.lp_inspection) []core.FrameFacts {
	frames := make([]core.FrameFacts, int(found.frame_count))
	for i, f := range unsafe.Slice(found.frames, len(frames)) {
		// 1/90000 s is 100000/9 ns.
		frames[i] = core.FrameFacts{Time: time.Duration(int64(f.pts) * 100_000 / 9), Key: f.key != 0, Bytes: int(f.bytes)}
	}
	return frames
}

// frameSamples are in the order of their times, whatever the decoder's.
func frameSamples(found *C.lp_inspection, views []core.View) []core.FrameSample {
	var samples []core.FrameSample
	for index := range core.MaxLookTimes {
		for _, c := range unsafe.Slice(found.samples, int(found.sample_count)) {
			if int(c.index) != index {
				continue
			}
			s := core.FrameSample{
				Index: index, Step: int(c.step), Time: micros(c.time_us), Key: c.key != 0, Width: int(c.width), Height: int(c.height),
			}
			size := found.view_size[0]
			if s.Step == 0 {
				size = found.view_size[1]
			}
			luma := C.GoBytes(unsafe.Pointer(c.luma), C.int(size))
			for _, v := range views {
				if v.Alone && s.Step != 0 {
					s.Views = append(s.Views, nil)
					continue
				}
				n := v.CropWidth * v.CropHeight
				s.Views = append(s.Views, luma[:n:n])
				luma = luma[n:]
			}
			samples = append(samples, s)
		}
	}
	return samples
}
