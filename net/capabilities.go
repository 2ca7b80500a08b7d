package net

import (
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// Bounds on what is kept of a peer's capabilities.
const (
	maxCapabilityWords = int(core.MaxCapability+1)/64 + 1
	maxVersionLen      = 128
)

// OfferToPB converts what a node can do; nil stays nil. Capabilities of our own
// travel in a field that existing nodes do not know. What a job requires goes
// through CapabilitiesToPB instead, where they make the job one that such nodes
// cannot do.
func OfferToPB(c *core.Capabilities) *pb.Capabilities {
	if c == nil {
		return nil
	}
	theirs, extensions := *c, map[uint32]uint32{}
	theirs.Bits, theirs.Capacities = nil, make(map[core.Capability]uint32, len(c.Capacities))
	for _, id := range c.Bits.List() {
		if id >= core.FirstOwnCapability {
			extensions[uint32(id)] = max(c.Capacities[id], 1)
			continue
		}
		theirs.Bits = theirs.Bits.Add(id)
	}
	for id, n := range c.Capacities {
		if id < core.FirstOwnCapability {
			theirs.Capacities[id] = n
		}
	}
	out := CapabilitiesToPB(&theirs)
	out.Extensions = extensions
	return out
}

// CapabilitiesToPB converts to the wire; nil stays nil. The constraints are
// there even when empty, as in all that existing nodes send (wire.md 17).
func CapabilitiesToPB(c *core.Capabilities) *pb.Capabilities {
	if c == nil {
		return nil
	}
	out := &pb.Capabilities{
		Bitstring: c.Bits, Mandatories: c.Mandatories, Version: c.Version,
		Constraints: &pb.Capabilities_Constraints{MinVersion: c.MinVersion},
	}
	if len(c.Capacities) > 0 {
		out.Capacities = make(map[uint32]uint32, len(c.Capacities))
		for id, n := range c.Capacities {
			out.Capacities[uint32(id)] = n
		}
	}
	return out
}

// CapabilitiesFromPB converts a peer's capabilities; nil stays nil. Of an array
// beyond core.MaxCapability one word more is kept, which makes it longer than
// that of any node here: a job that requires such a capability stays one that
// nobody can do.
func CapabilitiesFromPB(c *pb.Capabilities) *core.Capabilities {
	if c == nil {
		return nil
	}
	out := &core.Capabilities{
		Bits: boundedSet(c.GetBitstring()), Mandatories: boundedSet(c.GetMandatories()),
		Version: boundedVersion(c.GetVersion()), MinVersion: boundedVersion(c.GetConstraints().GetMinVersion()),
	}
	out.Capacities = boundedCapacities(c.GetCapacities())
	for id, n := range boundedCapacities(c.GetExtensions()) {
		if id < core.FirstOwnCapability {
			continue
		}
		out.Bits = out.Bits.Add(id)
		if out.Capacities == nil {
			out.Capacities = make(map[core.Capability]uint32)
		}
		out.Capacities[id] = n
	}
	return out
}

func boundedCapacities(capacities map[uint32]uint32) map[core.Capability]uint32 {
	var out map[core.Capability]uint32
	for id, n := range capacities {
		if core.Capability(id) > core.MaxCapability {
			continue
		}
		if out == nil {
			out = make(map[core.Capability]uint32)
		}
		out[core.Capability(id)] = n
	}
	return out
}

func boundedSet(words []uint64) core.CapabilitySet {
	if len(words) == 0 {
		return nil
	}
	return append(core.CapabilitySet(nil), words[:min(len(words), maxCapabilityWords)]...)
}

func boundedVersion(v string) string {
	if len(v) > maxVersionLen {
		return "undefined" // the network's word for no usable version
	}
	return v
}
