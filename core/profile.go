package core

import (
	"fmt"
	"slices"
	"time"
)

// Codec is a video codec of a rendition or a source.
type Codec uint8

// H264 to VP9 are the codecs that a profile can name on the wire (wire.md 2,
// VideoProfile.encoder). AV1 is ours: it never leaves for a peer that does not
// announce CapAV1Encode.
const (
	H264 Codec = iota
	HEVC
	VP8
	VP9
	AV1
)

// codecNames are the words that profiles use (features.md 4).
func codecNames() []string {
	return []string{H264: "H.264", HEVC: "HEVC", VP8: "VP8", VP9: "VP9", AV1: "AV1"}
}

func (c Codec) String() string {
	if names := codecNames(); int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("codec(%d)", uint8(c))
}

// Container is the file format of a segment or rendition.
type Container uint8

const (
	MPEGTS Container = iota
	MP4
)

// Ext is the file name extension, with its dot.
func (c Container) Ext() string {
	if c == MP4 {
		return ".mp4"
	}
	return ".ts"
}

// ContentType is the media type of the container's bytes (wire.md 10, 12).
func (c Container) ContentType() string {
	if c == MP4 {
		return "video/mp4"
	}
	return "video/mp2t"
}

func (c Container) String() string {
	if c == MP4 {
		return "MP4"
	}
	return "MPEGTS"
}

// EncoderProfile restricts the tools of an H.264 encoder.
type EncoderProfile uint8

const (
	ProfileDefault EncoderProfile = iota
	ProfileH264Baseline
	ProfileH264Main
	ProfileH264High
	ProfileH264ConstrainedHigh
)

// GOPIntra as Profile.GOP asks for keyframes only.
const GOPIntra time.Duration = -1

// Profile describes one rendition that a broadcaster asks for.
// Source: wire.md 9, features.md 4.
type Profile struct {
	// Name is part of the segment signature and of the rendition's URL.
	Name string
	// Width and Height in pixels. Only the larger of the two counts: see OutputSize.
	Width, Height int
	// Bitrate in bit/s; the cap when Quality is set.
	Bitrate int64
	// FPS over FPSDen is the frame rate; FPS 0 keeps the source's rate.
	// FPSDen 0 means 1, but any other value, even 1, makes the rate
	// "fractional" for capability matching (wire.md 9).
	FPS, FPSDen uint32
	// Format is the container of the rendition.
	Format Container
	// Encoder is the codec of the rendition.
	Encoder Codec
	// EncoderProfile applies to H.264.
	EncoderProfile EncoderProfile
	// GOP is the longest distance between keyframes; 0 leaves it to the
	// encoder, GOPIntra makes every frame a keyframe.
	GOP time.Duration
	// ColorDepth in bits of the output, 0 or 8 for 8 bit. Peers ignore it.
	ColorDepth int
	// ChromaFormat is 0 for 4:2:0, 1 for 4:2:2, 2 for 4:4:4. Peers ignore it.
	ChromaFormat int
	// Quality above 0 asks for constant quality (CRF, CQ) with Bitrate as cap.
	Quality uint
}

// Fractional says whether the frame rate needs CapFractionalFramerates.
func (p Profile) Fractional() bool { return p.FPSDen > 0 }

// Rate returns the frame rate as a fraction in which the denominator is not
// zero; num is 0 when the source's rate is kept.
func (p Profile) Rate() (num, den uint32) {
	if p.FPSDen == 0 {
		return p.FPS, 1
	}
	return p.FPS, p.FPSDen
}

// Named returns the profile with the name that a sender gives to one without: sender and
// receiver name them differently, which would spoil the segment's signature, and that
// over its results (wire.md 9).
func (p Profile) Named() Profile {
	if p.Name == "" {
		p.Name = fmt.Sprintf("ffmpeg_%dx%d_%d", p.Width, p.Height, p.Bitrate)
	}
	return p
}

// NamedProfiles returns profiles as they travel: each Named. They are the same
// slice if they have names.
func NamedProfiles(profiles []Profile) []Profile {
	if !slices.ContainsFunc(profiles, func(p Profile) bool { return p.Name == "" }) {
		return profiles
	}
	named := make([]Profile, len(profiles))
	for i, p := range profiles {
		named[i] = p.Named()
	}
	return named
}
