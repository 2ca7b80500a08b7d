package broadcaster

import (
	"context"

	"github.com/livepeer/streamflow/core"
)

// Verifier judges results before any viewer sees them. It is implemented by
// verifier.Verifier.
type Verifier interface {
	// Open is called once for each stream, before its first segment. It must not
	// block.
	Open(stream StreamConfig) StreamVerifier
}

// StreamVerifier judges the results of one stream.
type StreamVerifier interface {
	// Verify blocks until it is known whether a result may be published: nil accepts
	// it. core.ErrResultRejected blames the orchestrator; any other error says that nobody
	// could tell. Neither is published. It is called from many goroutines.
	Verify(ctx context.Context, d *Delivery) error
	// Close is called at the end of the stream, after all else, and waits for what
	// still runs.
	Close()
}

// Comparer is a StreamVerifier that can tell which of several good results for one
// segment is to be published. It is asked where a stream's Effort is CompareAll.
type Comparer interface {
	// Compare returns the index of the one to publish, of at least two, each of which
	// Verify has accepted; they are in the order in which they came. After an error it
	// is the first.
	Compare(ctx context.Context, results []*Delivery) (best int, err error)
}

// Delivery is a result that came back for a segment: one rendition with data for
// each profile. It is for reading.
type Delivery struct {
	Submission *core.Submission
	Result     *core.SubmissionResult
	URI        string // names the orchestrator, see Candidate
	// Trusted says that the operator lists the orchestrator with a score of 1 or more.
	Trusted bool
	// Reference has another orchestrator that the operator trusts do the same segment,
	// and returns what it made; ErrNoSessions when there is none. nil when the Delivery
	// is of a trusted one itself. It must not be called after Verify, or Compare,
	// has returned.
	Reference func(ctx context.Context) (*core.SubmissionResult, error)
}

// NopVerifier accepts all that has one rendition for each profile.
type NopVerifier struct{}

// Open implements Verifier.
func (NopVerifier) Open(StreamConfig) StreamVerifier { return nopStreamVerifier{} }

type nopStreamVerifier struct{}

func (nopStreamVerifier) Verify(context.Context, *Delivery) error { return nil }
func (nopStreamVerifier) Close()                                  {}
