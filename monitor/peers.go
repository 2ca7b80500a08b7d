package monitor

import (
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// maxPeers is how many peers have series of their own at a time; what comes of
	// others is counted together. Anybody can make addresses.
	maxPeers = 1000
	// peerIdle is for how long the series of a peer stay that is not heard of.
	peerIdle = time.Hour
	// peerSweep is how often it is looked for such peers.
	peerSweep = time.Minute
)

// peers gives metrics a label for each peer, with PerStream, while it is active.
type peers struct {
	perPeer bool
	label   string         // its name
	vectors []streamVector // that have it

	mu sync.Mutex
	// guarded by mu:
	seen  map[common.Address]time.Time
	swept time.Time
}

func newPeers(perPeer bool, label string, vectors ...streamVector) *peers {
	return &peers{perPeer: perPeer, label: label, vectors: vectors, seen: make(map[common.Address]time.Time)}
}

// count lets add use the label's value for a peer, which is empty for all together.
// Its series is not dropped meanwhile.
func (p *peers) count(addr common.Address, add func(label string)) {
	if !p.perPeer {
		add("")
		return
	}
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sweep(now)
	if _, known := p.seen[addr]; !known && len(p.seen) >= maxPeers {
		add("")
		return
	}
	p.seen[addr] = now
	add(addr.Hex())
}

// sweep drops the series of idle peers; mu is held.
func (p *peers) sweep(now time.Time) {
	if now.Sub(p.swept) < peerSweep {
		return
	}
	p.swept = now
	for addr, at := range p.seen {
		if now.Sub(at) < peerIdle {
			continue
		}
		delete(p.seen, addr)
		for _, v := range p.vectors {
			v.DeletePartialMatch(prometheus.Labels{p.label: addr.Hex()})
		}
	}
}
