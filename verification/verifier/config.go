package verifier

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// Reencoder transcodes on this node, to have something to compare with:
// worker.Supervisor.
type Reencoder = core.Transcoder

// Evidence keeps bundles of rejected results.
type Evidence interface {
	// Keep returns when the bundle is kept, or an error when it is not. It must not
	// change the bundle.
	Keep(ctx context.Context, b *verification.Bundle) error
}

// External is a service that judges by itself: net.VerifierClient (-verifierUrl).
type External interface {
	// Judge returns a core.ErrResultRejected when the service refuses the result, and other
	// errors when it does not say.
	Judge(ctx context.Context, sub *core.Submission, result *core.SubmissionResult) error
}

// Mode says whose results are checked (-verify).
type Mode uint8

const (
	All       Mode = iota // everybody's
	Strangers             // of those that the operator does not trust
	None                  // nobody's, except as a stream asks for it
)

// ErrMode is a name of no mode.
var ErrMode = errors.New("no mode of verification: want all, strangers or none")

// String is the value of the flag.
func (m Mode) String() string {
	switch m {
	case All:
		return "all"
	case Strangers:
		return "strangers"
	case None:
		return "none"
	}
	return fmt.Sprintf("mode %d", uint8(m))
}

// MarshalText implements encoding.TextMarshaler.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. The error is an ErrMode.
func (m *Mode) UnmarshalText(text []byte) error {
	for _, known := range []Mode{All, Strangers, None} {
		if string(text) == known.String() {
			*m = known
			return nil
		}
	}
	return fmt.Errorf("%q: %w", text, ErrMode)
}

// Config of a Verifier. Start from DefaultConfig.
type Config struct {
	Inspector verification.Inspector
	Policy    verification.Policy
	Mode      Mode
	// Rate: one of this many segments gets the dear check; 0 none, 1 all (-verificationRate).
	Rate uint64
	// Budget is that of verification.Planner.
	Budget float64

	// Signatures are checked when it is not nil: on chain.
	Signatures verification.Signatures
	// ChainID and Sender, this node's account, are part of what orchestrators sign.
	ChainID uint64
	Sender  common.Address

	Reencoder Reencoder // nil where this node transcodes nothing itself
	Evidence  Evidence  // nil keeps none
	External  External  // nil asks none

	// Parallel bounds the renditions of one result that are inspected at once, each in a
	// worker of its own.
	Parallel int
	// DearTimeout bounds what a dear check waits for a reference and for External; a
	// segment that is longer gets as long as it lasts.
	DearTimeout time.Duration
	// SuspectFor is how many results, and SuspectTime how long, an orchestrator is looked at
	// closely after a result that is rejected or near it.
	SuspectFor  int
	SuspectTime time.Duration

	Observer Observer
	Log      *slog.Logger // nil discards
	// Version of this node, for evidence.
	Version string
}

// DefaultConfig has all but the ports.
func DefaultConfig() Config {
	return Config{
		Policy: verification.DefaultPolicy(), Rate: 1000, Budget: verification.DefaultBudget, Parallel: 1,
		DearTimeout: 10 * time.Second, SuspectFor: 20, SuspectTime: 10 * time.Minute, Observer: NopObserver{},
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Inspector == nil || c.Observer == nil:
		return errors.New("verifier: Inspector or Observer is missing")
	case c.Mode > None:
		return fmt.Errorf("verifier: %s: %w", c.Mode, ErrMode)
	case !(c.Budget >= 0 && c.Budget <= 1):
		return fmt.Errorf("verifier: the budget is %v, it must be from 0 to 1", c.Budget)
	case c.Parallel < 1 || c.DearTimeout <= 0 || c.SuspectFor < 0 || c.SuspectTime < 0:
		return errors.New("verifier: Parallel and DearTimeout must be above 0, SuspectFor and SuspectTime not negative")
	}
	return c.Policy.Validate()
}
