package core

import (
	"fmt"
	"strings"
)

// Presets lists the profiles that have a name of their own, in the order in
// which they are shown (features.md 4).
func Presets() []Profile {
	preset := func(name string, w, h int, kbps int64, fps uint32) Profile {
		return Profile{Name: name, Width: w, Height: h, Bitrate: kbps * 1000, FPS: fps}
	}
	return []Profile{
		preset("P720p60fps16x9", 1280, 720, 6000, 60),
		preset("P720p30fps16x9", 1280, 720, 4000, 30),
		preset("P720p25fps16x9", 1280, 720, 3500, 25),
		preset("P720p30fps4x3", 960, 720, 3500, 30),
		preset("P576p30fps16x9", 1024, 576, 1500, 30),
		preset("P576p25fps16x9", 1024, 576, 1500, 25),
		preset("P360p30fps16x9", 640, 360, 1200, 30),
		preset("P360p25fps16x9", 640, 360, 1000, 25),
		preset("P360p30fps4x3", 480, 360, 1000, 30),
		preset("P240p30fps16x9", 426, 240, 600, 30),
		preset("P240p25fps16x9", 426, 240, 600, 25),
		preset("P240p30fps4x3", 320, 240, 600, 30),
		preset("P144p30fps16x9", 256, 144, 400, 30),
	}
}

// DefaultPresets is the value of -transcodingOptions when nothing is set.
const DefaultPresets = "P240p30fps16x9,P360p30fps16x9"

// UnknownPresetError names a preset that does not exist.
type UnknownPresetError struct {
	Name string
}

func (e *UnknownPresetError) Error() string {
	var known []string
	for _, p := range Presets() {
		known = append(known, p.Name)
	}
	return fmt.Sprintf("unknown transcoding preset %q; known presets are %s", e.Name, strings.Join(known, ", "))
}

// PresetByName returns the preset of exactly that name, or an *UnknownPresetError.
func PresetByName(name string) (Profile, error) {
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
	}
	return Profile{}, &UnknownPresetError{Name: name}
}

// ParsePresets reads a comma-separated list of preset names. Unlike
// go-livepeer, which skips what it does not know, any unknown name is an
// *UnknownPresetError.
func ParsePresets(list string) ([]Profile, error) {
	var profiles []Profile
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		p, err := PresetByName(name)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}
