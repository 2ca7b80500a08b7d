package core

import "time"

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
	// Digest of Data, where somebody has it or is making it already, such as its
	// reader; nil leaves it to whoever needs it.
	Digest *Digest
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
