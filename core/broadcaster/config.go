package broadcaster

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Config configures a Broadcaster.
type Config struct {
	Orchestrators Orchestrators
	Finder        Finder
	Outputs       Outputs
	// Segmenter is needed for LiveStream only.
	Segmenter Segmenter
	Payer     Payer
	Selector  Selector
	// Selectors, if not nil, is used in place of Selector.
	Selectors Selectors
	// Verifier judges the results of orchestrators.
	Verifier Verifier
	Observer Observer
	Log      *slog.Logger // nil to discard

	// MaxSessions bounds the streams that run at the same time (-maxSessions).
	MaxSessions int
	// MaxAttempts bounds the orchestrators that may fail a segment
	// (-maxAttempts). 0 or less transcodes nothing: streams have their source.
	MaxAttempts int
	// Fallback is what viewers get when all of them have (-failedSegments).
	Fallback Fallback
	// MinVersion of an orchestrator's software (-orchMinLivepeerVersion); empty
	// accepts any.
	MinVersion string

	// MaxInFlight bounds the segments of one stream that are being transcoded,
	// and MaxPerOrchestrator those of them that are at one orchestrator, which
	// queues 4 (wire.md 13).
	MaxInFlight        int
	MaxPerOrchestrator int
	// MaxBacklog bounds the segments of one stream that wait to be transcoded,
	// and MaxBacklogBytes the sources of all that wait or are in flight.
	MaxBacklog      int
	MaxBacklogBytes int64
	// ReorderWait is how long a pushed segment waits for those before it.
	ReorderWait time.Duration
	// PushIdle is how long a push stream lives without a segment (wire.md 12).
	PushIdle time.Duration
	// PushDrainIdle is the same while the node drains, or twice the stream's
	// longest segment where that is more, but never above PushIdle.
	PushDrainIdle time.Duration
	// SegmentLength is what a LiveStream's segmenter aims at (features.md 2).
	SegmentLength time.Duration
}

// DefaultConfig has all values but the ports to the outside.
func DefaultConfig() Config {
	return Config{
		Payer: OffchainPayer{}, Selector: FastestFirst{}, Verifier: NopVerifier{}, Observer: NopObserver{},
		MaxSessions: 10, MaxAttempts: 3,
		MaxInFlight: 8, MaxPerOrchestrator: 4, MaxBacklog: 8, MaxBacklogBytes: 512 << 20,
		ReorderWait: 2 * time.Second, PushIdle: time.Minute, PushDrainIdle: 5 * time.Second, SegmentLength: 2 * time.Second,
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Orchestrators == nil || c.Finder == nil || c.Outputs == nil || c.Payer == nil || c.Selector == nil || c.Verifier == nil || c.Observer == nil:
		return errors.New("broadcaster: one of Orchestrators, Finder, Outputs, Payer, Selector, Verifier, Observer is missing")
	case c.MaxSessions < 1:
		return fmt.Errorf("broadcaster: the most sessions are %d; expected at least 1", c.MaxSessions)
	case c.MaxInFlight < 1 || c.MaxPerOrchestrator < 1 || c.MaxBacklog < 0 || c.MaxBacklogBytes < 1:
		return errors.New("broadcaster: limits on segments in flight must be at least 1")
	case c.ReorderWait < 0 || c.PushIdle <= 0 || c.PushDrainIdle <= 0 || c.SegmentLength <= 0:
		return errors.New("broadcaster: times must be above 0")
	}
	return nil
}

// StreamConfig is what is known of a stream when it opens.
type StreamConfig struct {
	ManifestID core.ManifestID
	// Profiles are the renditions wanted; with none the stream has its source
	// only. Their names must differ.
	Profiles []core.Profile
	// VerificationFreq is the webhook's verificationFreq; above 0 it asks for
	// perceptual hashes (wire.md 8).
	VerificationFreq uint
	PerceptualHash   bool
	// TimeoutMultiplier stretches all time limits; below 1 it counts as 1.
	TimeoutMultiplier float64
	// ForceSessionReinit asks transcoders to start anew with each segment.
	ForceSessionReinit bool
	// SegmentParameters is true for HTTP push (wire.md 8).
	SegmentParameters bool
	// Policy names how the Selectors choose; empty for their default.
	Policy string
}

// maxTimeoutMultiplier bounds a webhook's timeoutMultiplier.
const maxTimeoutMultiplier = 100

// Validate checks what comes from a publisher or a webhook. Errors are
// *core.ManifestIDError, *core.ProfileError and *SegmentError.
func (c StreamConfig) Validate() error {
	if _, err := core.ParseManifestID(string(c.ManifestID)); err != nil {
		return err
	}
	if len(c.Profiles) > core.MaxProfiles {
		return &core.ProfileError{Index: core.MaxProfiles, Reason: fmt.Sprintf("the list has %d profiles, at most %d are allowed", len(c.Profiles), core.MaxProfiles)}
	}
	seen := make(map[string]bool, len(c.Profiles))
	for i, p := range c.Profiles {
		if err := p.Validate(); err != nil {
			return &core.ProfileError{Index: i, Name: p.Name, Reason: err.Error()}
		}
		if p.Name == "" {
			return &core.ProfileError{Index: i, Reason: "it has no name"}
		}
		if seen[p.Name] {
			return &core.ProfileError{Index: i, Name: p.Name, Reason: "another profile has the same name"}
		}
		seen[p.Name] = true
	}
	return nil
}

// normal returns the configuration with its numbers in range.
func (c StreamConfig) normal() StreamConfig {
	if !(c.TimeoutMultiplier >= 1) { // also NaN
		c.TimeoutMultiplier = 1
	}
	c.TimeoutMultiplier = min(c.TimeoutMultiplier, maxTimeoutMultiplier)
	c.Profiles = append([]core.Profile(nil), c.Profiles...)
	return c
}
