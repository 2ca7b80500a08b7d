package reputation

import "github.com/ethereum/go-ethereum/common"

// Peer names an orchestrator over time: its Ethereum address, or where it has
// none, as off chain, the URI under which it was found.
type Peer string

// PeerOf returns the name of the orchestrator with an address, which may be zero,
// at a URI.
func PeerOf(address common.Address, uri string) Peer {
	if address == (common.Address{}) {
		return Peer(uri)
	}
	return Peer(address.Hex())
}
