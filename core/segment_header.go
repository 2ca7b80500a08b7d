package core

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// SegmentHeader is what travels ahead of a segment's bytes from a broadcaster
// to an orchestrator: SegData of wire.md 5, with its defaults filled in.
type SegmentHeader struct {
	// ManifestID as the broadcaster calls the stream; any bytes, at most
	// MaxManifestIDLen.
	ManifestID ManifestID
	Seq        uint64 // 0 to 2^63-1
	// Hash is the keccak-256 of the media bytes.
	Hash common.Hash
	// HashFollows says that Hash and Sig come behind the media bytes, as a
	// SegmentProof, and are not known before.
	HashFollows bool
	// Profiles have names that are usable as file names and sizes within
	// MaxDimension, but may ask for what no encoder does.
	Profiles []Profile
	// Sig is the broadcaster's signature; empty off chain.
	Sig      []byte
	Duration time.Duration // 0 < Duration <= MaxSegmentDuration
	// Required capabilities of the job; nil requires nothing.
	Required *Capabilities
	// Token is nil when the broadcaster sent none.
	Token          *AuthToken
	PerceptualHash bool
	// Storage is where the broadcaster wants results uploaded; empty for
	// fetching them from the orchestrator.
	Storage     []ObjectStorage
	Clip        *Clip // nil for the whole segment
	ForceReinit bool
}

// SegmentProof is what a broadcaster may send behind a segment's bytes, rather
// than ahead, so that they are on their way before they are hashed. It goes only
// to orchestrators whose OrchestratorInfo says HashMayFollow.
type SegmentProof struct {
	Hash common.Hash // keccak-256 of the media bytes
	Sig  []byte      // the broadcaster's signature; empty off chain
}

// Task is the work that the header describes, without its source.
func (h *SegmentHeader) Task() *Task {
	t := &Task{
		ManifestID: h.ManifestID, Seq: h.Seq, Duration: h.Duration, Profiles: h.Profiles, Required: h.Required,
		Clip: h.Clip, PerceptualHash: h.PerceptualHash, ForceReinit: h.ForceReinit,
	}
	if h.Token != nil {
		t.SessionID = h.Token.SessionID
	}
	return t
}
