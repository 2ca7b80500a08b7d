package verification

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
)

// Job is a segment with what came back for it.
type Job struct {
	// Profiles that were asked for.
	Profiles []core.Profile
	// Source facts, which must not be nil.
	Source *core.MediaFacts
	// Plan is what Source and Results were inspected with; nil when the content
	// is not checked.
	Plan *Plan
	// Results should be one for each profile, in their order.
	Results []Result
	// Signature over the results; nil when none is due, as off chain.
	Signature *Signature
}

// Result is one rendition.
type Result struct {
	// Facts are nil when the bytes could not be inspected, and Unreadable then says
	// why.
	Facts      *core.MediaFacts
	Unreadable error
	// Pixels is what the orchestrator counted for this rendition, and wants to
	// be paid for.
	Pixels int64
	// Offset is how much later than its source the rendition of an earlier
	// segment of this orchestrator's began; nil for the first.
	Offset *time.Duration
}

// Signature is an account's word for a message.
type Signature struct {
	By      common.Address
	Message []byte // signing.ResultMessage of the renditions
	Sig     []byte
}

// Signatures checks signatures: signing.Accounts on chain.
type Signatures interface {
	Verify(addr common.Address, msg, sig []byte) bool
}
