package main

import (
	"fmt"
	"strconv"

	"github.com/livepeer/streamflow/core"
)

// honestEncoder makes a rendition as an orchestrator might.
type honestEncoder struct {
	name   string
	codec  core.Codec
	format core.Container
	scaler string   // swscale's flags, "" for bicubic
	args   []string // codec and its settings, without the bitrate
	free   bool     // constant quality under the bitrate, not constant bitrate
	ours   bool     // the node's own engine
}

func honestEncoders() []honestEncoder {
	x264 := func(args ...string) []string { return append([]string{"-c:v", "libx264"}, args...) }
	return []honestEncoder{
		{name: "engine", ours: true},
		{name: "x264 medium", args: x264("-preset", "medium")},
		{name: "x264 veryfast", args: x264("-preset", "veryfast", "-bf", "3")},
		{name: "x264 as hardware", scaler: "bilinear", args: x264("-preset", "superfast", "-bf", "0", "-refs", "1", "-mbtree", "0", "-rc-lookahead", "0", "-aq-mode", "0", "-profile:v", "main")},
		{name: "x264 ultrafast", scaler: "fast_bilinear", args: x264("-preset", "ultrafast", "-tune", "zerolatency")},
		{name: "x264 padded", scaler: "lanczos", args: x264("-preset", "veryfast", "-x264-params", "nal-hrd=cbr")},
		{name: "x264 quality", scaler: "area", args: x264("-preset", "fast", "-crf", "28"), free: true},
		{name: "x264 mp4", format: core.MP4, args: x264("-preset", "veryfast")},
		{name: "x265", codec: core.HEVC, args: []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:pools=2:open-gop=0"}},
		{name: "vp9", codec: core.VP9, format: core.MP4, args: []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"}},
		{name: "svt-av1", codec: core.AV1, format: core.MP4, args: []string{"-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=2"}, free: true},
	}
}

// verifyProfiles are the sizes and bitrates that honest renditions have: the
// network's own presets, and some with fewer bits than one would give them.
func verifyProfiles() []core.Profile {
	p := func(name string, w, h int, kbps int64) core.Profile {
		return core.Profile{Name: name, Width: w, Height: h, Bitrate: kbps * 1000}
	}
	return []core.Profile{
		p("360", 640, 360, 1000), p("240", 426, 240, 600), p("144", 256, 144, 400),
		p("360 low", 640, 360, 400), p("240 low", 426, 240, 200), p("90", 160, 90, 100),
	}
}

// honestCases are what the false alarms are counted on.
func honestCases() []verifyCase {
	var cases []verifyCase
	for i, s := range verifySources() {
		for j, e := range honestEncoders() {
			for k, p := range verifyProfiles() {
				// The engine and the usual encoder in all sizes, the others in turn.
				if j > 1 && (i+j+k)%3 != 0 {
					continue
				}
				p.Encoder, p.Format = e.codec, e.format
				cases = append(cases, verifyCase{source: s, encoder: e, profile: p})
				if j < 2 && k == 0 && s.fps >= 30 {
					p.FPS = uint32(s.fps / 2)
					p.Name += " half rate"
					cases = append(cases, verifyCase{source: s, encoder: e, profile: p})
				}
			}
		}
		if s.width >= 1280 {
			for j, e := range honestEncoders()[:4] {
				p := core.Profile{Name: "720", Width: 1280, Height: 720, Bitrate: int64(2500+500*j) * 1000}
				cases = append(cases, verifyCase{source: s, encoder: e, profile: p})
			}
		}
	}
	return cases
}

// encodeArgs are the ffmpeg program's arguments for an encoder at a profile's bitrate.
func (e honestEncoder) encodeArgs(p core.Profile) []string {
	rate := strconv.FormatInt(p.Bitrate, 10)
	args := append([]string{}, e.args...)
	switch {
	case e.codec == core.AV1:
		args = append(args, "-b:v", rate)
	case e.free:
		args = append(args, "-maxrate", rate, "-bufsize", rate)
	default:
		args = append(args, "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate)
	}
	return args
}

// scale is the filter that an encoder's picture goes through.
func (e honestEncoder) scale(w, h int) string {
	f := fmt.Sprintf("scale=%d:%d", w, h)
	if e.scaler != "" {
		f += ":flags=" + e.scaler
	}
	return f
}
