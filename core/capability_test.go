package core_test

import (
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/stretchr/testify/require"
)

type capabilityVectors struct {
	Compatibility []struct {
		Name       string
		Compatible bool
		Requester  struct {
			Bitstring  bitWords
			MinVersion string
		}
		Supplier struct {
			Bitstring, Mandatories bitWords
			Version                string
		}
	}
	Jobs []struct {
		Name       string
		Bits       []core.Capability
		Bitstring  bitWords
		Error      string
		LegacyOnly bool
	}
	NodeSets []struct {
		Name      string
		Bits      []core.Capability
		Bitstring bitWords
	}
}

func TestSuppliedBy(t *testing.T) {
	t.Parallel()
	var v capabilityVectors
	readVectors(t, "capabilities.json", &v)
	require.Len(t, v.Compatibility, 48)
	for _, c := range v.Compatibility {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			job := &core.Capabilities{Bits: c.Requester.Bitstring.set(t), MinVersion: c.Requester.MinVersion}
			node := &core.Capabilities{
				Bits: c.Supplier.Bitstring.set(t), Mandatories: c.Supplier.Mandatories.set(t), Version: c.Supplier.Version,
			}
			require.Equal(t, c.Compatible, job.SuppliedBy(node))
		})
	}
}

func TestSuppliedByWithoutCapabilities(t *testing.T) {
	t.Parallel()
	var none *core.Capabilities
	node := core.NewCapabilities("0.9.1", core.DefaultCapabilities()...)
	require.True(t, none.SuppliedBy(node), "a job without requirements fits a node without mandatories")
	node.Mandatories = core.NewCapabilitySet(core.CapAuthToken)
	require.False(t, none.SuppliedBy(node), "but not one with")
	require.True(t, none.SuppliedBy(nil))
	legacy := &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapGOP)}
	require.True(t, legacy.SuppliedBy(nil))
	modern := &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapAuthToken)}
	require.False(t, modern.SuppliedBy(nil))
}

func TestCapabilitySetOfNodes(t *testing.T) {
	t.Parallel()
	var v capabilityVectors
	readVectors(t, "capabilities.json", &v)
	for _, n := range v.NodeSets {
		want := n.Bitstring.set(t)
		require.Equal(t, want, core.NewCapabilitySet(n.Bits...), n.Name)
		require.ElementsMatch(t, n.Bits, want.List(), n.Name)
		for _, c := range n.Bits {
			require.True(t, want.Has(c), n.Name)
		}
	}
	require.Equal(t, v.NodeSets[0].Bitstring.set(t), core.NewCapabilitySet(core.DefaultCapabilities()...))
	require.False(t, core.NewCapabilitySet(core.CapH264).Has(core.CapAV1Encode), "beyond the last word")
}

