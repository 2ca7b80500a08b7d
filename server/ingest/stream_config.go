package ingest

import (
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// StreamConfig is the configuration of the stream id; defaults are the
// renditions of one that asks for none in particular.
func (c *Configuration) StreamConfig(id core.ManifestID, defaults []core.Profile) broadcaster.StreamConfig {
	profiles := c.Profiles
	if profiles == nil {
		profiles = defaults
	}
	return broadcaster.StreamConfig{
		ManifestID: id, Profiles: profiles,
		VerificationFreq: c.VerificationFreq, PerceptualHash: c.VerificationFreq > 0,
		TimeoutMultiplier: c.TimeoutMultiplier, ForceSessionReinit: c.ForceSessionReinit,
		Policy: c.SelectionPolicy,
	}
}
