package ffmpeg

import (
	"fmt"
	"strconv"

	"github.com/livepeer/streamflow/core"
)

// video chooses the encoder and its options.
func (r *renditionPlan) video(p core.Profile, job Job) error {
	var err error
	if job.Device.Nvidia && !job.Device.CPUEncode {
		return r.nvenc(p, job.Device.Index)
	}
	if p.Encoder > core.AV1 {
		return transcodeError(core.EncoderNotFound, "no encoder for %v", p.Encoder)
	}
	if r.PixelFormat, err = pixelFormat(p); err != nil {
		return err
	}
	switch p.Encoder {
	case core.H264:
		err = r.x264(p, job)
	case core.HEVC:
		err = r.x265(p, job)
	case core.VP9:
		err = r.vp9(p, job)
	case core.AV1:
		err = r.av1(p, job)
	default:
		err = transcodeError(core.EncoderNotFound, "no encoder for %v", p.Encoder)
	}
	return err
}

// pixelFormat is what the profile asks for if its encoder can do it.
func pixelFormat(p core.Profile) (string, error) {
	depth := p.ColorDepth
	if depth == 0 {
		depth = 8
	}
	if p.EncoderProfile != core.ProfileDefault && (depth != 8 || p.ChromaFormat != 0) {
		return "", transcodeError(core.InvalidArgument, "profile %q: an H.264 profile of this name has 8 bits and 4:2:0 only", p.Name)
	}
	deepest := map[core.Codec]int{core.H264: 10, core.HEVC: 12, core.VP8: 8, core.VP9: 12, core.AV1: 10}[p.Encoder]
	chroma420Only := p.Encoder == core.AV1 || p.Encoder == core.VP8
	if depth > deepest || depth < 8 || depth%2 != 0 || (chroma420Only && p.ChromaFormat != 0) {
		return "", transcodeError(core.InvalidArgument, "profile %q: %v cannot be encoded with %d bits and chroma format %d", p.Name, p.Encoder, depth, p.ChromaFormat)
	}
	name := [...]string{"yuv420p", "yuv422p", "yuv444p"}[p.ChromaFormat]
	if depth > 8 {
		name += fmt.Sprintf("%dle", depth)
	}
	return name, nil
}

// bitrate is the network's rate control: average, least and most are one, over
// a buffer of one second; or constant quality under that cap.
func (r *renditionPlan) bitrate(p core.Profile, quality string) {
	rate := strconv.FormatInt(p.Bitrate, 10)
	if p.Quality > 0 {
		r.set(quality, strconv.FormatUint(uint64(p.Quality), 10))
	} else if p.Bitrate > 0 {
		r.set("b", rate)
		r.set("minrate", rate)
	}
	if p.Bitrate > 0 {
		r.set("maxrate", rate)
		r.set("bufsize", rate)
	}
}

// setThreads tells the encoder how many threads it may have, in its own words.
func (r *renditionPlan) setThreads() {
	n := strconv.Itoa(r.Threads)
	switch r.Encoder {
	case "libx264":
		r.set("threads", n)
		r.set("x264-params", r.x264Params())
	case "libvpx-vp9":
		r.set("threads", n)
	case "libx265":
		r.set("x265-params", fmt.Sprintf("log-level=error:open-gop=0:bframes=3:pools=%s:frame-threads=%d", n, min(r.Threads, 3)))
	case "libsvtav1":
		r.set("svtav1-params", "lp="+n)
	}
}

// x264Params are settings that FFmpeg has no option for.
//
// vbv-init: each segment has an encoder of its own, but the player's buffer is
// not as full at every segment's start as x264 assumes for a stream's (0.9).
// These give the quality of one encoder for the whole stream; with more threads
// x264 itself is more careful with the buffer.
// sync-lookahead: with few threads, one that looks ahead on its own only costs
// frames in memory; what is encoded is the same.
// https://ffmpeg.org/ffmpeg-codecs.html#libx264_002c-libx264rgb (x264-params)
func (r *renditionPlan) x264Params() string {
	params := "vbv-init=0.75"
	if r.Threads > 1 {
		params = "vbv-init=0.85"
	}
	if r.Threads <= lookaheadThreads {
		params += ":sync-lookahead=0"
	}
	return params
}

