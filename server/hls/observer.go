package hls

import "github.com/livepeer/streamflow/core"

// Resource is a kind of thing that viewers ask for.
type Resource string

const (
	ResourceMaster  Resource = "master"
	ResourceMedia   Resource = "media"
	ResourceSegment Resource = "segment"
	ResourceInit    Resource = "init"
	ResourceOther   Resource = "other"
)

// Observer is told what happens, for metrics. Its methods are called with or
// without locks held and must return at once.
type Observer interface {
	// BytesHeld says how many bytes of media the server holds now.
	BytesHeld(total int64)
	// Requested counts one answered request and its HTTP status.
	Requested(kind Resource, status int)
	// GapListed counts a segment that was listed as a gap.
	GapListed(id core.ManifestID, rendition string)
	// Evicted counts segments that left early to keep memory in bounds.
	Evicted(id core.ManifestID, segments int)
}

type noObserver struct{}

func (noObserver) BytesHeld(int64)                   {}
func (noObserver) Requested(Resource, int)           {}
func (noObserver) GapListed(core.ManifestID, string) {}
func (noObserver) Evicted(core.ManifestID, int)      {}