// jobs rebuilds the inputs that the vectors describe in words.
func jobs() map[string]struct {
	media    core.MediaInfo
	profiles []core.Profile
	opts     core.JobOptions
} {
	type job = struct {
		media    core.MediaInfo
		profiles []core.Profile
		opts     core.JobOptions
	}
	h264 := core.MediaInfo{HasVideo: true, VideoCodec: core.H264, PixelFormat: "yuv420p"}
	pixels := func(format string) core.MediaInfo {
		m := h264
		m.PixelFormat = format
		return m
	}
	codec := func(c core.Codec, format string) core.MediaInfo {
		return core.MediaInfo{HasVideo: true, VideoCodec: c, PixelFormat: format}
	}
	plain := []core.Profile{{Name: "a"}, {Name: "b"}}
	push := core.JobOptions{SegmentParameters: true}
	of := func(p core.Profile) []core.Profile { return []core.Profile{p} }
	return map[string]job{
		"RTMP, default profiles":            {core.MediaInfo{}, plain, core.JobOptions{}},
		"HTTP push of ts, default profiles": {h264, plain, push},
		"HTTP push of mp4 (outputs mp4)":    {h264, of(core.Profile{Format: core.MP4}), push},
		"fractional fps":                    {h264, of(core.Profile{FPS: 30000, FPSDen: 1001}), push},
		"fpsDen 1 also counts as fractional": {
			h264, of(core.Profile{FPS: 30, FPSDen: 1}), push,
		},
		"GOP 2 s":   {h264, of(core.Profile{GOP: 2e9}), push},
		"GOP intra": {h264, of(core.Profile{GOP: core.GOPIntra}), push},
		"encoder profiles baseline+main+high+constrained high": {h264, []core.Profile{
			{EncoderProfile: core.ProfileH264Baseline}, {EncoderProfile: core.ProfileH264Main},
			{EncoderProfile: core.ProfileH264High}, {EncoderProfile: core.ProfileH264ConstrainedHigh},
		}, push},
		"verification on":        {h264, plain, core.JobOptions{SegmentParameters: true, PerceptualHash: true}},
		"RTMP with verification": {core.MediaInfo{}, plain, core.JobOptions{PerceptualHash: true}},
		"hevc input":             {codec(core.HEVC, "yuv420p"), plain, push},
		"hevc 10-bit input":      {codec(core.HEVC, "yuv420p10le"), plain, push},
		"vp8 input":              {codec(core.VP8, ""), plain, push},
		"vp9 input":              {codec(core.VP9, ""), plain, push},
		"hevc output":            {h264, of(core.Profile{Encoder: core.HEVC}), push},
		"vp9 output":             {h264, of(core.Profile{Encoder: core.VP9, Format: core.MP4}), push},
		"h264 yuv444p input":     {pixels("yuv444p"), plain, push},
		"h264 yuv422p input":     {pixels("yuv422p"), plain, push},
		"h264 yuv444p10le input": {pixels("yuv444p10le"), plain, push},
		"h264 yuv422p10le input": {pixels("yuv422p10le"), plain, push},
		"h264 yuv420p10le input": {pixels("yuv420p10le"), plain, push},
		"h264 yuv420p12le input": {pixels("yuv420p12le"), plain, push},
		"gateway storage S3":     {core.MediaInfo{}, plain, core.JobOptions{Storage: core.CapStorageS3}},
		"gateway storage Google": {core.MediaInfo{}, plain, core.JobOptions{Storage: core.CapStorageGCS}},
		"no profiles":            {core.MediaInfo{}, nil, core.JobOptions{}},
		"mixed ts and mp4 outputs": {
			h264, []core.Profile{{Format: core.MPEGTS}, {Format: core.MP4}}, push,
		},
	}
}

func TestJobCapabilities(t *testing.T) {
	t.Parallel()
	var v capabilityVectors
	readVectors(t, "capabilities.json", &v)
	require.Len(t, v.Jobs, 26)
	inputs := jobs()
	for _, want := range v.Jobs {
		t.Run(want.Name, func(t *testing.T) {
			t.Parallel()
			in, ok := inputs[want.Name]
			require.True(t, ok, "no input for this vector")
			got, err := core.JobCapabilities(in.media, in.profiles, in.opts)
			if want.Error != "" {
				require.ErrorIs(t, err, core.ErrUnsupportedInput)
				return
			}
			require.NoError(t, err)
			require.Equal(t, want.Bitstring.set(t), got.Bits)
			require.ElementsMatch(t, want.Bits, got.Bits.List())
			require.Equal(t, want.LegacyOnly, got.SuppliedBy(nil))
		})
	}
}

func TestJobCapabilitiesOfOurOwn(t *testing.T) {
	t.Parallel()
	got, err := core.JobCapabilities(core.MediaInfo{VideoCodec: core.AV1}, []core.Profile{{Encoder: core.AV1}}, core.JobOptions{MinVersion: "1.2.3"})
	require.NoError(t, err)
	require.True(t, got.Bits.Has(core.CapAV1Decode))
	require.True(t, got.Bits.Has(core.CapAV1Encode))
	require.Equal(t, "1.2.3", got.MinVersion)
	require.False(t, got.SuppliedBy(core.NewCapabilities("0.9.1", core.DefaultCapabilities()...)))
}

func TestCapabilitySetIntersect(t *testing.T) {
	t.Parallel()
	a, b := core.NewCapabilitySet(0, 5, 70, 1000), core.NewCapabilitySet(5, 6, 70)
	require.Equal(t, []core.Capability{5, 70}, a.Intersect(b).List())
	require.Equal(t, a.Intersect(b), b.Intersect(a))
	require.Empty(t, a.Intersect(nil))
}
