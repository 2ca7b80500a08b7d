package discovery

import (
	"encoding/binary"

	"github.com/livepeer/streamflow/core"
)

// maxShared bounds a capabilityPool.
const maxShared = 1024

// capabilityPool keeps one of each set of capabilities: most orchestrators have
// the same few. It is guarded by its Table's mu.
type capabilityPool struct {
	sets map[string]*core.Capabilities
}

// share returns a set that is like c in what a job looks at; nil for nil. It is
// for reading.
func (p *capabilityPool) share(c *core.Capabilities) *core.Capabilities {
	if c == nil {
		return nil
	}
	key := binary.AppendUvarint(nil, uint64(len(c.Bits)))
	for _, words := range []core.CapabilitySet{c.Bits, c.Mandatories} {
		for _, w := range words {
			key = binary.LittleEndian.AppendUint64(key, w)
		}
	}
	key = append(key, c.Version...)
	if known := p.sets[string(key)]; known != nil {
		return known
	}
	if len(p.sets) >= maxShared || p.sets == nil {
		p.sets = make(map[string]*core.Capabilities)
	}
	own := &core.Capabilities{Bits: c.Bits, Mandatories: c.Mandatories, Version: c.Version}
	p.sets[string(key)] = own
	return own
}
