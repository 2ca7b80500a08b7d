package core

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Limits on a segment (wire.md 13).
const (
	MaxSegmentDuration     = 300 * time.Second
	MaxSegmentBytes        = 300 * 1000 * 1000
	DefaultSegmentDuration = 2 * time.Second // what a missing duration is read as
)

// Segment is one piece of a source stream on a broadcaster. It starts with a
// keyframe where the publisher sent one.
type Segment struct {
	ManifestID ManifestID
	// Seq numbers the segments of a stream from 0.
	Seq uint64
	// Data is the whole segment in the container that Info names. It is shared
	// by readers and must not be changed.
	Data     []byte
	Info     MediaInfo
	Duration time.Duration
	// Hash is the keccak-256 of Data where it is known already, such as from
	// reading it; zero leaves it to whoever needs it. It takes about 3 ms per MB.
	Hash common.Hash
	// Clip asks for a part of the segment only; nil for all of it.
	Clip *Clip
	// Discontinuity says that timestamps do not go on from the segment before.
	Discontinuity bool
	// ForceReinit asks transcoders to start their sessions anew, since codec
	// or size changed since the last segment (wire.md 2, ForceSessionReinit).
	ForceReinit bool
}

// Clip is the part of a segment from From to To, measured from its first frame
// (SegParameters, wire.md 2).
type Clip struct {
	From, To time.Duration
}
