package worker_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
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
	_, err = s.Capabilities(t.Context(), "0")
	require.Error(t, err, "there is no Nvidia card")
	require.NoError(t, s.Test(t.Context(), ""))
	require.Error(t, s.Test(t.Context(), "0"))
}
