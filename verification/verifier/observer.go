package verifier

import "time"

// Outcome is how the check of a result ended. It and the next two are strings, so that
// an Observer need not import this package.
type Outcome = string

const (
	Accepted   Outcome = "accepted"
	Rejected   Outcome = "rejected"
	Unverified Outcome = "unverified"
	Skipped    Outcome = "skipped" // whose orchestrator the mode exempts
)

// Reason is why a result got a dear check.
type Reason = string

const (
	Drawn   Reason = "drawn"
	Suspect Reason = "suspect"
	Asked   Reason = "asked" // by the stream's verificationFreq
	Thin    Reason = "thin"  // has so few bits that its end is looked at; it is compared with the source alone
)

// Against is what a dear check compared with.
type Against = string

const (
	TrustedPeer Against = "trusted"
	OwnEncoder  Against = "own"
	VideoHash   Against = "hash"   // a trusted orchestrator's perceptual hash alone
	Nothing     Against = "source" // no reference could be had
)

// Observer is told what happens. Calls must not block.
type Observer interface {
	// Judged is a result that was checked, with the codes of its faults, each once, and how
	// long it waited for that.
	Judged(outcome Outcome, faults []string, took time.Duration)
	// Dear is a dear check that begins.
	Dear(why Reason)
	// Compared is the reference that it had.
	Compared(with Against)
	// EvidenceKept is a bundle that was to be kept; err says why it was not.
	EvidenceKept(err error)
}

// NopObserver ignores all.
type NopObserver struct{}

func (NopObserver) Judged(Outcome, []string, time.Duration) {}
func (NopObserver) Dear(Reason)                             {}
func (NopObserver) Compared(Against)                        {}
func (NopObserver) EvidenceKept(error)                      {}
