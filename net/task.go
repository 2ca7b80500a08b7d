package net

import (
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// TaskToPB is the SegData of a task for a transcoder: no storage, no signature,
// a hash of zeros, and the capacities that existing nodes derive from the
// required capabilities. Source: wire.md 10, 17.
func TaskToPB(t *core.Task, token *core.AuthToken) *pb.SegData {
	required := t.Required
	if required != nil && len(required.Capacities) == 0 {
		c := *required
		c.Capacities = make(map[core.Capability]uint32)
		for _, id := range c.Bits.List() {
			c.Capacities[id] = 1
		}
		required = &c
	}
	return SegmentHeaderToPB(&core.SegmentHeader{
		ManifestID: t.ManifestID, Seq: t.Seq, Profiles: t.Profiles, Duration: t.Duration, Required: required, Token: token,
		PerceptualHash: t.PerceptualHash, Clip: t.Clip, ForceReinit: t.ForceReinit,
	})
}

// TaskFromPB is the task that a transcoder reads from SegData, without its
// source and OrchestratorID. Errors are those of SegmentHeaderFromPB.
func TaskFromPB(seg *pb.SegData) (*core.Task, error) {
	h, err := SegmentHeaderFromPB(seg)
	if err != nil {
		return nil, err
	}
	return h.Task(), nil
}
