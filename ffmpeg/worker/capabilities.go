package worker

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/livepeer/streamflow/core"
)

// clips are six frames of 320x180 each, one file for each kind of source.
//
//go:embed clips
var clips embed.FS

// clipDuration is the length of each clip.
const clipDuration = 200 * time.Millisecond

// capabilityTest transcodes one clip; when that works, the capability is there.
type capabilityTest struct {
	capability core.Capability
	clip       string
	encoder    core.Codec
	format     core.Container
}

// capabilityTests are the optional capabilities of features.md 9, "Start-up
// test", each with a source that needs it.
func capabilityTests() []capabilityTest {
	return []capabilityTest{
		{capability: core.CapHEVCDecode, clip: "hevc.ts"},
		{capability: core.CapHEVCEncode, clip: "h264_420_8.ts", encoder: core.HEVC},
		{capability: core.CapVP8Decode, clip: "vp8.mp4"},
		{capability: core.CapVP9Decode, clip: "vp9.mp4"},
		{capability: core.CapVP9Encode, clip: "h264_420_8.ts", encoder: core.VP9, format: core.MP4},
		{capability: core.CapH264Decode444_8, clip: "h264_444_8.ts"},
		{capability: core.CapH264Decode422_8, clip: "h264_422_8.ts"},
		{capability: core.CapH264Decode444_10, clip: "h264_444_10.ts"},
		{capability: core.CapH264Decode422_10, clip: "h264_422_10.ts"},
		{capability: core.CapH264Decode420_10, clip: "h264_420_10.ts"},
		{capability: core.CapAV1Decode, clip: "av1.mp4"},
		{capability: core.CapAV1Encode, clip: "h264_420_8.ts", encoder: core.AV1, format: core.MP4},
	}
}

// Test transcodes one H.264 clip on the device, and finds out what of it works:
// where the device does not encode, the CPU does from then on, and what it does
// not decode the CPU does as well. The error says what is missing, such as a
// card or its driver.
func (s *Supervisor) Test(ctx context.Context, device Device) error {
	done, err := s.begin()
	if err != nil {
		return err
	}
	defer done()
	if err := s.testStages(ctx, device); err != nil {
		return fmt.Errorf("transcode an H.264 clip: %w", err)
	}
	return nil
}

func (s *Supervisor) testStages(ctx context.Context, device Device) error {
	clip := capabilityTest{clip: "h264_420_8.ts"}
	s.places.setCPUEncode(device, false)
	onDevice, err := s.test(ctx, device, clip)
	if device == "" || ctx.Err() != nil {
		return err
	}
	encodes := err == nil
	if !encodes {
		s.places.setCPUEncode(device, true)
		var again error
		if onDevice, again = s.test(ctx, device, clip); again != nil || onDevice == 0 {
			s.places.setCPUEncode(device, false)
			return err
		}
		s.log.Warn("the device does not encode: the CPU does", "device", device, "why", err)
	}
	s.log.Info("device tested", "device", device, "decodes", onDevice > 0, "encodes", encodes)
	return nil
}

// Capabilities tests what the device can do by transcoding clips on it: the
// default set, which fails as a whole with the error of Test, and those of the
// optional ones whose clip was transcoded.
func (s *Supervisor) Capabilities(ctx context.Context, device Device) ([]core.Capability, error) {
	if err := s.Test(ctx, device); err != nil {
		return nil, err
	}
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	caps := core.DefaultCapabilities()
	for _, t := range capabilityTests() {
		_, err := s.test(ctx, device, t)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			s.log.Debug("capability is not there", "capability", t.capability, "clip", t.clip, "device", device, "err", err)
			continue
		}
		caps = append(caps, t.capability)
	}
	return caps, nil
}

// compileTime is what the first use of a card may take: its driver compiles
// FFmpeg's programs for it, which takes 9 s on a fast machine, and keeps them in
// ~/.nv/ComputeCache for the next.
const compileTime = 2 * time.Minute

// errNoFrames is a transcode that did not fail and made nothing.
var errNoFrames = errors.New("the rendition has no frames")

// test also counts the frames that the device decoded.
func (s *Supervisor) test(ctx context.Context, device Device, t capabilityTest) (onDevice int, err error) {
	source, err := clips.ReadFile(path.Join("clips", t.clip))
	if err != nil {
		return 0, err
	}
	task := &core.Task{
		ManifestID: "capability-test", Duration: clipDuration, Source: core.NewSource(source),
		Profiles: []core.Profile{{Name: "test", Width: 256, Height: 144, Bitrate: 200_000, Encoder: t.encoder, Format: t.format}},
	}
	limit := s.jobLimit(clipDuration)
	if device != "" {
		limit = max(limit, compileTime)
	}
	out, err := s.transcodeOn(ctx, device, task, limit)
	if err != nil {
		return 0, err
	}
	if out.Renditions[0].Frames == 0 {
		return 0, errNoFrames
	}
	return out.onDevice, nil
}
