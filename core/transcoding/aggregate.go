package transcoding

import "github.com/livepeer/streamflow/core"

// Aggregate adds up what a node with these transcoders can do. Each set adds 1
// to the capacity of each capability that it has, whatever its own capacities
// say; a bit is present while its capacity is above zero (wire.md 8, 17).
// A nil set counts as the default one (wire.md 10).
func Aggregate(version string, sets ...*core.Capabilities) *core.Capabilities {
	sum := &core.Capabilities{Capacities: map[core.Capability]uint32{}, Version: version}
	for _, set := range sets {
		for _, c := range bitsOf(set) {
			sum.Bits = sum.Bits.Add(c)
			sum.Capacities[c]++
		}
	}
	return sum
}

func bitsOf(set *core.Capabilities) []core.Capability {
	if set == nil {
		return core.DefaultCapabilities()
	}
	return set.Bits.List()
}

// compatible says whether a transcoder can do a job. The minimum version that a
// broadcaster asks for is about the orchestrator that it talks to: it is not
// applied to transcoders (wire.md 17, note on 8).
func compatible(required, supplier *core.Capabilities) bool {
	if required != nil && required.MinVersion != "" {
		r := *required
		r.MinVersion = ""
		required = &r
	}
	return required.SuppliedBy(supplier)
}
