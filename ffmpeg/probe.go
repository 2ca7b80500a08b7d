package ffmpeg

/*
#include "session.h"
*/
import "C"

import (
	"context"
	"strings"
	"time"
	"unsafe"

	"github.com/livepeer/streamflow/core"
)

// Probe tells what a segment's bytes contain. It reads all packets and decodes
// only what it takes to know the format. ext (".ts", ".mp4") is what the bytes
// are said to be; what they are decides. The error is a *core.TranscodeError
// when they are no media of a known kind.
func Probe(ctx context.Context, in []byte, ext string) (core.MediaInfo, error) {
	var info core.MediaInfo
	if err := Load(); err != nil {
		return info, err
	}
	job := Job{}.withDefaults()
	src, err := newSource(ctx, FromBytes(in), job.Limits.InputBytes)
	if err != nil {
		return info, inputTooLarge(job)
	}
	s, err := newSession(ctx, job, &pipes{in: src, log: job.Log}, false)
	if err != nil {
		return info, err
	}
	defer s.close()
	defer context.AfterFunc(ctx, s.abort)()
	if err := s.open(ctx); err != nil {
		return info, err
	}
	scan, err := s.scan(ctx)
	if err != nil {
		return info, err
	}
	if scan.video_packets == 0 && scan.audio_packets == 0 {
		return info, transcodeError(core.InvalidVideo, "the bytes of %s contain neither video nor audio", ext)
	}
	return s.mediaInfo(scan)
}

func (s *session) mediaInfo(scan C.lp_scan) (core.MediaInfo, error) {
	info := core.MediaInfo{
		Container:   containerOf(s.info.Format),
		VideoFrames: int(scan.video_packets),
		HasAudio:    scan.audio_packets > 0,
		Duration:    time.Duration(scan.duration_us) * time.Microsecond,
	}
	if info.HasAudio {
		info.AudioCodec = s.info.AudioCodec
		info.AudioCodecTag = audioTag(info.AudioCodec, int(s.src.audio_profile), s.audioExtradata())
	}
	if scan.video_packets == 0 {
		return info, nil
	}
	name := C.GoString(&s.src.video_codec_name[0])
	codec, ok := videoCodec(name)
	if !ok {
		return info, transcodeError(core.UnsupportedCodec, "%s is not a codec of the network; use H.264, HEVC, VP8, VP9 or AV1", name)
	}
	info.HasVideo = true
	info.VideoCodec = codec
	info.PixelFormat = C.GoString(&s.src.pix_fmt[0])
	info.Width, info.Height = s.info.Width, s.info.Height
	info.FPSNum, info.FPSDen = s.info.Rate.Num, s.info.Rate.Den
	info.VideoCodecTag = videoTag(codec, s.videoExtradata(), videoParameters{
		Profile: int(s.src.video_profile), Level: int(s.src.video_level), Depth: int(s.src.bit_depth),
	})
	return info, nil
}

func (s *session) videoExtradata() []byte {
	if s.src.video_extradata == nil {
		return nil
	}
	return C.GoBytes(unsafe.Pointer(s.src.video_extradata), s.src.video_extradata_size)
}

func (s *session) audioExtradata() []byte {
	if s.src.audio_extradata == nil {
		return nil
	}
	return C.GoBytes(unsafe.Pointer(s.src.audio_extradata), s.src.audio_extradata_size)
}

// containerOf is the container that a source's format belongs to. What is
// neither is taken as MPEG-TS, the network's default.
func containerOf(format string) core.Container {
	if strings.Contains(format, "mp4") {
		return core.MP4
	}
	return core.MPEGTS
}

// videoCodec is the network's word for FFmpeg's codec name.
func videoCodec(name string) (core.Codec, bool) {
	c, ok := map[string]core.Codec{"h264": core.H264, "hevc": core.HEVC, "vp8": core.VP8, "vp9": core.VP9, "av1": core.AV1}[name]
	return c, ok
}
