package transcoding

import (
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// PoolConfig configures a Pool. The zero value is usable.
type PoolConfig struct {
	Log      *slog.Logger // nil discards
	Observer Observer     // nil observes nothing
	// MaxAttempts is at how many members a task is tried; 0 means 3. Members
	// that say they are full do not count.
	MaxAttempts int
	// JoinWait is how long a task waits for a transcoder when the pool is
	// empty: those of an orchestrator that was restarted come back within a
	// second. 0 means 2 s, a negative value does not wait.
	JoinWait time.Duration
	// Version of this node, for Capabilities.
	Version string
	// Base is counted into Capabilities as if it were a member, so that an
	// orchestrator whose only transcoder restarts does not lose its sessions;
	// nil for none. Orchestrators of the network use the default set (wire.md 17).
	Base *core.Capabilities
	// CapacityChanged is called with TotalCapacity after each change, one call
	// at a time and the last one with the newest value. It must return at once
	// and must not call the pool. Nil for none.
	CapacityChanged func(total int)
}

const (
	defaultMaxAttempts = 3
	defaultJoinWait    = 2 * time.Second
)

// Pool spreads tasks over its members. It implements core.Transcoder.
//
// Its state has one owner, mu, which is never held while a member works or an
// observer is called.
type Pool struct {
	cfg        PoolConfig
	running    sync.WaitGroup // calls of Transcode
	publishing sync.Mutex     // orders what observers see; taken before mu

	mu sync.Mutex
	// guarded by mu:
	members  []*Membership // in the order they joined
	sessions map[core.SessionID]*slot
	calls    map[*call]struct{} // running calls of Transcode
	joined   chan struct{}      // closed and replaced at each join
	closed   bool
}

// NewPool returns an empty pool.
func NewPool(cfg PoolConfig) *Pool {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	if cfg.MaxAttempts <= 0 {
		cfg.MaxAttempts = defaultMaxAttempts
	}
	if cfg.JoinWait == 0 {
		cfg.JoinWait = defaultJoinWait
	}
	return &Pool{
		cfg: cfg, sessions: map[core.SessionID]*slot{}, calls: map[*call]struct{}{}, joined: make(chan struct{}),
	}
}

// Join adds a remote transcoder. The pool drops it when it takes too long or
// breaks the protocol. After Close the membership is over at once.
func (p *Pool) Join(m Member) *Membership { return p.join(m, false) }

// JoinPermanent adds a member that is never dropped, since nothing would bring
// it back: the local workers.
func (p *Pool) JoinPermanent(m Member) *Membership { return p.join(m, true) }

func (p *Pool) join(m Member, permanent bool) *Membership {
	ms := &Membership{pool: p, member: m, permanent: permanent, done: make(chan struct{}), slots: map[core.SessionID]*slot{}}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		ms.gone = true
		close(ms.done)
		return ms
	}
	p.members = append(p.members, ms)
	close(p.joined)
	p.joined = make(chan struct{})
	p.mu.Unlock()
	p.cfg.Log.Info("transcoder joined", "transcoder", m.ID(), "capacity", m.Capacity())
	p.publish()
	return ms
}

// remove takes m out; cause is nil when it left by itself.
func (p *Pool) remove(m *Membership, cause error) {
	p.mu.Lock()
	if m.gone {
		p.mu.Unlock()
		return
	}
	m.gone = true
	for i, other := range p.members {
		if other == m {
			p.members = append(p.members[:i:i], p.members[i+1:]...)
			break
		}
	}
	sessions := len(m.slots)
	for _, s := range m.slots {
		p.unstick(s)
	}
	close(m.done)
	p.mu.Unlock()
	if cause != nil {
		p.cfg.Log.Error("transcoder dropped", "transcoder", m.member.ID(), "sessions", sessions, "err", cause)
		p.cfg.Observer.MemberDropped(m.member.ID(), cause)
	} else {
		p.cfg.Log.Info("transcoder left", "transcoder", m.member.ID(), "sessions", sessions)
	}
	p.publish()
}

// EndSession frees the session's place. Its running tasks go on, and the member
// is told when they are done.
func (p *Pool) EndSession(id core.SessionID) {
	p.mu.Lock()
	var ended *slot
	if s := p.sessions[id]; s != nil {
		ended = p.unstick(s)
	}
	p.mu.Unlock()
	p.endSlot(ended)
	p.publish()
}

// Capabilities adds up those of all members and of the base set.
func (p *Pool) Capabilities() *core.Capabilities {
	p.mu.Lock()
	defer p.mu.Unlock()
	var sets []*core.Capabilities
	if p.cfg.Base != nil {
		sets = append(sets, p.cfg.Base)
	}
	for _, m := range p.members {
		sets = append(sets, m.member.Capabilities())
	}
	return Aggregate(p.cfg.Version, sets...)
}

// TotalCapacity is the sum of the capacities, in sessions, of the members that
// take new sessions.
func (p *Pool) TotalCapacity() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	total, _ := p.sum()
	return total
}

// sum needs p.mu.
func (p *Pool) sum() (capacity, load int) {
	for _, m := range p.members {
		if !m.draining {
			capacity += m.member.Capacity()
		}
		load += len(m.slots)
	}
	return capacity, load
}

func (p *Pool) publish() {
	p.publishing.Lock()
	defer p.publishing.Unlock()
	p.mu.Lock()
	n := len(p.members)
	capacity, load := p.sum()
	p.mu.Unlock()
	p.cfg.Observer.PoolChanged(n, capacity, load)
	if p.cfg.CapacityChanged != nil {
		p.cfg.CapacityChanged(capacity)
	}
}

// Close ends all memberships and running tasks and waits for the latter. Tasks
// that come later get ErrClosed.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	members := p.members
	for c := range p.calls {
		c.cancel(ErrClosed)
	}
	p.mu.Unlock()
	p.running.Wait()
	for _, m := range members {
		p.remove(m, nil)
	}
	return nil
}
