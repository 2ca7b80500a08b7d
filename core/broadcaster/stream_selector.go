package broadcaster

import (
	"context"
	"errors"
	"net"
	"os"

	"github.com/livepeer/streamflow/core/reputation"
)

// Selectors makes a Selector for each stream, which may keep in mind what it has
// chosen and how that went. It is implemented by choosing.Chooser.
type Selectors interface {
	Open(stream StreamConfig) StreamSelector
}

// StreamSelector is the Selector of one stream. Select and Meet are called with a
// lock held, and so are those of its Acquaintances.
type StreamSelector interface {
	Selector
	// Meet is called once for each new session, before it is an option. What it
	// returns comes back with that: it must not be nil.
	Meet(c Candidate) Acquaintance
	// Effort is asked for once, before the first segment.
	Effort() Effort
	// Close is called at the end of the stream, after all else.
	Close()
}

// Acquaintance is an orchestrator as one stream knows it.
type Acquaintance interface {
	// Landed tells how each segment went that was sent there, and of terms that it
	// did not give. It must not block.
	Landed(o reputation.Outcome)
	// Judged tells what verification said of a result that came from there, after it
	// has Landed. It must not block.
	Judged(v reputation.Verdict)
}

// plain is a Selector that keeps nothing in mind.
type plain struct{ Selector }

func (plain) Meet(Candidate) Acquaintance { return stranger{} }
func (plain) Effort() Effort              { return DefaultEffort() }
func (plain) Close()                      {}

type stranger struct{}

func (stranger) Landed(reputation.Outcome) {}
func (stranger) Judged(reputation.Verdict) {}

// selectorOf is the Selector of a new stream.
func (c Config) selectorOf(stream StreamConfig) StreamSelector {
	if c.Selectors != nil {
		return c.Selectors.Open(stream)
	}
	return plain{c.Selector}
}

// outcome is a landing as its orchestrator is remembered by it; ok is false where
// it says nothing of the orchestrator.
func (h landing) outcome() (o reputation.Outcome, ok bool) {
	o = reputation.Outcome{Took: h.took, Unit: timeUnit(h.duration), Media: h.duration}
	switch h.fault {
	case faultNone:
		o.Kind = reputation.Done
	case faultBusy:
		o.Kind = reputation.Busy
	case faultUnreachable:
		o.Kind = reputation.Unreachable
	case faultToken, faultTerms, faultUnpaid:
		o.Kind = reputation.Unpaid
	case faultPeer:
		o.Kind = kindOf(h.err)
	case faultSource, faultUnverified, faultOurs:
		return o, false
	}
	return o, true
}

// kindOf tells failures of orchestrators apart.
func kindOf(err error) reputation.Kind {
	var late net.Error
	switch {
	case errors.As(err, new(*ResultError)):
		return reputation.Incomplete
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return reputation.TimedOut
	}
	return reputation.Failed
}
