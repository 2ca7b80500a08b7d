package ffmpeg

/*
#include "session.h"
#include "av.h"
*/
import "C"

import (
	"fmt"

	"github.com/livepeer/streamflow/core"
)

// Error is a fault of the engine itself: not of the source, not of the
// profiles. Another transcoder may succeed.
type Error struct {
	Rendition int // -1 when it concerns the source
	Code      int // FFmpeg's error number, 0 when it has none
	Text      string
}

func (e *Error) Error() string {
	if e.Rendition >= 0 {
		return fmt.Sprintf("media engine: rendition %d: %s", e.Rendition, e.Text)
	}
	return "media engine: " + e.Text
}

// Is matches errors of the same FFmpeg error number.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && e.Code != 0
}

// DeviceError says that a graphics card cannot be used, and what is missing.
type DeviceError struct {
	Index  int
	Reason string
}

func (e *DeviceError) Error() string {
	return fmt.Sprintf("Nvidia graphics card %d cannot be used: %s", e.Index, e.Reason)
}

func transcodeError(code core.TranscodeCode, format string, args ...any) error {
	return &core.TranscodeError{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// goError maps what the C code reports to the errors of the domain: faults of
// source and profiles to *core.TranscodeError, others to *Error or *DeviceError.
func goError(c *C.lp_error, device Device) error {
	text := C.GoString(&c.text[0])
	codes := map[uint32]core.TranscodeCode{
		C.LP_ERR_NO_MEDIA:     core.InvalidVideo,
		C.LP_ERR_NO_KEYFRAME:  core.NoKeyframes,
		C.LP_ERR_INPUT_CODEC:  core.UnsupportedCodec,
		C.LP_ERR_PIXEL_FORMAT: core.UnsupportedPixelFormat,
		C.LP_ERR_RESOLUTION:   core.InvalidResolution,
		C.LP_ERR_RUNAWAY:      core.EncodedFramesRunaway,
		C.LP_ERR_ENCODER:      core.EncoderNotFound,
		C.LP_ERR_MUXER:        core.MuxerNotFound,
		C.LP_ERR_OPTION:       core.InvalidArgument,
		C.LP_ERR_FILTER:       core.FilterGraphFailed,
	}
	if code, ok := codes[c.code]; ok {
		if c.code == C.LP_ERR_OPTION && c.averror == C.AVERROR_OPTION_NOT_FOUND {
			code = core.OptionNotFound
		}
		return &core.TranscodeError{Code: code, Detail: text}
	}
	if c.code == C.LP_ERR_DEVICE {
		return &DeviceError{Index: device.Index, Reason: text}
	}
	return &Error{Rendition: int(c.rendition), Code: int(c.averror), Text: text}
}
