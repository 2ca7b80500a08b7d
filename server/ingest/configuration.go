package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/livepeer/streamflow/core"
)

// MaxConfigurationBytes bounds a configuration as JSON.
const MaxConfigurationBytes = 256 << 10

// Configuration says how a stream is to be published: the reply of an
// authentication webhook, or the Livepeer-Transcode-Configuration header of a
// push (features.md 2, 4). The zero value asks for the node's defaults.
type Configuration struct {
	// ManifestID is the stream's name; empty leaves it to the publisher's address.
	ManifestID core.ManifestID
	// StreamID and SessionID are the webhook's own names, for logs and events.
	StreamID, SessionID string
	// StreamKey is the secret that an RTMP address must end in; see KeyEqual.
	StreamKey string
	// Profiles of the renditions. Nil asks for the node's default ones, an empty
	// list for the source alone.
	Profiles []core.Profile
	// VerificationFreq N has one segment of N verified; 0 has none.
	VerificationFreq uint
	// TimeoutMultiplier stretches time limits; below 1 it counts as 1.
	TimeoutMultiplier float64
	// ForceSessionReinit has transcoders start anew with each segment.
	ForceSessionReinit bool
	// SelectionPolicy names how orchestrators are chosen; empty for the node's
	// default. It is this node's own field: the existing network has none.
	SelectionPolicy string
}

// configurationJSON is a Configuration on the wire. Fields that it does not
// have are ignored, as by the existing network.
type configurationJSON struct {
	ManifestID           string          `json:"manifestID"`
	StreamID             string          `json:"streamID"`
	SessionID            string          `json:"sessionID"`
	StreamKey            string          `json:"streamKey"`
	Presets              []string        `json:"presets"`
	Profiles             json.RawMessage `json:"profiles"`
	ObjectStore          string          `json:"objectStore"`
	RecordObjectStore    string          `json:"recordObjectStore"`
	RecordObjectStoreURL string          `json:"recordObjectStoreUrl"`
	VerificationFreq     uint            `json:"verificationFreq"`
	TimeoutMultiplier    float64         `json:"timeoutMultiplier"`
	ForceSessionReinit   bool            `json:"forceSessionReinit"`
	SelectionPolicy      string          `json:"selectionPolicy"`
}

// UnsupportedFieldError names a field whose meaning this node cannot fulfil. To
// ignore it would lose recordings or renditions that somebody counts on.
type UnsupportedFieldError struct {
	Field string
}

func (e *UnsupportedFieldError) Error() string {
	return fmt.Sprintf("%s is set, but this node has no object store output; leave the field out", e.Field)
}

// ParseConfiguration reads a configuration. Errors are those of encoding/json,
// *core.ManifestIDError, *core.ProfileError, *core.UnknownPresetError,
// *UnsupportedFieldError, and others that say what is out of range.
//
// Presets come before profiles. Neither, or null, is the node's default;
// "profiles": [] without presets is the source alone (features.md 4).
func ParseConfiguration(data []byte) (*Configuration, error) {
	if len(data) > MaxConfigurationBytes {
		return nil, fmt.Errorf("the configuration has %d bytes, at most %d are allowed", len(data), MaxConfigurationBytes)
	}
	var j configurationJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return nil, err
	}
	c := &Configuration{
		StreamID: j.StreamID, SessionID: j.SessionID, StreamKey: j.StreamKey,
		VerificationFreq: j.VerificationFreq, TimeoutMultiplier: j.TimeoutMultiplier, ForceSessionReinit: j.ForceSessionReinit,
		SelectionPolicy: j.SelectionPolicy,
	}
	if field := j.unsupported(); field != "" {
		return nil, &UnsupportedFieldError{Field: field}
	}
	if j.ManifestID != "" {
		id, err := core.ParseManifestID(j.ManifestID)
		if err != nil {
			return nil, err
		}
		c.ManifestID = id
	}
	if j.TimeoutMultiplier < 0 {
		return nil, fmt.Errorf("timeoutMultiplier %v is negative", j.TimeoutMultiplier)
	}
	if j.VerificationFreq > math.MaxInt32 {
		return nil, fmt.Errorf("verificationFreq %d is above %d", j.VerificationFreq, math.MaxInt32)
	}
	var err error
	if c.Profiles, err = j.profiles(); err != nil {
		return nil, err
	}
	return c, nil
}

func (j configurationJSON) unsupported() string {
	switch {
	case j.ObjectStore != "":
		return "objectStore"
	case j.RecordObjectStore != "":
		return "recordObjectStore"
	case j.RecordObjectStoreURL != "":
		return "recordObjectStoreUrl"
	}
	return ""
}

func (j configurationJSON) profiles() ([]core.Profile, error) {
	given := len(j.Profiles) > 0 && string(j.Profiles) != "null"
	if !given && len(j.Presets) == 0 {
		return nil, nil
	}
	list := []core.Profile{}
	if len(j.Presets) > core.MaxProfiles {
		return nil, fmt.Errorf("the list has %d presets, at most %d are allowed", len(j.Presets), core.MaxProfiles)
	}
	for _, name := range j.Presets {
		p, err := core.PresetByName(name)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if given {
		profiles, err := core.ParseProfiles(j.Profiles)
		if err != nil {
			return nil, err
		}
		list = append(list, profiles...)
	}
	if len(list) > core.MaxProfiles {
		return nil, fmt.Errorf("presets and profiles are %d renditions, at most %d are allowed", len(list), core.MaxProfiles)
	}
	return list, nil
}

// ErrConflict says that a publisher's configuration asks for something else
// than the webhook allows.
var ErrConflict = errors.New("what the publisher asks for contradicts the authentication webhook")

// override is the webhook's configuration with what the publisher's header says
// in addition. Either may be nil. Where both name the stream or a policy, or list profiles,
// they must agree, or the error is ErrConflict: the header may say more than the
// webhook, but not something else.
func (c *Configuration) override(header *Configuration) (*Configuration, error) {
	if c == nil {
		c = &Configuration{}
	}
	merged := *c
	if header == nil {
		return &merged, nil
	}
	if c.ManifestID != "" && header.ManifestID != "" && c.ManifestID != header.ManifestID {
		return nil, fmt.Errorf("%w: the stream is named %q in the header and %q by the webhook", ErrConflict, header.ManifestID, c.ManifestID)
	}
	if c.Profiles != nil && header.Profiles != nil && !slices.Equal(c.Profiles, header.Profiles) {
		return nil, fmt.Errorf("%w: the profiles differ", ErrConflict)
	}
	policy, err := c.policyFor(header.SelectionPolicy)
	if err != nil {
		return nil, err
	}
	merged.SelectionPolicy = policy
	merged.ForceSessionReinit = c.ForceSessionReinit || header.ForceSessionReinit
	if header.ManifestID != "" {
		merged.ManifestID = header.ManifestID
	}
	if header.StreamID != "" {
		merged.StreamID = header.StreamID
	}
	if header.SessionID != "" {
		merged.SessionID = header.SessionID
	}
	if header.Profiles != nil {
		merged.Profiles = header.Profiles
	}
	if header.VerificationFreq > 0 {
		merged.VerificationFreq = header.VerificationFreq
	}
	if header.TimeoutMultiplier > 0 {
		merged.TimeoutMultiplier = header.TimeoutMultiplier
	}
	return &merged, nil
}
