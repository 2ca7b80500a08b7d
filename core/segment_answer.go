package core

// SegmentAnswer is an orchestrator's answer to a segment: TranscodeResult of
// wire.md 2.
type SegmentAnswer struct {
	Seq uint64
	// Err is why there are no renditions, nil when there are.
	Err error
	// Renditions are in the order of the segment's profiles.
	Renditions []AnsweredRendition
	// Sig is the orchestrator's signature over the renditions; empty off chain.
	Sig []byte
	// Evidence is its signature over signing.ResultEvidence; nil when it gives none.
	// From a peer it is as it came.
	Evidence *Evidence
	// Info holds the orchestrator's newest terms; nil if it sent none.
	Info *OrchestratorInfo
}

// AnsweredRendition says where one rendition is: at URL, or here.
type AnsweredRendition struct {
	URL               string
	PerceptualHashURL string // empty when none was asked for
	Pixels            int64  // encoded width x height x frames
	// Data and PerceptualHash hold the bytes themselves where they came, or
	// shall go, with the answer. InlineBytes and InlinePerceptualHashBytes are
	// their sizes as announced.
	Data, PerceptualHash                   []byte
	InlineBytes, InlinePerceptualHashBytes int64
}