// lookaheadThreads is with how many threads an x264 encoder looks ahead in its
// calling thread alone.
const lookaheadThreads = 4

func (r *renditionPlan) set(key, value string) { r.Encoding = append(r.Encoding, option{key, value}) }

// gop sets the longest distance of keyframes; intra is how the encoder is told
// to make nothing else.
func (r *renditionPlan) gop(p core.Profile, intra string) {
	switch {
	case p.GOP == core.GOPIntra:
		r.set("g", intra)
	case p.GOP > 0:
		r.set("g", strconv.Itoa(r.gopFrames(p.GOP)))
		r.KeyEvery = p.GOP
	}
}

// bFrames is the number of B-frames between others: none where the H.264
// profile forbids them (features.md 4).
func bFrames(p core.Profile) string {
	if p.EncoderProfile == core.ProfileH264Baseline || p.EncoderProfile == core.ProfileH264ConstrainedHigh {
		return "0"
	}
	return "3"
}

// h264Profile is the encoder's name for a profile; constrained high is high
// without B-frames.
func h264Profile(p core.Profile) (string, error) {
	switch p.EncoderProfile {
	case core.ProfileDefault:
		return "", nil
	case core.ProfileH264Baseline:
		return "baseline", nil
	case core.ProfileH264Main:
		return "main", nil
	case core.ProfileH264High, core.ProfileH264ConstrainedHigh:
		return "high", nil
	}
	return "", transcodeError(core.UnrecognizedProfile, "H.264 profile %d of profile %q", p.EncoderProfile, p.Name)
}

// https://ffmpeg.org/ffmpeg-codecs.html#libx264_002c-libx264rgb
func (r *renditionPlan) x264(p core.Profile, job Job) error {
	r.Encoder = "libx264"
	r.set("preset", job.Preset)
	r.set("forced-idr", "1")
	r.set("bf", bFrames(p))
	name, err := h264Profile(p)
	if err != nil {
		return err
	}
	if name != "" {
		r.set("profile", name)
	}
	r.bitrate(p, "crf")
	r.gop(p, "1")
	return nil
}

// https://ffmpeg.org/ffmpeg-codecs.html#libx265
func (r *renditionPlan) x265(p core.Profile, job Job) error {
	r.Encoder = "libx265"
	r.set("preset", job.Preset)
	r.set("forced-idr", "1")
	r.bitrate(p, "crf")
	r.gop(p, "1")
	return nil
}

// speed maps x264's presets onto an encoder's scale, from fastest to slowest.
func speed(preset string, scale [10]int) string {
	names := [10]string{"ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo"}
	for i, n := range names {
		if n == preset {
			return strconv.Itoa(scale[i])
		}
	}
	return strconv.Itoa(scale[5])
}

// https://ffmpeg.org/ffmpeg-codecs.html#libvpx
func (r *renditionPlan) vp9(p core.Profile, job Job) error {
	r.Encoder = "libvpx-vp9"
	r.set("deadline", "good")
	r.set("cpu-used", speed(job.Preset, [10]int{5, 5, 5, 5, 4, 4, 3, 2, 1, 0}))
	r.set("row-mt", "1")
	if p.Quality > 0 {
		r.set("crf", strconv.Itoa(min(int(p.Quality), 63)))
		r.set("b", strconv.FormatInt(p.Bitrate, 10))
	} else {
		r.bitrate(p, "crf")
	}
	r.gop(p, "0")
	return nil
}

// https://ffmpeg.org/ffmpeg-codecs.html#libsvtav1
func (r *renditionPlan) av1(p core.Profile, job Job) error {
	r.Encoder = "libsvtav1"
	r.set("preset", speed(job.Preset, [10]int{12, 11, 10, 10, 9, 8, 7, 6, 4, 2}))
	if p.Quality > 0 {
		r.set("crf", strconv.Itoa(min(int(p.Quality), 63)))
	} else if p.Bitrate > 0 {
		r.set("b", strconv.FormatInt(p.Bitrate, 10))
	}
	r.gop(p, "1")
	return nil
}
