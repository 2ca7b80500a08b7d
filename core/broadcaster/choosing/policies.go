package choosing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core/reputation"
)

// Names of the policies that are there from the start.
const (
	// Live is for live streams: a segment that comes too late costs as much as
	// twenty that are paid for. It is what is used where nothing else is said.
	Live = "live"
	// Premium spends money rather than time: two orchestrators on each segment, and
	// a late one counts ten times as much as with Live.
	Premium = "premium"
	// Cheap is for streams that nobody watches while they come in. It waits four
	// times as long and leaves for a lower price sooner.
	Cheap = "cheap"
	// Trusted takes those alone that the operator lists.
	Trusted = "trusted"
)

// Policies are known by their names.
type Policies map[string]*Policy

// DefaultPolicies returns those that are there from the start, to be changed.
func DefaultPolicies() Policies {
	premium, cheap, trusted := livePolicy(), livePolicy(), livePolicy()

	premium.Redundancy = 2
	premium.Weights.Price, premium.Weights.Stake = 0.25, 1
	premium.Weights.Late, premium.Weights.Failure, premium.Weights.Latency = 200, 100, 0.5
	premium.Prior.Failure, premium.Prior.Late, premium.Prior.Weight = 0.03, 0.03, 100
	premium.Explore.Share = 0
	premium.Stay.Margin, premium.Stay.Rest = 0.3, Duration(2*time.Minute)

	cheap.Late = 4
	cheap.Hedge = Hedge{}
	cheap.Weights.Late, cheap.Weights.Failure, cheap.Weights.Latency = 2, 1, 0
	cheap.Stay.Margin, cheap.Stay.Patience = 0.1, Duration(20*time.Second)

	trusted.Tiers, trusted.TiersOnly = []Tier{{Name: "listed", Listed: true}}, true

	return Policies{Live: livePolicy(), Premium: premium, Cheap: cheap, Trusted: trusted}
}

func livePolicy() *Policy {
	return &Policy{
		Late:    1.5,
		Weights: Weights{Price: 1, Late: 20, Failure: 10, Latency: 0.2, Stake: 0.05, Payment: 0.5, Region: 0.25},
		Prior:   reputation.Prior{Failure: 0.04, Late: 0.04, Score: 0.6, Weight: 20},
		Explore: Explore{Share: 0.05, Known: 0.8},
		Stay: Stay{
			Margin: 0.15, Least: 0.05,
			For: Duration(10 * time.Second), Rest: Duration(30 * time.Second), Patience: Duration(4 * time.Second),
		},
		Redundancy: 1,
		Hedge:      Hedge{Factor: 1.5, Share: 0.1},
	}
}

// maxPolicies and maxPoliciesBytes bound what ParsePolicies reads.
const (
	maxPolicies      = 100
	maxPoliciesBytes = 1 << 20
)

// ParsePolicies reads policies from JSON, an object of policies by name. Each
// begins as the one that its "base" names, or as the one of its own name, or as
// Live, and says what is different:
//
//	{"live": {"max_price": {"wei_per_unit": 1200, "pixels_per_unit": 1}},
//	 "sport": {"base": "premium", "weights": {"price": 0.5}}}
//
// Those that are there from the start are in what it returns, and a base is one of
// them, or one of the file that is complete without it. An error is a
// *PolicyError, or that of the JSON.
func ParsePolicies(data []byte) (Policies, error) {
	if len(data) > maxPoliciesBytes {
		return nil, &PolicyError{Reason: fmt.Sprintf("%d bytes of policies; expected at most %d", len(data), maxPoliciesBytes)}
	}
	var raw map[string]json.RawMessage
	if err := decode(data, &raw); err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	if len(raw) > maxPolicies {
		return nil, &PolicyError{Reason: fmt.Sprintf("there are %d; expected at most %d", len(raw), maxPolicies)}
	}
	known := DefaultPolicies()
	for len(raw) > 0 {
		progress := false
		for _, name := range slices.Sorted(maps.Keys(raw)) {
			p, wait, err := parsePolicy(name, raw, known)
			if err != nil {
				return nil, err
			}
			if wait {
				continue
			}
			known[name] = p
			delete(raw, name)
			progress = true
		}
		if !progress {
			return nil, &PolicyError{Policy: slices.Min(slices.Collect(maps.Keys(raw))), Reason: "its base has itself as a base, directly or by others"}
		}
	}
	return known, nil
}

// parsePolicy reads one policy; wait says that its base is still to be read.
func parsePolicy(name string, raw map[string]json.RawMessage, known Policies) (p *Policy, wait bool, err error) {
	if name == "" || strings.TrimSpace(name) != name || len(name) > 64 {
		return nil, false, &PolicyError{Policy: name, Reason: "a name has 1 to 64 characters, with no space at its ends"}
	}
	var head struct {
		Base string `json:"base"`
	}
	if err := json.Unmarshal(raw[name], &head); err != nil {
		return nil, false, fmt.Errorf("policy %q: %w", name, err)
	}
	base := head.Base
	switch {
	case base != "" && base != name:
		if _, later := raw[base]; later {
			return nil, true, nil
		}
	case known[name] != nil:
		base = name
	case base == name:
		return nil, false, &PolicyError{Policy: name, Reason: "it is its own base"}
	default:
		base = Live
		if _, later := raw[Live]; later {
			return nil, true, nil
		}
	}
	from := known[base]
	if from == nil {
		return nil, false, &PolicyError{Policy: name, Reason: fmt.Sprintf("its base %q does not exist; there are %s", base, known.names())}
	}
	own := from.clone()
	if err := decode(raw[name], &struct {
		*Policy
		Base string `json:"base"`
	}{Policy: own}); err != nil {
		return nil, false, fmt.Errorf("policy %q: %w", name, err)
	}
	var bad *PolicyError
	if err := own.Validate(); errors.As(err, &bad) {
		return nil, false, &PolicyError{Policy: name, Reason: bad.Reason}
	}
	return own, false, nil
}

// decode reads one JSON value, in which every key is known.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something behind the end of the JSON object")
	}
	return nil
}

func (p Policies) names() string { return strings.Join(slices.Sorted(maps.Keys(p)), ", ") }

// clone returns a copy that shares nothing with p.
func (p *Policy) clone() *Policy {
	c := *p
	c.Tiers = slices.Clone(p.Tiers)
	for i := range c.Tiers {
		c.Tiers[i].Peers = slices.Clone(c.Tiers[i].Peers)
	}
	if p.Draw != nil {
		draw := *p.Draw
		c.Draw = &draw
	}
	return &c
}
