package signing

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
)

// Segment is the part of a segment's header that its signature covers.
type Segment struct {
	ManifestID []byte
	Seq        int64
	Hash       common.Hash // keccak-256 of the media bytes
	Profiles   []core.Profile
}

// Message returns the bytes to sign: manifest id, sequence number as 32 bytes,
// hash, and for each profile the first four bytes of its name's keccak-256 in
// hexadecimal. Source: wire.md 3.
func (s Segment) Message() []byte {
	msg := make([]byte, 0, len(s.ManifestID)+64+8*len(s.Profiles))
	msg = append(msg, s.ManifestID...)
	msg = append(msg, make([]byte, 24)...)
	// Existing nodes sign a negative number as its absolute value.
	msg = binary.BigEndian.AppendUint64(msg, uint64(max(s.Seq, -s.Seq)))
	msg = append(msg, s.Hash[:]...)
	for _, p := range s.Profiles {
		msg = hex.AppendEncode(msg, crypto.Keccak256([]byte(p.Name))[:4])
	}
	return msg
}

// DiscoveryMessage is what a broadcaster signs to ask for an orchestrator's
// terms: its own address in EIP-55 writing (wire.md 3).
func DiscoveryMessage(addr common.Address) []byte {
	return []byte(addr.Hex())
}

// ResultMessage is what an orchestrator signs for the renditions of a segment:
// their keccak-256 hashes, one after another. Since Sign hashes its message
// once, this is the P(keccak256(hashes)) of wire.md 3.
func ResultMessage(renditions [][]byte) []byte {
	msg := make([]byte, 0, common.HashLength*len(renditions))
	for _, r := range renditions {
		msg = append(msg, crypto.Keccak256(r)...)
	}
	return msg
}

// pingDomain keeps a ping's reply from being a signature over anything else.
const pingDomain = "livepeer ping reply\x00"

// PingMessage is what an orchestrator signs to answer a ping. Unlike existing
// nodes, which sign the caller's bytes as they are and so can be made to sign
// tickets and segments (wire.md 16.3), the bytes are bound to this use: 19 bytes
// of text and a zero come first, which neither an address, a packed ticket nor
// a hash begins with.
func PingMessage(value []byte) []byte {
	return append([]byte(pingDomain), crypto.Keccak256(value)...)
}
