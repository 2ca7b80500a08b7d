package discovery

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// MaxPeers bounds a list of peers.
const MaxPeers = 4096

// Peers names orchestrators by Ethereum address or by URI.
type Peers struct {
	Addresses []common.Address
	// URIs as ParseURI returns them.
	URIs []string
}

// PeerError says which entry of a list of peers was refused, and why.
type PeerError struct {
	Peer   string
	Reason string
}

func (e *PeerError) Error() string {
	return fmt.Sprintf("orchestrator %.80q: %s; expected an address 0x… of 40 hex digits, or https://host:port", e.Peer, e.Reason)
}

// ParsePeers reads addresses and URIs separated by commas, as in
// -orchBlocklist. Errors are *PeerError.
func ParsePeers(list string) (p Peers, err error) {
	for part := range strings.SplitSeq(list, ",") {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
			continue
		case len(p.Addresses)+len(p.URIs) == MaxPeers:
			return Peers{}, &PeerError{part, fmt.Sprintf("the list has more than %d entries", MaxPeers)}
		case common.IsHexAddress(part):
			p.Addresses = append(p.Addresses, common.HexToAddress(part))
		case strings.HasPrefix(part, "0x"):
			return Peers{}, &PeerError{part, "it is no address"}
		default:
			uri, err := ParseURI(part)
			if err != nil {
				return Peers{}, &PeerError{redacted(part), "it is neither an address nor a URI"}
			}
			p.URIs = append(p.URIs, uri)
		}
	}
	return p, nil
}

// Clone returns a copy that shares nothing.
func (p Peers) Clone() Peers {
	return Peers{Addresses: slices.Clone(p.Addresses), URIs: slices.Clone(p.URIs)}
}

// peerSet is Peers for looking up.
type peerSet struct {
	addresses map[common.Address]bool
	uris      map[string]bool
}

func newPeerSet(p Peers) peerSet {
	s := peerSet{addresses: make(map[common.Address]bool, len(p.Addresses)), uris: make(map[string]bool, len(p.URIs))}
	for _, a := range p.Addresses {
		s.addresses[a] = true
	}
	for _, u := range p.URIs {
		s.uris[u] = true
	}
	return s
}

func (s peerSet) empty() bool { return len(s.addresses) == 0 && len(s.uris) == 0 }

func (s peerSet) has(uri string, addr common.Address) bool {
	return s.uris[uri] || addr != (common.Address{}) && s.addresses[addr]
}
