package core

import "time"

// MediaInfo is what a look at a segment's bytes tells about it.
type MediaInfo struct {
	Container   Container
	HasVideo    bool
	VideoCodec  Codec  // meaningful when HasVideo
	PixelFormat string // FFmpeg's name, such as "yuv420p"; "" when unknown
	Width       int    // pixels, 0 when unknown
	Height      int
	FPSNum      int // frames per second as a fraction, 0/0 when unknown
	FPSDen      int
	VideoFrames int // packets with video in the segment
	HasAudio    bool
	AudioCodec  string // FFmpeg's name, such as "aac"
	Duration    time.Duration
	// VideoCodecTag and AudioCodecTag are the RFC 6381 names for a playlist's
	// CODECS attribute, such as "avc1.64001f" and "mp4a.40.2"; "" when unknown.
	VideoCodecTag string
	AudioCodecTag string
}
