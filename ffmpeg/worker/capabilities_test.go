package worker_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// TestCapabilities tests a stock FFmpeg, which has all codecs of the network.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	s := startMedia(t, nil)
	caps, err := s.Capabilities(t.Context(), "")
	require.NoError(t, err)
	set := core.NewCapabilitySet(caps...)
	for _, c := range append(core.DefaultCapabilities(), core.CapHEVCDecode, core.CapHEVCEncode, core.CapVP8Decode, core.CapVP9Decode, core.CapVP9Encode,
		core.CapH264Decode444_8, core.CapH264Decode422_8, core.CapH264Decode444_10, core.CapH264Decode422_10, core.CapH264Decode420_10, core.CapAV1Decode) {
		require.True(t, set.Has(c), "capability %d", c)
	}
	require.NoError(t, s.Test(t.Context(), ""))
	_, err = s.Capabilities(t.Context(), "99")
	require.Error(t, err, "there is no such Nvidia card")
	require.Error(t, s.Test(t.Context(), "99"))
}

// What a device cannot do the CPU does, if the device can do anything.
func TestDeviceStages(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		device worker.Device
		err    string
		hash   string // where the fake engine says that a task was done
	}{
		"ok_whole":    {device: wholeDevice, hash: "orch@60"},
		"ok_decodes":  {device: decodeDevice, hash: "orch@61 encoded on the CPU"},
		"ok_encodes":  {device: encodeDevice, hash: "orch@62"},
		"err_useless": {device: uselessDevice, err: "no encoder on this device", hash: "orch@63"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSupervisor(t, func(c *worker.Config) { c.Devices = []worker.Device{tt.device} })
			err := s.Test(t.Context(), tt.device)
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.err)
			}
			job := task("copy", "x")
			job.PerceptualHash = true
			out, err := s.Transcode(t.Context(), job)
			require.NoError(t, err)
			require.Equal(t, tt.hash, string(out.Renditions[0].PerceptualHash))
		})
	}
}

// TestCard tests the card of this machine, if it has one.
func TestCard(t *testing.T) {
	t.Parallel()
	cards, err := worker.FindNvidia("/")
	require.NoError(t, err)
	if len(cards) == 0 {
		t.Skip("this machine has no Nvidia card: there is no /dev/nvidia0")
	}
	s := startMedia(t, func(c *worker.Config) { c.Devices = cards })
	caps, err := s.Capabilities(t.Context(), cards[0])
	require.NoError(t, err)
	set := core.NewCapabilitySet(caps...)
	for _, c := range append(core.DefaultCapabilities(), core.CapHEVCDecode, core.CapH264Decode422_10) {
		require.True(t, set.Has(c), "capability %d", c)
	}
	for range 3 {
		out, err := s.Transcode(t.Context(), mediaTask(clip(t, ".ts", "1")))
		require.NoError(t, err)
		require.Equal(t, 10, out.Renditions[0].Frames)
	}
}
