package hls

import (
	"cmp"

	"github.com/livepeer/streamflow/core"
)

// facts is what a segment tells of itself.
type facts struct {
	pts    int64 // of the first video frame, or of audio where there is no video; 90 kHz
	hasPTS bool
	// videoCodec and audioCodec are RFC 6381 names; "" when unknown.
	videoCodec, audioCodec string
	// complete: every stream of the segment has its codec above.
	complete      bool
	width, height int // pixels, 0 when unknown
}

// sourceMedia describes the source: as probed, and else as its bytes say. MP4
// names its codecs better, since there parameter sets have a place.
func sourceMedia(info core.MediaInfo, f facts) trackMedia {
	m := trackMedia{width: info.Width, height: info.Height, fpsNum: info.FPSNum, fpsDen: info.FPSDen}
	if m.width <= 0 || m.height <= 0 {
		m.width, m.height = f.width, f.height
	}
	video, audio := info.VideoCodecTag, info.AudioCodecTag
	if video == "" || info.Container == core.MP4 {
		video = cmp.Or(f.videoCodec, video)
	}
	if audio == "" || info.Container == core.MP4 {
		audio = cmp.Or(f.audioCodec, audio)
	}
	m.codecs = joinCodecs(info.HasVideo, video, info.HasAudio, audio)
	return m
}

// renditionMedia describes a rendition: its true size and codecs where its
// bytes tell them, else the size that the profile gives of the source.
func renditionMedia(p core.Profile, source core.MediaInfo, f facts) trackMedia {
	m := trackMedia{width: f.width, height: f.height}
	if m.width == 0 || m.height == 0 {
		m.width, m.height = core.OutputSize(source.Width, source.Height, p)
	}
	if num, den := p.Rate(); num != 0 {
		m.fpsNum, m.fpsDen = int(num), int(den)
	} else {
		m.fpsNum, m.fpsDen = source.FPSNum, source.FPSDen
	}
	if f.complete {
		m.codecs = joinCodecs(f.videoCodec != "", f.videoCodec, f.audioCodec != "", f.audioCodec)
	}
	return m
}

// joinCodecs builds the CODECS attribute. It has to name every format
// (RFC 8216 4.3.4.2), so it is left out when one is unknown.
func joinCodecs(hasVideo bool, video string, hasAudio bool, audio string) string {
	if hasVideo && !safeCodec(video) || hasAudio && !safeCodec(audio) {
		return ""
	}
	switch {
	case hasVideo && hasAudio:
		return video + "," + audio
	case hasVideo:
		return video
	case hasAudio:
		return audio
	}
	return ""
}

func safeCodec(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
