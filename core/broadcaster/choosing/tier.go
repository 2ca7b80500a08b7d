package choosing

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/broadcaster"
)

// Tier is a set of orchestrators of equal standing.
type Tier struct {
	// Name is for explanations. Tiers of one name, in all policies, share their
	// Capacity.
	Name string `json:"name"`
	// Peers are in it by Ethereum address, or by URI.
	Peers []string `json:"peers,omitempty"`
	// Listed takes in all that the operator lists by himself (-orchAddr, or a score
	// of 1 or more from the webhook).
	Listed bool `json:"listed,omitempty"`
	// Capacity is how many streams may have their home in it; 0 sets no limit.
	Capacity int `json:"capacity,omitempty"`
}

// listedScore is the score of those that the operator trusts (features.md 5).
const listedScore = 1

func (t *Tier) has(c *broadcaster.Candidate) bool {
	if t.Listed && c.Score >= listedScore {
		return true
	}
	return slices.ContainsFunc(t.Peers, func(p string) bool {
		if common.IsHexAddress(p) {
			return c.Info != nil && c.Info.Address != (common.Address{}) && c.Info.Address == common.HexToAddress(p)
		}
		return strings.TrimSuffix(p, "/") == strings.TrimSuffix(c.URI, "/")
	})
}

func (p *Policy) validateTiers() error {
	if len(p.Tiers) > maxTiers {
		return &PolicyError{Reason: fmt.Sprintf("it has %d tiers; expected at most %d", len(p.Tiers), maxTiers)}
	}
	if p.TiersOnly && len(p.Tiers) == 0 {
		return &PolicyError{Reason: "tiers_only is set, but there are no tiers: nobody could be chosen"}
	}
	for i, t := range p.Tiers {
		switch {
		case t.Name == "":
			return &PolicyError{Reason: fmt.Sprintf("tier %d has no name", i+1)}
		case slices.ContainsFunc(p.Tiers[:i], func(o Tier) bool { return o.Name == t.Name }):
			return &PolicyError{Reason: fmt.Sprintf("two tiers have the name %q", t.Name)}
		case len(t.Peers) == 0 && !t.Listed:
			return &PolicyError{Reason: fmt.Sprintf("tier %q is empty: give it peers, or set listed", t.Name)}
		case t.Capacity < 0:
			return &PolicyError{Reason: fmt.Sprintf("tier %q has capacity %d; expected 0 for no limit, or more", t.Name, t.Capacity)}
		}
	}
	return nil
}

// tierOf is the tier of a candidate: an index of Tiers, the number of them for one
// that is in none, or -1 for one that is never taken.
func (p *Policy) tierOf(c *broadcaster.Candidate) int {
	for i := range p.Tiers {
		if p.Tiers[i].has(c) {
			return i
		}
	}
	if p.TiersOnly {
		return -1
	}
	return len(p.Tiers)
}

func (p *Policy) tierName(i int8) string {
	if i >= 0 && int(i) < len(p.Tiers) {
		return p.Tiers[i].Name
	}
	return ""
}

// class is the standing of a candidate apart from its tier.
type class int8

const (
	welcome    class = iota
	unreliable       // below MinReliability: if there is no other
	tooDear          // above MaxPrice: if there is no other, and the policy says so
	never
	maxRanks = int(never) * (maxTiers + 1)
)

// rank orders candidates before their costs do: the lower ones come first.
func rank(c class, tier int8) int { return int(c)*(maxTiers+1) + int(tier) }

// places counts the streams that have their home in each tier.
type places struct {
	mu    sync.Mutex
	taken map[string]int // by name; guarded by mu
}

func newPlaces() *places { return &places{taken: make(map[string]int)} }

func (p *places) free(t *Tier) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return t.Capacity == 0 || p.taken[t.Name] < t.Capacity
}

// take takes a place, if there is one.
func (p *places) take(t *Tier) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.Capacity > 0 && p.taken[t.Name] >= t.Capacity {
		return false
	}
	p.taken[t.Name]++
	return true
}

func (p *places) leave(t *Tier) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.taken[t.Name]--; p.taken[t.Name] <= 0 {
		delete(p.taken, t.Name)
	}
}
