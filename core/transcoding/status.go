package transcoding

// PoolStatus is a pool's part of the node's /status. The first two fields have
// go-livepeer's names and meaning.
type PoolStatus struct {
	RegisteredTranscodersNumber int
	RegisteredTranscoders       []MemberStatus
}

// MemberStatus is one transcoder in PoolStatus.
type MemberStatus struct {
	Address  string // "local" for this node's own workers
	Capacity int    // sessions
	Load     int    // sessions that it has now
	Draining bool
}

// Status returns a copy of the pool's state, members in the order they joined.
func (p *Pool) Status() PoolStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	st := PoolStatus{
		RegisteredTranscodersNumber: len(p.members),
		RegisteredTranscoders:       make([]MemberStatus, 0, len(p.members)),
	}
	for _, m := range p.members {
		st.RegisteredTranscoders = append(st.RegisteredTranscoders, MemberStatus{
			Address: m.member.ID(), Capacity: m.member.Capacity(), Load: len(m.slots), Draining: m.draining,
		})
	}
	return st
}
