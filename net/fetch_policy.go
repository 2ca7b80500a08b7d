package net

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// Reach says how far into the networks of this machine an address lies. A peer
// may point this node only as far as the peer is itself.
type Reach uint8

const (
	ReachPublic   Reach = iota // the Internet
	ReachPrivate               // a private network (RFC 1918, RFC 6598, RFC 4193)
	ReachLoopback              // this machine
	// ReachNever is what no peer may name: link-local (metadata services of
	// clouds), multicast and unspecified addresses.
	ReachNever
)

// ErrForbiddenAddress says that a peer named an address that it may not send
// this node to.
var ErrForbiddenAddress = errors.New("address is not allowed for this peer")

// FetchPolicy decides which addresses a URL that came from a peer may lead to.
// The rule: public addresses, and those of the kind that the peer itself has.
// So nodes on one machine or in one private network can work together, while a
// peer from outside cannot look inside (wire.md 16.7).
type FetchPolicy struct {
	// AllowPrivate opens private and loopback addresses to every peer.
	AllowPrivate bool
}

// ReachFor returns how far the peer at addr may send this node. The zero
// address is that of an unknown peer.
func (p FetchPolicy) ReachFor(addr netip.Addr) Reach {
	if p.AllowPrivate {
		return ReachLoopback
	}
	if r := ReachOf(addr); addr.IsValid() && r != ReachNever {
		return r
	}
	return ReachPublic
}

// ReachOf classifies an address.
func ReachOf(addr netip.Addr) Reach {
	addr = addr.Unmap()
	switch {
	case !addr.IsValid(), addr.IsUnspecified(), addr.IsMulticast(), addr.IsLinkLocalUnicast(), broadcast().Contains(addr):
		return ReachNever
	case addr.IsLoopback():
		return ReachLoopback
	case addr.IsPrivate():
		return ReachPrivate
	}
	for _, p := range privateByUse() {
		if p.Contains(addr) {
			return ReachPrivate
		}
	}
	if nat64().Contains(addr) {
		b := addr.As16()
		return ReachOf(netip.AddrFrom4([4]byte(b[12:])))
	}
	return ReachPublic
}

func broadcast() netip.Prefix { return netip.MustParsePrefix("240.0.0.0/4") }
func nat64() netip.Prefix     { return netip.MustParsePrefix("64:ff9b::/96") }

// privateByUse lists what the IANA registries of special addresses keep off the
// Internet beyond netip.Addr.IsPrivate.
func privateByUse() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("fec0::/10"),
		netip.MustParsePrefix("2002::/16"),
	}
}

// dialer connects to addresses within reach only. The check is made on the
// address that the connection goes to, after all name resolution.
func dialer(reach Reach, timeout time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout: timeout,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			ap, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %q", ErrForbiddenAddress, address)
			}
			if ReachOf(ap.Addr()) > reach {
				return fmt.Errorf("%w: %s", ErrForbiddenAddress, ap.Addr())
			}
			return nil
		},
	}
}

// PeerAddr is the address of a connection's other side, the zero one when it
// has none.
func PeerAddr(hostport string) netip.Addr {
	ap, err := netip.ParseAddrPort(hostport)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
