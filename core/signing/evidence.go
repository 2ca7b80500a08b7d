package signing

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
)

// evidenceDomain keeps this signature from being one over anything else. The byte
// after it is the version of what follows.
const evidenceDomain = "livepeer result evidence\x00\x01"

// ResultEvidence is what an orchestrator signs for a segment that it transcoded, so
// that a third party can hold it to that (M34 of the mission). Unlike
// ResultMessage it binds the results to the work: whose, what of, and what was asked for.
type ResultEvidence struct {
	// ChainID and Recipient say where, and to whom, the work is paid.
	ChainID   uint64
	Recipient common.Address
	// Sender is the broadcaster.
	Sender     common.Address
	ManifestID core.ManifestID // at most core.MaxManifestIDLen bytes
	Seq        uint64
	Source     common.Hash // keccak-256 of the segment's bytes
	// Round of the protocol in which the work was done; 0 or more.
	Round   int64
	Results []EvidencedResult // one for each profile, at most core.MaxProfiles
}

// EvidencedResult is one rendition.
type EvidencedResult struct {
	Profile core.Profile
	Hash    common.Hash // keccak-256 of the rendition's bytes
	Pixels  int64       // that were counted for payment
}

// Message returns the bytes to sign. All parts have a fixed width, so that no two
// works have the same:
//
//	domain and version                26
//	chain id                           8
//	recipient, sender             20, 20
//	keccak-256 of the manifest id     32
//	sequence number                    8
//	keccak-256 of the source          32
//	round                              8
//	number of results                  2
//	for each: keccak-256 of its profile's bytes (see profileBytes) 32,
//	          of the rendition 32, and its pixels 8
//
// Numbers are big endian. The error tells what is out of bounds.
func (e ResultEvidence) Message() ([]byte, error) {
	if n := len(e.Results); n > core.MaxProfiles {
		return nil, fmt.Errorf("evidence of %d results, at most %d are possible", n, core.MaxProfiles)
	}
	if n := len(e.ManifestID); n > core.MaxManifestIDLen {
		return nil, fmt.Errorf("evidence for a stream whose name has %d bytes, at most %d are possible", n, core.MaxManifestIDLen)
	}
	if e.Round < 0 {
		return nil, fmt.Errorf("evidence of round %d", e.Round)
	}
	msg := make([]byte, 0, len(evidenceDomain)+130+72*len(e.Results))
	msg = append(msg, evidenceDomain...)
	msg = binary.BigEndian.AppendUint64(msg, e.ChainID)
	msg = append(msg, e.Recipient[:]...)
	msg = append(msg, e.Sender[:]...)
	msg = append(msg, crypto.Keccak256([]byte(e.ManifestID))...)
	msg = binary.BigEndian.AppendUint64(msg, e.Seq)
	msg = append(msg, e.Source[:]...)
	msg = binary.BigEndian.AppendUint64(msg, uint64(e.Round))
	msg = binary.BigEndian.AppendUint16(msg, uint16(len(e.Results)))
	for i, r := range e.Results {
		if r.Pixels < 0 {
			return nil, fmt.Errorf("evidence of %d pixels for result %d", r.Pixels, i)
		}
		msg = append(msg, crypto.Keccak256(profileBytes(r.Profile))...)
		msg = append(msg, r.Hash[:]...)
		msg = binary.BigEndian.AppendUint64(msg, uint64(r.Pixels))
	}
	return msg, nil
}

// profileBytes is a profile as it travels (VideoProfile, wire.md 2 and 9), in fixed
// widths: the name's keccak-256; width, height, frames a second and its denominator in 4 bytes
// each; bits a second in 8; the GOP in milliseconds, or -1, in 8; quality in 4; format, codec
// and codec profile in 1 each. Depth and chroma are not there, since receivers
// ignore them (wire.md 9).
func profileBytes(p core.Profile) []byte {
	b := make([]byte, 0, 71)
	b = append(b, crypto.Keccak256([]byte(p.Name))...)
	for _, v := range []uint32{uint32(p.Width), uint32(p.Height), p.FPS, p.FPSDen} {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(p.Bitrate))
	gop := int64(p.GOP / time.Millisecond)
	if p.GOP == core.GOPIntra {
		gop = -1
	}
	b = binary.BigEndian.AppendUint64(b, uint64(gop))
	b = binary.BigEndian.AppendUint32(b, uint32(p.Quality))
	return append(b, byte(p.Format), byte(p.Encoder), byte(p.EncoderProfile))
}
