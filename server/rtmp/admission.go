package rtmp

import (
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// maxRefusals is how many clients at a time are told that there is no place for them.
const maxRefusals = 16

// admission counts connections.
type admission struct {
	max, maxPerPeer int

	mu sync.Mutex
	// guarded by mu:
	total    int
	perPeer  map[string]int
	refusals int
}

func newAdmission(limit, perPeer int) *admission {
	return &admission{max: limit, maxPerPeer: perPeer, perPeer: make(map[string]int)}
}

// enter gives a connection a place until release is called. With an error and a release it has the place of a refusal;
// with an error and no release it has none.
func (a *admission) enter(addr net.Addr) (release func(), _ error) {
	key := peerKey(addr)
	a.mu.Lock()
	defer a.mu.Unlock()
	var err error
	switch {
	case a.total >= a.max:
		err = fmt.Errorf("%w: limit %d", ErrTooManyConnections, a.max)
	case a.perPeer[key] >= a.maxPerPeer:
		err = RefusalError{
			Err:  ErrTooManyConnections,
			Text: fmt.Sprintf("The server takes %d connections from one address; close one of yours.", a.maxPerPeer),
		}
	}
	if err == nil {
		a.total++
		a.perPeer[key]++
		return func() { a.leave(key) }, nil
	}
	if a.refusals >= maxRefusals {
		return nil, err
	}
	a.refusals++
	return a.leaveRefusal, err
}

func (a *admission) leave(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.total--
	if a.perPeer[key]--; a.perPeer[key] == 0 {
		delete(a.perPeer, key)
	}
}

func (a *admission) leaveRefusal() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refusals--
}

// peerKey is what counts as one peer: an IPv4 address, or an IPv6 /64, which is what one customer gets.
func peerKey(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return addr.String()
	}
	ip := tcp.AddrPort().Addr().Unmap()
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}
