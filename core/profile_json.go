package core

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Limits on a list of profiles from a peer, a file or a webhook.
const (
	MaxProfiles       = 32
	MaxProfileNameLen = 128
	MaxDimension      = 16384
	MaxBitrate        = math.MaxInt32 // VideoProfile.bitrate is an int32
	MaxGOP            = time.Duration(math.MaxInt32) * time.Millisecond
)

// ProfileError says which profile of a list is wrong, and how.
type ProfileError struct {
	Index  int // position in the list, from 0
	Name   string
	Reason string
}

func (e *ProfileError) Error() string {
	return fmt.Sprintf("profile %d (%q): %s", e.Index, e.Name, e.Reason)
}

// profileJSON is a profile as users write it in -transcodingOptions files,
// webhook replies and the Livepeer-Transcode-Configuration header
// (features.md 4). Unknown fields are ignored, as by the existing network.
type profileJSON struct {
	Name         string `json:"name"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	Bitrate      int    `json:"bitrate"`
	FPS          uint   `json:"fps"`
	FPSDen       uint   `json:"fpsDen"`
	Profile      string `json:"profile"`
	GOP          string `json:"gop"`
	Encoder      string `json:"encoder"`
	ColorDepth   int    `json:"colorDepth"`
	ChromaFormat int    `json:"chromaFormat"`
	Quality      uint   `json:"quality"`
}

// ParseProfiles reads a JSON array of profiles. A missing name becomes
// custom_<width>x<height>_<bitrate>. Errors are *ProfileError or those of
// encoding/json.
func ParseProfiles(data []byte) ([]Profile, error) {
	var list []profileJSON
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("transcoding options are not a JSON array of profiles: %w", err)
	}
	if len(list) > MaxProfiles {
		return nil, &ProfileError{Index: MaxProfiles, Reason: fmt.Sprintf("the list has %d profiles, at most %d are allowed", len(list), MaxProfiles)}
	}
	profiles := make([]Profile, 0, len(list))
	for i, j := range list {
		p, err := j.profile()
		if err != nil {
			return nil, &ProfileError{Index: i, Name: j.Name, Reason: err.Error()}
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

func (j profileJSON) profile() (Profile, error) {
	p := Profile{
		Name: j.Name, Width: j.Width, Height: j.Height, Bitrate: int64(j.Bitrate),
		FPS: uint32(j.FPS), FPSDen: uint32(j.FPSDen),
		ColorDepth: j.ColorDepth, ChromaFormat: j.ChromaFormat, Quality: j.Quality,
	}
	if j.FPS > math.MaxUint32 || j.FPSDen > math.MaxUint32 || j.Quality > math.MaxUint32 {
		return p, fmt.Errorf("fps, fpsDen and quality must be below 2^32")
	}
	var err error
	if p.EncoderProfile, err = parseEncoderProfile(j.Profile); err != nil {
		return p, err
	}
	if p.Encoder, err = parseEncoder(j.Encoder); err != nil {
		return p, err
	}
	if p.GOP, err = parseGOP(j.GOP); err != nil {
		return p, err
	}
	if p.Name == "" {
		p.Name = fmt.Sprintf("custom_%dx%d_%d", p.Width, p.Height, p.Bitrate)
	}
	return p, p.Validate()
}

// Validate checks the bounds that keep a profile safe to name files after and
// to hand to an encoder. It does not check what an encoder makes of it.
func (p Profile) Validate() error {
	switch {
	case len(p.Name) > MaxProfileNameLen:
		return fmt.Errorf("the name has %d bytes, at most %d are allowed", len(p.Name), MaxProfileNameLen)
	case strings.ContainsAny(p.Name, "/\\\x00\r\n\"") || p.Name == "." || p.Name == "..":
		return fmt.Errorf("the name %q is not usable as a file name", p.Name)
	case p.Width < 0 || p.Height < 0 || p.Width > MaxDimension || p.Height > MaxDimension:
		return fmt.Errorf("the size %dx%d is not within 0 and %d", p.Width, p.Height, MaxDimension)
	case p.Bitrate < 0 || p.Bitrate > MaxBitrate:
		return fmt.Errorf("the bitrate %d is not within 0 and %d bit/s", p.Bitrate, int64(MaxBitrate))
	case p.GOP < GOPIntra || p.GOP > MaxGOP:
		return fmt.Errorf("the GOP %v is not within 0 and %v", p.GOP, MaxGOP)
	case p.ColorDepth < 0 || p.ColorDepth > 16:
		return fmt.Errorf("the color depth %d is not within 0 and 16", p.ColorDepth)
	case p.ChromaFormat < 0 || p.ChromaFormat > 2:
		return fmt.Errorf("the chroma format %d is not 0 (4:2:0), 1 (4:2:2) or 2 (4:4:4)", p.ChromaFormat)
	}
	return nil
}

func parseEncoderProfile(s string) (EncoderProfile, error) {
	switch strings.ToLower(s) {
	case "", "none":
		return ProfileDefault, nil
	case "h264baseline":
		return ProfileH264Baseline, nil
	case "h264main":
		return ProfileH264Main, nil
	case "h264high":
		return ProfileH264High, nil
	case "h264constrainedhigh":
		return ProfileH264ConstrainedHigh, nil
	}
	return 0, fmt.Errorf("unknown encoder profile %q; use none, h264baseline, h264main, h264high or h264constrainedhigh", s)
}

func parseEncoder(s string) (Codec, error) {
	if s == "" {
		return H264, nil
	}
	for c, name := range codecNames() {
		if s == name {
			return Codec(c), nil
		}
	}
	return 0, fmt.Errorf("unknown encoder %q; use H.264, HEVC, VP8, VP9 or AV1", s)
}

// parseGOP reads seconds as text, "intra", or "" for the encoder's default.
func parseGOP(s string) (time.Duration, error) {
	switch s {
	case "":
		return 0, nil
	case "intra":
		return GOPIntra, nil
	}
	sec, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("gop %q is neither seconds nor \"intra\"", s)
	}
	if !(sec >= 0 && sec <= MaxGOP.Seconds()) {
		return 0, fmt.Errorf("gop %q is not within 0 and %.0f seconds", s, MaxGOP.Seconds())
	}
	return time.Duration(sec * float64(time.Second)), nil
}
